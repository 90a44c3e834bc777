"""What is inside a device: reports are read, media written down, corrected, or stated absent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.uploads import read_upload
from digibank.inventory import actions
from digibank.inventory.forms import (
    LARGEST_REPORT,
    BecauseForm,
    EditMediumForm,
    MediumForm,
    ReportForm,
    in_bytes,
    medium_initial,
)
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.views.page import MEDIUM_IDS, NONE_IDS, address_of, device_page, the_device


@require_POST
@needs(Can.SETTLE_STORAGE)
def read_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Read a report of the machine, a disk or the battery."""
    found = the_device(request, pk, Can.SETTLE_STORAGE)
    form = ReportForm(request.POST, request.FILES)

    def read(typed: Typed) -> Device:
        content = read_upload(typed["report"], limit_bytes=LARGEST_REPORT, field="report")
        return actions.read_in(found, report=content, by=request.user.actor).device

    return act(request, form, read, address_of) or device_page(request, found, report_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def add_medium(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a storage medium that a person saw."""
    found = the_device(request, pk, Can.SETTLE_STORAGE)
    form = MediumForm(request.POST, auto_id=MEDIUM_IDS)

    def add(typed: Typed) -> Device:
        return actions.add_medium(found, by=request.user.actor, **in_bytes(typed)).device

    return act(request, form, add, address_of) or device_page(request, found, medium_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def state_no_storage(request: StaffRequest, pk: int) -> HttpResponse:
    """State that no storage is inside."""
    found = the_device(request, pk, Can.SETTLE_STORAGE)
    form = BecauseForm(request.POST, auto_id=NONE_IDS)
    answer = act(
        request, form, lambda typed: actions.state_no_storage(found, by=request.user.actor, **typed), address_of
    )
    return answer or device_page(request, found, none_form=form)


@needs(Can.SETTLE_STORAGE)
def edit_medium(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what is told about a medium that is still to be erased."""
    medium = _medium(request, pk)
    form = EditMediumForm(request.POST or None, initial=medium_initial(medium))

    def save(typed: Typed) -> Device:
        return actions.edit_medium(medium, by=request.user.actor, **in_bytes(typed, medium)).device

    context = {"form": form, "medium": medium, "device": medium.device}
    return act(request, form, save, address_of) or render(
        request, "inventory/edit_medium.html", context, status=status_of(form)
    )


@needs(Can.SETTLE_STORAGE)
def state_absent(request: StaffRequest, pk: int) -> HttpResponse:
    """State that a medium is not in the device."""
    medium = _medium(request, pk)
    form = BecauseForm(request.POST or None)

    def absent(typed: Typed) -> Device:
        return actions.state_absent(medium, by=request.user.actor, **typed).device

    context = {"form": form, "medium": medium, "device": medium.device}
    return act(request, form, absent, address_of) or render(
        request, "inventory/state_absent.html", context, status=status_of(form)
    )


def _medium(request: StaffRequest, pk: int) -> StorageMedium:
    media = StorageMedium.objects.select_related("device__device_class")
    return get_permitted(media, request, Can.SETTLE_STORAGE, pk=pk)
