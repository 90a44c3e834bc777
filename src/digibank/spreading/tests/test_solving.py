"""The solver: as good as trying everything, on what is small enough to try."""

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digibank.spreading.solving import Need, Spare, Tier, spread, steps

TOWNS, DESKS, DEPOT = ["2000", "2400"], [1, 2, 3], 9


@st.composite
def spares(draw, most=5):
    count = draw(st.integers(0, most))
    found = []
    for device in range(1, count + 1):
        place = draw(st.sampled_from([*DESKS, DEPOT]))
        owner = draw(st.sampled_from([11, 12]))
        found.append(Spare(device, place, TOWNS[place % 2], owner, from_desk=place != DEPOT))
    return found


@st.composite
def needs(draw, most=5):
    count = draw(st.integers(0, most))
    asked = [(draw(st.sampled_from(Tier)), draw(st.integers(0, 3)), draw(st.sampled_from(DESKS))) for _ in range(count)]
    return [
        Need(tier, since, desk, nth, TOWNS[desk % 2], 11 + desk % 2) for nth, (tier, since, desk) in enumerate(asked)
    ]


def worth(pairs):
    """What counts, the lower the better: as many as possible, of each tier, the longest and lowest first, at the lowest cost."""
    covered = sorted(need for _spare, need in pairs)
    tiers = [-sum(need.tier == tier for need in covered) for tier in Tier]
    return [*tiers, covered, sum(steps(*pair) for pair in pairs)]


def brute(devices, asked):
    count = min(len(devices), len(asked))
    return min(
        worth(list(zip(chosen, covered, strict=True)))
        for chosen in permutations(devices, count)
        for covered in combinations(asked, count)
    )


@pytest.mark.rule("X-04")
@settings(deadline=None, max_examples=60)
@given(spares(4), needs(5))
def test_no_other_choice_is_better(devices, asked):
    found = spread(devices, asked)

    assert worth(found) == brute(devices, asked)


@pytest.mark.rule("X-01")
@settings(deadline=None, max_examples=100)
@given(spares(12), needs(12))
def test_each_device_rides_once_and_each_need_is_covered_once(devices, asked):
    found = spread(devices, asked)

    assert len({spare.device for spare, _need in found}) == len({need for _spare, need in found}) == len(found)
    assert {spare for spare, _need in found} <= set(devices)
    assert len(found) == min(len(devices), len(asked))


@pytest.mark.rule("X-04")
@settings(deadline=None, max_examples=60)
@given(spares(10), needs(10), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_read_changes_nothing(devices, asked, random):
    first = spread(devices, asked)
    random.shuffle(devices)
    random.shuffle(asked)

    assert spread(devices, asked) == first


@pytest.mark.rule("X-04")
@settings(deadline=None, max_examples=60)
@given(spares(10), needs(10))
def test_at_least_as_many_who_wait_get_one_as_when_each_desk_takes_in_turn(devices, asked):
    taken = {need for need in asked if need.tier == Tier.WAITING}
    before = sum(need.tier == Tier.PROMISED for need in asked)
    greedy = min(max(0, len(devices) - before), len(taken))

    assert sum(need.tier == Tier.WAITING for _spare, need in spread(devices, asked)) >= greedy


def test_a_depot_gives_before_a_desk_and_the_lowest_number_goes():
    devices = [Spare(1, 2, "2000", 11, from_desk=True), Spare(3, DEPOT, "2000", 11), Spare(2, DEPOT, "2000", 11)]

    assert spread(devices, [Need(Tier.WAITING, 0, 1, 0, "2000", 11)]) == [
        (Spare(2, DEPOT, "2000", 11), Need(Tier.WAITING, 0, 1, 0, "2000", 11))
    ]


def test_a_device_goes_to_a_desk_of_its_owner():
    devices = [Spare(1, DEPOT, owner=12), Spare(2, DEPOT, owner=11)]
    asked = [Need(Tier.WAITING, 0, 1, 0, organisation=11), Need(Tier.WAITING, 1, 2, 0, organisation=12)]

    found = {need.desk: spare.device for spare, need in spread(devices, asked)}

    assert found == {1: 2, 2: 1}


def test_nothing_free_or_nothing_needed_is_nothing_proposed():
    assert spread([], [Need(Tier.WAITING, 0, 1, 0)]) == spread([Spare(1, DEPOT)], []) == []
