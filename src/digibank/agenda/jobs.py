"""What the worker does: lets go the hours that were kept for people who did not go on."""

from digibank.agenda import actions
from digibank.audit.models import Actor
from digibank.work.registry import every


@every(minutes=15)
def end_holds(by: Actor) -> int:
    """End the holds that ran out (policy AP-06)."""
    return actions.end_holds(by=by)
