"""Everything that can happen to a device by itself: registered, read, settled, written off."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit
from digibank.errors import RuleBroken, refusing
from digibank.files import actions as files
from digibank.inventory.flows import DEVICE_FLOW, MEDIUM_FLOW, MediumState
from digibank.inventory.hardware import Battery, DiskHealth, Machine, Medium, MediumKind, Remark, read_report
from digibank.inventory.models import Accessory, Device, DeviceClass, HardwareReport, StorageMedium
from digibank.organisations.models import Place

_FOUND_AFTERWARDS = gettext_lazy(
    "Storage turned up that was not on the list, and this device counts as erased. Set it apart and call the workshop."
)
LONGEST = {"vendor": 80, "product": 120, "serial": 80, "processor": 120}


@transaction.atomic
def add_class(*, code: str, name: str, shape: str, accessories: Iterable[str], by: Actor) -> DeviceClass:
    """Add a kind of device that may be promised, with what belongs with each of it."""
    added = DeviceClass.objects.create(code=code, name=name, shape=shape, accessories=list(accessories))
    record("inventory.class_added", added, by=by, code=code)
    return added


@transaction.atomic
def register(
    device_class: DeviceClass,
    *,
    place: Place,
    by: Actor,
    vendor: str = "",
    product: str = "",
    serial: str = "",
    accessories: Iterable[str] = (),
) -> Device:
    """Give a device that came in a number. Until its storage is known and settled it stays before the gate."""
    device = Device.objects.create(
        device_class=device_class, place=place, owner=place.organisation, vendor=vendor, product=product, serial=serial
    )
    there = set(accessories)
    Accessory.objects.bulk_create(
        Accessory(device=device, kind=kind, state=Accessory.State.PRESENT if kind in there else Accessory.State.MISSING)
        for kind in sorted({*device_class.expected_accessories(), *there})
    )
    record("inventory.device_registered", device, by=by, about=[place], device_class=device_class.code)
    return device


@transaction.atomic
def edit_device(device: Device, *, version: int, by: Actor, **changes: Any) -> Device:
    """Correct what was typed about a device: class, maker, product, serial number."""
    changed = edit(device, version=version, **changes)
    if changed:
        record("inventory.device_edited", device, by=by, fields=".".join(changed))
    return device


@transaction.atomic
def read_in(device: Device, *, report: bytes, by: Actor) -> HardwareReport:
    """Read a report of lshw, smartctl or a battery and take its facts over; the report is kept once, as it came.

    Raises RuleBroken for a file that is no such report or is about something else; then nothing of it is kept.
    """
    facts = read_report(report)
    device = _locked(device)
    kind, remarks = _take_over(device, facts)
    document = files.store(report, media_type="text/plain", name=f"{device.number}-{kind}.txt", by=by)
    # The same bytes may come once more after a disk was taken out and put back: the facts count again, the proof once.
    kept, _is_new = HardwareReport.objects.get_or_create(
        device=device, document=document, defaults={"kind": kind, "remarks": remarks, "read_by": by}
    )
    record("inventory.report_read", device, by=by, kind=str(kind), open_media=device.open_media)
    return kept


@transaction.atomic
def add_medium(
    device: Device,
    *,
    kind: str,
    by: Actor,
    product: str = "",
    serial: str = "",
    capacity_bytes: int | None = None,
) -> StorageMedium:
    """Write down a storage medium that a person saw and a report did not list."""
    device = _locked(device)
    with refusing(
        StorageMedium, "a_medium_once_per_device", _("This serial number is in the device already."), field="serial"
    ):
        medium = StorageMedium.objects.create(
            device=device, kind=kind, product=product, serial=serial, capacity_bytes=capacity_bytes
        )
    _make_known(device)
    record("inventory.medium_added", medium, by=by, about=[device], kind=kind)
    return medium


@transaction.atomic
def state_no_storage(device: Device, *, because: str, by: Actor) -> Device:
    """Say that somebody looked and no storage is inside; the reason stands on the device (policy I-02)."""
    device = _locked(device)
    if device.media.exclude(state=MediumState.ABSENT).exists():
        raise RuleBroken(_("There is storage in this device. Settle each medium by itself."))
    device.no_storage_because = because
    device.save(update_fields=["no_storage_because"])
    _make_known(device)
    record("inventory.no_storage_stated", device, by=by)
    return device


@transaction.atomic
def state_absent(medium: StorageMedium, *, because: str, by: Actor) -> StorageMedium:
    """Say that a medium the report listed is not in the device (any more), and why."""
    device = _locked(medium.device)
    MEDIUM_FLOW.move(medium, "state_absent", settled_at=clock.now(), settled_because=because)
    recount(device)
    record("inventory.medium_absent", medium, by=by, about=[device])
    return medium


@transaction.atomic
def destroy(medium: StorageMedium, *, because: str, by: Actor) -> StorageMedium:
    """Say that a medium was taken out and destroyed, and how."""
    device = _locked(medium.device)
    MEDIUM_FLOW.move(medium, "destroy", settled_at=clock.now(), settled_because=because)
    recount(device)
    record("inventory.medium_destroyed", medium, by=by, about=[device])
    return medium


@transaction.atomic
def pass_gate(device: Device, *, by: Actor) -> Device:
    """Let the device through: every medium in it is erased, absent or destroyed (policy I-02)."""
    device = _locked(device)
    recount(device)
    if device.open_media:
        raise RuleBroken(_open_sentence(device))
    with refusing(Device, "nothing_unerased_past_the_gate", _("Storage in this device is not settled yet.")):
        DEVICE_FLOW.move(device, "pass_gate")
    record("inventory.gate_passed", device, by=by)
    return device


@transaction.atomic
def write_off(device: Device, *, by: Actor) -> Device:
    """Take a device out of use for good. Its media stay on the list until they are settled."""
    device = _locked(device)
    DEVICE_FLOW.move(device, "write_off")
    record("inventory.written_off", device, by=by)
    return device


@transaction.atomic
def check_accessory(device: Device, *, kind: str, state: str, by: Actor) -> Accessory:
    """Say whether a part that belongs with the device is there, missing or damaged."""
    accessory, new = Accessory.objects.update_or_create(device=device, kind=kind, defaults={"state": state})
    record("inventory.accessory_checked", accessory, by=by, about=[device], kind=kind, found=state, new=new)
    return accessory


def recount(device: Device) -> None:
    """Count again what stands between the device and the gate. The caller holds the device's lock."""
    unsettled = device.media.filter(state=MediumState.TO_ERASE).count()
    device.open_media = unsettled + (0 if device.storage_known else 1)
    if unsettled:
        device.no_storage_because = ""
    with refusing(Device, "nothing_unerased_past_the_gate", _FOUND_AFTERWARDS):
        device.save(update_fields=["storage_known", "open_media", "no_storage_because"])


