"""What the worker does for loans: contracts that were left unmade, and reminders."""

import logging
from datetime import timedelta

from digibank import clock
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.lending import actions
from digibank.lending.contracts import write_contract
from digibank.lending.flows import LoanState
from digibank.lending.models import Loan
from digibank.lending.queries import to_remind
from digibank.work import lease
from digibank.work.registry import every

# So long the page that prepared a loan has to print the contract itself.
PATIENCE = timedelta(minutes=1)

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


@every(hours=1)
def remind(by: Actor) -> int:
    """Tell borrowers two weeks before the end, and the day after it; each borrower in one message."""
    told = 0
    for loans in to_remind():
        lease.extend()
        told += actions.remind(loans, by=by) is not None
    return told
