"""How long one waits: only with ground, in steps of five minutes, and never falsely precise."""

from datetime import timedelta

import pytest

from digibank import clock
from digibank.helpdesk import actions
from digibank.helpdesk.tests.factories import a_helper, a_visit, at, by, called, in_help
from digibank.helpdesk.waiting import FEWEST, Estimate, Pace, estimate, in_words
from digibank.workforce import actions as workforce

QUIET = Pace(short=10, long=20, helpers=2, busy=0)
FULL = Pace(short=10, long=20, helpers=2, busy=2)


@pytest.mark.rule("VB-07")
@pytest.mark.parametrize(
    ("pace", "before", "told"),
    [
        (QUIET, 0, Estimate(0, 5)),
        (QUIET, 1, Estimate(0, 5)),
        (QUIET, 2, Estimate(0, 20)),
        (FULL, 0, Estimate(0, 20)),
        (FULL, 1, Estimate(5, 30)),
        (FULL, 4, Estimate(20, 60)),
        (Pace(short=3, long=4, helpers=1, busy=1), 2, Estimate(5, 15)),
    ],
)
def test_the_wait_grows_with_who_goes_before_and_shrinks_with_who_helps(pace, before, told):
    assert pace.for_who_has(before) == told


@pytest.mark.rule("VB-07")
@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, "We do not know yet how long it takes."),
        (Estimate(0, 5), "It is your turn very soon."),
        (Estimate(0, 20), "Probably less than 20 minutes."),
        (Estimate(20, 60), "Probably between 20 and 60 minutes."),
        (Estimate(90, 200), "Probably more than an hour and a half."),
    ],
)
def test_the_words_never_say_more_than_we_know(in_english, found, sentence):
    assert in_words(found) == sentence


@pytest.mark.django_db
@pytest.mark.rule("VB-07")
def test_without_enough_visits_or_without_a_helper_nothing_is_said(point):
    mia = a_helper(point)
    helped(mia, point, FEWEST - 1)
    too_few = estimate(point, 0)
    helped(mia, point, 1)
    enough = estimate(point, 0)

    workforce.leave(mia, by=by(mia))

    assert (too_few, enough, estimate(point, 0)) == (None, Estimate(0, 5), None)


@pytest.mark.django_db
def test_it_is_taken_from_the_times_of_this_place_and_who_is_busy_now(point):
    mia = a_helper(point)
    helped(mia, point, FEWEST)
    a_visit(point)
    in_help(mia)

    assert (estimate(point, 0), estimate(point, 3)) == (Estimate(0, 15), Estimate(30, 50))


@pytest.mark.django_db
def test_visits_of_long_ago_say_nothing_about_now(point):
    mia = a_helper(point)
    helped(mia, point, FEWEST)

    with clock.at(at(9) + timedelta(days=61)):
        workforce.come(mia.helper.user, place=point, table=1, by=by(mia))

        assert estimate(point, 0) is None


def helped(shift, point, count: int) -> None:
    """So many visitors, each helped for ten to twelve minutes; the clock comes back to nine."""
    for number in range(count):
        a_visit(point)
        visit = actions.start(called(shift), by=by(shift))
        with clock.at(clock.now() + timedelta(minutes=10 + 2 * (number % 2))):
            actions.finish(visit, topic="itsme", solved="yes", by=by(shift))
