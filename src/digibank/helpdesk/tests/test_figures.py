"""Figures about handovers and talks: recorded only, without persons, and suppressed when shown."""

from datetime import date, timedelta

import pytest

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions, figures
from digibank.helpdesk.models import Handover
from digibank.helpdesk.tasks import NEWEST, Area
from digibank.helpdesk.tests.factories_following import a_talk, concluded
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

YEAR = {"from_on": date(2026, 1, 1), "until_on": date(2027, 1, 1)}
NOBODY = {"self": 0, "help": 0, "not_yet": 0}


def walked_in(town, place, name="Roza Peeters") -> Handover:
    return actions.open_without_loan(a_person(town, name), place=place, by=an_actor())


@pytest.mark.rule("WO-16")
def test_handovers_are_counted_by_their_end_for_one_town_within_a_time(town, other_town, help_point):
    for place_of, how in [
        (town, {"to": "independent"}), (town, {"to": "independent"}),
        (town, {"to": "stopped", "because": "moved"}), (other_town, {"to": "home_help", "where_to": "Dochter"}),
    ]:  # fmt: skip
        concluded(walked_in(place_of, help_point), **how)
    walked_in(town, help_point, "Nora Stil")

    counted = figures.handovers_by_end(town, **YEAR)
    before = figures.handovers_by_end(town, from_on=date(2025, 1, 1), until_on=date(2026, 11, 23))

    assert counted == {"independent": 2, "course": 0, "home_help": 0, "stopped": 1}
    assert before == {"independent": 0, "course": 0, "home_help": 0, "stopped": 0}


@pytest.mark.rule("WO-16")
def test_what_was_not_told_after_three_months_is_counted_as_that(town, help_point):
    for told in [
        {"reached": True, "still_uses": "yes"}, {"reached": True}, {"reached": False},
    ]:  # fmt: skip
        found = concluded(walked_in(town, help_point))
        actions.look_back(found, by=an_actor(), **told)

    assert figures.results(town, **YEAR) == {"yes": 1, "sometimes": 0, "no": 0, "not_said": 1, "not_reached": 1}


@pytest.mark.rule("WO-16")
def test_only_who_told_both_counts_in_then_and_now(town, other_town, help_point):
    twice, once, open_task, neighbour = (
        a_person(home, name) for home, name in [(town, "Roza"), (town, "Farid"), (town, "Nora"), (other_town, "Hugo")]
    )
    for person in (twice, once, open_task, neighbour):
        a_talk(person, help_point)
    with clock.at(clock.now() + timedelta(days=20)):
        a_talk(twice, help_point, "help", answers={"bank": "self"})
        a_talk(open_task, help_point, "self", answers={"bank": ""})
        a_talk(neighbour, help_point, "self")

    compared = figures.then_and_now(town, **YEAR)

    assert compared["start"] == figures.TaskThenNow(then=NOBODY | {"not_yet": 2}, now=NOBODY | {"help": 1, "self": 1})
    assert compared["bank"] == figures.TaskThenNow(then=NOBODY | {"not_yet": 1}, now=NOBODY | {"self": 1})
    assert figures.then_and_now(town, from_on=date(2026, 1, 1), until_on=date(2026, 12, 1)) == {}


@pytest.mark.rule("WO-11")
@pytest.mark.rule("WO-16")
def test_areas_count_the_answers_to_their_tasks(town, help_point, roza):
    a_talk(roza, help_point)
    a_talk(roza, help_point, "self", answers={"fraud": "help"})

    areas = figures.by_area(figures.then_and_now(town, **YEAR), NEWEST)

    assert areas[Area.SAFETY] == figures.TaskThenNow(then=NOBODY | {"not_yet": 2}, now=NOBODY | {"self": 1, "help": 1})
    assert areas[Area.COMMUNICATION].now == NOBODY | {"self": 4}
    assert Area.CONTENT not in areas


@pytest.mark.once
@pytest.mark.rule("WO-16")
@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 0, "b": 12, "c": 5}, {"a": 0, "b": 12, "c": 5}),
        ({"a": 4, "b": 12, "c": 5}, {"a": None, "b": 12, "c": None}),
        ({"a": 1, "b": 2, "c": 9}, {"a": None, "b": None, "c": None}),
        ({"a": 4, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 3, "b": 0, "c": 0}, {"a": None, "b": 0, "c": 0}),
    ],
)
def test_what_is_shown_points_at_nobody(counts, shown):
    assert figures.suppressed(counts) == shown
