"""What there is, what of it is free, and what a loan keeps."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Q, QuerySet

from digibank import clock
from digibank.audit.models import Subject
from digibank.inventory.flows import COUNTED, GONE, Position
from digibank.inventory.models import (
    ESSENTIAL,
    Accessory,
    Commitment,
    CountLine,
    Device,
    DeviceClass,
    DeviceFlag,
    Stocktake,
)
from digibank.inventory.models.commitments import Period, most_at_once
from digibank.organisations.models import Place
from digibank.sheets.cells import as_number

ASKED_AT_ONCE = 5_000  # Numbers in one question to the database.

type AtDesk = tuple[int, int]


@dataclass(frozen=True)
class ClassCount:
    """A class with how many devices of it there are at each position that has some."""

    device_class: DeviceClass
    positions: list[tuple[Position, int]]

    @property
    def total(self) -> int:
        """All devices of the class, also those that are gone."""
        return sum(count for _position, count in self.positions)

    @property
    def accessories(self) -> list[str]:
        """What belongs with each of it, in words."""
        return [str(kind.label) for kind in self.device_class.expected_accessories()]


def free_by_desk_and_class(organisations: Iterable[int]) -> Counter[AtDesk]:
    """For each desk of these organisations and each class, by their keys, how many devices may still be promised."""
    at_desks = Device.objects.filter(place__organisation__in=organisations, state=Position.AT_DESK)
    free: Counter[AtDesk] = Counter()
    for desk, device_class, count in _counted(at_desks.ready()):
        free[desk, device_class] += count
    promised = Commitment.objects.open().filter(place__organisation__in=organisations, device__isnull=True)
    for desk, device_class, count in _counted(promised.filter(until_on=None)):
        free[desk, device_class] -= count
    # What is promised for some days only takes as many as it takes on the busiest of these days (policy U-84).
    dated: dict[AtDesk, list[Period]] = defaultdict(list)
    rows = promised.exclude(until_on=None).values_list("place", "device_class", "from_on", "until_on")
    for desk, device_class, from_on, until_on in rows:
        dated[desk, device_class].append((from_on, until_on))
    for key, periods in dated.items():
        free[key] -= most_at_once(periods, clock.today(), None)
    return free


def devices_by_position(
    organisations: Iterable[int], positions: Iterable[Position], database: str = DEFAULT_DB_ALIAS
) -> Counter[str]:
    """How many devices these organisations hold at each of these positions, as this database knows it."""
    asked = list(positions)
    here = Device.objects.using(database).filter(place__organisation__in=organisations, state__in=asked)
    # Counted one beside the other: grouped, SQLite would put every device in a heap of its own first.
    counted = here.aggregate(**{position: Count("pk", filter=Q(state=position)) for position in asked})
    return +Counter(counted)


def devices_by_class(organisations: Iterable[int]) -> list[ClassCount]:
    """Every class, by name, with how many devices these organisations hold at each position, in the order of a life."""
    rows = Device.objects.filter(place__organisation__in=organisations).order_by().values_list("device_class", "state")
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for device_class, state, count in rows.annotate(count=Count("pk")):
        counted[device_class][state] = count
    return [ClassCount(known, _in_order(counted[known.pk])) for known in DeviceClass.objects.all()]


def known_serials(written: Iterable[str]) -> set[str]:
    """Of these serial numbers those of devices that we have, in capitals and without spaces."""
    # As it is written, or in capitals or small letters only: so the index on the serial number is used.
    asked = sorted({form for serial in written for form in (serial, as_number(serial), as_number(serial).lower())})
    ours: set[str] = set()
    for first in range(0, len(asked), ASKED_AT_ONCE):
        found = Device.objects.filter(serial__in=asked[first : first + ASKED_AT_ONCE]).exclude(state__in=GONE)
        ours |= {as_number(serial) for serial in found.values_list("serial", flat=True)}
    return ours


def is_kept_for_loan(device: Device) -> bool:
    """Whether somebody borrows the device or is about to: then the loan tells what happens to it."""
    return Commitment.objects.open().filter(device=device, kind=Commitment.Kind.LOAN).exists()


def counted_at(place: Place, device_class: DeviceClass | None = None) -> QuerySet[Device]:
    """What should stand at this place now, where somebody can count it: not what rides or is with somebody."""
    riding = Commitment.objects.open().filter(kind=Commitment.Kind.TRANSPORT, device__isnull=False)
    rows = Device.objects.filter(place=place, state__in=COUNTED).exclude(pk__in=riding.values("device"))
    return (rows.filter(device_class=device_class) if device_class else rows).select_related("device_class")


# What takes a device from where it stood, or brings it there.
MOVES = (
    "inventory.sent",
    "inventory.arrived",
    "inventory.lent",
    "inventory.taken_back",
    "inventory.turned_up",
    "inventory.lost",
    "inventory.stolen",
    "inventory.found",
    "inventory.written_off",
    "inventory.returned_to_donor",
    "inventory.disposed",
)


def moved_during(stocktake: Stocktake, lines: Iterable[CountLine]) -> set[int]:
    """The devices of these lines that moved through the system since the count began, also when they came back."""
    keys = {line.device_id: line for line in lines}
    gone = {key for key, line in keys.items() if line.device.place_id != line.stood_at_id}
    subjects = Subject.objects.filter(kind=Device._meta.label_lower, event__verb__in=MOVES)
    moved = subjects.filter(event__at__gte=stocktake.started_at).values_list("key", flat=True)
    return (gone | set(moved)) & set(keys)


@dataclass(frozen=True)
class CountReport:
    """The result of a count, by kind. `wrong` are devices that were found with something the matter."""

    found: list[CountLine]
    to_count: list[CountLine]
    missing: list[CountLine]
    unexpected: list[CountLine]
    moved: list[CountLine]
    came: list[CountLine]
    wrong: list[tuple[CountLine, list[str]]]

    @property
    def differences(self) -> list[CountLine]:
        """What somebody has to settle."""
        return [*self.missing, *self.unexpected]

    @property
    def is_settled(self) -> bool:
        """Whether each difference has its answer."""
        return all(line.settled_as for line in self.differences)


def report_of(stocktake: Stocktake) -> CountReport:
    """What the count found."""
    rows = stocktake.lines.select_related("device__device_class", "stood_at__organisation", "seen_by__user")
    by_result: dict[str, list[CountLine]] = defaultdict(list)
    for line in rows.select_related("settled_by__user").order_by("device_id"):
        by_result[line.result].append(line)
    of = CountLine.Result
    found = by_result[of.FOUND]
    return CountReport(
        found=found,
        to_count=by_result[of.TO_COUNT],
        missing=by_result[of.MISSING],
        unexpected=by_result[of.UNEXPECTED],
        moved=by_result[of.MOVED],
        came=by_result[of.CAME],
        wrong=_with_something_the_matter(stocktake, [*found, *by_result[of.CAME]]),
    )


def _with_something_the_matter(stocktake: Stocktake, seen: list[CountLine]) -> list[tuple[CountLine, list[str]]]:
    """Of what was seen here: an open flag, or a part missing without which it is of no use."""
    matters: dict[int, list[str]] = defaultdict(list)
    here = Device.objects.filter(count_lines__stocktake=stocktake)
    for flag in DeviceFlag.objects.open().filter(device__in=here):
        matters[flag.device_id].append(str(flag.get_kind_display()))
    parts = Accessory.objects.filter(device__in=here, kind__in=ESSENTIAL).exclude(state=Accessory.State.PRESENT)
    for part in parts:
        matters[part.device_id].append(f"{part.get_kind_display()}: {part.get_state_display()}")
    return [(line, matters[line.device_id]) for line in seen if line.device_id in matters]


def _counted(rows: QuerySet[Any]) -> list[tuple[int, int, int]]:
    return list(rows.order_by().values_list("place", "device_class").annotate(count=Count("pk")))


def _in_order(counts: dict[str, int]) -> list[tuple[Position, int]]:
    return [(position, counts[position]) for position in Position if position in counts]
