"""What the workshop and other chapters ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from digibank import clock
from digibank.audit.models import Event
from digibank.donations.models import Donation
from digibank.inventory.flows import GONE, Position
from digibank.inventory.models import Device, DeviceFlag, FlagKind, StorageMedium
from digibank.inventory.models.devices import DeviceQuerySet
from digibank.organisations.models import Place
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure, Installation, IntakeReport, QualityCheck

# After these the data on a device are somebody's again.
CAME_FROM_OUTSIDE = ("inventory.taken_back", "inventory.found")
FIRST = 5
# A donation is put in order within some days; after a month nothing of it comes in any more.
STILL_COMING_IN = timedelta(days=30)


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

# After these a device stands where it stands now.
_MOVED = (
    "inventory.device_registered",
    "inventory.taken_back",
    "inventory.found",
    "inventory.restored",
    "inventory.gate_passed",
    "inventory.installed",
    "inventory.approved",
    "inventory.rejected",
    "inventory.arrived",
    "inventory.taken_to_bench",
)


def columns_at(depots: Iterable[Place], *, flag: str = "") -> list[Column]:
    """The devices at these depots by position, each with how many and those that wait longest.

    Only those with this `flag` when one is given. Each device knows `since` when it stands there, and its `open_flags`.
    """
    waiting = Erasure.objects.filter(medium__device=OuterRef("pk"), state=ErasureState.WAITING)
    here = _on_the_board(depots).select_related("device_class", "place").prefetch_related(_OPEN_FLAGS)
    if flag:
        here = here.flagged(flag)
    here = here.annotate(waits=Exists(waiting), since=Coalesce(_last_move(), "received_at"))
    return [_column(position, here.filter(state=position)) for position in BOARD]


def flags_at(depots: Iterable[Place]) -> list[tuple[FlagKind, int]]:
    """Of each kind of flag that some device on the board has, how many have it."""
    rows = DeviceFlag.objects.open().filter(device__in=_on_the_board(depots)).order_by().values_list("kind")
    counts = dict(rows.annotate(count=Count("pk")))
    return [(kind, counts[kind]) for kind in FlagKind if kind in counts]


_OPEN_FLAGS = Prefetch("flags", queryset=DeviceFlag.objects.open(), to_attr="open_flags")


def _on_the_board(depots: Iterable[Place]) -> DeviceQuerySet:
    return Device.objects.filter(place__in=list(depots), state__in=BOARD)


def _last_move() -> Subquery:
    moves = Event.objects.filter(subjects__kind=Device._meta.label_lower, subjects__key=OuterRef("pk"), verb__in=_MOVED)
    return Subquery(moves.order_by("-pk").values("at")[:1])


def _column(position: str, devices: QuerySet[Any]) -> Column:
    return Column(position, devices.count(), list(devices.order_by("since", "pk")[:FIRST]))


def devices_with_serial(place: Place, serial: str) -> list[Device]:
    """The devices at this place that have this serial number and are not gone; none when it is empty."""
    if not serial:
        return []
    return list(Device.objects.filter(place=place, serial__iexact=serial).exclude(state__in=GONE).order_by("pk"))


def suggestions(reports: Iterable[IntakeReport]) -> dict[int, Device]:
    """For each report, by its key, the one device at its depot that has its serial number; two are no suggestion."""
    named = [report for report in reports if report.serial]
    there = (
        Device.objects.annotate(signs=Lower("serial")).exclude(state__in=GONE).select_related("device_class", "place")
    )
    found: dict[tuple[int, str], list[Device]] = defaultdict(list)
    places, serials = {r.station.place_id for r in named}, {r.serial.lower() for r in named}
    for device in there.filter(place__in=places, signs__in=serials):
        found[device.place_id, device.serial.lower()].append(device)
    fitting = {report.pk: found.get((report.station.place_id, report.serial.lower()), []) for report in named}
    return {key: devices[0] for key, devices in fitting.items() if len(devices) == 1}


def donations_coming_in(place: Place) -> QuerySet[Donation]:
    """The donations of this depot of which devices may still be registered, newest first."""
    still_open = Donation.objects.filter(place=place, closed_at__isnull=True)
    return still_open.filter(received_on__gte=clock.today() - STILL_COMING_IN)
