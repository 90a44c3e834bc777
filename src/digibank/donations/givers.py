"""Who gives, at the moment that something is written down about it."""

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.people.models import Donor


def refuse_renamed(printed: Donor | None, now: Donor | None) -> None:
    """Raise RuleBroken when a paper was printed with the name of somebody who was forgotten or exchanged meanwhile."""
    if _called(printed) != _called(now):
        raise RuleBroken(_("Who gave this was changed or forgotten just now. Look at it and make the paper again."))


def _called(donor: Donor | None) -> tuple[int, bool] | None:
    return (donor.pk, donor.has_faded) if donor else None


def still_known(donor: Donor) -> Donor:
    """The donor, whom nobody forgets until the transaction ends. Raises RuleBroken when that was done meanwhile."""
    donor = Donor.objects.select_for_update().get(pk=donor.pk)
    if donor.has_faded:
        raise RuleBroken(_("This donor was forgotten meanwhile. Write the name down anew."), field="name")
    return donor
