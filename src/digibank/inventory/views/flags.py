"""Something is the matter with a device, seen at a desk or in the workshop; and how it was settled."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import Typed, act
from digibank.accounts.rights import Can
from digibank.inventory import actions
from digibank.inventory.forms import ClearForm, FlagForm
from digibank.inventory.models import Device, DeviceFlag
from digibank.inventory.views.flagging import Flagging, clear_ids, may_clear, may_raise
from digibank.inventory.views.page import address_of, device_page, the_device


@require_POST
@needs(Can.SEE_DEVICES)
def raise_flag(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is the matter."""
    found = the_device(request, pk)
    form = flag_form(request, found)
    answer = act(request, form, lambda typed: _raised(request, found, typed), address_of)
    return answer or device_page(request, found, flagging=Flagging.of(request.user, found, "inventory", refused=form))


@require_POST
@needs(Can.SEE_DEVICES)
def clear_flag(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that it is settled, and how."""
    flag, form = flag_to_clear(request, pk)
    found = the_device(request, flag.device_id)

    def cleared(typed: Typed) -> Device:
        return actions.clear_flag(flag, by=request.user.actor, **typed).device

    return act(request, form, cleared, address_of) or device_page(
        request, found, flagging=Flagging.of(request.user, found, "inventory", refused_clear=(flag, form))
    )


def flag_form(request: StaffRequest, found: Device) -> FlagForm:
    """What was sent, of the kinds this colleague may see; 403 for who may see none."""
    kinds = may_raise(request.user, found)
    if not kinds:
        raise PermissionDenied
    return FlagForm(request.POST, kinds=kinds)


def flag_to_clear(request: StaffRequest, pk: int) -> tuple[DeviceFlag, ClearForm]:
    """The flag and what was sent about it; 404 for who may not see the device, 403 for who may not settle it."""
    flags = DeviceFlag.objects.select_related("device__place__organisation", "device__device_class")
    flag = get_permitted(flags, request, Can.SEE_DEVICES, pk=pk)
    if not may_clear(request.user, flag, flag.device):
        raise PermissionDenied
    return flag, ClearForm(request.POST, auto_id=clear_ids(flag))


def _raised(request: StaffRequest, found: Device, typed: Typed) -> Device:
    return actions.raise_flag(found, by=request.user.actor, **typed).device
