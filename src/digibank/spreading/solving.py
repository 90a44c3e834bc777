"""Which device covers which need: pure, so that the same input gives the same answer (policy X-04).

Needs are covered in their order: what was promised, who waits, then the minimum. Which device covers which of them is
an assignment problem, solved by scipy: a depot gives before a desk does, what is near goes before what is far, and a
device goes rather to a desk of its owner. Of equal answers the one with the lower numbers is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import import_module
from typing import Any

# What a choice costs, in steps. Taking from a shelf that people visit weighs more than any way.
FROM_A_DESK, FROM_ANOTHER_TOWN, OF_ANOTHER_OWNER = 4, 2, 1


class Tier(IntEnum):
    """Why a desk needs one more device, the most urgent first."""

    PROMISED = 0
    WAITING = 1
    MINIMUM = 2


@dataclass(frozen=True, order=True)
class Spare:
    """A device that its place can do without. `town` and `owner` are the postcode of the place and the owner's key."""

    device: int
    place: int
    town: str = ""
    owner: int = 0
    from_desk: bool = False


@dataclass(frozen=True, order=True)
class Need:
    """One device that a desk is short of. `since` orders needs of one tier: the lower, the sooner."""

    tier: Tier
    since: float
    desk: int
    nth: int
    town: str = ""
    organisation: int = 0


type Pair = tuple[Spare, Need]


def steps(spare: Spare, need: Need) -> int:
    """What this choice costs."""
    return (
        FROM_A_DESK * spare.from_desk
        + FROM_ANOTHER_TOWN * (spare.town != need.town)
        + OF_ANOTHER_OWNER * (spare.owner != need.organisation)
    )


def spread(spares: Iterable[Spare], needs: Iterable[Need]) -> list[Pair]:
    """Cover as many needs as there are devices, the most urgent first, at the lowest cost. One class at a time."""
    rows = sorted(spares)
    columns = sorted(needs)[: len(rows)]
    if not columns:
        return []
    picked, covered = _library("scipy.optimize").linear_sum_assignment(_costs(rows, columns))
    pairs = [(rows[at], columns[to]) for at, to in zip(picked, covered, strict=True)]
    return _with_lowest_numbers(rows, pairs)


def _costs(rows: Sequence[Spare], columns: Sequence[Need]) -> Any:
    """What each choice costs, in whole numbers; below the steps a share that lets lower numbers go to lower numbers."""
    places = _ranks(row.place for row in rows)
    desks = _ranks(column.desk for column in columns)
    # All shares together are less than one step.
    step = len(columns) * len(places) * len(desks) + 1
    # Devices that differ in nothing but their number cost the same: one row for all of them.
    by_kind = {_kind(row): row for row in rows}
    at = {kind: number for number, kind in enumerate(by_kind)}
    costs = [
        [step * steps(row, to) + places[row.place] * (len(desks) - desks[to.desk]) for to in columns]
        for row in by_kind.values()
    ]
    return _library("numpy").array(costs, dtype=float)[[at[_kind(row)] for row in rows]]


def _kind(row: Spare) -> tuple[object, ...]:
    return (row.place, row.town, row.owner, row.from_desk)


def _ranks(keys: Iterable[int]) -> dict[int, int]:
    return {key: rank for rank, key in enumerate(sorted(set(keys)))}


def _with_lowest_numbers(rows: Sequence[Spare], pairs: list[Pair]) -> list[Pair]:
    """The same answer with, of devices that differ in nothing but their number, the lowest."""
    alike: dict[tuple[object, ...], list[Spare]] = defaultdict(list)
    for row in rows:
        alike[_kind(row)].append(row)
    stock = {kind: iter(group) for kind, group in alike.items()}
    in_order = sorted((need, spare) for spare, need in pairs)
    return [(next(stock[_kind(one)]), need) for need, one in in_order]


# Loaded by the first proposal: it takes a second and 50 MB, and most processes never solve anything.
@cache
def _library(name: str) -> Any:
    return import_module(name)
