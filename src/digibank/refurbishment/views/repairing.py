"""A device is repaired; and what was repaired in a period, as open data."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.forms_repairing import PeriodForm, RepairForm, this_year
from digibank.refurbishment.openrepair import as_csv, repairs_between
from digibank.refurbishment.views.card import device_of, page_of


@needs(Can.PREPARE_DEVICES)
def repair(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what was wrong, what was done and how it ended."""
    found = device_of(request, pk)
    form = RepairForm(request.POST or None, device=found)

    def repaired(typed: Typed) -> Device:
        return actions.repair(found, by=request.user.actor, **typed).device

    context = {"device": found, "form": form}
    return act(request, form, repaired, page_of) or render(
        request, "refurbishment/repair.html", context, status=status_of(form)
    )


@require_safe
@needs(Can.PREPARE_DEVICES)
def repairs(request: StaffRequest) -> HttpResponse:
    """Choose a period, see how many repairs it has, and fetch them as open data."""
    form = PeriodForm(request.GET if "start" in request.GET else None, initial=this_year())
    chosen = form.cleaned_data if form.is_valid() else None
    found = repairs_between(**chosen, organisations=request.user.reach[Can.PREPARE_DEVICES]) if chosen else None
    if found is not None and "csv" in request.GET:
        name = f"open-repair-data-{form.cleaned_data['start']}-{form.cleaned_data['end']}.csv"
        return HttpResponse(
            as_csv(found),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )
    context = {"form": form, "count": found.count() if found is not None else None}
    return render(request, "refurbishment/repairs.html", context, status=422 if form.is_bound and not chosen else 200)
