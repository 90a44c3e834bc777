"""Where a device is, seen from the place that scans it, and for whom one of its kind is short."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.flows import GONE, LEFT_US, Position
from digibank.inventory.models import Commitment, Device, DeviceFlag
from digibank.lending.advice import At, Row, Waits, Where, row_of
from digibank.lending.flows import LoanState
from digibank.lending.models import Loan
from digibank.lending.queries import is_free, short_at
from digibank.logistics.flows import TransferState
from digibank.logistics.models import STILL_OPEN, TransferLine
from digibank.organisations.models import Place


@dataclass(frozen=True)
class Found:
    """A device in hand: the case of the table it is, and what that case is about."""

    device: Device
    here: Place
    where: Where
    waits: Waits
    row: Row
    other: Place
    loan: Loan | None = None
    line: TransferLine | None = None


def found_at(device: Device, here: Place) -> Found:
    """The case of the table that this device is, held in hand at this place."""
    device = Device.objects.select_related("device_class", "place__organisation").get(pk=device.pk)
    loan = _loan_that_keeps(device)
    line = TransferLine.objects.filter(device=device, outcome__in=STILL_OPEN).select_related(
        "device", "transfer__from_place__organisation", "transfer__to_place__organisation"
    ).first()  # fmt: skip
    where = _where(device, here, loan, line)
    short = None if _is_owed(device, where) else short_at(device, here, Place.objects.around(here))
    waits = Waits.NOBODY if short is None else Waits.HERE if short == here else Waits.ELSEWHERE
    row = row_of(where, waits, At.DEPOT if here.kind == Place.Kind.DEPOT else At.DESK)
    found = Found(device, here, where, waits, row, other=here, loan=loan, line=line)
    return replace(found, other=_other(found, short))


def _is_owed(device: Device, where: Where) -> bool:
    """Whether it is needed where our books have it: each of its class there was promised to somebody (policy L-11)."""
    if where not in (Where.SHELF_HERE, Where.SHELF_ELSEWHERE) or is_free(device.device_class, device.place):
        return False
    return Device.objects.free_at(device.place).filter(pk=device.pk).exists()


def workshop_for(here: Place) -> Place:
    """The depot to which what is to be erased or mended rides from here; RuleBroken when there is none."""
    depots = Place.objects.in_use().around(here).filter(kind=Place.Kind.DEPOT)
    nearest = sorted(depots, key=lambda depot: (depot.organisation_id != here.organisation_id, depot.pk))
    if nearest:
        return nearest[0]
    raise RuleBroken(_("There is no workshop to send it to. Call the coordinator."))


def _loan_that_keeps(device: Device) -> Loan | None:
    """The loan by which somebody has the device or is about to; also when it was lost meanwhile (policy I-09)."""
    kept = Loan.objects.filter(device=device, commitment__released_at=None)
    return kept.select_related("desk__organisation", "person", "device").first()


def _where(device: Device, here: Place, loan: Loan | None, line: TransferLine | None) -> Where:
    if loan:
        return _of_loan(loan, here)
    if Commitment.objects.open().filter(device=device, kind=Commitment.Kind.TRANSPORT).exists():
        return _on_its_way(device, here, line)
    if device.state in GONE:
        return Where.GONE
    if device.state in LEFT_US:
        return Where.LEFT_US
    is_here = device.place_id == here.pk
    if is_here and line and line.transfer.state == TransferState.ASKED:
        return Where.LISTED_HERE
    return _standing(device)[0 if is_here else 1]


def _of_loan(loan: Loan, here: Place) -> Where:
    if loan.state == LoanState.PREPARED:
        return Where.PREPARED_HERE if loan.desk_id == here.pk else Where.PREPARED_ELSEWHERE
    return Where.LENT_HERE if loan.desk_id == here.pk else Where.LENT_ELSEWHERE


def _on_its_way(device: Device, here: Place, line: TransferLine | None) -> Where:
    if line is None or line.transfer.state != TransferState.SENT:
        return Where.UNLISTED_RIDE
    unerased = device.state == Position.QUARANTINE
    if line.transfer.destination.pk == here.pk:
        return Where.UNERASED_COMING if unerased else Where.COMING_HERE
    goes_home = line.transfer.turned_at or line.transfer.to_place.kind == Place.Kind.DEPOT
    return Where.GOING_HOME if goes_home and not unerased else Where.COMING_ELSEWHERE


def _standing(device: Device) -> tuple[Where, Where]:
    """What it is called when it stands here, and when it stands elsewhere."""
    if device.state == Position.LENT:
        return Where.IN_A_SET, Where.IN_A_SET
    if device.state == Position.QUARANTINE:
        return Where.TO_ERASE_HERE, Where.TO_ERASE_ELSEWHERE
    if device.state not in (Position.AT_DESK, Position.STOCK):
        return Where.BENCH_HERE, Where.BENCH_ELSEWHERE
    if device.will_not_start or DeviceFlag.objects.open().filter(device=device).exists():
        return Where.KEPT_BACK_HERE, Where.KEPT_BACK_ELSEWHERE
    return Where.SHELF_HERE, Where.SHELF_ELSEWHERE


def _other(found: Found, short: Place | None) -> Place:
    """The place that the sentence names: of the loan, of the ride, of who waits, or where our books have it."""
    if found.loan:
        return found.loan.desk
    if short and found.waits == Waits.ELSEWHERE and found.where in (Where.SHELF_HERE, Where.SHELF_ELSEWHERE):
        return short
    if found.line and found.where == Where.LISTED_HERE:
        return found.line.transfer.to_place
    if found.line and found.line.transfer.state == TransferState.SENT:
        return found.line.transfer.destination
    return found.device.place
