"""Helpers: who is there, from when until when, and what they know."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, open_on
from digibank.workforce import actions, queries
from digibank.workforce.models import Helper, Shift

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), clock.BRUSSELS)


def names(shifts: list[Shift]) -> list[str]:
    return [str(shift.helper) for shift in shifts]


@pytest.fixture
def point(town) -> Place:
    return open_on(a_desk(town, kind="help_point", name="Digipunt"), (0, "09:00", "12:00"))


@pytest.fixture
def mia(town, point) -> User:
    return a_user("mia", "Mia De Smet", town, Role.DIGIHELPER, place=point)


@pytest.fixture
def planned(mia, point) -> Shift:
    return actions.plan_shift(mia, place=point, starts_at=at(9, 30), ends_at=at(11), by=an_actor())


def test_what_a_helper_knows_and_speaks_replaces_what_was_written_before(mia):
    actions.describe_helper(mia, topics=["bank", "itsme"], tongues=["ar"], by=an_actor())

    helper = actions.describe_helper(mia, topics=["bank", "bank", "work"], tongues=["fr", "tr"], by=an_actor())

    assert (helper.topics, helper.tongues, Helper.objects.count()) == ({"bank", "work"}, {"fr", "tr"}, 1)


@pytest.mark.rule("VB-01")
def test_a_helper_is_there_who_came_and_not_who_was_planned(mia, point, planned):
    before = names(queries.present_at(point)), names(queries.planned_at(point))

    with clock.at(at(9, 50)):
        late = Shift.objects.get().is_late
        shift = actions.come(mia, place=point, table=3, by=mia.actor)
        after = names(queries.present_at(point)), names(queries.planned_at(point))

    assert (before, late, after) == (([], ["Mia"]), True, (["Mia"], []))
    assert (shift.pk, shift.table, shift.came_at, shift.ends_at) == (planned.pk, 3, at(9, 50), at(11))
    assert not shift.is_late


@pytest.mark.rule("VB-01")
def test_a_shift_ends_early_with_one_press_and_ends_once(mia, point, planned):
    with clock.at(at(9, 40)):
        shift = actions.come(mia, place=point, table=1, by=mia.actor)
    with clock.at(at(10)):
        left = actions.leave(shift, by=mia.actor)
        with pytest.raises(RuleBroken, match="left already"):
            actions.leave(shift, by=mia.actor)

        assert left.left_at == at(10)
        assert queries.present_at(point) == []


@pytest.mark.rule("VB-01")
def test_who_forgets_to_leave_is_there_until_an_hour_after_the_end(mia, point, planned):
    with clock.at(at(9, 40)):
        actions.come(mia, place=point, table=1, by=mia.actor)

    there = {}
    for hour, minute in [(11, 0), (11, 59), (12, 0)]:
        with clock.at(at(hour, minute)):
            there[hour, minute] = names(queries.present_at(point))

    assert there == {(11, 0): ["Mia"], (11, 59): ["Mia"], (12, 0): []}


def test_who_comes_without_a_plan_stays_until_the_place_closes(mia, point):
    shift = actions.come(mia, place=point, table=1, by=mia.actor)

    assert (shift.starts_at, shift.ends_at) == (at(9), at(12))


def test_who_comes_to_a_closed_place_stays_three_hours(mia, point):
    with clock.at(at(18)):
        shift = actions.come(mia, place=point, table=1, by=mia.actor)

    assert shift.ends_at == at(21)


def test_said_again_it_is_another_table_or_a_longer_stay(mia, point, planned):
    with clock.at(at(9, 30)):
        actions.come(mia, place=point, table=1, by=mia.actor)
    with clock.at(at(11, 30)):
        again = actions.come(mia, place=point, table=2, by=mia.actor)

    assert (again.pk, again.table, again.ends_at, Shift.objects.count()) == (planned.pk, 2, at(12), 1)


@pytest.mark.rule("VB-01")
def test_who_comes_elsewhere_left_the_first_place(mia, point, town):
    other = a_desk(town, kind="help_point", name="Bibliotheek")
    first = actions.come(mia, place=point, table=1, by=mia.actor)
    with clock.at(at(10)):
        second = actions.come(mia, place=other, table=4, by=mia.actor)
        first.refresh_from_db()

        assert first.left_at == at(10)
        assert queries.shift_now(mia, [point, other]) == second
        assert queries.shift_now(mia, [point]) is None


def test_who_forgot_to_leave_yesterday_left_at_the_end_of_that_shift(mia, point, planned):
    with clock.at(at(9, 30)):
        actions.come(mia, place=point, table=1, by=mia.actor)
    with clock.at(at(9) + timedelta(days=1)):
        actions.come(mia, place=point, table=1, by=mia.actor)

    planned.refresh_from_db()
    assert (planned.left_at, Shift.objects.count()) == (at(11), 2)


@pytest.mark.rule("VB-01")
def test_the_database_refuses_a_helper_at_two_places(mia, point, town):
    shift = actions.come(mia, place=point, table=1, by=mia.actor)
    elsewhere = a_desk(town, kind="help_point", name="Bibliotheek")

    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(
            helper=shift.helper, place=elsewhere, starts_at=at(9), ends_at=at(12), came_at=at(9), table=1
        )


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ((at(11), at(10)), "A shift ends after it begins"),
        ((at(9), at(9, day=date(2026, 11, 25))), "A shift ends after it begins"),
        ((at(7), at(8)), "over already"),
        ((at(10, 30), at(12)), "Mia is planned then already."),
    ],
)
def test_a_shift_that_cannot_be_is_refused(mia, point, planned, hours, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        actions.plan_shift(mia, place=point, starts_at=hours[0], ends_at=hours[1], by=an_actor())


def test_a_shift_that_was_called_off_makes_room(mia, point, planned):
    actions.call_shift_off(planned, by=an_actor())
    with pytest.raises(RuleBroken, match="called off already"):
        actions.call_shift_off(planned, by=an_actor())

    again = actions.plan_shift(mia, place=point, starts_at=at(10), ends_at=at(12), by=an_actor())

    assert queries.planned_at(point) == [again]
