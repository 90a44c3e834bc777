"""Reports of the intake stick come in, find their device, or are set aside."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations import actions as donations
from digibank.donations.models import Donation
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.hardware import IntakeRun
from digibank.inventory.models import Device, DeviceClass
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.flows import INTAKE_FLOW, ErasureState
from digibank.refurbishment.models import Erasure, IntakeReport, Station
from digibank.refurbishment.queries import devices_with_serial

# What a report may write on a device.
FIELDS = ("vendor", "product", "serial", "processor", "memory_bytes", "battery_percent", "storage_known")


@transaction.atomic
def receive(station: Station, *, run: IntakeRun, document: Document, by: Actor) -> tuple[IntakeReport, bool]:
    """Keep a run of the stick; with it whether it is new. The same run again gives the one that is there (policy N-02).

    Raises RuleBroken when this run came in before with other content or for another workshop.
    """
    machine = run.machine
    about = (machine.vendor, machine.model, machine.serial) if machine else ("", "", "")
    kept, is_new = IntakeReport.objects.select_related("station", "document").get_or_create(
        run=run.run,
        defaults={
            "station": station,
            "document": document,
            "made_at": run.made_at,
            "vendor": about[0][:80],
            "product": about[1][:120],
            "serial": about[2][:80],
        },
    )
    if is_new:
        Station.objects.filter(pk=station.pk).update(seen_on=clock.today())
        record("refurbishment.intake_received", kept, by=by, about=[station, station.place])
    kept.refuse_another(station, document.sha256)
    return kept, is_new


@transaction.atomic
def bind(report: IntakeReport, *, device: Device, content: bytes, by: Actor) -> IntakeReport:
    """Say that this report is about this device, and take over what it says; `content` is the report as it came.

    Raises RuleBroken when the device stands elsewhere, or the report is about another machine.
    """
    device = Device.objects.locked(device)
    if device.place_id != report.station.place_id:
        sentence = _("%(number)s stands at another place. Let it arrive here first, or scan another label.")
        raise RuleBroken(sentence % {"number": device.number}, field="device")
    before = _known(device)
    was_kept = device.reports.filter(document=report.document).exists()
    inventory.read_in(device, report=content, by=by)
    took_over = _difference(before, _known(Device.objects.get(pk=device.pk))) | {"kept_before": was_kept}
    INTAKE_FLOW.move(report, "bind", device=device, took_over=took_over, settled_by=by, settled_at=clock.now())
    record("refurbishment.intake_bound", report, by=by, about=[device], media=len(report.media_taken_over))
    return report


@transaction.atomic
def register_from(
    report: IntakeReport,
    *,
    content: bytes,
    device_class: DeviceClass,
    by: Actor,
    donation: Donation | None = None,
    vendor: str = "",
    product: str = "",
    serial: str = "",
    accessories: Iterable[str] = (),
) -> IntakeReport:
    """Give the machine of this report a number, in a donation when it came with one, and take over what it says.

    Raises RuleBroken when a device with this serial number stands here already.
    """
    place = report.station.place
    there = devices_with_serial(place, serial)
    if there:
        sentence = _("%(number)s has this serial number already. Scan its label, or correct the serial number.")
        raise RuleBroken(sentence % {"number": there[0].number}, field="serial")
    about: dict[str, Any] = {"vendor": vendor, "product": product, "serial": serial, "accessories": accessories}
    if donation and donation.place_id != place.pk:
        raise RuleBroken(_("This donation came in at another depot. Choose one of this depot."), field="donation")
    if donation:
        device = donations.add_device(donation, device_class=device_class, by=by, **about)
    else:
        device = inventory.register(device_class, place=place, by=by, **about)
    return bind(report, device=device, content=content, by=by)


@transaction.atomic
def release(report: IntakeReport, *, by: Actor) -> IntakeReport:
    """Say that this report was bound to the wrong device: what it wrote there is taken back, and it waits again.

    Raises RuleBroken once anything of it was erased, or a log of it waits for a second person (policy N-07).
    """
    if report.device is None:
        raise RuleBroken(_("This report is bound to no device. Reload the page."))
    device = Device.objects.locked(report.device)
    logs = Erasure.objects.filter(medium__in=report.media_taken_over).exclude(state=ErasureState.WITHDRAWN)
    if logs.exists():
        sentence = _(
            "%(number)s has a log of an erasure, so this cannot be undone. Say first that the log is not right."
        )
        raise RuleBroken(sentence % {"number": device.number})
    inventory.undo_reading(
        device,
        document=None if report.took_over.get("kept_before") else report.document,
        said=report.fields_taken_over,
        media=report.media_taken_over,
        by=by,
    )
    INTAKE_FLOW.move(report, "release", device=None, took_over={}, settled_by=None, settled_at=None)
    record("refurbishment.intake_released", report, by=by, about=[device])
    return report


@transaction.atomic
def set_aside(report: IntakeReport, *, because: str, by: Actor) -> IntakeReport:
    """Say that no device waits for this report, and why; it is kept."""
    refuse_secrets(because, field="because")
    INTAKE_FLOW.move(report, "set_aside", because=because, settled_by=by, settled_at=clock.now())
    record("refurbishment.intake_set_aside", report, by=by)
    return report


@transaction.atomic
def wait_again(report: IntakeReport, *, by: Actor) -> IntakeReport:
    """Let a report that was set aside wait for its device again."""
    INTAKE_FLOW.move(report, "wait_again", because="", settled_by=None, settled_at=None)
    record("refurbishment.intake_waits_again", report, by=by)
    return report


def _known(device: Device) -> dict[str, Any]:
    return {name: getattr(device, name) for name in FIELDS} | {"media": set(device.media.values_list("pk", flat=True))}


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What a report changed: for each field what stood there and what it said, and the media it added."""
    fields = {name: [before[name], after[name]] for name in FIELDS if before[name] != after[name]}
    return {"fields": fields, "media": sorted(after["media"] - before["media"])}
