"""What the worker does for loans: papers that were left unmade, and reminders."""

import logging
from datetime import timedelta

from digibank import clock
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files.models import DamagedDocument
from digibank.lending import actions
from digibank.lending.contracts import write_contract
from digibank.lending.copies import write_copy
from digibank.lending.flows import LoanState
from digibank.lending.models import Loan, Occasion, Return, Signature
from digibank.lending.queries import to_remind
from digibank.lending.slips import write_slip
from digibank.work import lease
from digibank.work.registry import every

# So long the page that prepared a loan has to print the contract itself.
PATIENCE = timedelta(minutes=1)
# Papers that are older are made when somebody asks for them.
RECENT = timedelta(days=1)

logger = logging.getLogger(__name__)


@every(minutes=1)
def write_missing_contracts(by: Actor) -> int:
    """Make the contracts of loans that were prepared by a process that died before it printed."""
    unwritten = Loan.objects.filter(
        state=LoanState.PREPARED, contract__isnull=True, prepared_at__lte=clock.now() - PATIENCE
    )
    written = 0
    for loan in unwritten.select_related("person", "device__device_class", "desk__organisation", "regulation"):
        lease.extend()
        try:
            write_contract(loan, by=by)
        except RuleBroken:
            logger.info("Loan %s changed while its contract was printed.", loan.pk)
        else:
            written += 1
    return written


@every(minutes=1)
def write_missing_papers(by: Actor) -> int:
    """Make the slips of returns, and the copies of what was drawn, that a dying process left unmade."""
    since, until = clock.now() - RECENT, clock.now() - PATIENCE
    written = 0
    unprinted = Return.objects.filter(slip__isnull=True, loan__ended_at__gt=since, loan__ended_at__lte=until)
    for back in unprinted.select_related("loan__person", "loan__device", "place__organisation", "checked_by__user"):
        lease.extend()
        written += write_slip(back, by=by).slip_id is not None
    drawn = Signature.objects.filter(way=Signature.Way.SCREEN, at__gt=since, at__lte=until).select_related("loan")
    for signature in drawn:
        if signature.loan.copies.filter(occasion=signature.occasion).exists():
            continue
        lease.extend()
        try:
            written += write_copy(signature.loan, Occasion(signature.occasion), by=by) is not None
        except DamagedDocument:
            logger.warning("The paper of loan %s is damaged: no copy was made.", signature.loan_id)
    return written


@every(hours=1)
def remind(by: Actor) -> int:
    """Tell borrowers two weeks before the end, and the day after it; each borrower in one message."""
    told = 0
    for loans in to_remind():
        lease.extend()
        told += actions.remind(loans, by=by) is not None
    return told
