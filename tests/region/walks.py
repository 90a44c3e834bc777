"""Walks through the region, of so many steps each, from a seed."""

import json
import sys

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.region.loans import Loans
from tests.region.queue import Queue
from tests.region.rides import Rides

EMPTY_WALK = 1  # With which each search begins.


class Region(Queue, Loans, Rides):
    """Everything that desks, the van, the workshop and the worker do, with the money that goes with it."""


def walk(*, steps: int, walks: int, number: int) -> None:
    """Take so many walks of so many steps; an AssertionError tells the shortest one found that goes wrong."""
    how = settings(
        max_examples=EMPTY_WALK + walks,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(type("Region", (Region,), {})), settings=how)


def main() -> None:
    """Walk as the command line says, steps, walks and seed, and print what went wrong as JSON: nothing, or why."""
    steps, walks, number = (int(word) for word in sys.argv[1:])
    try:
        walk(steps=steps, walks=walks, number=number)
    except Exception as wrong:  # noqa: BLE001  # whatever it is, the campaign tells it and goes on
        told = [str(wrong), *getattr(wrong, "__notes__", [])]
        print(json.dumps(told))  # noqa: T201
        return
    print(json.dumps([]))  # noqa: T201
