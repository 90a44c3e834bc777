"""No loan runs past the last day that the system of the device gets security updates (policy U-17)."""

from datetime import date, timedelta

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from digibank import clock
from digibank.errors import RuleBroken
from digibank.inventory.models import Device
from digibank.lending.flows import LoanKind
from digibank.lending.models import Loan
from digibank.lending.periods import due_after
from digibank.organisations.models import HOURS, Place, Regulation
from digibank.refurbishment.condition import safe_until

# What gets updates for less long than this is not lent: the borrower would bring it back before they know it.
SHORTEST_LOAN = timedelta(days=30)
_LONGEST_CLOSURE = timedelta(days=60)


def due_of(kind: LoanKind, device: Device, regulation: Regulation, desk: Place) -> date | None:
    """The day on which a loan of this kind that is made today ends: a gift has none (policy U-79).

    Raises RuleBroken when the rules do not offer the kind, or the device gets no updates for long enough.
    """
    today = clock.today()
    if kind == LoanKind.LOAN:
        return due_while_safe(device, today, regulation.loan_months, desk)
    if kind not in kinds_of(regulation):
        raise RuleBroken(_("The rules do not offer this kind. Choose another one."), field="kind")
    refuse_ending(device, today)
    return due_after(today, regulation.lease_parts, desk) if kind == LoanKind.LEASE else None


def kinds_of(regulation: Regulation) -> list[LoanKind]:
    """The kinds that these rules offer, a plain loan first (policy U-78)."""
    offered = {LoanKind.LOAN: True, LoanKind.GIFT: regulation.gift_text, LoanKind.LEASE: regulation.lease_parts}
    return [kind for kind, is_offered in offered.items() if is_offered]


def due_while_safe(device: Device, day: date, months: int, desk: Place) -> date:
    """The day to bring the device back: so many months later, or the last open day on which it still gets updates.

    Raises RuleBroken when that is too soon to lend it.
    """
    due_on, safe = due_after(day, months, desk), safe_until(device)
    if safe is None or due_on <= safe:
        return due_on
    refuse_ending(device, day)
    return _open_day_until(safe, desk)


def refuse_ending(device: Device, day: date) -> None:
    """Raise RuleBroken when the device gets updates for too short a time from this day to be lent."""
    safe = safe_until(device)
    if safe and safe < day + SHORTEST_LOAN:
        raise RuleBroken(
            _("%(number)s gets no security updates after %(day)s. Lend another one, and send this one to the workshop.")
            % {"number": device.number, "day": _day(safe)}
        )


def due_with(device: Device, loan: Loan) -> date:
    """The last day of a running loan when it goes on with this device: its own, or an earlier one that is safe.

    Raises RuleBroken when the device gets updates for too short a time to be lent.
    """
    refuse_ending(device, clock.today())
    safe = safe_until(device)
    return loan.ends_on if safe is None or loan.ends_on <= safe else _open_day_until(safe, loan.desk)


def longer_until(loan: Loan) -> date:
    """The day on which the loan ends when it is made longer once.

    Raises RuleBroken when the system of its device gets no updates any more after the present day.
    """
    due_on, safe = due_after(loan.ends_on, loan.regulation.loan_months, loan.desk), safe_until(loan.device)
    if safe is None or due_on <= safe:
        return due_on
    last = _open_day_until(safe, loan.desk)
    if last <= max(loan.ends_on, clock.today()):
        raise RuleBroken(
            _("%(number)s gets no security updates after %(day)s. Plan the return, and lend another one.")
            % {"number": loan.device.number, "day": _day(safe)}
        )
    return last


def _open_day_until(day: date, desk: Place) -> date:
    """The last day on or before `day` that the desk is open; the day itself when it is closed for long."""
    prefetch_related_objects([desk], *HOURS)
    days = (day - timedelta(days=back) for back in range(_LONGEST_CLOSURE.days))
    return next((candidate for candidate in days if desk.hours_on(candidate)), day)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
