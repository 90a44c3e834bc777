"""The snapshot of eReuse Workbench 11: its own findings on the machine and its components, without the reports.

Workbench left out drives without a word (all on USB, all of which lshw gave no size), so what it lists is never all.
"""

import re
from collections.abc import Iterator
from typing import Any

from digibank.inventory.hardware.battery import battery_of, few, percent_of
from digibank.inventory.hardware.drives import Drive, refuse_too_many, sort_out
from digibank.inventory.hardware.facts import (
    Battery,
    DiskHealth,
    Medium,
    MediumKind,
    Reason,
    Remark,
    Snapshot,
)
from digibank.inventory.hardware.fields import (
    filled_in,
    flag_at,
    list_at,
    mapping_at,
    text_at,
    usable_serial,
    whole_at,
    wrong,
)
from digibank.inventory.hardware.gathering import gather
from digibank.inventory.hardware.identity import kind_by_casing, machine_of, name_people_know
from digibank.inventory.hardware.sizes import MOST_BYTES_OF_STORAGE, MOST_MEMORY, bytes_in
from digibank.inventory.hardware.smartctl import (
    HOURS_LIMIT,
    MOST_HOURS,
    PENDING_LIMIT,
    REALLOCATED_LIMIT,
    Disk,
    verdict_by,
)

