"""What the workshop and other chapters ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from digibank.audit.models import Event
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, StorageMedium
from digibank.organisations.models import Place
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure, Installation, QualityCheck

# After these the data on a device are somebody's again.
CAME_FROM_OUTSIDE = ("inventory.taken_back", "inventory.found")
FIRST = 5


@dataclass(frozen=True)
class History:
    """What the workshop did with a device, newest first."""

    erasures: list[Erasure]
    installations: list[Installation]
    checks: list[QualityCheck]


@dataclass(frozen=True)
class Column:
    """The devices at one position of the board: how many, and those that wait longest."""

    position: str
    count: int
    devices: list[Device]

    @property
    def more(self) -> int:
        """How many are not among those."""
        return self.count - len(self.devices)


def of_device(device: Device) -> History:
    """Everything the workshop wrote down about a device."""
    erasures = Erasure.objects.filter(medium__device=device).select_related(
        "medium__device", "erased_by__user", "attestation", "exemption__approved_by__user", "destruction"
    )
    return History(
        erasures=list(erasures.prefetch_related("statements__said_by__user")),
        installations=list(Installation.objects.filter(device=device).select_related("installed_by__user")),
        checks=list(QualityCheck.objects.filter(device=device).select_related("checked_by__user")),
    )


def of_medium(medium: StorageMedium) -> list[Erasure]:
    """Everything that was done to a medium, newest first."""
    erasures = Erasure.objects.filter(medium=medium).select_related(
        "medium__device__place", "erased_by__user", "attestation", "exemption__approved_by__user", "destruction"
    )
    return list(erasures.prefetch_related("statements__said_by__user"))


def life_began_at(device: Device, *, until: datetime | None = None) -> datetime:
    """When the device last came in from outside: with its donation, from a loan, or found again."""
    events = Event.objects.about(device).filter(verb__in=CAME_FROM_OUTSIDE)
    if until:
        events = events.filter(at__lte=until)
    came = events.aggregate(last=Max("at"))["last"]
    return max(device.received_at, came) if came else device.received_at


def data_came_at(medium: StorageMedium) -> datetime:
    """Since when the data are on a medium. What its device did after the medium was taken out does not count."""
    return life_began_at(medium.device, until=medium.taken_out_at)


def last_installation(device: Device) -> Installation | None:
    """What stands on the device now, as far as we know."""
    return Installation.objects.filter(device=device).select_related("installed_by__user").first()


BOARD = (Position.RECEIVED, Position.QUARANTINE, Position.ERASED, Position.INSTALLED, Position.STOCK)


def columns_at(depots: Iterable[Place]) -> list[Column]:
    """The devices at these depots by position, each with how many and the first of them."""
    waiting = Erasure.objects.filter(medium__device=OuterRef("pk"), state=ErasureState.WAITING)
    here = Device.objects.filter(place__in=list(depots)).select_related("device_class", "place")
    return [_column(position, here.filter(state=position).annotate(waits=Exists(waiting))) for position in BOARD]


def _column(position: str, devices: QuerySet[Device]) -> Column:
    return Column(position, devices.count(), list(devices.order_by("pk")[:FIRST]))
