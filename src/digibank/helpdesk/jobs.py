"""What the worker does: a handover for each loan that began, and the end of those whose loan ended (decision 25)."""

from digibank.audit.models import Actor
from digibank.helpdesk import actions
from digibank.helpdesk.following import without_handover
from digibank.helpdesk.models import Handover
from digibank.work import lease
from digibank.work.registry import every

# The rest comes the next time.
AT_ONCE = 500


@every(minutes=5)
def open_handovers(by: Actor) -> int:
    """Follow each resident who has a device with them and is not followed yet."""
    done = 0
    for loan in without_handover()[:AT_ONCE]:
        lease.extend()
        actions.open_handover(loan, by=by)
        done += 1
    return done


@every(minutes=60)
def end_handovers(by: Actor) -> int:
    """Stop following who brought the device back and plans nothing more."""
    done = 0
    for handover in Handover.objects.ended_with_the_loan()[:AT_ONCE]:
        lease.extend()
        done += actions.end_with_loan(handover, by=by)
    return done
