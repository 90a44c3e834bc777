"""Pages of the workshop: the board, and one card for each device that says what to do now."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.files.uploads import read_upload
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import MEDIUM_NUMBERS, Commitment, Device
from digibank.organisations.models import Place
from digibank.refurbishment import actions
from digibank.refurbishment.attestations import attestation_pdf
from digibank.refurbishment.evidence.nwipe import LARGEST_LOG
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.forms import InstallForm, LogForm, QualityForm, SeenForm
from digibank.refurbishment.models import Attestation, Erasure
from digibank.refurbishment.queries import columns_at, last_installation, of_device

ICONS = {
    Position.RECEIVED: "disk-check",
    Position.QUARANTINE: "undo",
    Position.ERASED: "download",
    Position.INSTALLED: "eye",
    Position.STOCK: "check",
}
MOST_FOUND = 10


@require_safe
@needs(Can.PREPARE_DEVICES)
def board(request: StaffRequest) -> HttpResponse:
    """The devices at one's depots by what is to be done. A scan opens the card of a device."""
    word = request.GET.get("q", "").strip()
    found = _matching(request, word) if word else []
    if len(found) == 1:
        return redirect("refurbishment:device", pk=found[0].pk)
    reach = request.user.reach[Can.PREPARE_DEVICES]
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach)
    titles = {
        Position.RECEIVED: _("To erase"),
        Position.QUARANTINE: _("Back from a loan"),
        Position.ERASED: _("To install"),
        Position.INSTALLED: _("To check"),
        Position.STOCK: _("Ready in stock"),
    }
    columns = [
        {"column": column, "title": titles[Position(column.position)], "icon": ICONS[Position(column.position)]}
        for column in columns_at(depots)
    ]
    return render(request, "refurbishment/board.html", {"word": word, "found": found, "columns": columns})


@require_safe
@needs(Can.PREPARE_DEVICES)
def device(request: StaffRequest, pk: int) -> HttpResponse:
    """One device: what to do now, and what was done."""
    return _device_page(request, _device(request, pk))


