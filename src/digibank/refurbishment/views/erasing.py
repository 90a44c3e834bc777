"""The data are erased: logs, statements of a second person, the gate, and the attestation."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.files.models import Document
from digibank.files.uploads import read_upload
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.attestations import attestation_pdf
from digibank.refurbishment.evidence.nwipe import LARGEST_LOG
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.forms import ExemptionForm, LogForm, SeenForm
from digibank.refurbishment.models import Attestation, Erasure
from digibank.refurbishment.views.card import device_of, device_page, page_of
from digibank.refurbishment.views.media import medium_of, medium_page, page_of_medium


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

    def state(typed: Typed) -> Erasure:
        return actions.state_seen(found, signs=typed["signs"], by=request.user.actor)

    return act(request, form, state, _page_with) or _shown_with(request, found, seen_form=form)


@require_POST
@needs(Can.APPROVE_EXCEPTIONS)
def exempt(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve that less than the required level is enough here, and say why."""
    found = _erasure(request, pk, Can.APPROVE_EXCEPTIONS)
    form = ExemptionForm(request.POST, erasure=found)

    def approve(typed: Typed) -> Erasure:
        return actions.exempt(found, reason=typed["reason"], by=request.user.actor)

    return act(request, form, approve, _page_with) or _shown_with(request, found, exemption_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a log that waits does not count."""
    found = _erasure(request, pk)
    form = ActForm(request.POST)

    def take_back(_typed: Typed) -> Erasure:
        return actions.withdraw(found, by=request.user.actor)

    return act(request, form, take_back, _page_with) or _shown_with(request, found, plain=form)


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

    return act(request, form, keep, shown) or _shown_with(request, found, plain=form)


@require_safe
@needs(Can.SEE_DEVICES)
def attestation(request: StaffRequest, pk: int) -> HttpResponse:
    """The attestation as it was made."""
    rows = Attestation.objects.select_related("document")
    return document_response(get_permitted(rows, request, Can.SEE_DEVICES, erasure=pk).document)


@require_safe
@needs(Can.PREPARE_DEVICES)
def log(request: StaffRequest, pk: int) -> HttpResponse:
    """A log as it came, or the certificate of a firm."""
    return _document(_erasure(request, pk, Can.PREPARE_DEVICES).log)


@require_safe
@needs(Can.PREPARE_DEVICES)
def sample(request: StaffRequest, pk: int) -> HttpResponse:
    """The sample that was read back, as it came."""
    return _document(_erasure(request, pk, Can.PREPARE_DEVICES).sample)


def _document(document: Document | None) -> HttpResponse:
    if document is None:
        raise Http404
    return document_response(document)


def _page_with(erasure: Erasure) -> str:
    """What happens to a medium inside is shown with its device, to a loose one by itself."""
    return page_of_medium(erasure.medium) if erasure.medium.is_loose else page_of(erasure.device)


def _shown_with(request: StaffRequest, erasure: Erasure, **refused: Any) -> HttpResponse:
    if erasure.medium.is_loose:
        return medium_page(request, medium_of(request, erasure.medium.pk), **refused)
    return device_page(request, device_of(request, erasure.device.pk), **refused)


def _erasure(request: StaffRequest, pk: int, can: Can = Can.SETTLE_STORAGE) -> Erasure:
    rows = Erasure.objects.select_related(
        "medium__device__place__organisation", "erased_by__user", "log", "sample", "exemption__approved_by__user"
    )
    return get_permitted(rows, request, can, pk=pk)
