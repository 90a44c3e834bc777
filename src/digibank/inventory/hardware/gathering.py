"""What several tools say about one machine, joined into one answer."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from digibank.inventory.hardware.drives import Storage, is_no_drive, refuse_too_many, remarks_on
from digibank.inventory.hardware.facts import (
    Battery,
    DiskHealth,
    Machine,
    MachineKind,
    Medium,
    MediumKind,
    Remark,
    Snapshot,
    Verdict,
)
from digibank.inventory.hardware.fields import signs_of
from digibank.inventory.hardware.identity import parts_of_machine
from digibank.inventory.hardware.refusals import several_computers
from digibank.inventory.hardware.smartctl import Disk

_ABOUT_OTHER_DRIVES = (
    Remark.INTAKE_STICK_LEFT_OUT,
    Remark.EXTERNAL_DISK_LEFT_OUT,
    Remark.MEMORY_CARD_LEFT_OUT,
    Remark.STARTED_FROM_OWN_STORAGE,
)
_PARTIAL = (Remark.PARTS_ONLY, Remark.STORAGE_UNSURE)


def gather(
    machines: Sequence[Machine],
    disks: Sequence[Disk] = (),
    batteries: tuple[Battery, ...] = (),
    remarks: Sequence[Remark] = (),
) -> Snapshot:
    """One answer of all that was said; where two tools say something, the first in the row counts.

    A disk that only smartctl saw becomes a medium of the machine too. Raises RuleBroken when two machines speak.
    """
    machine = _joined(machines)
    media, places = _with_disks(machine, disks)
    refuse_too_many(media)
    machine = replace(machine, media=tuple(media), remarks=_remarks(machines, machine, media))
    healths, nameless = _healths(media, places)
    return Snapshot(
        machine=machine,
        disks=tuple(healths),
        batteries=batteries,
        remarks=tuple(dict.fromkeys([*remarks, *([Remark.HEALTH_LEFT_OUT] if nameless else [])])),
    )


def _joined(machines: Sequence[Machine]) -> Machine:
    if not machines:
        return parts_of_machine(storage=Storage())
    serials = [machine.serial for machine in machines if machine.serial]
    if len({signs_of(serial) for serial in serials}) > 1:
        raise several_computers()
    kinds = [machine.kind for machine in machines if machine.kind != MachineKind.OTHER]
    media = list(machines[0].media)
    for machine in machines[1:]:
        _join(media, machine.media)
    return Machine(
        kind=next(iter(kinds), MachineKind.OTHER),
        vendor=next((machine.vendor for machine in machines if machine.vendor), ""),
        model=next((machine.model for machine in machines if machine.model), ""),
        serial=next(iter(serials), ""),
        uuid=next((machine.uuid for machine in machines if machine.uuid), ""),
        processor=next((machine.processor for machine in machines if machine.processor), ""),
        memory_bytes=next((machine.memory_bytes for machine in machines if machine.memory_bytes), None),
        media=tuple(media),
        remarks=(),
        left_out=tuple(dict.fromkeys(name for machine in machines for name in machine.left_out)),
    )


def _join(media: list[Medium], others: Sequence[Medium]) -> None:
    """Add the media that are not in the list yet; each that is in it answers for one other, never for two."""
    open_places = list(range(len(media)))
    for other in others:
        place = next((place for place in open_places if _is_same(media[place], other)), None)
        if place is None:
            media.append(other)
        else:
            open_places.remove(place)
            media[place] = _filled(media[place], other)


def _is_same(known: Medium, medium: Medium) -> bool:
    """By device name, for at one moment each name is of one drive; without a name by serial number."""
    ours, theirs = _drive_name(known), _drive_name(medium)
    if ours and theirs:
        return ours == theirs
    return bool(known.serial) and known.serial == medium.serial


def _drive_name(medium: Medium) -> str:
    """The device name without the namespace of an NVMe drive: smartctl is asked about either."""
    match = re.fullmatch(r"(/dev/nvme\d{1,4})n\d{1,4}", medium.logical_name)
    return match[1] if match else medium.logical_name


def _filled(known: Medium, medium: Medium) -> Medium:
    return Medium(
        model=known.model or medium.model,
        serial=known.serial or medium.serial,
        kind=medium.kind if known.kind == MediumKind.UNKNOWN else known.kind,
        bus=known.bus or medium.bus,
        capacity_bytes=known.capacity_bytes or medium.capacity_bytes,
        logical_name=known.logical_name or medium.logical_name,
    )


def _with_disks(machine: Machine, disks: Sequence[Disk]) -> tuple[list[Medium], list[tuple[int, DiskHealth]]]:
    """All media, and for each disk that is one of them its place in that list."""
    media, places = list(machine.media), []
    for disk in disks:
        name = disk.medium.logical_name
        if name in machine.left_out or is_no_drive(name):
            continue
        place = next((place for place, known in enumerate(media) if _is_same(known, disk.medium)), len(media))
        if place == len(media):
            media.append(disk.medium)
        # The disk itself knows best what it is: other tools cut its name and round its size.
        known = _filled(media[place], disk.medium)
        media[place] = replace(
            known,
            model=disk.medium.model or known.model,
            serial=disk.medium.serial or known.serial,
            capacity_bytes=disk.medium.capacity_bytes or known.capacity_bytes,
        )
        places.append((place, disk.health))
    return media, places


def _healths(media: list[Medium], places: list[tuple[int, DiskHealth]]) -> tuple[list[DiskHealth], bool]:
    """The healths that can be told apart by serial number, and whether one that says something cannot."""
    times = Counter(medium.serial for medium in media)
    told, nameless = [], False
    for place, health in places:
        serial = media[place].serial
        if serial and times[serial] == 1:
            told.append(replace(health, serial=serial))
        else:
            nameless = nameless or health.verdict != Verdict.UNKNOWN
    return told, nameless


def _remarks(machines: Sequence[Machine], joined: Machine, media: list[Medium]) -> tuple[Remark, ...]:
    """What still must be looked up when all tools have spoken."""
    said = [remark for machine in machines for remark in machine.remarks] or [Remark.PARTS_ONLY]
    remarks = []
    if not any(machine.lists_all_storage for machine in machines):
        remarks += [remark for remark in _PARTIAL if remark in said]
    if joined.kind == MachineKind.OTHER and Remark.KIND_UNCLEAR in said:
        remarks.append(Remark.KIND_UNCLEAR)
    if not joined.serial:
        remarks += [remark for remark in (Remark.SERIAL_NOT_USABLE, Remark.SERIAL_MISSING) if remark in said][:1]
    if joined.memory_bytes is None and Remark.MEMORY_UNKNOWN in said:
        remarks.append(Remark.MEMORY_UNKNOWN)
    left_out = [remark for remark in _ABOUT_OTHER_DRIVES if remark in said]
    return (*remarks, *left_out, *remarks_on(media))
