"""An offer of somebody we know already is joined to that donor."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.givers import still_known
from digibank.donations.models import Donation, Offer
from digibank.errors import RuleBroken
from digibank.people.models import Donor


@transaction.atomic
def join_donor(offer: Offer, *, donor: Donor, by: Actor) -> Offer:
    """Say that this offer, and what came in of it, is of a donor we know already (policy D-37).

    The donor it was written down with stays, and can be chosen again. Raises RuleBroken when another organisation keeps
    the donor, or nobody could be found at the door.
    """
    offer = Offer.objects.locked(offer)
    given = list(Donation.objects.select_for_update().filter(offer=offer))
    donor, before = still_known(donor), offer.donor_id
    if before == donor.pk:
        return offer
    if donor.organisation_id != offer.depot.organisation_id:
        raise RuleBroken(_("Another organisation keeps this donor. Write the name down here."), field="donor")
    if offer.coming == Offer.Coming.COLLECTED and not (donor.address and donor.phone):
        raise RuleBroken(
            _("We collect this offer, and of this donor we know no address or telephone. Leave it as it is."),
            field="donor",
        )
    offer.donor = donor
    offer.save(update_fields=["donor"])
    # A receipt that was printed with the other name is not the newest any more.
    Donation.objects.filter(offer=offer).update(donor=donor, version=F("version") + 1)
    record("donations.donor_joined", offer, by=by, about=[donor, *given], before=before)
    return offer
