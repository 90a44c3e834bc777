"""Many helpers at once, each with a connection of their own: nobody is called twice, no number is given twice."""

from functools import partial
from random import Random

import pytest

from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.models import Outcome, Touch, Visit
from digibank.helpdesk.tests.factories import a_helper, a_visit, an_appointment, by
from digibank.work.tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, WAITING, ACTS = 16, 12, 8


@pytest.fixture
def team(point):
    return [a_helper(point, f"Help{number} Er", number) for number in range(1, AT_ONCE + 1)]


@pytest.mark.rule("VB-02")
def test_sixteen_who_press_next_at_once_call_twelve_visitors_once_each(point, team):
    for _visitor in range(WAITING):
        a_visit(point)

    came = all_at_once([partial(actions.call_next, shift, by=by(shift)) for shift in team])

    assert came == {"yes": WAITING, "no: Nobody waits now.": AT_ONCE - WAITING}
    rows = Visit.objects.filter(state="called")
    assert len(set(rows.values_list("helper", flat=True))) == rows.count() == WAITING


@pytest.mark.rule("VB-02")
def test_one_visitor_for_sixteen_is_called_by_one(point, team):
    a_visit(point)

    came = all_at_once([partial(actions.call_next, shift, by=by(shift)) for shift in team])

    assert came == {"yes": 1, "no: Nobody waits now.": AT_ONCE - 1}


@pytest.mark.rule("VB-02")
def test_one_who_presses_sixteen_times_at_once_calls_one(point, team):
    for _visitor in range(WAITING):
        a_visit(point)

    came = all_at_once([partial(actions.call_next, team[0], by=by(team[0]))] * AT_ONCE)

    assert came["yes"] == 1
    assert sum(count for words, count in came.items() if words.startswith("no: You have B")) == AT_ONCE - 1
    assert Visit.objects.filter(state="called").count() == 1


def test_sixteen_numbers_at_once_are_sixteen_numbers(point):
    came = all_at_once([partial(actions.walk_in, point, by=an_actor())] * AT_ONCE)

    assert came == {"yes": AT_ONCE}
    assert sorted(Visit.objects.values_list("serial", flat=True)) == list(range(1, AT_ONCE + 1))


def test_one_appointment_is_checked_in_once_by_kiosk_and_counter_together(point, roza):
    booked, actor = an_appointment(point, roza, 11), an_actor()

    came = all_at_once([partial(actions.check_in, booked, by=actor)] * 8)

    assert came == {"yes": 1, "no: This appointment has number A1 already.": 7}


@pytest.mark.rule("VB-06")
def test_a_whole_morning_through_each_other_leaves_nothing_half_done(point, team):
    for _visitor in range(WAITING):
        a_visit(point)

    came = all_at_once(partial(a_busy_helper, shift, Random(number), point) for number, shift in enumerate(team))

    assert came == {"yes": AT_ONCE}
    in_help = set(Visit.objects.filter(state="in_help").values_list("pk", flat=True))
    assert set(Touch.objects.filter(ended_at=None).values_list("visit", flat=True)) == in_help
    told = set(Outcome.objects.standing().values_list("visit", flat=True))
    assert set(Visit.objects.filter(state="done").values_list("pk", flat=True)) == told
    helping = list(Touch.objects.filter(ended_at=None).values_list("helper", flat=True))
    assert len(helping) == len(set(helping))


def a_busy_helper(shift, chance: Random, point) -> None:
    """A few acts after each other; a refusal is an answer too."""
    who = by(shift)
    for _act in range(ACTS):
        mine = Visit.objects.in_hand_of(shift.helper).select_related("day__place").order_by("?").first()
        acts = [partial(actions.call_next, shift, by=who), partial(a_visit, point)]
        if mine:
            acts = [
                partial(actions.start, mine, by=who),
                partial(actions.pause, mine, by=who),
                partial(actions.resume, mine, shift=shift, by=who),
                partial(actions.miss, mine, by=who),
                partial(actions.pass_on, mine, by=who),
                partial(actions.finish, mine, topic="bank", solved="yes", by=who),
                partial(actions.go_home, shift, by=who),
            ]
        try:
            chance.choice(acts)()
        except RuleBroken:
            continue