@require_POST
@needs(Can.SETTLE_STORAGE)
def add_log(request: StaffRequest, pk: int) -> HttpResponse:
    """Add the log of an erasure."""
    found = _device(request, pk, Can.SETTLE_STORAGE)
    form = LogForm(request.POST, request.FILES, device=found)

    def add(typed: Typed) -> Device:
        content = read_upload(typed["log"], limit_bytes=LARGEST_LOG, field="log")
        actions.add_log(found, log=content, medium=typed.get("medium"), by=request.user.actor)
        return found

    return act(request, form, add, _page) or _device_page(request, found, log_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def state_seen(request: StaffRequest, pk: int) -> HttpResponse:
    """State as a second person what the log does not show."""
    found = _erasure(request, pk)
    form = SeenForm(request.POST, erasure=found)

    def state(typed: Typed) -> Device:
        return actions.state_seen(found, signs=typed["signs"], by=request.user.actor).device

    return act(request, form, state, _page) or _device_page(request, _device(request, found.device.pk), seen_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a log that waits does not count."""
    found = _erasure(request, pk)
    form = ActForm(request.POST)

    def take_back(_typed: Typed) -> Device:
        return actions.withdraw(found, by=request.user.actor).device

    return act(request, form, take_back, _page) or _device_page(request, _device(request, found.device.pk), plain=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def pass_gate(request: StaffRequest, pk: int) -> HttpResponse:
    """Nothing is left to erase: go on."""
    found = _device(request, pk, Can.SETTLE_STORAGE)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: inventory.pass_gate(found, by=request.user.actor), _page)
    return answer or _device_page(request, found, plain=form)


@require_POST
@needs(Can.PREPARE_DEVICES)
def install(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which system stands on it."""
    found = _device(request, pk)
    form = InstallForm(request.POST)

    def installed(typed: Typed) -> Device:
        return actions.install(found, by=request.user.actor, **typed).device

    return act(request, form, installed, _page) or _device_page(request, found, install_form=form)


@require_POST
@needs(Can.CHECK_QUALITY)
def check_quality(request: StaffRequest, pk: int) -> HttpResponse:
    """Check what a colleague made ready."""
    found = _device(request, pk, Can.CHECK_QUALITY)
    form = QualityForm(request.POST, device=found)

    def checked(typed: Typed) -> Device:
        return actions.check_quality(found, by=request.user.actor, **typed).device

    return act(request, form, checked, _page) or _device_page(request, found, quality_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def attest(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the attestation and show it."""
    found = _erasure(request, pk)
    form = ActForm(request.POST)
    # Printing takes a moment, so it comes before the transaction.
    paper = attestation_pdf(found) if found.state == ErasureState.ACCEPTED else b""

    def keep(_typed: Typed) -> Attestation:
        return actions.keep_attestation(found, paper=paper, by=request.user.actor)

    def shown(kept: Attestation) -> str:
        return resolve_url("refurbishment:attestation", pk=kept.erasure_id)

    return act(request, form, keep, shown) or _device_page(request, _device(request, found.device.pk), plain=form)


@require_safe
@needs(Can.SEE_DEVICES)
def attestation(request: StaffRequest, pk: int) -> HttpResponse:
    """The attestation as it was made."""
    rows = Attestation.objects.select_related("document")
    return document_response(get_permitted(rows, request, Can.SEE_DEVICES, erasure=pk).document)


@require_safe
@needs(Can.PREPARE_DEVICES)
def log(request: StaffRequest, pk: int) -> HttpResponse:
    """A log as it came."""
    return document_response(_erasure(request, pk, Can.PREPARE_DEVICES).log)


def _device(request: StaffRequest, pk: int, can: Can = Can.PREPARE_DEVICES) -> Device:
    rows = Device.objects.select_related("device_class", "place__organisation", "owner")
    return get_permitted(rows, request, can, pk=pk)


def _erasure(request: StaffRequest, pk: int, can: Can = Can.SETTLE_STORAGE) -> Erasure:
    rows = Erasure.objects.select_related("medium__device__place__organisation", "erased_by__user", "log")
    return get_permitted(rows, request, can, pk=pk)


def _matching(request: StaffRequest, word: str) -> list[Device]:
    """The devices that fit what was scanned or typed; the sticker on a disk leads to its device."""
    disk = MEDIUM_NUMBERS.key(word)
    fitting = Device.objects.matching(word.replace("\0", "")) if disk is None else Device.objects.filter(media=disk)
    shown = visible_to(fitting.select_related("device_class", "place"), request.user, Can.PREPARE_DEVICES)
    return list(shown[:MOST_FOUND])


def _page(shown: Device) -> str:
    return resolve_url("refurbishment:device", pk=shown.pk)


def _device_page(request: StaffRequest, found: Device, **refused: Any) -> HttpResponse:
    """The card of a device; a form that was refused stands in its place with what was chosen."""
    found.refresh_from_db()
    history, me = of_device(found), request.user.actor
    in_workshop = found.place.kind == Place.Kind.DEPOT and not _rides(found)
    refused_seen = refused.pop("seen_form", None)
    waiting = [
        {"erasure": erasure, "mine": erasure.erased_by == me, "form": _seen_form(erasure, refused_seen)}
        for erasure in history.erasures
        if erasure.state == ErasureState.WAITING and erasure.medium.state == MediumState.TO_ERASE
    ]
    installation = last_installation(found)
    context = {
        "device": found,
        "drawing": f"ui/drawings/{found.device_class.shape}.html",
        "media": found.media.all(),
        "accessories": found.accessories.all(),
        "history": history,
        "waiting": waiting,
        "installation": installation,
        "mine": installation is not None and installation.installed_by == me,
        "in_workshop": in_workshop,
        "before_gate": found.state in (Position.RECEIVED, Position.QUARANTINE),
        "may_settle": request.user.may_at(Can.SETTLE_STORAGE, found.place.organisation),
        "may_check": request.user.may_at(Can.CHECK_QUALITY, found.place.organisation),
        "log_form": LogForm(device=found),
        "install_form": InstallForm(),
        "quality_form": QualityForm(device=found),
        "plain": ActForm(),
        "wrong": refused_seen is not None or bool(refused),
    }
    status = 422 if refused or refused_seen is not None else 200
    return render(request, "refurbishment/device.html", context | refused, status=status)


def _seen_form(erasure: Erasure, refused: SeenForm | None) -> SeenForm:
    return refused if refused is not None and refused.erasure == erasure else SeenForm(erasure=erasure)


def _rides(device: Device) -> bool:
    return Commitment.objects.open().filter(device=device, kind=Commitment.Kind.TRANSPORT).exists()
