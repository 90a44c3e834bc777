"""What the worker does: a handover for each loan that began, its end with the loan (decision 25), and forgetting."""

from digibank.audit.models import Actor
from digibank.helpdesk import actions
from digibank.helpdesk.following import without_handover
from digibank.helpdesk.models import Handover, Question
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


@every(hours=24)
def forget_questions(by: Actor) -> int:
    """Empty the words of questions that ended a year ago (policy VB-15)."""
    done = 0
    for question in Question.objects.to_forget()[:AT_ONCE]:
        lease.extend()
        done += actions.forget_question(question, by=by)
    return done
