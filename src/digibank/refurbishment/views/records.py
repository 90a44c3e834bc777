"""The reuse record of a device: on the page, on paper, for machines, and copies that stay as they were."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, act
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.models import FrozenRecord, Reuse
from digibank.refurbishment.reuse.composing import record_of
from digibank.refurbishment.reuse.papers import facts_of, record_pdf
from digibank.refurbishment.reuse.schema import as_json, from_json
from digibank.refurbishment.views.card import device_of
from digibank.refurbishment.waste_forms import KilometresForm


@require_safe
@needs(Can.SEE_DEVICES)
def record(request: StaffRequest, pk: int) -> HttpResponse:
    """The record as it is now."""
    return record_page(request, device_of(request, pk, Can.SEE_DEVICES))


@require_safe
@needs(Can.SEE_DEVICES)
def record_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The record as it is now, on paper."""
    found = device_of(request, pk, Can.SEE_DEVICES)
    return _pdf(record_pdf(record_of(found)), found.number)


@require_safe
@needs(Can.SEE_DEVICES)
def record_json(request: StaffRequest, pk: int) -> HttpResponse:
    """The record as it is now, for machines."""
    found = device_of(request, pk, Can.SEE_DEVICES)
    name = f"reuse-record-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(as_json(record_of(found)), content_type="application/json", headers=headers)


@require_POST
@needs(Can.PREPARE_DEVICES)
def freeze_record(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a copy of the record as it is now."""
    found = device_of(request, pk)
    form = ActForm(request.POST)

    def page(_kept: FrozenRecord) -> str:
        return resolve_url("refurbishment:record", pk=found.pk)

    answer = act(request, form, lambda _typed: actions.freeze_record(found, by=request.user.actor), page)
    return answer or record_page(request, found, plain=form)


@require_safe
@needs(Can.SEE_DEVICES)
def frozen_record(request: StaffRequest, pk: int) -> HttpResponse:
    """A copy as it was kept."""
    return document_response(_frozen(request, pk).document)


@require_safe
@needs(Can.SEE_DEVICES)
def frozen_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """A copy on paper: printed from what was kept, not from what is known today."""
    kept = _frozen(request, pk)
    return _pdf(record_pdf(from_json(kept.document.content())), kept.device.number)


def _frozen(request: StaffRequest, pk: int) -> FrozenRecord:
    rows = FrozenRecord.objects.select_related("document", "device")
    return get_permitted(rows, request, Can.SEE_DEVICES, pk=pk)


def record_page(request: StaffRequest, found: Device, **refused: ActForm) -> HttpResponse:
    """The page of a record; a form that was refused stands in its place with what was chosen."""
    made = record_of(found)
    context = {
        "device": found,
        "record": made,
        "facts": facts_of(made),
        "copies": found.frozen_records.all(),
        "may_freeze": request.user.may_at(Can.PREPARE_DEVICES, found.place.organisation),
        "may_note": not Reuse.objects.filter(device=found).exists(),
        "kilometres_form": KilometresForm(),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "refurbishment/record.html", context | refused, status=422 if refused else 200)


def _pdf(paper: bytes, number: str) -> HttpResponse:
    name = f"reuse-record-{number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
