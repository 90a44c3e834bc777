"""A device is looked at and tried."""

from django.http import HttpResponse
from django.shortcuts import render

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.condition import condition_of
from digibank.refurbishment.forms_condition import ALL_GOOD, InspectForm, TriedForm, inspect_initial
from digibank.refurbishment.verdicts import judged
from digibank.refurbishment.views.card import device_of, page_of


@needs(Can.PREPARE_DEVICES)
def inspect(request: StaffRequest, pk: int) -> HttpResponse:
    """Look at a device: can it be used again, its grades, and what is to be seen."""
    found = device_of(request, pk)
    condition = condition_of(found)
    form = InspectForm(request.POST or None, device=found, initial=inspect_initial(condition))

    def inspected(typed: Typed) -> Device:
        return actions.inspect(found, by=request.user.actor, **typed).device

    context = {
        "device": found,
        "form": form,
        "drawing": f"ui/drawings/{found.device_class.shape}.html",
        "verdicts": judged(found, condition),
    }
    return act(request, form, inspected, page_of) or render(
        request, "refurbishment/inspect.html", context, status=status_of(form)
    )


@needs(Can.PREPARE_DEVICES)
def try_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how the tests went."""
    found = device_of(request, pk)
    form = TriedForm(request.POST or None, device=found)

    def tested(typed: Typed) -> Device:
        actions.record_tests(found, outcomes=form.outcomes(typed), note=typed["note"], by=request.user.actor)
        return found

    context = {
        "device": found,
        "form": form,
        "all_good": ALL_GOOD,
        "verdicts": judged(found, condition_of(found)),
    }
    return act(request, form, tested, page_of) or render(
        request, "refurbishment/test.html", context, status=status_of(form)
    )
