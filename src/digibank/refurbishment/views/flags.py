"""Something is the matter with the device on the bench, and is settled."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act
from digibank.accounts.rights import Can
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.views.flagging import Flagging
from digibank.inventory.views.flags import flag_form, flag_to_clear
from digibank.refurbishment.views.card import device_of, device_page, page_of


@require_POST
@needs(Can.PREPARE_DEVICES)
def raise_flag(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the device back."""
    found = device_of(request, pk)
    form = flag_form(request, found)

    def raised(typed: Typed) -> Device:
        return inventory.raise_flag(found, by=request.user.actor, **typed).device

    return act(request, form, raised, page_of) or device_page(
        request, found, flagging=Flagging.of(request.user, found, "refurbishment", refused=form)
    )


@require_POST
@needs(Can.PREPARE_DEVICES)
def clear_flag(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that it is settled, and how."""
    flag, form = flag_to_clear(request, pk)
    found = device_of(request, flag.device_id)

    def cleared(typed: Typed) -> Device:
        return inventory.clear_flag(flag, by=request.user.actor, **typed).device

    return act(request, form, cleared, page_of) or device_page(
        request, found, flagging=Flagging.of(request.user, found, "refurbishment", refused_clear=(flag, form))
    )
