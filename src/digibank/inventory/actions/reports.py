"""A machine says what it is: its report is read, its facts are taken over."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.inventory.actions.storage import state_absent
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.gate import recount
from digibank.inventory.hardware import (
    Battery,
    DiskHealth,
    Facts,
    IntakeRun,
    Machine,
    Medium,
    MediumKind,
    Snapshot,
    read_report,
    signs_of,
)
from digibank.inventory.models import Device, HardwareReport, StorageMedium

LONGEST = {"vendor": 80, "product": 120, "serial": 80, "processor": 120}


@transaction.atomic
def read_in(device: Device, *, report: bytes, by: Actor) -> HardwareReport:
    """Read a report of a machine, a disk or a battery, a snapshot of all of them, or what the stick wrote.

    Its facts are taken over, and it is kept once, as it came. Raises RuleBroken for a file that is no such report or is
    about something else, also when only one part of it is; then nothing of it is kept. What a report says about an
    erasure changes nothing (policy I-13).
    """
    facts = read_report(report)
    device = Device.objects.locked(device)
    kind, remarks = _take_over(device, facts)
    document = files.store(report, media_type="text/plain", name=f"{device.number}-{kind}.txt", by=by)
    # The same bytes may come once more after a disk was taken out and put back: the facts count again, the proof once.
    kept, _is_new = HardwareReport.objects.get_or_create(
        device=device, document=document, defaults={"kind": kind, "remarks": remarks, "read_by": by}
    )
    record("inventory.report_read", device, by=by, kind=str(kind), open_media=device.open_media)
    return kept


@transaction.atomic
def undo_reading(
    device: Device,
    *,
    document: Document | None,
    said: Mapping[str, Sequence[Any]],
    media: Collection[int],
    by: Actor,
) -> Device:
    """Take back what a report told that was about another machine (policy N-07).

    `said` holds for each field of the device what stood there before and what the report said; `media` are the keys of
    the storage media it added; `document` is the report, unless it was on the device before. What somebody corrected
    since then stays. Raises RuleBroken when the device passed the
    gate or one of these media was erased or destroyed: then nobody can say any more whose data that were.
    """
    device = Device.objects.locked(device)
    added = list(device.media.filter(pk__in=media))
    settled = any(medium.state in (MediumState.ERASED, MediumState.DESTROYED) for medium in added)
    if settled or device.state not in (Position.RECEIVED, Position.QUARANTINE):
        sentence = _(
            "%(number)s was erased or went on since, so this cannot be undone."
            " Run the stick again on the other machine."
        )
        raise RuleBroken(sentence % {"number": device.number})
    for medium in added:
        if medium.state == MediumState.TO_ERASE:
            state_absent(medium, because=_("The report was about another machine."), by=by)
    device = Device.objects.locked(device)
    before = {name: old for name, (old, told) in said.items() if getattr(device, name) == told}
    device.storage_known = before.pop("storage_known", device.storage_known)
    recount(device)
    edit(device, version=device.version, **before)
    if document:
        device.reports.filter(document=document).delete()
    record("inventory.reading_undone", device, by=by, media=len(added), open_media=device.open_media)
    return device


def _take_over(device: Device, facts: Facts) -> tuple[str, list[str]]:
    """Write the facts on the device and its media; gives the kind of report and the codes of its remarks."""
    if isinstance(facts, Snapshot):
        return HardwareReport.Kind.SNAPSHOT, _take_over_snapshot(device, facts)
    if isinstance(facts, IntakeRun):
        _take_over_run(device, facts)
        told = facts.machine.remarks if facts.machine else ()
        codes = [*told, *(reason for disk in facts.disks for reason in disk.reasons)]
        return HardwareReport.Kind.MACHINE, list(dict.fromkeys(code.value for code in codes))
    if isinstance(facts, Machine):
        _take_over_machine(device, facts)
        return HardwareReport.Kind.MACHINE, [remark.value for remark in facts.remarks]
    if isinstance(facts, DiskHealth):
        _take_over_health(device, facts)
        return HardwareReport.Kind.DISK, [reason.value for reason in facts.reasons]
    _take_over_batteries(device, facts)
    return HardwareReport.Kind.BATTERY, []


def _take_over_snapshot(device: Device, snapshot: Snapshot) -> list[str]:
    """The machine first, for its disks must be on the list; then the health of each disk, then the batteries."""
    _take_over_machine(device, snapshot.machine)
    for health in snapshot.disks:
        _take_over_health(device, health)
    _take_over_batteries(device, snapshot.batteries)
    reasons = [reason for health in snapshot.disks for reason in health.reasons]
    codes = [code.value for code in (*snapshot.machine.remarks, *snapshot.remarks, *reasons)]
    return list(dict.fromkeys(codes))


def _take_over_run(device: Device, run: IntakeRun) -> None:
    """Take over what each tool said: the machine first, because it lists the storage."""
    if not run.says_something:
        sentence = _("Nothing in this report of the stick can be read. Look which tools are missing, and run it again.")
        raise RuleBroken(sentence, field="report")
    if run.machine:
        _take_over_machine(device, run.machine)
    for disk in run.disks:
        if disk.serial:
            _take_over_disk_inside(device, disk)
    recount(device)
    _take_over_batteries(device, run.batteries)


def _take_over_disk_inside(device: Device, health: DiskHealth) -> None:
    """The health of a disk that the stick found inside. One that lshw did not list is inside all the same."""
    serial = health.serial[: LONGEST["serial"]]
    inside = device.media.exclude(state__in=[MediumState.ABSENT, MediumState.DESTROYED])
    nameless = inside.filter(serial="", capacity_bytes=health.capacity_bytes, capacity_bytes__isnull=False)
    medium = inside.filter(serial=serial).first() or (nameless.get() if nameless.count() == 1 else None)
    if medium is None:
        medium = StorageMedium.objects.create(
            device=device,
            kind=health.kind.value,
            product=health.model[: LONGEST["product"]],
            serial=serial,
            capacity_bytes=health.capacity_bytes,
        )
    kind = medium.kind if health.kind == MediumKind.UNKNOWN else health.kind.value
    edit(medium, version=medium.version, serial=serial, health=health.verdict.value, kind=kind)


def _take_over_machine(device: Device, machine: Machine) -> None:
    _refuse_another_machine(device, machine)
    said = {
        "vendor": machine.vendor,
        "product": machine.model,
        "serial": machine.serial,
        "processor": machine.processor,
    }
    new: dict[str, Any] = {
        name: text[: LONGEST[name]] for name, text in said.items() if text and not getattr(device, name)
    }
    # An edit, so that a colleague who has the form open does not put the empty fields back.
    edit(device, version=device.version, memory_bytes=machine.memory_bytes or device.memory_bytes, **new)
    _take_over_media(device, machine.media)
    if machine.lists_all_storage:
        device.storage_known = True
    recount(device)


def _refuse_another_machine(device: Device, machine: Machine) -> None:
    ours, theirs = signs_of(device.serial), signs_of(machine.serial[: LONGEST["serial"]])
    if ours and theirs and ours != theirs:
        sentence = _(
            "This report is about another machine, with serial number %(serial)s. Choose the report of this device,"
            " or correct its serial number first."
        )
        raise RuleBroken(sentence % {"serial": machine.serial}, field="report")


def _take_over_media(device: Device, found: Sequence[Medium]) -> None:
    """Add the media that are not on the list yet; each known medium answers for one that was found, never for two."""
    known = list(device.media.inside().exclude(state__in=[MediumState.ABSENT, MediumState.DESTROYED]))
    for medium in _told_apart(found):
        match = next((candidate for candidate in known if _is_same(candidate, medium)), None)
        if match:
            known.remove(match)
            continue
        StorageMedium.objects.create(
            device=device,
            kind=medium.kind.value,
            product=medium.model,
            serial=medium.serial,
            bus=medium.bus,
            capacity_bytes=medium.capacity_bytes,
        )


def _told_apart(found: Sequence[Medium]) -> list[Medium]:
    """The media with texts as long as we keep them; a serial number that two of them have tells nothing."""
    kept = [
        replace(medium, model=medium.model[: LONGEST["product"]], serial=medium.serial[: LONGEST["serial"]])
        for medium in found
    ]
    times = Counter(medium.serial for medium in kept)
    return [replace(medium, serial="") if times[medium.serial] > 1 else medium for medium in kept]


def _is_same(known: StorageMedium, found: Medium) -> bool:
    """By serial number; without one by product and size."""
    if found.serial or known.serial:
        return known.serial == found.serial
    return known.product == found.model and known.capacity_bytes == found.capacity_bytes


def _take_over_health(device: Device, health: DiskHealth) -> None:
    if not health.serial:
        sentence = _("This report does not say which disk it is about. Make it again as administrator.")
        raise RuleBroken(sentence, field="report")
    inside = device.media.inside().exclude(state__in=[MediumState.ABSENT, MediumState.DESTROYED])
    medium = inside.filter(serial=health.serial[: LONGEST["serial"]]).first()
    if medium is None:
        sentence = _(
            "This report is about a disk that is not on the list, with serial number %(serial)s."
            " Read the report of this machine first."
        )
        raise RuleBroken(sentence % {"serial": health.serial}, field="report")
    kind = medium.kind if health.kind == MediumKind.UNKNOWN else health.kind.value
    edit(medium, version=medium.version, health=health.verdict.value, kind=kind)


def _take_over_batteries(device: Device, batteries: tuple[Battery, ...]) -> None:
    measured = [battery.health_percent for battery in batteries if battery.health_percent is not None]
    if measured:
        device.battery_percent = min(measured)
        device.save(update_fields=["battery_percent"])
