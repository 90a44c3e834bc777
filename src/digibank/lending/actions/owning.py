"""A device becomes the borrower's: a gift with the signature, a lease-purchase when all of it is paid."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.lending.dues import unpaid_lease
from digibank.lending.flows import LOAN_FLOW, LoanKind
from digibank.lending.models import Loan, PassedOn


@transaction.atomic
def pass_on(loan: Loan, *, paper: Document, by: Actor) -> Loan:
    """Let the device of a lease-purchase be the borrower's; `paper` says so, and is kept (policy U-80).

    Raises RuleBroken while something of it is not paid.
    """
    found = Loan.objects.locked(loan)
    if found.kind != LoanKind.LEASE:
        raise RuleBroken(_("Only a lease-purchase becomes the borrower's. Reload the page and look again."))
    left = unpaid_lease(found)
    if left:
        raise RuleBroken(_("Not all of it is paid: %(amount)s is still open.") % {"amount": left})
    LOAN_FLOW.move(found, "pass_on", ended_at=clock.now())
    PassedOn.objects.create(loan=found, document=paper, by=by)
    leave_stock(found, by=by)
    record("lending.passed_on", found, by=by, about=[found.person, found.device, found.desk], document=paper.pk)
    return found


@transaction.atomic
def leave_stock(loan: Loan, *, by: Actor) -> Loan:
    """Part of giving for good: the device is no stock any more, and nothing keeps it. Its proofs of erasure stay."""
    inventory.give_away(loan.device, by=by)
    inventory.release(loan.commitment, by=by)
    return loan
