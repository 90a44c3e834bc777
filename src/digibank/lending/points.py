"""How many points somebody has on a waiting list, who stands where, and whose the next device is.

Pure: pages, letters, offers and tests ask these few functions, so that all of them say the same (decision 20).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digibank.organisations.models import QueueRule

WEEK = timedelta(days=7)
WHOLE = 100
# Of a share above a half, two devices in a row may be owed; never more, however long nobody waited who goes before.
MOST_OWED = 2 * WHOLE - 1

type Rules = Mapping[str, int]


@dataclass(frozen=True)
class Facts:
    """What counts for one request at one desk. `waits` is false for who cannot take a device now: the place is kept."""

    key: int
    asked_at: datetime
    own_resident: bool = False
    goes_before: bool = False
    no_device: bool = False
    partner: bool = False
    moved_at: datetime | None = None
    waits: bool = True


@dataclass(frozen=True)
class Gain:
    """One reason for points: the criterion, how many times it counts, and what it gives each time."""

    criterion: str
    times: int
    points: int

    @property
    def label(self) -> str:
        """The reason in words."""
        return str(QueueRule.Criterion(self.criterion).label)

    @property
    def total(self) -> int:
        """What it gives together."""
        return self.times * self.points


def gains_of(facts: Facts, rules: Rules, now: datetime) -> tuple[Gain, ...]:
    """Why somebody has points, in the order of the rules; what gives none is left out."""
    criterion = QueueRule.Criterion
    times = {
        criterion.WEEK: max(0, (now - facts.asked_at) // WEEK),
        criterion.OWN_RESIDENT: int(facts.own_resident),
        criterion.GOES_BEFORE: int(facts.goes_before),
        criterion.NO_DEVICE: int(facts.no_device),
        criterion.PARTNER: int(facts.partner),
    }
    return tuple(Gain(name, count, rules[name]) for name, count in times.items() if count and rules.get(name))


def points_of(facts: Facts, rules: Rules, now: datetime) -> int:
    """All points together."""
    return sum(gain.total for gain in gains_of(facts, rules, now))


def in_order(line: Sequence[Facts], rules: Rules, now: datetime) -> list[Facts]:
    """Who stands where: first who was moved up by hand, then most points, then who asked first, then the lower number.

    Two with the same points never change places, because no two requests have one number (policy U-33).
    """
    moved = [facts for facts in line if facts.moved_at]
    others = [facts for facts in line if not facts.moved_at]
    moved.sort(key=lambda facts: (facts.moved_at, facts.key))
    others.sort(key=lambda facts: (-points_of(facts, rules, now), facts.asked_at, facts.key))
    return [*moved, *others]


def next_is_kept(given: Iterable[bool], percent: int) -> bool:
    """Whether the next device is kept for who goes before, when somebody like that waits (policy U-35).

    `given` says of the devices before it, oldest first, whether each went to somebody who goes before. Each device
    adds `percent` to what is owed; at a hundred the next one is kept. A device that goes to such a person anyhow pays
    a hundred back. What is owed never grows beyond two devices, so that nobody is passed for what lies long behind.
    """
    owed = percent
    for went_before in given:
        owed = max(0, owed - WHOLE) if went_before else min(owed, MOST_OWED)
        owed = min(owed + percent, MOST_OWED)
    return percent > 0 and owed >= WHOLE


def next_of(line: Iterable[Facts], *, kept: bool) -> Facts | None:
    """Whose the next device is: the first of `line` who can take one; when it is kept, the first who goes before.

    When nobody waits who goes before, a kept device goes to the first of all: nothing lies idle. Who was moved up by
    hand comes before both.
    """
    able = [facts for facts in line if facts.waits]
    entitled = [facts for facts in able if facts.goes_before]
    if kept and entitled and not able[0].moved_at:
        return entitled[0]
    return able[0] if able else None
