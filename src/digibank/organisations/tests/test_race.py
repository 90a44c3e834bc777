"""Colleagues who enter hours of one place at the same moment, each with a connection of their own."""

from datetime import date, time

import pytest

from digibank.audit.tests.factories import an_actor
from digibank.organisations import actions
from digibank.organisations.models import OpeningHours
from digibank.work.tests.at_once import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_english")]

NINE, NOON = time(9), time(12)
SUMMER, WINTER = {"valid_from": date(2027, 6, 1)}, {"valid_until": date(2027, 10, 1)}


@pytest.mark.rule("OH-02")
def test_of_seasons_that_overlap_and_are_entered_at_once_one_is_kept(desk):
    actor = an_actor()

    came = all_at_once(
        lambda season=season: actions.add_hours(desk, weekday=0, opens=NINE, closes=NOON, by=actor, **season)
        for season in [SUMMER, WINTER] * 4
    )

    assert came == {"yes": 1, "no: Two stretches overlap on the same day. Make them one, or move one.": 7}
    assert OpeningHours.objects.count() == 1


@pytest.mark.rule("OH-02")
def test_hours_that_are_moved_onto_each_other_at_once_never_meet(desk):
    actor = an_actor()
    both = [
        actions.add_hours(desk, weekday=0, opens=time(opens), closes=time(opens + 1), by=actor, **SUMMER)
        for opens in (9, 11)
    ]

    came = all_at_once(
        lambda hours=hours: actions.edit_hours(hours, version=1, opens=time(10), closes=time(11), by=actor)
        for hours in both
    )

    assert came == {"yes": 1, "no: Two stretches overlap on the same day. Make them one, or move one.": 1}
