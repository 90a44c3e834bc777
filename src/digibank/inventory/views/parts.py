"""What belongs with a device: whether each part is there."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act
from digibank.accounts.rights import Can
from digibank.inventory import actions
from digibank.inventory.forms import PartForm
from digibank.inventory.models import Device
from digibank.inventory.views.page import PART_IDS, address_of, device_page, kept_device


@require_POST
@needs(Can.SEE_DEVICES)
def check_part(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a part is there, missing or damaged; a part that is not on the list is added to it."""
    found = kept_device(request, pk)
    form = PartForm(request.POST, auto_id=PART_IDS)

    def check(typed: Typed) -> Device:
        return actions.check_accessory(found, by=request.user.actor, **typed).device

    return act(request, form, check, address_of) or device_page(request, found, part_form=form)
