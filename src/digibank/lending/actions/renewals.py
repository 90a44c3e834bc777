"""A loan lasts longer, when its rules allow it and nobody waits for the device."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.models import Supply
from digibank.lending.actions.ladder import hush
from digibank.lending.borrowing import moved_away
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.longer import refuse_kept, refuse_waited_for, somebody_waits
from digibank.lending.models import Leave, Loan, Renewal
from digibank.lending.updates import longer_until
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def renew(loan: Loan, *, by: Actor) -> Loan:
    """Let the borrower keep the device longer, as often as the rules of this loan allow (policy U-10).

    Never past the last day with security updates (policy U-17), nor past who waits for one like it (policy U-60), nor
    for who moved away (policy U-73).
    """
    found = _renewable(loan)
    was_due_on = found.ends_on
    due_on = longer_until(found)
    # As a promise does it: of a renewal and a promise at the same moment, one sees what the other did.
    Supply.objects.locked_at(found.desk, found.device.device_class)
    refuse_kept(found)
    refuse_waited_for(found)
    hush(found, by=by)
    found.due_on = due_on
    found.save(update_fields=["due_on"])
    Renewal.objects.create(loan=found, was_due_on=was_due_on, due_on=found.due_on, by=by)
    record("lending.renewed", found, by=by, about=[found.person, found.device], due_on=found.due_on)
    return found


@transaction.atomic
def give_leave(loan: Loan, *, because: str, note: str, by: Actor) -> Leave:
    """Let the desk make this loan longer once although somebody waits, with the reason (policy U-61)."""
    if not note.strip():
        raise RuleBroken(_("Write down why. The person who waits may ask."), field="note")
    refuse_secrets(note, field="note")
    found = _renewable(loan)
    if not somebody_waits(found):
        raise RuleBroken(_("Nobody has to wait for it: the desk can make it longer itself."))
    with refusing(Leave, "leave_is_given_once", _("Leave was given already. The desk can make it longer now.")):
        given = Leave.objects.create(loan=found, due_on=found.ends_on, because=because, note=note, by=by)
    record("lending.leave_given", found, by=by, about=[found.person, found.device], because=because)
    return given


def _renewable(loan: Loan) -> Loan:
    """The loan under lock, when it runs and its rules allow one more renewal."""
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
    return found
