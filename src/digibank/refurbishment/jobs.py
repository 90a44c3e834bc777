"""What is done for the workshop while nobody waits."""

from digibank.audit.models import Actor
from digibank.organisations.models import Organisation
from digibank.refurbishment.actions import count_effects
from digibank.work import lease
from digibank.work.registry import every


@every(hours=24)
def count_reuse(by: Actor) -> int:
    """Count each device that was lent for the first time since the last run."""
    counted = 0
    for association in Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION):
        while done := count_effects(association, by=by):
            counted += done
            lease.extend()
    return counted
