"""Reports that came in by stick: the list, one report, and the device it is about."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken
from digibank.files.answers import document_response
from digibank.inventory.hardware import IntakeRun, MachineKind, read_intake, sentence
from digibank.inventory.models import DEVICE_NUMBERS, Device, DeviceClass
from digibank.refurbishment import actions
from digibank.refurbishment.flows import IntakeState
from digibank.refurbishment.forms import AsideForm, LabelForm, NewDeviceForm
from digibank.refurbishment.models import IntakeReport
from digibank.refurbishment.queries import donations_coming_in, suggestions
from digibank.refurbishment.views.card import page_of as card_of
from digibank.ui.paging import page_of

# Forms on the page of a report have fields of the same name.
NEW_IDS = "new_%s"
SHAPES = {
    MachineKind.LAPTOP: DeviceClass.Shape.LAPTOP,
    MachineKind.DESKTOP: DeviceClass.Shape.DESKTOP,
    MachineKind.ALL_IN_ONE: DeviceClass.Shape.DESKTOP,
    MachineKind.TABLET: DeviceClass.Shape.TABLET,
}


@require_safe
@needs(Can.PREPARE_DEVICES)
def reports(request: StaffRequest) -> HttpResponse:
    """The reports that wait for their device; or those that were taken over, or set aside."""
    shown = request.GET.get("welke", "")
    state = shown if shown in IntakeState.values else IntakeState.WAITING
    rows = IntakeReport.objects.select_related("station__place", "device").filter(state=state)
    page = page_of(visible_to(rows, request.user, Can.PREPARE_DEVICES), request)
    fitting = suggestions(page.rows) if state == IntakeState.WAITING else {}
    context = {
        "page": page,
        "rows": [{"report": row, "suggestion": fitting.get(row.pk)} for row in page.rows],
        "state": state,
        "states": IntakeState.choices,
    }
    return render(request, "refurbishment/intake_reports.html", context)


@require_safe
@needs(Can.PREPARE_DEVICES)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """One report: what the machine said, and which device it is."""
    return _report_page(request, _report(request, pk))


@require_safe
@needs(Can.PREPARE_DEVICES)
def report_file(request: StaffRequest, pk: int) -> HttpResponse:
    """A report as it came."""
    return document_response(_report(request, pk).document)


@require_POST
@needs(Can.SETTLE_STORAGE)
def bind(request: StaffRequest, pk: int) -> HttpResponse:
    """This report is about the device with this label: take over what it says."""
    found = _report(request, pk, Can.SETTLE_STORAGE)
    form = LabelForm(request.POST)
    content = found.document.content()  # A store may be slow, so it is asked before the transaction.

    def take_over(typed: Typed) -> Device:
        device = _labelled(request, typed["device"])
        return _device_of(actions.bind(found, device=device, content=content, by=request.user.actor))

    return act(request, form, take_over, card_of) or _report_page(request, found, label_form=form)


@require_POST
@needs(Can.REGISTER_DEVICES)
def register(request: StaffRequest, pk: int) -> HttpResponse:
    """The machine has no number yet: register it from this report."""
    found = _report(request, pk, Can.REGISTER_DEVICES)
    form = NewDeviceForm(request.POST, donations=_donations(request, found), auto_id=NEW_IDS)
    content = found.document.content()

    def add(typed: Typed) -> Device:
        return _device_of(actions.register_from(found, content=content, by=request.user.actor, **typed))

    return act(request, form, add, card_of) or _report_page(request, found, new_form=form)


@require_POST
@needs(Can.SETTLE_STORAGE)
def release(request: StaffRequest, pk: int) -> HttpResponse:
    """It was the wrong device: take back what was taken over."""
    found = _report(request, pk, Can.SETTLE_STORAGE)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.release(found, by=request.user.actor), _page)
    if answer:
        messages.success(request, _("Taken back. The report waits for its device again."))
    return answer or _report_page(request, found, plain=form)


@require_POST
@needs(Can.PREPARE_DEVICES)
def set_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """No device waits for this report."""
    found = _report(request, pk)
    form = AsideForm(request.POST)

    def put(typed: Typed) -> str:
        actions.set_aside(found, because=typed["because"], by=request.user.actor)
        return "refurbishment:intake_reports"

    return act(request, form, put, lambda page: page) or _report_page(request, found, aside_form=form)


@require_POST
@needs(Can.PREPARE_DEVICES)
def wait_again(request: StaffRequest, pk: int) -> HttpResponse:
    """A report that was set aside has a device after all."""
    found = _report(request, pk)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.wait_again(found, by=request.user.actor), _page)
    return answer or _report_page(request, found, plain=form)


def _report(request: StaffRequest, pk: int, can: Can = Can.PREPARE_DEVICES) -> IntakeReport:
    rows = IntakeReport.objects.select_related("station__place__organisation", "device", "document", "settled_by__user")
    return get_permitted(rows, request, can, pk=pk)


def _labelled(request: StaffRequest, label: str) -> Device:
    """The device with this label, when this colleague may settle its storage."""
    key = DEVICE_NUMBERS.key(label)
    rows = visible_to(Device.objects.all(), request.user, Can.SETTLE_STORAGE)
    device = rows.filter(pk=key).first() if key else None
    if device is None:
        sentence = _("No device of your workshop has this label. Scan again, or type the number on it.")
        raise RuleBroken(sentence, field="device")
    return device


def _device_of(bound: IntakeReport) -> Device:
    assert bound.device is not None
    return bound.device


def _donations(request: StaffRequest, found: IntakeReport) -> Any:
    return visible_to(donations_coming_in(found.station.place), request.user, Can.REGISTER_DONATIONS)


def _page(found: IntakeReport) -> str:
    return resolve_url("refurbishment:intake_report", pk=found.pk)


def _report_page(request: StaffRequest, found: IntakeReport, **refused: Any) -> HttpResponse:
    """The page of a report; a form that was refused stands in its place with what was typed."""
    found.refresh_from_db(fields=["state", "device", "because"])
    run = read_intake(found.document.content())
    machine = run.machine
    at = found.station.place.organisation
    waits = found.state == IntakeState.WAITING
    context = {
        "report": found,
        "run": run,
        "facts": _facts(found, run),
        "remarks": [sentence(remark) for remark in machine.remarks] if machine else [],
        "health": [(disk, [sentence(reason) for reason in disk.reasons]) for disk in run.disks],
        "wrong_pieces": [piece for piece in run.pieces if piece.refusal or piece.problem not in ("", "none")],
        "suggestion": suggestions([found]).get(found.pk) if waits else None,
        "may_settle": request.user.may_at(Can.SETTLE_STORAGE, at),
        "may_register": request.user.may_at(Can.REGISTER_DEVICES, at),
        "label_form": LabelForm(),
        "new_form": NewDeviceForm(donations=_donations(request, found), initial=_initial(found, run), auto_id=NEW_IDS),
        "aside_form": AsideForm(),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "refurbishment/intake_report.html", context | refused, status=422 if refused else 200)


def _facts(found: IntakeReport, run: IntakeRun) -> list[tuple[str, object]]:
    """What the machine is, in pairs of term and value."""
    unknown = _("not known")
    machine = run.machine
    return [
        (_("Serial number"), found.serial or unknown),
        (_("Processor"), (machine.processor if machine else "") or unknown),
        (_("Memory"), _gigabytes(machine.memory_bytes if machine else None, 1024**3) or unknown),
        *((_("Storage medium"), _told(m.model, m.serial, _gigabytes(m.capacity_bytes))) for m in _media(run)),
        *(
            (_("Battery"), _("%(percent)s %%") % {"percent": b.health_percent})
            for b in run.batteries
            if b.health_percent
        ),
    ]


def _media(run: IntakeRun) -> tuple[Any, ...]:
    """What lshw listed, and the disks that only smartctl knew."""
    listed = run.machine.media if run.machine else ()
    known = {medium.serial for medium in listed if medium.serial}
    return (*listed, *(disk for disk in run.disks if disk.serial and disk.serial not in known))


def _gigabytes(size: int | None, unit: int = 10**9) -> str:
    return _("%(gigabytes)s GB") % {"gigabytes": round(size / unit)} if size else ""


def _told(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _initial(found: IntakeReport, run: IntakeRun) -> dict[str, object]:
    """What the report tells about a device that is still to be registered."""
    shape = SHAPES.get(run.machine.kind) if run.machine else None
    fitting = DeviceClass.objects.filter(shape=shape).first() if shape else None
    about = {name: getattr(found, name) for name in ("vendor", "product", "serial")}
    return about | ({"device_class": fitting} if fitting else {})
