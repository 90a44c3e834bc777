"""The page on which a donor who asks for it is forgotten at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.forms.forgetting import ForgetForm
from digibank.people.models import Donor


@needs(Can.REGISTER_DONATIONS)
def forget(request: StaffRequest, pk: int) -> HttpResponse:
    """What goes and what stays, with a question to answer before it is done: this cannot be undone (policy D-35)."""
    donor = get_permitted(Donor.objects.select_related("organisation"), request, Can.REGISTER_DONATIONS, pk=pk)
    form = ForgetForm(request.POST or None)

    def fade(_typed: Typed) -> str:
        actions.fade(donor, by=request.user.actor, asked=True)
        return resolve_url("donations:donations")

    answer = act(request, form, fade, str)
    if answer:
        messages.success(request, _("The donor is forgotten. What was given stays."))
    context = {
        "donor": donor,
        "form": form,
        "donations": donor.donations.order_by("-pk")[:20],
        "offers": donor.offers.order_by("-pk")[:20],
    }
    return answer or render(request, "donations/forget.html", context, status=status_of(form))
