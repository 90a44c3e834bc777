"""The page of one device, with each form that may stand on it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render, resolve_url

from digibank.accounts.access import StaffRequest, get_permitted
from digibank.accounts.models import User
from digibank.accounts.posting import ActForm
from digibank.accounts.rights import Can
from digibank.inventory import queries
from digibank.inventory.flows import DEVICE_FLOW
from digibank.inventory.forms import BecauseForm, MediumForm, PartForm, ReportForm
from digibank.inventory.hardware import Reason, Remark, sentence
from digibank.inventory.models import Accessory, Device
from digibank.inventory.views.flagging import Flagging

# Forms on the page of a device have fields of the same name.
MEDIUM_IDS, NONE_IDS, PART_IDS = "medium_%s", "none_%s", "part_%s"


def the_device(request: StaffRequest, pk: int, can: Can = Can.SEE_DEVICES) -> Device:
    """The device, if this user has the right at its place; else 404."""
    rows = Device.objects.select_related("device_class", "place__organisation", "owner")
    return get_permitted(rows, request, can, pk=pk)


def kept_device(request: StaffRequest, pk: int) -> Device:
    """The device, if this user may say where it is and what is with it; 403 for who may only see it."""
    found = the_device(request, pk)
    if not _may_keep(request.user, found):
        raise PermissionDenied
    return found


def address_of(found: Device) -> str:
    """Where the page of the device is."""
    return resolve_url("inventory:device", pk=found.pk)


def device_page(request: StaffRequest, found: Device, **refused: object) -> HttpResponse:
    """The page of a device; a form that was refused stands in its place with what was chosen."""
    if refused:  # Perhaps because a colleague was faster: the page shows how it is now.
        found.refresh_from_db()
    parts = list(found.accessories.all())
    context = {
        "device": found,
        "media": found.media.select_related("lies_at"),
        "parts": [{"part": part, "plain": ActForm()} for part in parts],
        "part_states": Accessory.State.choices,
        "reports": _reports(found),
        "may_settle": request.user.may_at(Can.SETTLE_STORAGE, found.place.organisation),
        "may_register": request.user.may_at(Can.REGISTER_DEVICES, found.place.organisation),
        "may_keep": _may_keep(request.user, found),
        "report_form": ReportForm(),
        "medium_form": MediumForm(auto_id=MEDIUM_IDS),
        "none_form": BecauseForm(auto_id=NONE_IDS),
        "part_form": PartForm(auto_id=PART_IDS, listed={part.kind for part in parts}),
        "restore_form": ActForm(),
        "plain": ActForm(),
        "flagging": Flagging.of(request.user, found, "inventory"),
    }
    context |= {"acts": _possible_acts(request.user, found), "on_loan": queries.is_kept_for_loan(found)}
    return render(request, "inventory/device.html", context | refused, status=422 if refused else 200)


def _may_keep(user: User, found: Device) -> bool:
    """Who gives devices their number may, and at a desk who lends them."""
    at = found.place.organisation
    return user.may_at(Can.REGISTER_DEVICES, at) or user.may_at(Can.LEND, at)


def _possible_acts(user: User, found: Device) -> set[str]:
    """Which of the acts about being gone this user may do now."""
    acts = {name for name in ("lose", "steal", "find") if _may_keep(user, found) and DEVICE_FLOW.allows(found, name)}
    if not user.may_at(Can.REGISTER_DEVICES, found.place.organisation):
        return acts
    if found.can_be_restored:
        return {"restore"}
    return acts | {name for name in ("write_off", "return_to_donor") if DEVICE_FLOW.allows(found, name)}


def _reports(found: Device) -> list[dict[str, object]]:
    codes: dict[str, Remark | Reason] = {code.value: code for code in [*Remark, *Reason]}
    return [
        {"report": kept, "remarks": [sentence(codes[code]) for code in kept.remarks if code in codes]}
        for kept in found.reports.all()
    ]
