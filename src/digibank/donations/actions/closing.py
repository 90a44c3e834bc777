"""A donation is settled and closed, and opened again when something is found after all."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.models import Donation
from digibank.donations.standing import locked_with_all, open_points, refuse_closed, refuse_open
from digibank.errors import RuleBroken


@transaction.atomic
def close(donation: Donation, *, by: Actor) -> Donation:
    """Close a donation: from now on nothing is added to it. The chapter above keeps its figures (policy D-20).

    Raises RuleBroken, with what is open, while a storage medium that came in with it is not settled, a difference with
    the offer is not, or the donor has to release a device.
    """
    donation = locked_with_all(donation)
    refuse_closed(donation)
    if not donation.given.exists() and not donation.parts.filter(count__gt=0).exists():
        raise RuleBroken(_("Nothing came in with this donation yet, so there is nothing to close."))
    refuse_open(open_points(donation), _("This donation cannot be closed yet."))
    donation.closed_at = clock.now()
    donation.save(update_fields=["closed_at"])
    record("donations.closed", donation, by=by, about=[donation.place])
    return donation


@transaction.atomic
def reopen(donation: Donation, *, by: Actor) -> Donation:
    """Open a closed donation again. The chapter above keeps why."""
    donation = Donation.objects.select_for_update().get(pk=donation.pk)
    if donation.closed_at is None:
        raise RuleBroken(_("This donation is open already. Reload the page."))
    donation.closed_at = None
    donation.save(update_fields=["closed_at"])
    record("donations.reopened", donation, by=by, about=[donation.place])
    return donation
