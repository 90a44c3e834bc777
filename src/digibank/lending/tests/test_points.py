"""Points, order and share, as pure functions: the same points is first come, whatever happens around it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digibank.lending.points import Facts, Gain, gains_of, in_order, next_is_kept, next_of, points_of

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
RULES = {"week": 2, "own_resident": 10, "goes_before": 20, "no_device": 5, "partner": 3}


def asked(days: float, key: int = 1, **facts) -> Facts:
    return Facts(key=key, asked_at=NOW - timedelta(days=days), **facts)


@pytest.mark.rule("U-32")
def test_points_say_how_they_came_about():
    somebody = asked(15, own_resident=True, goes_before=True, no_device=True, partner=True)

    assert gains_of(somebody, RULES, NOW) == (
        Gain("week", 2, 2),
        Gain("own_resident", 1, 10),
        Gain("goes_before", 1, 20),
        Gain("no_device", 1, 5),
        Gain("partner", 1, 3),
    )
    assert points_of(somebody, RULES, NOW) == 42
    assert gains_of(asked(6.9), RULES, NOW) == gains_of(somebody, {}, NOW) == ()


@pytest.mark.rule("U-33")
def test_most_points_come_first_then_who_asked_first_then_the_lower_number():
    line = [asked(1, 4, own_resident=True), asked(8, 3), asked(9, 2), asked(9, 1), asked(0, 5, moved_at=NOW)]

    assert [facts.key for facts in in_order(line, RULES, NOW)] == [5, 4, 1, 2, 3]


WHO = st.builds(
    Facts,
    key=st.integers(1, 10_000),
    asked_at=st.integers(0, 4000).map(lambda hours: NOW - timedelta(hours=hours)),
    own_resident=st.booleans(),
    goes_before=st.booleans(),
    no_device=st.booleans(),
    partner=st.booleans(),
    waits=st.booleans(),
)
LINES = st.lists(WHO, max_size=12, unique_by=lambda facts: facts.key)
POLICIES = st.dictionaries(st.sampled_from(sorted(RULES)), st.integers(0, 50))


def kind(facts: Facts) -> Facts:
    """What somebody is, apart from when and with which number they asked."""
    return replace(facts, key=0, asked_at=NOW, waits=True)


@pytest.mark.rule("U-33")
@settings(max_examples=200)
@given(line=LINES, rules=POLICIES, later=st.integers(0, 5000), gone=st.sets(st.integers(0, 11)))
def test_no_later_equal_one_ever_passes_an_earlier_one(line, rules, later, gone):
    """Whatever time passes, and whoever comes, goes, or is put back meanwhile."""
    now = NOW + timedelta(hours=later)
    whole = in_order(line, rules, now)
    left = [facts for number, facts in enumerate(whole) if number not in gone]

    assert in_order(left, rules, now) == left
    assert in_order([*reversed(left)], rules, now) == left
    for number, earlier in enumerate(whole):
        for behind in whole[number + 1 :]:
            if kind(earlier) == kind(behind):
                assert (earlier.asked_at, earlier.key) < (behind.asked_at, behind.key)
            if points_of(earlier, rules, now) == points_of(behind, rules, now):
                assert (earlier.asked_at, earlier.key) < (behind.asked_at, behind.key)


@pytest.mark.rule("U-35")
@settings(max_examples=200)
@given(percent=st.integers(0, 100), waits=st.lists(st.booleans(), min_size=1, max_size=200))
def test_of_the_devices_given_while_somebody_goes_before_at_least_the_share_goes_there(percent, waits):
    """`waits` says at each device whether somebody who goes before waits behind somebody who does not."""
    given: list[bool] = []
    for somebody in waits:
        given.append(somebody and next_is_kept(given, percent))

    runs = [run for run in "".join("x" if waiting else " " for waiting in waits).split(" ") if run]
    start = 0
    for run in runs:
        start = "".join("x" if waiting else " " for waiting in waits).index(run, start)
        went = sum(given[start : start + len(run)])
        owed_before = 2  # What was not asked for is owed for two devices at most.
        assert len(run) * percent // 100 <= went <= -(-len(run) * percent // 100) + owed_before
        start += len(run)


@pytest.mark.rule("U-35")
def test_a_share_is_spread_and_never_a_run():
    def spread(percent, count):
        given = []
        for _device in range(count):
            given.append(next_is_kept(given, percent))
        return "".join("E" if went_before else "." for went_before in given)

    assert spread(0, 8) == "........"
    assert spread(25, 8) == "...E...E"
    assert spread(60, 10) == ".E.EE.E.EE"
    assert spread(100, 4) == "EEEE"
    assert next_is_kept([False] * 500, 30)
    assert [next_is_kept([False] * 500 + [True] * count, 30) for count in (1, 2, 3)] == [True, False, False]


@pytest.mark.rule("U-35")
def test_a_kept_device_goes_to_who_goes_before_and_to_the_first_when_nobody_does():
    first, entitled, away = asked(9, 1), asked(1, 2, goes_before=True), asked(30, 3, goes_before=True, waits=False)
    moved = replace(first, moved_at=NOW)

    assert next_of([away, first, entitled], kept=False) == first
    assert next_of([away, first, entitled], kept=True) == entitled
    assert next_of([away, first], kept=True) == first
    assert next_of([moved, entitled], kept=True) == moved
    assert next_of([away], kept=True) is None
