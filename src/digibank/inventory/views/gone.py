"""A device is lost, stolen, written off, or here again."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory import actions
from digibank.inventory.forms import FoundForm, GoneForm
from digibank.inventory.models import Device
from digibank.inventory.views.page import address_of, device_page, kept_device, the_device


@needs(Can.SEE_DEVICES)
def report_lost(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a device is lost, and how that was noticed."""
    words = {"title": _("This device is lost"), "verb": _("Report it lost")}
    return _gone(request, kept_device(request, pk), actions.report_lost, words)


@needs(Can.SEE_DEVICES)
def report_stolen(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a device was stolen, and how."""
    words = {"title": _("This device was stolen"), "verb": _("Report it stolen")}
    return _gone(request, kept_device(request, pk), actions.report_stolen, words)


@needs(Can.REGISTER_DEVICES)
def write_off(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a device out of use, with the reason."""
    words = {"title": _("Write this device off"), "verb": _("Write it off")}
    return _gone(request, the_device(request, pk, Can.REGISTER_DEVICES), actions.write_off, words)


@needs(Can.REGISTER_DEVICES)
def return_to_donor(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a device back to who gave it, with the reason."""
    words = {"title": _("Give this device back to the donor"), "verb": _("It goes back")}
    return _gone(request, the_device(request, pk, Can.REGISTER_DEVICES), actions.return_to_donor, words)


@needs(Can.SEE_DEVICES)
def report_found(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a device that was gone is here again, and where."""
    found = kept_device(request, pk)
    reach = request.user.reach[Can.REGISTER_DEVICES] | request.user.reach[Can.LEND]
    form = FoundForm(request.POST or None, organisations=reach, initial={"place": found.place_id})
    answer = act(request, form, lambda typed: actions.report_found(found, by=request.user.actor, **typed), address_of)
    return answer or render(request, "inventory/found.html", {"form": form, "device": found}, status=status_of(form))


@require_POST
@needs(Can.REGISTER_DEVICES)
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo a write-off of today."""
    found = the_device(request, pk, Can.REGISTER_DEVICES)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.restore(found, by=request.user.actor), address_of)
    return answer or device_page(request, found, restore_form=form)


def _gone(request: StaffRequest, found: Device, action: Callable[..., Device], words: dict[str, str]) -> HttpResponse:
    form = GoneForm(request.POST or None)
    answer = act(request, form, lambda typed: action(found, by=request.user.actor, **typed), address_of)
    context = {"form": form, "device": found} | words
    return answer or render(request, "inventory/gone.html", context, status=status_of(form))
