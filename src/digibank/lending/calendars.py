"""What keeps a class at a desk, day by day, and what kept a device, from when until when (policy C-04)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.inventory.flows import Position
from digibank.inventory.models import Commitment, Device, DeviceClass
from digibank.lending.custody import custody_of
from digibank.lending.models import Loan
from digibank.logistics.queries import of_device
from digibank.organisations.models import HOURS, Place
from digibank.refurbishment.models import Repair


@dataclass(frozen=True)
class Day:
    """One day of a class at a desk. `free` is None for a day that is over: nobody wrote that down."""

    on: date
    is_open: bool
    free: int | None
    kept: int
    due_back: int


@dataclass(frozen=True)
class Stretch:
    """Something that had or has a device: from a day until a day, until now when that is empty."""

    from_on: date
    until_on: date | None
    what: str
    who: str = ""


def days_of(device_class: DeviceClass, desk: Place, first: date, count: int) -> list[Day]:
    """So many days from `first`: how many are free, kept, and come back. As many queries for a week as a month."""
    prefetch_related_objects([desk], *HOURS)
    standing = Device.objects.filter(place=desk, device_class=device_class, state=Position.AT_DESK)
    fit = set(standing.complete().unflagged().values_list("pk", flat=True))
    here = Commitment.objects.open().filter(place=desk, device_class=device_class)
    # What is lent keeps nothing of what stands here.
    kept = list(here.filter(Q(device=None) | Q(device__in=fit)).values_list("from_on", "until_on"))
    loans = Loan.objects.running().at(desk).filter(device__device_class=device_class)
    window = loans.filter(due_on__gte=first, due_on__lt=first + timedelta(days=count))
    due = Counter(dict(window.order_by().values_list("due_on").annotate(count=Count("pk"))))
    days = []
    for on in (first + timedelta(days=ahead) for ahead in range(count)):
        keeping = sum(from_on <= on and (until_on is None or on < until_on) for from_on, until_on in kept)
        free = max(0, len(fit) - keeping) if on >= clock.today() else None
        days.append(Day(on, bool(desk.hours_on(on)), free, keeping, due[on]))
    return days


def life_of(device: Device, user: User) -> list[Stretch]:
    """Loans, promises, transfers and repairs of a device, the newest first; names for who may see the loan only."""
    found = [*_loans(device, user), *_promises(device), *_transfers(device), *_repairs(device)]
    return sorted(found, key=lambda one: (one.from_on, one.what), reverse=True)


def _loans(device: Device, user: User) -> list[Stretch]:
    seen = set(Loan.objects.visible_to(user, Can.SEE_LOANS).of_device(device).values_list("pk", flat=True))
    return [
        Stretch(one.from_on, one.until_on, _("lent"), one.loan.person_shown if one.loan.pk in seen else "")
        for one in custody_of(device)
    ]


def _promises(device: Device) -> list[Stretch]:
    # What became a loan that began is told as that loan, also when another device went on with it.
    rows = Commitment.objects.filter(device=device, loan__started_on=None).exclude(kind=Commitment.Kind.TRANSPORT)
    rows = rows.exclude(kind=Commitment.Kind.LOAN, loan=None, set_line=None)
    return [
        Stretch(one.from_on, _day(one.released_at) or one.until_on, _("kept for somebody")) for one in rows
    ]  # fmt: skip


def _transfers(device: Device) -> list[Stretch]:
    told = []
    for line in of_device(device):
        ride: Any = line.transfer
        if ride.sent_at:
            words = _("on its way: %(start)s → %(end)s") % {"start": ride.from_place.name, "end": ride.to_place.name}
            left = ride.sent_at.astimezone(clock.BRUSSELS).date()
            told.append(Stretch(left, _day(line.counted_at or ride.ended_at), words))
    return told


def _repairs(device: Device) -> list[Stretch]:
    rows = Repair.objects.filter(device=device).values_list("repaired_at", flat=True)
    days = [at.astimezone(clock.BRUSSELS).date() for at in rows]
    return [Stretch(on, on, _("repaired")) for on in days]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.BRUSSELS).date() if moment else None
