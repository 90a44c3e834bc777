"""A proposal as data, before it is written down: what every class at every place gives and gets."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from digibank.spreading.models import ProposalLine
from digibank.spreading.needs import State
from digibank.spreading.solving import Pair, Tier, spread

REASONS = {
    Tier.PROMISED: ProposalLine.Reason.PROMISED,
    Tier.WAITING: ProposalLine.Reason.WAITING,
    Tier.MINIMUM: ProposalLine.Reason.MINIMUM,
}


@dataclass(frozen=True)
class Drafted:
    """One line: these devices of a class from one place to one desk; its reason is that of its most urgent device."""

    device_class: int
    from_place: int
    to_place: int
    devices: tuple[int, ...]
    tier: Tier
    facts: dict[str, int]


def draft(state: State) -> list[Drafted]:
    """What is proposed in this state, the most urgent lines first; always the same for the same state."""
    lines = chain.from_iterable(_of_class(state, kind) for kind in sorted(state.classes))
    return sorted(lines, key=lambda line: (line.tier, line.to_place, line.device_class, line.from_place))


def _of_class(state: State, kind: int) -> list[Drafted]:
    by_way: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for spare, need in spread(state.spares(kind), state.needs(kind)):
        by_way[spare.place, need.desk].append((spare, need))
    return [
        Drafted(
            device_class=kind,
            from_place=place,
            to_place=desk,
            devices=tuple(sorted(spare.device for spare, _need in pairs)),
            tier=min(need.tier for _spare, need in pairs),
            facts=state.at(desk, kind).told() | {"there": state.at(place, kind).free},
        )
        for (place, desk), pairs in by_way.items()
    ]
