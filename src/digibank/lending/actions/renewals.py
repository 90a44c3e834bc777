"""A loan lasts longer, and the borrower is told about the day it ends."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.lending.borrowing import moved_away
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.models import Loan, Reminder, Renewal
from digibank.lending.updates import longer_until


@transaction.atomic
def renew(loan: Loan, *, by: Actor) -> Loan:
    """Let the borrower keep the device longer, as often as the rules of this loan allow (policy U-10).

    Never past the last day with security updates (policy U-17), and not for who moved away (policy U-73).
    """
    found = Loan.objects.locked(loan)
    if found.state != LoanState.RUNNING:
        raise RuleBroken(_("Only a running loan can be made longer. Reload the page to see what is possible."))
    if found.kind != LoanKind.LOAN:
        raise RuleBroken(_("A lease-purchase is not made longer. It ends when all of it is paid."))
    if found.renewals_left() <= 0:
        raise RuleBroken(
            _("The rules allow %(count)s renewals, and these are used up. Plan the return.")
            % {"count": found.regulation.renewals}
        )
    if moved_away(found):
        raise RuleBroken(
            _("The borrower does not live here any more. The loan runs until its last day, and is not made longer.")
        )
    was_due_on = found.ends_on
    found.due_on = longer_until(found)
    found.save(update_fields=["due_on"])
    Renewal.objects.create(loan=found, was_due_on=was_due_on, due_on=found.due_on, by=by)
    record("lending.renewed", found, by=by, about=[found.person, found.device], due_on=found.due_on)
    return found


@transaction.atomic
def remind(loans: Sequence[Loan], *, by: Actor) -> Message | None:
    """Tell one borrower in one message which of these loans end soon, and which are late (policy U-09).

    What came back or was made longer since `loans` were read is left out; None when nothing is left to tell.
    """
    loans = _as_they_were(loans)
    if not loans:
        return None
    lines = [
        {"device": loan.device.title, "number": loan.device.number, "due_on": loan.due_on, "late": loan.is_overdue}
        for loan in loans
    ]
    message = comms.queue(
        "lending/reminder",
        to=loans[0].person,
        by=by,
        about=list(loans),
        from_place=loans[0].desk,
        soon=[line for line in lines if not line["late"]],
        late=[line for line in lines if line["late"]],
    )
    for loan in loans:
        kind = Reminder.Kind.LATE if loan.is_overdue else Reminder.Kind.SOON
        Reminder.objects.create(loan=loan, kind=kind, due_on=loan.ends_on, message=message)
        record("lending.reminded", loan, by=by, about=[loan.person], kind=kind.value)
    return message


def _as_they_were(loans: Sequence[Loan]) -> list[Loan]:
    """Those that still run until the day that was read; they stay so until the transaction ends."""
    running = Loan.objects.running().filter(pk__in=[loan.pk for loan in loans]).order_by("pk").select_for_update()
    due_on = dict(running.values_list("pk", "due_on"))
    return [loan for loan in loans if due_on.get(loan.pk) == loan.due_on]
