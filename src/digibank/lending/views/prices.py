"""The price list of a municipality, for its administrator."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import act, status_of
from digibank.accounts.rights import Can
from digibank.lending import actions
from digibank.lending.forms_money import PriceForm
from digibank.lending.models import PartPrice
from digibank.organisations.models import Organisation


@needs(Can.MANAGE_ORGANISATIONS)
def prices(request: StaffRequest, pk: int) -> HttpResponse:
    """What is asked for what is damaged, missing or lost, and since when. A POST adds a price."""
    owner = get_object_or_404(Organisation, pk=pk, pk__in=request.user.reach[Can.MANAGE_ORGANISATIONS])
    form = PriceForm(request.POST or None, initial={"valid_from": clock.today()})
    answer = act(
        request,
        form,
        lambda typed: actions.set_price(owner, by=request.user.actor, **typed),
        lambda price: resolve_url("lending:prices", pk=price.organisation_id),
    )
    rows = PartPrice.objects.filter(organisation=owner)
    context = {"form": form, "organisation": owner, "prices": rows, "today": clock.today()}
    return answer or render(request, "lending/prices.html", context, status=status_of(form))
