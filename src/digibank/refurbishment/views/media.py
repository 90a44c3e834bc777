"""One storage medium in the workshop, inside its device or by itself, and the list of those that lie loose."""

import inspect
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.files.uploads import read_upload
from digibank.inventory.flows import MediumState
from digibank.inventory.models import MEDIUM_NUMBERS, StorageMedium
from digibank.refurbishment import actions
from digibank.refurbishment.bench import read_sample
from digibank.refurbishment.evidence.nwipe import LARGEST_LOG
from digibank.refurbishment.evidence.techniques import TABLE, Technique
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.forms import DestructionForm, ProofForm, ResetForm
from digibank.refurbishment.queries import of_medium
from digibank.refurbishment.views.waiting import waiting_of


@require_safe
@needs(Can.PREPARE_DEVICES)
def loose(request: StaffRequest) -> HttpResponse:
    """The loose drives that are not settled. A scan of the sticker opens one, settled or not."""
    word = request.GET.get("q", "").strip()
    reach = request.user.reach[Can.PREPARE_DEVICES]
    here = StorageMedium.objects.loose().filter(lies_at__organisation__in=reach)
    number = MEDIUM_NUMBERS.key(word)
    if number is not None and here.filter(pk=number).exists():
        return redirect("refurbishment:medium", pk=number)
    media = here.to_erase().select_related("device__device_class", "lies_at").order_by("taken_out_at", "pk")
    return render(request, "refurbishment/loose.html", {"media": media, "word": word})


@require_safe
@needs(Can.PREPARE_DEVICES)
def medium(request: StaffRequest, pk: int) -> HttpResponse:
    """One medium: what may be done with it, and what was done."""
    return medium_page(request, medium_of(request, pk))


@require_POST
@needs(Can.SETTLE_STORAGE)
def add_proof(request: StaffRequest, pk: int) -> HttpResponse:
    """Add what a tool wrote about its erasure."""
    found = medium_of(request, pk, Can.SETTLE_STORAGE)
    form = ProofForm(request.POST, request.FILES, medium=found)

    def add(typed: Typed) -> StorageMedium:
        log = read_upload(typed["log"], limit_bytes=LARGEST_LOG, field="log")
        sample = typed["sample"] and read_upload(typed["sample"], limit_bytes=LARGEST_LOG, field="sample")
        actions.add_log(
            found.device,
            log=log,
            medium=found,
            technique=typed["technique"],
            sample=sample or b"",
            by=request.user.actor,
        )
        return found

    return act(request, form, add, page_of_medium) or medium_page(request, found, proof_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def write_down_reset(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that its device was put back as it came from the factory."""
    found = medium_of(request, pk, Can.SETTLE_STORAGE)
    form = ResetForm(request.POST)

    def reset(typed: Typed) -> StorageMedium:
        return actions.write_down_reset(found, system=typed["system"], by=request.user.actor).medium

    return act(request, form, reset, page_of_medium) or medium_page(request, found, reset_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def write_down_destruction(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that it was destroyed."""
    found = medium_of(request, pk, Can.SETTLE_STORAGE)
    form = DestructionForm(request.POST, request.FILES)

    def destroyed(typed: Typed) -> StorageMedium:
        file = typed.pop("certificate")
        certificate = read_upload(file, limit_bytes=LARGEST_LOG, field="certificate") if file else b""
        return actions.write_down_destruction(found, certificate=certificate, by=request.user.actor, **typed).medium

    return act(request, form, destroyed, page_of_medium) or medium_page(request, found, destruction_form=form)


@require_safe
@needs(Can.PREPARE_DEVICES)
def script(request: StaffRequest) -> HttpResponse:
    """The script that reads a sample back, to take along on a stick."""
    return HttpResponse(
        inspect.getsource(read_sample),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="read_sample.py"'},
    )


def medium_of(request: StaffRequest, pk: int, can: Can = Can.PREPARE_DEVICES) -> StorageMedium:
    """The medium, when this colleague may see it with this right; else 404."""
    rows = StorageMedium.objects.select_related("device__device_class", "device__place__organisation", "lies_at")
    return get_permitted(rows, request, can, pk=pk)


def page_of_medium(shown: StorageMedium) -> str:
    """Where the page of a medium is."""
    return resolve_url("refurbishment:medium", pk=shown.pk)


def medium_page(request: StaffRequest, found: StorageMedium, **refused: Any) -> HttpResponse:
    """The page of a medium; a form that was refused stands in its place with what was chosen."""
    found.refresh_from_db()
    erasures = of_medium(found)
    waits = [erasure for erasure in erasures if erasure.state == ErasureState.WAITING]
    at = found.device.place.organisation
    context = {
        "medium": found,
        "device": found.device,
        "erasures": erasures,
        "waiting": waiting_of(waits, request.user, refused),
        "is_open": found.state == MediumState.TO_ERASE,
        "may_be_destroyed": found.state in (MediumState.TO_ERASE, MediumState.ERASED),
        "may_be_reset": not found.is_loose and found.kind in TABLE[Technique.FACTORY_RESET].levels,
        "may_settle": request.user.may_at(Can.SETTLE_STORAGE, at),
        "may_approve": request.user.may_at(Can.APPROVE_EXCEPTIONS, at),
        "proof_form": ProofForm(medium=found),
        "reset_form": ResetForm(),
        "destruction_form": DestructionForm(),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "refurbishment/medium.html", context | refused, status=422 if refused else 200)
