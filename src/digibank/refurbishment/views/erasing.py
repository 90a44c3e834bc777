"""The data are erased: logs, statements of a second person, the gate, and the attestation."""

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.files.uploads import read_upload
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.attestations import attestation_pdf
from digibank.refurbishment.evidence.nwipe import LARGEST_LOG
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.forms import LogForm, SeenForm
from digibank.refurbishment.models import Attestation, Erasure
from digibank.refurbishment.views.card import device_of, device_page, page_of


@require_POST
@needs(Can.SETTLE_STORAGE)
def add_log(request: StaffRequest, pk: int) -> HttpResponse:
    """Add the log of an erasure."""
    found = device_of(request, pk, Can.SETTLE_STORAGE)
    form = LogForm(request.POST, request.FILES, device=found)

    def add(typed: Typed) -> Device:
        content = read_upload(typed["log"], limit_bytes=LARGEST_LOG, field="log")
        actions.add_log(found, log=content, medium=typed.get("medium"), by=request.user.actor)
        return found

    return act(request, form, add, page_of) or device_page(request, found, log_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def state_seen(request: StaffRequest, pk: int) -> HttpResponse:
    """State as a second person what the log does not show."""
    found = _erasure(request, pk)
    form = SeenForm(request.POST, erasure=found)

    def state(typed: Typed) -> Device:
        return actions.state_seen(found, signs=typed["signs"], by=request.user.actor).device

    return act(request, form, state, page_of) or device_page(
        request, device_of(request, found.device.pk), seen_form=form
    )


@require_POST
@needs(Can.SETTLE_STORAGE)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a log that waits does not count."""
    found = _erasure(request, pk)
    form = ActForm(request.POST)

    def take_back(_typed: Typed) -> Device:
        return actions.withdraw(found, by=request.user.actor).device

    return act(request, form, take_back, page_of) or device_page(
        request, device_of(request, found.device.pk), plain=form
    )


@require_POST
@needs(Can.SETTLE_STORAGE)
def pass_gate(request: StaffRequest, pk: int) -> HttpResponse:
    """Nothing is left to erase: go on."""
    found = device_of(request, pk, Can.SETTLE_STORAGE)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: inventory.pass_gate(found, by=request.user.actor), page_of)
    return answer or device_page(request, found, plain=form)


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

    return act(request, form, keep, shown) or device_page(request, device_of(request, found.device.pk), plain=form)


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


def _erasure(request: StaffRequest, pk: int, can: Can = Can.SETTLE_STORAGE) -> Erasure:
    rows = Erasure.objects.select_related("medium__device__place__organisation", "erased_by__user", "log")
    return get_permitted(rows, request, can, pk=pk)
