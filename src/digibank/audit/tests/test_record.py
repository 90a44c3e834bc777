from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.actions import job_actor, record, record_each
from digibank.audit.models import LONGEST_CODE, Actor, Event, Subject, code_or_number

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 30, 10, 0, tzinfo=UTC)


@pytest.mark.rule("A-01")
def test_record_writes_verb_actor_moment_and_facts(town, actor):
    with clock.at(NOON):
        event = record("audit.tried", town, by=actor, number=7, kind="ocmw", sure=True, none=None, on=date(2026, 7, 1))

    event.refresh_from_db()
    assert (event.verb, event.actor, event.at) == ("audit.tried", actor, NOON)
    assert event.facts == {"number": 7, "kind": "ocmw", "sure": True, "none": None, "on": "2026-07-01"}


def test_a_moment_is_a_fact(town, actor):
    event = record("audit.tried", town, by=actor, at=NOON)

    assert event.facts == {"at": "2026-06-30T10:00:00+00:00"}


def test_an_event_is_about_its_subject_and_all_that_is_named_once(town, other_town, desk, actor):
    event = record("audit.tried", desk, by=actor, about=[town, other_town, town])

    assert sorted(event.subjects.values_list("kind", "key")) == sorted(
        [
            ("organisations.organisation", town.pk),
            ("organisations.organisation", other_town.pk),
            ("organisations.place", desk.pk),
        ]
    )


def test_what_happened_to_many_at_once_is_told_of_each(town, other_town, desk, actor):
    events = record_each("audit.tried", [town, other_town], by=actor, about=[desk], number=7)

    told = [
        (event.verb, event.facts, sorted(event.subjects.values_list("kind", "key")))
        for event in Event.objects.filter(pk__in=[event.pk for event in events]).order_by("pk")
    ]
    assert told == [
        ("audit.tried", {"number": 7}, [("organisations.organisation", one.pk), ("organisations.place", desk.pk)])
        for one in (town, other_town)
    ]


@pytest.mark.parametrize("typed", ["Lies Loket", "two words", "é", "a" * (LONGEST_CODE + 1), ["list"], {"a": 1}, b"x"])
@pytest.mark.rule("A-01")
def test_what_a_person_typed_is_refused_and_nothing_is_written(typed, town, actor):
    before = Event.objects.count()

    with pytest.raises(ValueError, match=r"audit\.tried: note is no code"):
        record("audit.tried", town, by=actor, note=typed, number=1)

    assert Event.objects.count() == before


@pytest.mark.parametrize("code", ["", "a" * LONGEST_CODE, "DB-004217-7", "full_name.email", "2026-07-01", 0, 1.5, None])
def test_codes_and_numbers_are_facts(code):
    assert code_or_number(code)


def test_events_about_a_record_come_oldest_first_and_once(town, other_town, actor):
    first = record("audit.tried", town, by=actor, about=[other_town])
    second = record("audit.tried_again", town, by=actor)
    elsewhere = record("audit.tried_elsewhere", other_town, by=actor)
    tried = Event.objects.filter(verb__startswith="audit.tried")

    assert list(tried.about(town)) == [first, second]
    assert list(tried.about(town, other_town)) == [first, second, elsewhere]


def test_no_event_is_about_nothing(town, actor):
    assert list(Event.objects.about()) == []


def test_records_of_another_kind_with_the_same_key_are_other_subjects(desk, town, actor):
    Subject.objects.create(event=record("audit.tried", town, by=actor), kind="somewhere.else", key=desk.pk)

    assert not Event.objects.filter(verb="audit.tried").about(desk).exists()


@pytest.mark.rule("A-01")
def test_the_trail_is_never_changed(town, actor):
    event = record("audit.tried", town, by=actor)

    for rewrite in (
        lambda: Event.objects.update(verb="audit.other"),
        lambda: event.subjects.all().delete(),
        lambda: Subject.objects.update(key=1),
        lambda: Event.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()
    event.refresh_from_db()
    assert event.verb == "audit.tried"


def test_a_job_has_one_actor_for_ever(db):
    assert job_actor("reminders") == job_actor("reminders")
    assert job_actor("reminders") != job_actor("figures")
    assert job_actor("reminders").kind == Actor.Kind.JOB


@pytest.mark.parametrize(("kind", "code"), [("user", "x"), ("job", "")])
def test_jobs_and_only_jobs_have_a_code(kind, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        Actor.objects.create(kind=kind, code=code)


def test_many_people_have_no_code():
    Actor.objects.create(kind=Actor.Kind.USER)

    assert str(Actor.objects.create(kind=Actor.Kind.USER)).startswith("user ")


def test_rows_of_the_trail_read_as_codes(town, actor):
    event = record("audit.tried", town, by=actor)

    assert str(event) == f"audit.tried {event.pk}"
    assert str(event.subjects.get()) == f"organisations.organisation {town.pk}"
    assert str(actor) == "job test-setup"
