"""Who gives, on each page that asks it: a donor who looks known is shown before another one is made."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from digibank.accounts.access import StaffRequest, visible_to
from digibank.accounts.rights import Can
from digibank.donations.forms.givers import GiverForm
from digibank.errors import RuleBroken
from digibank.organisations.models import Organisation, Place
from digibank.people.actions import donors
from digibank.people.models import Donor
from digibank.people.models.donors import DonorQuerySet


def own_depots(request: StaffRequest) -> list[Place]:
    """The depots where the user may take in donations."""
    reach = request.user.reach[Can.REGISTER_DONATIONS]
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach)
    return list(depots.select_related("organisation"))


def seat_of(request: StaffRequest) -> Place | None:
    """The place where the user works."""
    seat = request.user.seat
    return seat.place if seat else None


def known_donors(request: StaffRequest) -> DonorQuerySet:
    """The donors among whom one may be chosen."""
    return Donor.objects.known().filter(pk__in=visible_to(Donor.objects.all(), request.user, Can.REGISTER_DONATIONS))


@dataclass
class Giver:
    """Who gives, as a form tells it. `known` are donors who may be the same, once that was looked at."""

    request: StaffRequest
    form: GiverForm
    known: list[Donor] = field(default_factory=list)

    def at(self, organisation: Organisation) -> Donor | None:
        """The donor that was chosen, or is written down now for this organisation; None when no name is given.

        Raises RuleBroken when a donor who may be the same was not shown yet.
        """
        if not self.form.names_somebody:
            chosen: Donor | None = self.form.cleaned_data["donor"]
            return chosen
        signs = {name: self.form.cleaned_data[name] for name in ("name", "phone", "email")}
        self.known = list(Donor.objects.filter(organisation=organisation).known_as(**signs)[:5])
        _refuse_known(self.known, seen=self.request.POST.get("seen", ""))
        return donors.register(organisation=organisation, by=self.request.user.actor, **self.form.described())

    @property
    def shown(self) -> dict[str, object]:
        """For the page: who may be the same, and what says that they were seen."""
        return {"known": self.known, "seen": ".".join(str(donor.pk) for donor in self.known)}


def _refuse_known(known: list[Donor], *, seen: str) -> None:
    """Raise RuleBroken when a donor who may be the same was not shown yet; `seen` holds keys between dots."""
    if any(str(donor.pk) not in seen.split(".") for donor in known):
        raise RuleBroken(_("A donor like this is known already. Nothing is saved yet: look below first."))
