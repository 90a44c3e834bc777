"""With whom a device was, from when until when: also when it was swapped for another one during the loan."""

from dataclasses import dataclass
from datetime import date, datetime

from digibank import clock
from digibank.inventory.models import Device
from digibank.lending.flows import NEVER_BEGAN
from digibank.lending.models import Loan


@dataclass(frozen=True)
class Custody:
    """A device was with the borrower of this loan from one day until another; still is when that is empty."""

    loan: Loan
    device: Device
    from_on: date
    until_on: date | None


def custody_of(device: Device) -> list[Custody]:
    """With whom this device was, oldest first. A swap back within a loan is a stretch of its own."""
    loans = Loan.objects.of_device(device).exclude(state__in=NEVER_BEGAN).order_by("pk")
    rows = loans.select_related("device", "person").prefetch_related("swaps__old", "swaps__new")
    return [stretch for loan in rows for stretch in devices_of(loan) if stretch.device == device]


def devices_of(loan: Loan) -> list[Custody]:
    """The devices of a loan that began, in the order in which the borrower had them."""
    swaps = list(loan.swaps.all())
    devices = [*(swap.old for swap in swaps), loan.device]
    days = [_day(swap.at) for swap in swaps]
    assert loan.started_on is not None
    ends = [*days, _day(loan.ended_at) if loan.ended_at else None]
    stretches = zip(devices, [loan.started_on, *days], ends, strict=True)
    return [Custody(loan, device, from_on, until_on) for device, from_on, until_on in stretches]


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BRUSSELS).date()
