"""The list of devices, intake, and one device with its label and its reports."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.files.uploads import read_upload
from digibank.inventory import actions
from digibank.inventory.forms import LARGEST_REPORT, DeviceForm, FilterForm, IntakeForm, device_initial
from digibank.inventory.labels import labels_pdf
from digibank.inventory.models import Device, HardwareReport
from digibank.inventory.views.page import address_of, device_page, the_device
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_DEVICES)
def devices(request: StaffRequest) -> HttpResponse:
    """Devices one may see, newest first, by word, class, place and position, and how many there are."""
    form = FilterForm(request.GET or None, organisations=request.user.reach[Can.SEE_DEVICES])
    seen = visible_to(Device.objects.select_related("device_class", "place"), request.user, Can.SEE_DEVICES)
    shown = form.apply(seen)
    context = {
        "filter": form,
        "page": page_of(shown, request),
        "count": shown.count(),
        "may_register": request.user.may(Can.REGISTER_DEVICES),
        "may_add_classes": request.user.may(Can.MANAGE_ORGANISATIONS),
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

    answer = act(request, form, register, address_of)
    return answer or render(request, "inventory/intake.html", {"form": form}, status=status_of(form))


@require_safe
@needs(Can.SEE_DEVICES)
def device(request: StaffRequest, pk: int) -> HttpResponse:
    """One device: where it is, what is inside, what belongs with it, what it said about itself."""
    return device_page(request, the_device(request, pk))


@needs(Can.REGISTER_DEVICES)
def edit_device(request: StaffRequest, pk: int) -> HttpResponse:
    """Correct what was typed about a device."""
    found = the_device(request, pk, Can.REGISTER_DEVICES)
    form = DeviceForm(request.POST or None, initial=device_initial(found))
    answer = act(request, form, lambda typed: actions.edit_device(found, by=request.user.actor, **typed), address_of)
    return answer or render(
        request, "inventory/edit_device.html", {"form": form, "device": found}, status=status_of(form)
    )


@require_safe
@needs(Can.SEE_DEVICES)
def label(request: StaffRequest, pk: int) -> HttpResponse:
    """The label, to print."""
    found = the_device(request, pk)
    return HttpResponse(
        labels_pdf([found]),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private, no-store"},
    )


@require_safe
@needs(Can.SEE_DEVICES)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """A report as it came."""
    found = get_permitted(HardwareReport.objects.select_related("document"), request, Can.SEE_DEVICES, pk=pk)
    return document_response(found.document)
