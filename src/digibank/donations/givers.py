"""Who gives, at the moment that something is written down about it."""

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.people.models import Donor


def still_known(donor: Donor) -> Donor:
    """The donor, whom nobody forgets until the transaction ends. Raises RuleBroken when that was done meanwhile."""
    donor = Donor.objects.select_for_update().get(pk=donor.pk)
    if donor.has_faded:
        raise RuleBroken(_("This donor was forgotten meanwhile. Write the name down anew."), field="name")
    return donor
