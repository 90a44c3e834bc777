"""Who is next, and why."""

import pytest

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.models import Visit
from digibank.helpdesk.order import in_order
from digibank.helpdesk.tests.factories import a_helper, a_visit, an_appointment, at, called
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db


def line(hour: int, minute: int) -> list[str]:
    """The queue at this minute."""
    with clock.at(at(hour, minute)):
        return [visit.number for visit in in_order(Visit.objects.waiting())]


def comes(hour: int, minute: int, act, *args, **details) -> None:
    with clock.at(at(hour, minute)):
        act(*args, **details)


@pytest.mark.rule("VB-02")
def test_an_appointment_goes_before_from_its_hour_on(point, town):
    booked = an_appointment(point, a_person(town), 10)
    comes(9, 30, a_visit, point)
    comes(9, 40, actions.check_in, booked, by=an_actor())

    assert (line(9, 59), line(10, 0)) == (["B1", "A1"], ["A1", "B1"])


@pytest.mark.rule("VB-02")
@pytest.mark.parametrize(("minute", "first"), [(15, "A1"), (16, "B1")])
def test_who_comes_more_than_a_quarter_late_waits_as_who_has_no_appointment(point, town, minute, first):
    booked = an_appointment(point, a_person(town), 10)
    comes(9, 30, a_visit, point)
    comes(10, minute, actions.check_in, booked, by=an_actor())

    assert line(10, 20)[0] == first


@pytest.mark.rule("VB-02")
def test_of_two_appointments_the_earlier_hour_goes_first_and_of_two_walk_ins_who_came_first(point, town):
    late, early = (an_appointment(point, a_person(town, name), hour) for name, hour in [("An Aa", 11), ("Bo Bee", 10)])
    comes(9, 5, actions.check_in, late, by=an_actor())
    comes(9, 10, actions.check_in, early, by=an_actor())
    comes(9, 1, a_visit, point)
    comes(9, 20, a_visit, point)

    assert line(11, 30) == ["A2", "A1", "B1", "B2"]


@pytest.mark.rule("VB-03")
def test_a_helper_gets_the_first_whose_language_and_topic_fit(point):
    mia = a_helper(point, topics=("bank",), tongues=("tr",))
    a_helper(point, "Jos Aerts", 2, topics=("itsme",), tongues=("ar",))
    a_visit(point, tongue="ar")
    a_visit(point, topic="itsme")
    a_visit(point, topic="bank", tongue="tr")

    assert called(mia).number == "B3"


@pytest.mark.rule("VB-03")
def test_a_topic_of_a_colleague_is_better_than_to_wait_and_a_language_is_not(point):
    mia = a_helper(point)
    jos = a_helper(point, "Jos Aerts", 2, topics=("itsme",), tongues=("ar",))
    a_visit(point, tongue="ar")
    a_visit(point, topic="itsme")

    assert called(mia).number == "B2"
    assert called(jos).number == "B1"


@pytest.mark.rule("VB-03")
def test_who_all_wait_for_the_language_of_a_colleague_are_left_to_the_colleague(point):
    mia = a_helper(point)
    a_helper(point, "Jos Aerts", 2, tongues=("ar",))
    a_visit(point, tongue="ar")

    with pytest.raises(RuleBroken) as refused:
        called(mia)

    assert str(refused.value) == "B1 waits for a colleague who speaks العربية."


@pytest.mark.rule("VB-03")
def test_a_wish_that_nobody_can_meet_holds_nobody_up(point):
    mia = a_helper(point)
    a_visit(point, tongue="so", topic="work")
    a_visit(point)

    assert called(mia).number == "B1"


def test_nobody_waits(point):
    mia = a_helper(point)

    with pytest.raises(RuleBroken, match="Nobody waits now"):
        called(mia)
