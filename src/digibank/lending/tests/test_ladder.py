"""The ladder as a sum: which step is due for a loan on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digibank.lending.ladder import day_of, next_step, step_due
from digibank.organisations.models import USUAL_LADDER, LadderStep

DUE_ON = date(2026, 11, 2)
USUAL = [LadderStep(after_days=days, means=means) for means, days in USUAL_LADDER.items()]


def due(days, climbed=0, quiet=None, ladder=USUAL):
    """The step that is due so many days after the last day."""
    quiet_until = DUE_ON + timedelta(days=quiet) if quiet is not None else None
    step = step_due(ladder, DUE_ON, DUE_ON + timedelta(days=days), climbed=climbed, quiet_until=quiet_until)
    return step and step.means


@pytest.mark.rule("U-62")
def test_each_step_is_due_from_its_day_until_it_is_taken():
    days = [0, 1, 13, 14, 27, 28, 41, 42, 400]

    assert [due(day) for day in days] == [
        None, "message", "message", "phone", "phone", "referrer", "referrer", "letter", "letter",
    ]  # fmt: skip
    assert [due(day, climbed=14) for day in days] == [
        None, None, None, None, None, "referrer", "referrer", "letter", "letter",
    ]  # fmt: skip
    assert due(400, climbed=42) is None


@pytest.mark.rule("U-65")
def test_a_pause_holds_up_to_and_with_its_day_and_repeats_no_lower_step():
    assert [due(day, climbed=14, quiet=30) for day in (28, 30, 31)] == [None, None, "referrer"]
    assert due(31, climbed=28, quiet=30) is None


def test_a_ladder_without_steps_asks_nothing():
    assert (due(400, ladder=[]), next_step([], climbed=0)) == (None, None)


def test_what_comes_next_has_its_day_and_waits_for_a_pause():
    step = next_step(USUAL, climbed=1)
    today = DUE_ON + timedelta(days=5)

    assert step.means == "phone"
    assert day_of(step, DUE_ON, today=today) == date(2026, 11, 16)
    assert day_of(step, DUE_ON, today=today, quiet_until=date(2026, 11, 20)) == date(2026, 11, 21)
    assert day_of(step, DUE_ON, today=date(2026, 12, 1)) == date(2026, 12, 1)


@pytest.mark.rule("U-62")
@given(
    voted=st.lists(st.integers(1, 60), unique=True, max_size=4),
    looks=st.lists(st.integers(0, 70), max_size=40),
    pauses=st.dictionaries(st.integers(0, 70), st.integers(0, 30)),
)
def test_whatever_days_the_worker_looks_each_step_is_taken_at_most_once_and_upwards(voted, looks, pauses):
    ladder = [
        LadderStep(after_days=days, means=means) for days, means in zip(sorted(voted), LadderStep.Means, strict=False)
    ]
    climbed, quiet, taken = 0, None, []

    for day in sorted(looks):
        quiet = day + pauses[day] if day in pauses else quiet
        quiet_until = None if quiet is None else DUE_ON + timedelta(days=quiet)
        step = step_due(ladder, DUE_ON, DUE_ON + timedelta(days=day), climbed=climbed, quiet_until=quiet_until)
        if step:
            climbed = step.after_days
            taken.append((day, climbed, quiet))

    steps = [step for _day, step, _quiet in taken]
    assert steps == sorted(set(steps))
    assert all(day >= step and (quiet is None or day > quiet) for day, step, quiet in taken)