_KINDS = {"HardDrive": MediumKind.HDD, "SolidStateDrive": MediumKind.SSD, "DataStorage": MediumKind.UNKNOWN}
_BUSES = {"ata": "ata", "sata": "ata", "nvme": "nvme", "scsi": "scsi"}
_NUMBER = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(?: hour \* milliampere)?")
_UNITS = {"kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "kilo": "K", "mega": "M", "giga": "G"}
_MEBIBYTE = 1024**2

type Component = dict[str, Any]


def is_workbench_11(tree: dict[str, Any]) -> bool:
    """Whether this holds the findings of Workbench 11."""
    return isinstance(tree.get("device"), dict) and isinstance(tree.get("components"), list)


def snapshot_by_workbench(tree: dict[str, Any], remarks: list[Remark]) -> Snapshot:
    """The machine, its disks and its batteries as Workbench 11 found them."""
    device, components = mapping_at(tree, "device"), list(_components(tree))
    drives = [_drive(component) for component in components if text_at(component, "type") in _KINDS]
    refuse_too_many(drives)
    disks = [disk for component in components if (disk := _tested(component)) is not None]
    if any(not disk.medium.serial for disk in disks):
        remarks = [*remarks, Remark.HEALTH_LEFT_OUT]
    if any(_was_erased(component) for component in (device, *components)):
        remarks = [*remarks, Remark.ERASURE_IS_NO_PROOF]
    vendor = filled_in(text_at(device, "manufacturer"))
    machine = machine_of(
        kind=kind_by_casing(text_at(device, "chassis")) or kind_by_casing(text_at(device, "type")),
        vendor=vendor,
        model=name_people_know(vendor, text_at(device, "model"), text_at(device, "version")),
        serial=text_at(device, "serialNumber"),
        uuid="",
        processor=_processor(components),
        memory_bytes=_memory(components),
        storage=sort_out(drives),
        remarks=(Remark.STORAGE_UNSURE,),
    )
    batteries = few(_battery(component) for component in components if text_at(component, "type") == "Battery")
    return gather([machine], [disk for disk in disks if disk.medium.serial], batteries, remarks)


def _components(tree: dict[str, Any]) -> Iterator[Component]:
    for component in list_at(tree, "components"):
        if not isinstance(component, dict):
            raise wrong("components")
        yield component


def _acts(component: Component) -> list[Component]:
    """What Workbench did with a component; early versions of 11 call it events."""
    acts = [*list_at(component, "actions"), *list_at(component, "events")]
    if not all(isinstance(act, dict) for act in acts):
        raise wrong("actions")
    return acts


def _was_erased(component: Component) -> bool:
    return any(text_at(act, "type").startswith("Erase") for act in _acts(component))


def _processor(components: list[Component]) -> str:
    names = [filled_in(text_at(part, "model")) for part in components if text_at(part, "type") == "Processor"]
    return next((name for name in names if name), "")


def _memory(components: list[Component]) -> int | None:
    whole = sum(_module(part) for part in components if text_at(part, "type") == "RamModule")
    if whole > MOST_MEMORY:
        raise wrong("size")
    return whole or None


def _module(part: Component) -> int:
    """The bytes of a memory module; a bare number is in MB, and memory comes in powers of two."""
    size = part.get("size")
    if isinstance(size, str):
        return _in_bytes(text_at(part, "size"), thousand=1024) or 0
    return (whole_at(part, "size", most=MOST_MEMORY) or 0) * _MEBIBYTE


def _in_bytes(text: str, *, thousand: int) -> int | None:
    for word, sign in _UNITS.items():
        text = text.replace(word, sign)
    return bytes_in(text, thousand=thousand)


def _drive(component: Component) -> Drive:
    way = text_at(component, "interface").casefold()
    return Drive(medium=_medium(component), on_usb=way == "usb")


def _medium(component: Component) -> Medium:
    bus = _BUSES.get(text_at(component, "interface").casefold(), "")
    return Medium(
        model=filled_in(text_at(component, "model")),
        serial=usable_serial(text_at(component, "serialNumber")),
        kind=MediumKind.NVME if bus == "nvme" else _KINDS[text_at(component, "type")],
        bus=bus,
        capacity_bytes=_capacity(component),
        logical_name="",
    )


def _capacity(component: Component) -> int | None:
    """The size of a drive in bytes; a bare number counts by 1000 in some versions and by 1024 in others."""
    if not isinstance(component.get("size"), str):
        whole_at(component, "size", most=MOST_BYTES_OF_STORAGE)
        return None
    size = _in_bytes(text_at(component, "size"), thousand=1000)
    if size and size > MOST_BYTES_OF_STORAGE:
        raise wrong("size")
    return size or None


def _tested(component: Component) -> Disk | None:
    """The health of a drive by the last test that Workbench had it do."""
    if text_at(component, "type") not in _KINDS or _drive(component).is_outside:
        return None
    tests = [act for act in _acts(component) if text_at(act, "type") == "TestDataStorage"]
    if not tests:
        return None
    medium, hours = _medium(component), whole_at(tests[-1], "lifetime", most=MOST_HOURS)
    reasons = tuple(_reasons(tests[-1], hours))
    health = DiskHealth(
        model=medium.model,
        serial=medium.serial,
        capacity_bytes=medium.capacity_bytes,
        kind=medium.kind,
        power_on_hours=hours,
        verdict=verdict_by(reasons),
        reasons=reasons,
    )
    return Disk(health, medium)


def _reasons(test: Component, hours: int | None) -> Iterator[Reason]:
    passed = flag_at(test, "assessment")
    pending = whole_at(test, "currentPendingSectorCount") or 0
    if passed is False:
        yield Reason.STATUS_FAILED
    if pending:
        yield Reason.MANY_PENDING if pending > PENDING_LIMIT else Reason.SOME_PENDING
    if (whole_at(test, "reallocatedSectorCount") or 0) > REALLOCATED_LIMIT:
        yield Reason.REALLOCATED
    if hours is not None and hours > HOURS_LIMIT:
        yield Reason.MANY_HOURS
    if text_at(test, "severity") == "Error":
        yield Reason.SELF_TEST_FAILED
    if passed is None:
        yield Reason.NO_SMART


def _battery(component: Component) -> Battery:
    measures = [act for act in _acts(component) if text_at(act, "type") == "MeasureBattery"]
    last = measures[-1] if measures else {}
    full, design = _charge(last), _charge(component)
    return battery_of(
        name="",
        measured=percent_of(full, design) if full is not None and design else None,
        cycles=whole_at(last, "cycleCount"),
        vendor=text_at(component, "manufacturer"),
        model=text_at(component, "model"),
    )


def _charge(fields: Component) -> float | None:
    """Milliampere hours, as a number or as the text “2200 hour * milliampere”."""
    value = fields.get("size")
    if value is None:
        return None
    match = _NUMBER.fullmatch(str(value)) if isinstance(value, str | int | float) else None
    if match is None:
        raise wrong("size")
    return float(match[1])
