"""The storage media in a computer, from a report of lsblk -J: what the kernel sees of disks, and nothing else."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.document import tree_in
from digibank.inventory.hardware.drives import Drive, bus_by_name, disk_under, is_no_drive, kind_by_model, sort_out
from digibank.inventory.hardware.facts import Machine, Medium, MediumKind, Remark
from digibank.inventory.hardware.fields import filled_in, list_at, text_at, tidy, usable_serial, wrong
from digibank.inventory.hardware.identity import parts_of_machine
from digibank.inventory.hardware.refusals import too_many_parts
from digibank.inventory.hardware.sizes import MOST_BYTES_OF_STORAGE, bytes_in

_BUSES = {"sata": "ata", "ata": "ata", "nvme": "nvme", "mmc": "mmc", "virtio": "virtio", "sas": "scsi", "scsi": "scsi"}
_ON_USB = frozenset({"usb", "ieee1394"})
# Only a chip on the board has these beside it; a memory card has not.
_BOOT_PART = re.compile(r"(/dev/mmcblk\d{1,4})boot\d{1,2}")
_TURNS_IS_TRUE = frozenset({"ata", "scsi"})
# A workstation with forty disks of thirty partitions each has fewer.
MOST_ROWS = 10_000

type Row = dict[str, Any]


def read_lsblk(raw: bytes) -> Machine:
    """The media in a report of lsblk -J; all else about the machine, and whether these are all, stays unknown.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    tree = tree_in(raw)
    if not is_lsblk(tree):
        raise RuleBroken(_("This is not a report of lsblk. Make one with lsblk -J -b -O and choose that file."))
    return machine_by_lsblk(tree)


def is_lsblk(tree: Any) -> bool:
    """Whether this is what lsblk writes."""
    return isinstance(tree, dict) and isinstance(tree.get("blockdevices"), list)


def machine_by_lsblk(tree: Row) -> Machine:
    """A machine of which no more is known than the media that lsblk lists."""
    rows = list(_rows(list_at(tree, "blockdevices"), ""))
    if len(rows) > MOST_ROWS:
        raise too_many_parts()
    mounted: dict[str, list[str]] = {}
    for disk, row in rows:
        mounted.setdefault(disk, []).extend(_mounts(row))
    soldered = {match[1] for match in (_BOOT_PART.fullmatch(_name(row)) for _disk, row in rows) if match}
    storage = sort_out(
        [_drive(row, mounted[disk], soldered=disk in soldered) for disk, row in rows if _is_drive(disk, row)]
    )
    return parts_of_machine(storage=storage, remark=Remark.STORAGE_UNSURE)


def _rows(raw: list[Any], disk: str) -> Iterator[tuple[str, Row]]:
    """Each row with the name of the disk it is on; in a list without its tree the name of the part tells."""
    for row in raw:
        if not isinstance(row, dict):
            raise wrong("blockdevices")
        name = disk or disk_under(_name(row)) or _name(row)
        yield name, row
        yield from _rows(list_at(row, "children"), name)


def _name(row: Row) -> str:
    name = text_at(row, "path") or text_at(row, "kname") or text_at(row, "name")
    if not name:
        raise wrong("name")
    return name if name.startswith("/") else f"/dev/{name}"


def _mounts(row: Row) -> list[str]:
    listed = row.get("mountpoints")
    places = listed if isinstance(listed, list) else [row.get("mountpoint")]
    if not all(place is None or isinstance(place, str) for place in places):
        raise wrong("mountpoints")
    return [tidy(place) for place in places if place]


def _is_drive(disk: str, row: Row) -> bool:
    return disk == _name(row) and text_at(row, "type") in ("disk", "") and not is_no_drive(disk)


def _drive(row: Row, mounted_at: list[str], *, soldered: bool) -> Drive:
    name, way = _name(row), text_at(row, "tran").casefold()
    model = filled_in(text_at(row, "model"))
    bus = _BUSES.get(way) or bus_by_name(name)
    return Drive(
        medium=Medium(
            model=model,
            serial=usable_serial(text_at(row, "serial")),
            kind=_kind(bus, model, turns=_flag(row, "rota"), soldered=soldered),
            bus=bus,
            capacity_bytes=_size(row),
            logical_name=name,
        ),
        on_usb=way in _ON_USB or not _ON_USB.isdisjoint(text_at(row, "subsystems").split(":")),
        removable=_flag(row, "rm") is True,
        mounted_at=tuple(mounted_at),
    )


def _kind(bus: str, model: str, *, turns: bool | None, soldered: bool) -> MediumKind:
    if bus == "nvme":
        return MediumKind.NVME
    if bus == "mmc":
        return MediumKind.EMMC if soldered else MediumKind.UNKNOWN
    # The kernel takes every disk to turn of which it does not know better: of one in USB or in a virtual machine.
    if turns is not None and bus in _TURNS_IS_TRUE:
        return MediumKind.HDD if turns else MediumKind.SSD
    return kind_by_model(model)


def _flag(row: Row, key: str) -> bool | None:
    """A yes or no; lsblk of before 2018 writes it as “1” or “0”."""
    value = row.get(key)
    if value is None or isinstance(value, bool):
        return value
    if value not in ("0", "1", 0, 1):
        raise wrong(key)
    return value in ("1", 1)


def _size(row: Row) -> int | None:
    """The size in bytes; without -b it is rounded to one place, as in “238.5G”."""
    value = row.get("size")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise wrong("size")
    size = value if isinstance(value, int) else bytes_in(value, decimals=1)
    if size is not None and not 0 <= size <= MOST_BYTES_OF_STORAGE:
        raise wrong("size")
    return size or None
