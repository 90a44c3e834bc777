"""The drawer with spare parts: what lies in it, what comes in, what is taken out of a device, what is not usable."""

from django.http import HttpResponse
from django.shortcuts import render

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory.models import Device
from digibank.organisations.models import Place
from digibank.refurbishment import actions
from digibank.refurbishment.flows import PartState
from digibank.refurbishment.forms_repairing import HarvestForm, PartForm, ScrapForm
from digibank.refurbishment.models import Part
from digibank.refurbishment.views.card import device_of, page_of
from digibank.ui.paging import page_of as paged


@needs(Can.PREPARE_DEVICES)
def parts(request: StaffRequest) -> HttpResponse:
    """What lies in the drawers of one's depots. A POST adds a new part."""
    reach = request.user.reach[Can.PREPARE_DEVICES]
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach)
    form = PartForm(request.POST or None, depots=depots.select_related("organisation"))
    answer = act(
        request,
        form,
        lambda typed: actions.add_part(typed.pop("place"), by=request.user.actor, **typed),
        lambda _added: "refurbishment:parts",
    )
    rows = Part.objects.filter(state=PartState.STOCK).select_related("place", "harvested_from", "medium")
    context = {"form": form, "page": paged(visible_to(rows, request.user, Can.PREPARE_DEVICES), request)}
    return answer or render(request, "refurbishment/parts.html", context, status=status_of(form))


@needs(Can.PREPARE_DEVICES)
def harvest(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a part out of a device that is not used again."""
    found = device_of(request, pk)
    form = HarvestForm(request.POST or None, device=found)

    def harvested(typed: Typed) -> Device:
        actions.harvest(found, by=request.user.actor, **typed)
        return found

    context = {"device": found, "form": form}
    return act(request, form, harvested, page_of) or render(
        request, "refurbishment/harvest.html", context, status=status_of(form)
    )


@needs(Can.PREPARE_DEVICES)
def scrap_part(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a part is not usable."""
    rows = Part.objects.select_related("place__organisation", "medium")
    part = get_permitted(rows, request, Can.PREPARE_DEVICES, pk=pk)
    form = ScrapForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.scrap_part(part, by=request.user.actor, **typed),
        lambda _part: "refurbishment:parts",
    )
    return answer or render(
        request, "refurbishment/scrap_part.html", {"part": part, "form": form}, status=status_of(form)
    )
