"""What there is, what of it is free, and what a loan keeps."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, QuerySet

from digibank.inventory.flows import Position
from digibank.inventory.models import Commitment, Device, DeviceClass

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
    for desk, device_class, count in _counted(promised):
        free[desk, device_class] -= count
    return free


def devices_by_position(
    organisations: Iterable[int], positions: Iterable[Position], database: str = DEFAULT_DB_ALIAS
) -> Counter[str]:
    """How many devices these organisations hold at each of these positions, as this database knows it."""
    here = Device.objects.using(database).filter(place__organisation__in=organisations, state__in=list(positions))
    rows = here.order_by().values_list("state")
    return Counter(dict(rows.annotate(count=Count("pk"))))


def devices_by_class(organisations: Iterable[int]) -> list[ClassCount]:
    """Every class, by name, with how many devices these organisations hold at each position, in the order of a life."""
    rows = Device.objects.filter(place__organisation__in=organisations).order_by().values_list("device_class", "state")
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for device_class, state, count in rows.annotate(count=Count("pk")):
        counted[device_class][state] = count
    return [ClassCount(known, _in_order(counted[known.pk])) for known in DeviceClass.objects.all()]


def is_kept_for_loan(device: Device) -> bool:
    """Whether somebody borrows the device or is about to: then the loan tells what happens to it."""
    return Commitment.objects.open().filter(device=device, kind=Commitment.Kind.LOAN).exists()


def _counted(rows: QuerySet[Any]) -> list[tuple[int, int, int]]:
    return list(rows.order_by().values_list("place", "device_class").annotate(count=Count("pk")))


def _in_order(counts: dict[str, int]) -> list[tuple[Position, int]]:
    return [(position, counts[position]) for position in Position if position in counts]