def _locked(device: Device) -> Device:
    """The device as it is now, and nobody else changes its media until the transaction ends."""
    return Device.objects.select_for_update().get(pk=device.pk)


def _make_known(device: Device) -> None:
    device.storage_known = True
    recount(device)


def _open_sentence(device: Device) -> str:
    if not device.storage_known:
        return _("Nobody has looked yet what storage is inside. Read a report, or state that there is none.")
    numbers = ", ".join(m.number for m in device.media.filter(state=MediumState.TO_ERASE))
    return _("Not erased yet: %(numbers)s. Add the erasure report, or state what became of it.") % {"numbers": numbers}


def _take_over(device: Device, facts: Machine | DiskHealth | tuple[Battery, ...]) -> tuple[str, list[str]]:
    """Write the facts on the device and its media; gives the kind of report and the codes of its remarks."""
    if isinstance(facts, Machine):
        _take_over_machine(device, facts)
        return HardwareReport.Kind.MACHINE, [remark.value for remark in facts.remarks]
    if isinstance(facts, DiskHealth):
        _take_over_health(device, facts)
        return HardwareReport.Kind.DISK, [reason.value for reason in facts.reasons]
    _take_over_batteries(device, facts)
    return HardwareReport.Kind.BATTERY, []


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
    # A list of some parts may leave a disk out.
    if machine.media and Remark.PARTS_ONLY not in machine.remarks:
        device.storage_known = True
    recount(device)


def _refuse_another_machine(device: Device, machine: Machine) -> None:
    ours, theirs = _signs(device.serial), _signs(machine.serial[: LONGEST["serial"]])
    if ours and theirs and ours != theirs:
        sentence = _(
            "This report is about another machine, with serial number %(serial)s. Choose the report of this device,"
            " or correct its serial number first."
        )
        raise RuleBroken(sentence % {"serial": machine.serial}, field="report")


def _signs(serial: str) -> str:
    """A serial number without what people leave out or type otherwise: points, spaces, capitals."""
    return "".join(sign for sign in serial.casefold() if sign.isalnum())


def _take_over_media(device: Device, found: Sequence[Medium]) -> None:
    """Add the media that are not on the list yet; each known medium answers for one that was found, never for two."""
    known = list(device.media.exclude(state__in=[MediumState.ABSENT, MediumState.DESTROYED]))
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
    inside = device.media.exclude(state__in=[MediumState.ABSENT, MediumState.DESTROYED])
    medium = inside.filter(serial=health.serial[: LONGEST["serial"]]).first()
    if medium is None:
        sentence = _(
            "This report is about a disk that is not on the list, with serial number %(serial)s."
            " Read the report of this machine first."
        )
        raise RuleBroken(sentence % {"serial": health.serial}, field="report")
    medium.health = health.verdict.value
    if health.kind != MediumKind.UNKNOWN:
        medium.kind = health.kind.value
    medium.save(update_fields=["health", "kind"])


def _take_over_batteries(device: Device, batteries: tuple[Battery, ...]) -> None:
    measured = [battery.health_percent for battery in batteries if battery.health_percent is not None]
    if measured:
        device.battery_percent = min(measured)
        device.save(update_fields=["battery_percent"])
