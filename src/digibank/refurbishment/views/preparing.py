"""A device gets its system, and a colleague checks it."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act
from digibank.accounts.rights import Can
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.forms import InstallForm, QualityForm
from digibank.refurbishment.views.card import device_of, device_page, page_of


@require_POST
@needs(Can.PREPARE_DEVICES)
def install(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which system stands on it."""
    found = device_of(request, pk)
    form = InstallForm(request.POST)

    def installed(typed: Typed) -> Device:
        return actions.install(found, by=request.user.actor, **typed).device

    return act(request, form, installed, page_of) or device_page(request, found, install_form=form)


@require_POST
@needs(Can.CHECK_QUALITY)
def check_quality(request: StaffRequest, pk: int) -> HttpResponse:
    """Check what a colleague made ready."""
    found = device_of(request, pk, Can.CHECK_QUALITY)
    form = QualityForm(request.POST, device=found)

    def checked(typed: Typed) -> Device:
        return actions.check_quality(found, by=request.user.actor, **typed).device

    return act(request, form, checked, page_of) or device_page(request, found, quality_form=form)
