"""What is done for the workshop while nobody waits."""

from digibank.audit.models import Actor
from digibank.organisations.models import Organisation
from digibank.refurbishment.actions import count_batch, count_effects
from digibank.refurbishment.models import BatchClosing
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


@every(hours=24)
def count_closed(by: Actor) -> int:
    """New figures for each closed donation of which devices were lent, recycled or given back since the last count."""
    counted = 0
    for closing in list(BatchClosing.objects.filter(reopened_at__isnull=True).order_by("pk")):
        newest = closing.figures.first()
        counted += count_batch(closing, by=by) != newest
        lease.extend()
    return counted
