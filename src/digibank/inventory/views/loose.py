"""A device that does not start, and the drive that is taken out of it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory import actions
from digibank.inventory.forms import TakeOutForm
from digibank.inventory.labels import sticker_pdf
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.views.page import address_of, device_page, kept_device


@needs(Can.SETTLE_STORAGE)
def take_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a drive was taken out, and where it lies."""
    medium = _medium(request, pk)
    form = TakeOutForm(request.POST or None, organisations=request.user.reach[Can.SETTLE_STORAGE])

    def taken(typed: Typed) -> Device:
        return actions.take_out(medium, by=request.user.actor, **typed).device

    context = {"form": form, "medium": medium, "device": medium.device}
    return act(request, form, taken, address_of) or render(
        request, "inventory/take_out.html", context, status=status_of(form)
    )


@require_POST
@needs(Can.SETTLE_STORAGE)
def put_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a drive was put back into its device."""
    medium = _medium(request, pk)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.put_back(medium, by=request.user.actor).device, address_of)
    return answer or device_page(request, medium.device, restore_form=form)


@require_safe
@needs(Can.SETTLE_STORAGE)
def sticker(request: StaffRequest, pk: int) -> HttpResponse:
    """The sticker for a drive, to print: its number and nothing else."""
    medium = _medium(request, pk)
    return HttpResponse(
        sticker_pdf(medium),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{medium.number}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
@needs(Can.SEE_DEVICES)
def report_not_starting(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a device does not start."""
    return _noted(request, kept_device(request, pk), actions.report_not_starting)


@require_POST
@needs(Can.SEE_DEVICES)
def report_starting(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a device starts again."""
    return _noted(request, kept_device(request, pk), actions.report_starting)


def _noted(request: StaffRequest, found: Device, action: Callable[..., Device]) -> HttpResponse:
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: action(found, by=request.user.actor), address_of)
    return answer or device_page(request, found, restore_form=form)


def _medium(request: StaffRequest, pk: int) -> StorageMedium:
    media = StorageMedium.objects.select_related("device__device_class", "lies_at")
    return get_permitted(media, request, Can.SETTLE_STORAGE, pk=pk)
