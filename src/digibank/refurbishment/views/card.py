"""The card of one device in the workshop: what to do now, and what was done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm
from digibank.accounts.rights import Can
from digibank.donations import queries as donations
from digibank.donations.models import Donation
from digibank.inventory.flows import DEVICE_FLOW, MediumState, Position
from digibank.inventory.models import Commitment, Device
from digibank.inventory.views.flagging import Flagging
from digibank.organisations.models import Place
from digibank.refurbishment.condition import condition_of
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.forms import InstallForm, LogForm, QualityForm, ScanForm, last_install, tried_good
from digibank.refurbishment.forms_tasks import LayOutForm
from digibank.refurbishment.queries import handwork_now, last_installation, of_device
from digibank.refurbishment.verdicts import judged
from digibank.refurbishment.views.waiting import waiting_of
from digibank.refurbishment.workbench import ON_THE_BENCH
from digibank.workforce.queries import standing_cards


@require_safe
@needs(Can.PREPARE_DEVICES)
def device(request: StaffRequest, pk: int) -> HttpResponse:
    """One device: what to do now, and what was done."""
    return device_page(request, device_of(request, pk))


def device_of(request: StaffRequest, pk: int, can: Can = Can.PREPARE_DEVICES) -> Device:
    """The device, when this colleague may see it with this right; else 404."""
    rows = Device.objects.select_related("device_class", "place__organisation", "owner")
    return get_permitted(rows, request, can, pk=pk)


def page_of(shown: Device) -> str:
    """Where the card of a device is."""
    return resolve_url("refurbishment:device", pk=shown.pk)


def device_page(request: StaffRequest, found: Device, **refused: Any) -> HttpResponse:
    """The card of a device; a form that was refused stands in its place with what was chosen."""
    found.refresh_from_db()
    history, me = of_device(found), request.user.actor
    in_workshop = found.place.kind == Place.Kind.DEPOT and not _rides(found)
    waiting = standing_cards(found)
    waits = [
        erasure
        for erasure in history.erasures
        if erasure.state == ErasureState.WAITING and erasure.medium.state == MediumState.TO_ERASE
    ]
    installation, condition = last_installation(found), condition_of(found)
    context = {
        "device": found,
        "drawing": f"ui/drawings/{found.device_class.shape}.html",
        "media": found.media.select_related("lies_at"),
        "accessories": found.accessories.all(),
        "history": history,
        "waiting": waiting_of(waits, request.user, refused),
        "installation": installation,
        "mine": installation is not None and installation.installed_by == me,
        "repaired_myself": condition.last_repair is not None and condition.last_repair.repaired_by == me,
        "condition": condition,
        "verdicts": judged(found, condition),
        "on_the_bench": in_workshop and found.state in ON_THE_BENCH,
        "flagging": Flagging.of(request.user, found, "refurbishment"),
        "donation": _may_be_asked(request, found),
        "scan_form": ScanForm(),
        "in_workshop": in_workshop,
        "before_gate": found.state in (Position.RECEIVED, Position.QUARANTINE),
        "may_settle": request.user.may_at(Can.SETTLE_STORAGE, found.place.organisation),
        "may_approve": request.user.may_at(Can.APPROVE_EXCEPTIONS, found.place.organisation),
        "may_check": request.user.may_at(Can.CHECK_QUALITY, found.place.organisation),
        "may_dispose": in_workshop
        and DEVICE_FLOW.allows(found, "dispose")
        and request.user.may_at(Can.DISPOSE, found.place.organisation),
        "log_form": LogForm(device=found),
        "install_form": InstallForm(initial=last_install(me)),
        "quality_form": QualityForm(device=found, initial=tried_good(condition)),
        "task_cards": waiting,
        "task_form": LayOutForm(position=found.state, besides={card.kind for card in waiting}) if in_workshop else None,
        "handwork_now": handwork_now(found, history),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "refurbishment/device.html", context | refused, status=422 if refused else 200)


def _rides(device: Device) -> bool:
    return Commitment.objects.open().filter(device=device, kind=Commitment.Kind.TRANSPORT).exists()


def _may_be_asked(request: StaffRequest, device: Device) -> Donation | None:
    """The donation whose donor can be asked to release the device, for who may ask (policy D-22)."""
    given = donations.of_device(device)
    return given if given and request.user.may_at(Can.REGISTER_DONATIONS, given.place.organisation) else None
