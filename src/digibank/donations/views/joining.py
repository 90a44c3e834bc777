"""The page on which an offer is joined to a donor we know already."""

from django.http import HttpResponse
from django.shortcuts import render

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.forms.joining import DonorSearch, JoinForm
from digibank.donations.models import Offer
from digibank.donations.views.givers import known_donors
from digibank.donations.views.offers import page_of_offer, permitted_offer
from digibank.people.models import Donor
from digibank.people.models.donors import DonorQuerySet

MOST = 20


@needs(Can.REGISTER_DONATIONS)
def join_donor(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose who it is: first who looks the same, then who fits the words that are searched."""
    offer = permitted_offer(request, pk)
    donors = known_donors(request).filter(organisation=offer.depot.organisation)
    form = JoinForm(request.POST or None, donors=donors)

    def join(typed: Typed) -> Offer:
        return actions.join_donor(offer, donor=typed["donor"], by=request.user.actor)

    answer = act(request, form, join, page_of_offer)
    if answer:
        return answer
    search = DonorSearch(request.GET or None)
    word = search.cleaned_data["q"] if search.is_valid() else ""
    others = donors.exclude(pk=offer.donor_id or 0)
    found = others.matching(word) if word else _alike(others, offer.donor)
    context = {"offer": offer, "form": form, "search": search, "word": word, "found": found[:MOST]}
    return render(request, "donations/join_donor.html", context, status=status_of(form))


def _alike(donors: DonorQuerySet, donor: Donor | None) -> DonorQuerySet:
    """Who has the same name, telephone or e-mail as who it was written down with."""
    if donor is None or donor.has_faded:
        return donors.none()
    return donors.known_as(name=donor.name, phone=donor.phone, email=donor.email)
