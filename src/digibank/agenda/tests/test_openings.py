"""The rule of what is offered, without a database: hours, helpers, what takes them, and both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from digibank import clock
from digibank.agenda.openings import DayPlan, Hand, Opening, Stretch, offered, starts_in
from digibank.organisations.windows import Window

pytestmark = pytest.mark.once

DAY = date(2026, 11, 24)
EARLIER = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_day_before():
    with clock.at(EARLIER):
        yield


def stretch(opens: str, closes: str, day: date = DAY) -> Stretch:
    moments = Window(time.fromisoformat(opens), time.fromisoformat(closes)).moments_on(day)
    assert moments
    return Stretch(*moments)


def hand(helper: int = 1, there: str = "09:00-12:00", taken: tuple[str, ...] = (), **knows) -> Hand:
    stretches = tuple(stretch(*one.split("-")) for one in taken)
    return Hand(helper, (stretch(*there.split("-")),), stretches, **{k: frozenset(v) for k, v in knows.items()})


def morning(*hands: Hand, **rest) -> DayPlan:
    return DayPlan((stretch("09:00", "10:30"),), hands, **rest)


def told(openings: list[Opening]) -> list[str]:
    """Each hour with how many times it can be given, as on the wall."""
    return [f"{one.starts_at.astimezone(clock.BRUSSELS):%H:%M} {one.left}" for one in openings]


@pytest.mark.rule("AP-01")
def test_nothing_is_offered_that_runs_past_closing():
    assert told(offered(morning(hand()), 60)) == ["09:00 1", "09:15 1", "09:30 1"]
    assert told(offered(morning(hand()), 90)) == ["09:00 1"]
    assert told(offered(morning(hand()), 91)) == []


@pytest.mark.rule("AP-01")
def test_nothing_is_offered_over_a_break_or_when_it_has_begun():
    split = DayPlan((stretch("09:00", "10:00"), stretch("10:30", "11:30")), (hand(),))

    with clock.at(stretch("09:15", "10:00").starts_at):
        assert told(offered(split, 45)) == ["10:30 1", "10:45 1"]


@pytest.mark.rule("AP-02")
def test_who_is_taken_is_not_offered_and_a_second_helper_is():
    taken = hand(1, taken=("09:30-10:00",))

    assert told(offered(morning(taken), 30)) == ["09:00 1", "10:00 1"]
    assert told(offered(morning(taken, hand(2)), 30)) == ["09:00 2", "09:15 1", "09:30 1", "09:45 1", "10:00 2"]


@pytest.mark.rule("AP-02")
def test_a_helper_who_leaves_before_the_end_is_not_offered():
    assert told(offered(morning(hand(there="09:00-09:40")), 30)) == ["09:00 1"]
    assert told(offered(morning(), 30)) == []


@pytest.mark.rule("AP-02")
def test_a_moment_that_the_place_opened_by_hand_takes_a_helper():
    plan = morning(hand(1), hand(2), moments=(stretch("09:00", "10:00"),))

    assert told(offered(plan, 45)) == ["09:00 1", "09:15 1", "09:30 1", "09:45 1"]
    assert told(offered(morning(hand(1), moments=(stretch("09:00", "10:00"),)), 30)) == ["10:00 1"]


@pytest.mark.rule("AP-03")
def test_a_helper_knows_the_topic_or_a_bit_of_everything_and_speaks_the_language():
    bank, all_round = hand(1, topics=["bank"], tongues=["ar"]), hand(2)
    plan = DayPlan((stretch("09:00", "09:30"),), (bank, all_round))

    found = {
        (topic, tongue): [one.helpers for one in offered(plan, 30, topic=topic, tongue=tongue)]
        for topic, tongue in [("bank", ""), ("itsme", ""), ("other", ""), ("", "ar"), ("itsme", "ar")]
    }

    assert found == {
        ("bank", ""): [(1, 2)], ("itsme", ""): [(2,)], ("other", ""): [(1, 2)], ("", "ar"): [(1,)], ("itsme", "ar"): [],
    }  # fmt: skip


@pytest.mark.rule("AP-04")
def test_in_hours_without_appointment_one_of_several_stays_for_who_walks_in():
    assert told(offered(morning(hand(1), hand(2), walk_in=True), 90)) == ["09:00 1"]
    assert told(offered(morning(hand(1), walk_in=True), 90)) == ["09:00 1"]
    assert told(offered(morning(hand(1), hand(2, taken=("09:00-10:00",)), walk_in=True), 90)) == []


@pytest.mark.rule("AP-10")
def test_two_helpers_are_offered_where_two_are_free():
    plan = morning(hand(1, taken=("09:00-09:30",)), hand(2))

    assert told(offered(plan, 30, helpers=2)) == ["09:30 2", "09:45 2", "10:00 2"]


@pytest.mark.rule("AP-01")
@pytest.mark.parametrize(
    ("day", "opens", "closes", "hours"),
    [
        # In March the clock goes from 2 to 3: of one to four two hours are left.
        (date(2027, 3, 28), "01:00", "04:00", ["01:00", "03:00"]),
        # In October it goes from 3 to 2: of one to four there are four hours, and 2 comes twice.
        (date(2026, 10, 25), "01:00", "04:00", ["01:00", "02:00", "02:00", "03:00"]),
        # After the change the clock on the wall counts.
        (date(2027, 3, 28), "13:00", "15:00", ["13:00", "14:00"]),
        (date(2026, 10, 25), "13:00", "15:00", ["13:00", "14:00"]),
    ],
)
def test_when_the_clock_changes_each_whole_hour_is_offered_once(day, opens, closes, hours):
    window = stretch(opens, closes, day)
    plan = DayPlan((window,), (Hand(1, (window,)),))

    with clock.at(window.starts_at - timedelta(days=1)):
        found = [one for one in offered(plan, 60) if one.starts_at.minute == 0]

    assert [f"{one.starts_at.astimezone(clock.BRUSSELS):%H:%M}" for one in found] == hours
    assert all(b.starts_at - a.starts_at == timedelta(hours=1) for a, b in pairwise(found))


def test_the_same_quarter_of_two_windows_is_one():
    twice = (stretch("09:00", "10:00"), stretch("09:30", "10:30"))

    assert len(starts_in(twice, 30)) == 5
