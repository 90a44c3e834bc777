"""Pages of devices: the list, intake, one device, its storage and its label."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.files.uploads import read_upload
from digibank.inventory import actions
from digibank.inventory.forms import (
    BecauseForm,
    DeviceForm,
    FilterForm,
    IntakeForm,
    MediumForm,
    ReportForm,
    device_initial,
)
from digibank.inventory.hardware import Reason, Remark, sentence
from digibank.inventory.labels import labels_pdf
from digibank.inventory.models import Device, HardwareReport, StorageMedium
from digibank.ui.paging import page_of

LARGEST_REPORT = 5 * 1024 * 1024
# Two forms on the page of a device have fields of the same name.
MEDIUM_IDS, NONE_IDS = "medium_%s", "none_%s"


@require_safe
@needs(Can.SEE_DEVICES)
def devices(request: StaffRequest) -> HttpResponse:
    """Devices one may see, newest first, by word and position."""
    form = FilterForm(request.GET or None)
    shown = visible_to(Device.objects.select_related("device_class", "place"), request.user, Can.SEE_DEVICES)
    context = {
        "filter": form,
        "page": page_of(form.apply(shown), request),
        "may_register": request.user.may(Can.REGISTER_DEVICES),
    }
    return render(request, "inventory/devices.html", context)


@needs(Can.REGISTER_DEVICES)
def intake(request: StaffRequest) -> HttpResponse:
    """Register a device that came in, with its report when there is one."""
    form = IntakeForm(
        request.POST or None, request.FILES or None, organisations=request.user.reach[Can.REGISTER_DEVICES]
    )

    def register(typed: Typed) -> Device:
        report = typed.pop("report")
        device = actions.register(typed.pop("device_class"), by=request.user.actor, **typed)
        if report:
            content = read_upload(report, limit_bytes=LARGEST_REPORT, field="report")
            actions.read_in(device, report=content, by=request.user.actor)
        return device

    answer = act(request, form, register, _page)
    return answer or render(request, "inventory/intake.html", {"form": form}, status=status_of(form))


@require_safe
@needs(Can.SEE_DEVICES)
def device(request: StaffRequest, pk: int) -> HttpResponse:
    """One device: where it is, what is inside, what belongs with it, what it said about itself."""
    return _device_page(request, _device(request, pk))


@needs(Can.REGISTER_DEVICES)
def edit_device(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what was typed about a device."""
    found = _device(request, pk, Can.REGISTER_DEVICES)
    form = DeviceForm(request.POST or None, initial=device_initial(found))
    answer = act(request, form, lambda typed: actions.edit_device(found, by=request.user.actor, **typed), _page)
    return answer or render(
        request, "inventory/edit_device.html", {"form": form, "device": found}, status=status_of(form)
    )


@require_safe
@needs(Can.SEE_DEVICES)
def label(request: StaffRequest, pk: int) -> HttpResponse:
    """The label, to print."""
    found = _device(request, pk)
    return HttpResponse(
        labels_pdf([found]),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private"},
    )


@require_POST
@needs(Can.SETTLE_STORAGE)
def read_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Read a report of the machine, a disk or the battery."""
    found = _device(request, pk, Can.SETTLE_STORAGE)
    form = ReportForm(request.POST, request.FILES)

    def read(typed: Typed) -> Device:
        content = read_upload(typed["report"], limit_bytes=LARGEST_REPORT, field="report")
        return actions.read_in(found, report=content, by=request.user.actor).device

    return act(request, form, read, _page) or _device_page(request, found, report_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def add_medium(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a storage medium that a person saw."""
    found = _device(request, pk, Can.SETTLE_STORAGE)
    form = MediumForm(request.POST, auto_id=MEDIUM_IDS)

    def add(typed: Typed) -> Device:
        return actions.add_medium(found, by=request.user.actor, **typed).device

    return act(request, form, add, _page) or _device_page(request, found, medium_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def state_no_storage(request: StaffRequest, pk: int) -> HttpResponse:
    """State that no storage is inside."""
    found = _device(request, pk, Can.SETTLE_STORAGE)
    form = BecauseForm(request.POST, auto_id=NONE_IDS)
    answer = act(request, form, lambda typed: actions.state_no_storage(found, by=request.user.actor, **typed), _page)
    return answer or _device_page(request, found, none_form=form)


@needs(Can.SETTLE_STORAGE)
def state_absent(request: StaffRequest, pk: int) -> HttpResponse:
    """State that a medium is not in the device."""
    medium = get_permitted(_media(), request, Can.SETTLE_STORAGE, pk=pk)
    form = BecauseForm(request.POST or None)

    def absent(typed: Typed) -> Device:
        return actions.state_absent(medium, by=request.user.actor, **typed).device

    context = {"form": form, "medium": medium, "device": medium.device}
    return act(request, form, absent, _page) or render(
        request, "inventory/state_absent.html", context, status=status_of(form)
    )


@needs(Can.SETTLE_STORAGE)
def destroy(request: StaffRequest, pk: int) -> HttpResponse:
    """State that a medium was destroyed."""
    medium = get_permitted(_media(), request, Can.SETTLE_STORAGE, pk=pk)
    form = BecauseForm(request.POST or None)

    def destroyed(typed: Typed) -> Device:
        return actions.destroy(medium, by=request.user.actor, **typed).device

    context = {"form": form, "medium": medium, "device": medium.device}
    return act(request, form, destroyed, _page) or render(
        request, "inventory/destroy.html", context, status=status_of(form)
    )


@require_safe
@needs(Can.SEE_DEVICES)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """A report as it came."""
    found = get_permitted(HardwareReport.objects.select_related("document"), request, Can.SEE_DEVICES, pk=pk)
    return document_response(found.document)


def _device(request: StaffRequest, pk: int, can: Can = Can.SEE_DEVICES) -> Device:
    rows = Device.objects.select_related("device_class", "place__organisation", "owner")
    return get_permitted(rows, request, can, pk=pk)


def _media() -> Any:
    return StorageMedium.objects.select_related("device__device_class")


def _page(found: Device) -> str:
    return resolve_url("inventory:device", pk=found.pk)


def _device_page(request: StaffRequest, found: Device, **refused: ActForm) -> HttpResponse:
    """The page of a device; a form that was refused stands in its place with what was chosen."""
    codes: dict[str, Remark | Reason] = {code.value: code for code in [*Remark, *Reason]}
    reports = [
        {"report": kept, "remarks": [sentence(codes[code]) for code in kept.remarks if code in codes]}
        for kept in found.reports.all()
    ]
    context = {
        "device": found,
        "media": found.media.all(),
        "accessories": found.accessories.all(),
        "reports": reports,
        "may_settle": request.user.may_at(Can.SETTLE_STORAGE, found.place.organisation),
        "may_register": request.user.may_at(Can.REGISTER_DEVICES, found.place.organisation),
        "report_form": ReportForm(),
        "medium_form": MediumForm(auto_id=MEDIUM_IDS),
        "none_form": BecauseForm(auto_id=NONE_IDS),
    }
    return render(request, "inventory/device.html", context | refused, status=422 if refused else 200)
