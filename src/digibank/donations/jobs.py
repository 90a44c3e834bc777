"""What is done about donations while nobody waits."""

from digibank.audit.models import Actor
from digibank.donations.actions import fade
from digibank.donations.queries import donors_to_fade
from digibank.work import lease
from digibank.work.registry import every


@every(hours=24)
def fade_donors(by: Actor) -> int:
    """Forget who gave, 12 months after the last gift."""
    due = list(donors_to_fade())
    for donor in due:
        lease.extend()
        fade(donor, by=by)
    return len(due)
