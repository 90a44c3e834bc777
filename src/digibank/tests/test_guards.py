from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from hypothesis import given, settings
from hypothesis import strategies as st

from digibank.guards import AppendOnly, ClosedOnce, Guard, NoOverlap, OnlyFades
from digibank.tests.scratch import Envelope, Note, Parcel, Shift, Stamp, Stay

database = [pytest.mark.django_db, pytest.mark.usefixtures("scratch")]
schema = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("scratch")]

FIRST = date(2026, 1, 1)


def refused(act) -> bool:
    """Whether the database refuses this act; the transaction stays usable."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def stay(room, start, end, **more):
    leaves_on = None if end is None else FIRST + timedelta(days=end)
    return Stay.objects.create(room=room, arrives_on=FIRST + timedelta(days=start), leaves_on=leaves_on, **more)


class TestAppendOnly:
    pytestmark = database

    def test_rows_may_be_added(self):
        Stamp.objects.create(text="paid")
        Stamp.objects.create(text="paid")

        assert Stamp.objects.count() == 2

    def test_a_row_is_never_changed_nor_taken_away(self):
        stamp = Stamp.objects.create(text="paid")

        assert refused(lambda: Stamp.objects.update(text="free"))
        assert refused(stamp.save)
        assert refused(Stamp.objects.all().delete)
        assert list(Stamp.objects.values_list("text", flat=True)) == ["paid"]

    def test_another_table_is_not_guarded(self):
        parcel = Parcel.objects.create(number=1)

        assert not refused(lambda: Parcel.objects.update(weight=2))
        assert not refused(parcel.delete)


class TestOnlyFades:
    pytestmark = database

    def test_words_go_and_nothing_else_changes(self):
        first, second = Note.objects.create(where="door", words="Roza"), Note.objects.create(where="form", words="Jef")

        assert not refused(lambda: Note.objects.filter(pk=first.pk).update(words=""))
        assert refused(lambda: Note.objects.filter(pk=second.pk).update(words="Jos"))
        assert refused(lambda: Note.objects.filter(pk=second.pk).update(words="", where="door"))
        assert refused(lambda: Note.objects.filter(pk=first.pk).update(words="Roza"))
        assert refused(second.delete)
        assert sorted(Note.objects.values_list("where", "words")) == [("door", ""), ("form", "Jef")]


class TestClosedOnce:
    pytestmark = database

    def test_a_row_is_changed_until_it_is_sealed_and_never_after(self):
        open_one, shut = Envelope.objects.create(text="draft"), Envelope.objects.create(text="draft")
        Envelope.objects.filter(pk=shut.pk).update(text="final", sealed_on=FIRST)

        assert not refused(lambda: Envelope.objects.filter(pk=open_one.pk).update(text="again"))
        assert refused(lambda: Envelope.objects.filter(pk=shut.pk).update(text="again"))
        assert refused(lambda: Envelope.objects.filter(pk=shut.pk).update(sealed_on=None))
        assert sorted(Envelope.objects.values_list("text", "sealed_on")) == [("again", None), ("final", FIRST)]

    def test_a_row_is_never_taken_away(self):
        envelope = Envelope.objects.create(text="draft")

        assert refused(envelope.delete)


period = st.tuples(st.integers(0, 9), st.none() | st.integers(1, 5)).map(
    lambda drawn: (drawn[0], None if drawn[1] is None else drawn[0] + drawn[1])
)
stays = st.tuples(st.integers(1, 2), period, st.booleans())


def overlap(one, other) -> bool:
    """The oracle: two stays that count, in one room, share a day."""
    (room, (start, end), cancelled), (other_room, (other_start, other_end), other_cancelled) = one, other
    if room != other_room or cancelled or other_cancelled:
        return False
    days = {n for n in range(40) if start <= n and (end is None or n < end)}
    return any(other_start <= n and (other_end is None or n < other_end) for n in days)


class TestNoOverlap:
    pytestmark = database

    @settings(max_examples=60, deadline=None)
    @given(st.lists(stays, max_size=6))
    def test_a_stay_is_refused_exactly_when_it_overlaps(self, wishes):
        with transaction.atomic():
            kept = []
            for wish in wishes:
                room, (start, end), cancelled = wish
                clash = any(overlap(wish, other) for other in kept)

                said_no = refused(lambda: stay(room, start, end, cancelled_on=FIRST if cancelled else None))  # noqa: B023

                assert said_no == clash
                kept += [] if said_no else [wish]
            transaction.set_rollback(True)

    @settings(max_examples=60, deadline=None)
    @given(stays, stays, stays)
    def test_a_changed_stay_is_refused_exactly_when_it_overlaps(self, first, second, wish):
        room, (start, end), cancelled = wish
        with transaction.atomic():
            stay(first[0], *first[1], cancelled_on=FIRST if first[2] else None)
            moved = stay(second[0] + 10, *second[1], cancelled_on=FIRST if second[2] else None)
            moved.room, moved.arrives_on = room, FIRST + timedelta(days=start)
            moved.leaves_on = None if end is None else FIRST + timedelta(days=end)
            moved.cancelled_on = FIRST if cancelled else None

            assert refused(moved.save) == overlap(first, wish)
            transaction.set_rollback(True)

    def test_a_row_does_not_stand_in_its_own_way(self):
        alone = stay(1, 0, 9)
        alone.leaves_on = FIRST + timedelta(days=5)

        assert not refused(alone.save)

    def test_one_may_arrive_on_the_day_another_leaves(self):
        stay(1, 0, 5)

        assert not refused(lambda: stay(1, 5, None))

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 20), st.integers(1, 4)), max_size=5))
    def test_shifts_are_refused_exactly_when_they_overlap(self, wishes):
        with transaction.atomic():
            kept = []
            for desk, start, hours in wishes:
                end = min(start + hours, 23)
                clash = any(d == desk and start < e and s < end for d, s, e in kept)

                said_no = refused(lambda: Shift.objects.create(desk=desk, opens=time(start), closes=time(end)))  # noqa: B023

                assert said_no == clash
                kept += [] if said_no else [(desk, start, end)]
            transaction.set_rollback(True)

    def test_the_same_hours_on_another_day_do_not_overlap(self):
        Shift.objects.create(desk=1, weekday=0, opens=time(9), closes=time(12))

        assert not refused(lambda: Shift.objects.create(desk=1, weekday=1, opens=time(9), closes=time(12)))


class TestAlteration:
    """A table that is altered keeps its guards; on SQLite it is made anew."""

    pytestmark = schema

    @pytest.fixture(autouse=True)
    def clean(self, scratch, transactional_db):
        yield
        Stay.objects.all().delete()

    def test_guards_survive_an_altered_field(self):
        before, after = models.IntegerField(), models.BigIntegerField(default=7)
        before.set_attributes_from_name("room")
        after.set_attributes_from_name("room")
        before.model = after.model = Stay
        stay(1, 0, 5)

        with connection.schema_editor() as editor:
            editor.alter_field(Stay, before, after)

        assert refused(lambda: stay(1, 4, 6))
        assert not refused(lambda: stay(1, 5, 6))
        with connection.schema_editor() as editor:
            editor.alter_field(Stay, after, before)
        assert refused(lambda: stay(1, 4, 6))

    def test_guards_survive_an_added_and_removed_field(self):
        extra = models.IntegerField(default=0)
        extra.set_attributes_from_name("extra")
        extra.model = Stamp

        with connection.schema_editor() as editor:
            editor.add_field(Stamp, extra)
        with connection.schema_editor() as editor:
            editor.remove_field(Stamp, extra)

        with transaction.atomic():
            Stamp.objects.create(text="paid")
            assert refused(Stamp.objects.all().delete)
            assert refused(lambda: Stamp.objects.update(text="free"))
            transaction.set_rollback(True)

    @pytest.mark.parametrize("model", [Stay, Shift, Stamp, Envelope])
    def test_a_guard_is_taken_away_and_put_back(self, model):
        guard = model._meta.constraints.pop()

        with connection.schema_editor() as editor:
            editor.remove_constraint(model, guard)
        without = catalogue(guard)
        model._meta.constraints.append(guard)
        with connection.schema_editor() as editor:
            editor.add_constraint(model, guard)

        assert (without, catalogue(guard)) == ([], sorted(guard.catalogue_names(connection.vendor)))


def catalogue(guard: Guard) -> list[str]:
    """Which parts of this guard the database knows."""
    look = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(look[connection.vendor])
        known = {name for (name,) in cursor.fetchall()}
    return sorted(known & set(guard.catalogue_names(connection.vendor)))


def test_guards_are_equal_when_they_say_the_same():
    guard = NoOverlap(fields=("room",), starts="a", ends="b", name="apart")

    assert guard == NoOverlap(fields=("room",), starts="a", ends="b", name="apart")
    assert guard != NoOverlap(fields=("room",), starts="a", ends="b", of="time", name="apart")
    assert guard != AppendOnly(name="apart")
    assert guard != "apart"


@pytest.mark.parametrize(
    "guard", [c for model in (Stay, Shift, Stamp, Note, Envelope) for c in model._meta.constraints]
)
def test_a_migration_can_write_a_guard_down_and_read_it_back(guard):
    path, args, kwargs = guard.deconstruct()

    text, imports = MigrationWriter.serialize(guard)

    assert text.startswith(path)
    assert imports == {"import digibank.guards"}
    assert type(guard)(*args, **kwargs) == guard == guard.clone()


def test_a_guard_without_sql_is_unfinished():
    with pytest.raises(NotImplementedError):
        Guard(name="unfinished").sqlite_sql()
    with pytest.raises(NotImplementedError):
        Guard(name="unfinished").postgresql_sql()


@pytest.mark.parametrize(
    ("guard", "on_sqlite", "on_postgresql"),
    [
        (Guard(name="plain"), ["plain"], ["plain"]),
        (AppendOnly(name="kept"), ["kept_update", "kept_delete"], ["kept"]),
        (ClosedOnce(closed="shut_at", name="shut"), ["shut_update", "shut_delete"], ["shut"]),
        (OnlyFades(fixed=("id",), fades=("a",), name="fade"), ["fade_update", "fade_delete"], ["fade"]),
        (NoOverlap(fields=(), starts="a", ends="b", name="apart"), ["apart_insert", "apart_update"], ["apart"]),
    ],
)
def test_a_guard_knows_its_names_in_the_catalogue(guard, on_sqlite, on_postgresql):
    assert guard.catalogue_names("sqlite") == on_sqlite
    assert guard.catalogue_names("postgresql") == on_postgresql


def test_forms_do_not_ask_a_guard():
    assert AppendOnly(name="kept").validate(Stamp, Stamp(text="")) is None
