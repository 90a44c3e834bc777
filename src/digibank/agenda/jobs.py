"""What the worker does: reminds of appointments, and lets go the hours of people who did not go on."""

from contextlib import suppress

from digibank.agenda import actions
from digibank.agenda.reminding import is_waking_hour, to_remind
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.work import lease
from digibank.work.registry import every


@every(minutes=15)
def end_holds(by: Actor) -> int:
    """End the holds that ran out (policy AP-06)."""
    return actions.end_holds(by=by)


@every(minutes=15)
def remind(by: Actor) -> int:
    """Remind who comes in two working days, by day (policy AP-13)."""
    told = 0
    for appointment in to_remind() if is_waking_hour() else []:
        lease.extend()
        with suppress(RuleBroken):  # It was moved at this moment: the next time looks again.
            told += actions.remind(appointment, by=by) is not None
    return told


@every(minutes=15)
def end_reminders(by: Actor) -> int:
    """Tell nobody of an hour that is over (policy AP-15)."""
    return actions.end_reminders(by=by)
