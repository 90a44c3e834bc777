"""The computer and its batteries, from a report of inxi --output json.

inxi writes a list of sections; a key is `NNN#c#i#Label`, in which NNN is the order, c whether more belongs to it, and
i how far inxi would indent it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.battery import battery_of, few, percent_of
from digibank.inventory.hardware.document import looks_like_json, read_text, read_tree
from digibank.inventory.hardware.drives import (
    Drive,
    Storage,
    bus_by_name,
    disk_under,
    is_no_drive,
    kind_by_model,
    sort_out,
)
from digibank.inventory.hardware.facts import Battery, Machine, MachineKind, Medium, MediumKind, Snapshot
from digibank.inventory.hardware.fields import MOST_CHARACTERS, filled_in, tidy, usable_serial, wrong
from digibank.inventory.hardware.identity import kind_by_casing, machine_of, name_people_know, parts_of_machine
from digibank.inventory.hardware.sizes import MOST_BYTES_OF_STORAGE, MOST_MEMORY, bytes_in

_KEY = re.compile(r"(\d{1,6})#\d#(\d{1,2})#(.+)", re.DOTALL)
_CONDITION = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)/([0-9]{1,6}(?:[.,][0-9]{1,3})?) Wh\b.*")
# inxi rounds to two places behind the point.
_PLACES = 2


@dataclass(frozen=True)
class Group:
    """One thing that inxi tells about: its own label and value, and what belongs to it."""

    label: str
    value: str
    fields: tuple[tuple[str, str], ...]

    def all(self, label: str) -> list[str]:
        """Every text under this label that says something."""
        texts = [text for name, text in self.fields if name == label]
        if any(len(text) > MOST_CHARACTERS for text in texts):
            raise wrong(label)
        return [text for text in texts if _said(text)]

    def first(self, label: str) -> str:
        """The first text under this label, or ""."""
        return next(iter(self.all(label)), "")


NOTHING = Group("", "", ())


def read_inxi(raw: bytes) -> Snapshot:
    """The computer with its media and its batteries in a report of inxi --output json.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    text = read_text(raw)
    if is_failed_inxi(text):
        raise no_screen()
    tree = read_tree(text) if looks_like_json(text) else None
    if not is_inxi(tree):
        raise RuleBroken(
            _("This is not a report of inxi in JSON. Make one with inxi --output json and choose that file.")
        )
    return snapshot_by_inxi(tree)


def is_inxi(tree: Any) -> bool:
    """Whether this is what inxi writes."""
    sections = tree if isinstance(tree, list) else []
    return bool(sections) and all(
        isinstance(section, dict) and section and all(_KEY.fullmatch(key) for key in section) for section in sections
    )


def is_failed_inxi(text: str) -> bool:
    """Whether inxi wrote no more than that it takes the program that started it for a chat window."""
    return re.match(r"\s*Error \d{1,3}: .*IRC client", text) is not None


def no_screen() -> RuleBroken:
    """The refusal of what inxi writes when a program started it, not a person at a screen."""
    return RuleBroken(
        _(
            "inxi wrote no report, because it did not see a screen. Run it as administrator with --tty: inxi --tty"
            " -MCmDPB -xxx --output json --output-file print."
        )
    )


def snapshot_by_inxi(tree: Any) -> Snapshot:
    """The computer and its batteries in a tree that inxi wrote."""
    told = _sections(tree)
    return Snapshot(machine=_machine(told), disks=(), batteries=_batteries(told), remarks=())


def _sections(tree: Any) -> dict[str, list[Group]]:
    told: dict[str, list[Group]] = {}
    for section in tree:
        for key, rows in section.items():
            if not isinstance(rows, list):
                raise wrong(_label(key))
            told.setdefault(_label(key), []).extend(_groups(rows))
    return told


def _groups(rows: list[Any]) -> Iterator[Group]:
    """The things in a section: each begins at a key that is indented once, in this row or an earlier one."""
    head, fields = ("", ""), list[tuple[str, str]]()
    for row in rows:
        if not isinstance(row, dict):
            raise wrong("inxi")
        for label, depth, text in _entries(row):
            if depth > 1:
                fields.append((label, text))
                continue
            yield Group(*head, tuple(fields))
            head, fields = (label, text), []
    yield Group(*head, tuple(fields))


def _entries(row: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Label, indent and text of each key in a row, in the order in which inxi would print them."""
    entries = []
    for key, value in row.items():
        match = _KEY.fullmatch(key)
        if match is None or isinstance(value, bool) or not isinstance(value, str | int | float):
            raise wrong(_label(key))
        entries.append((int(match[1]), match[3], int(match[2]), tidy(str(value))))
    return [(label, depth, text) for _order, label, depth, text in sorted(entries, key=lambda entry: entry[0])]


def _label(key: str) -> str:
    return tidy(key.rpartition("#")[2])[:60]


def _said(text: str) -> str:
    """The text, or "" where inxi hides it, lacks the right to see it, or has nothing."""
    return "" if text.startswith(("<", "N/A")) else text


def _find(told: dict[str, list[Group]], section: str, *labels: str) -> Group:
    return next((group for group in told.get(section, []) if group.label in labels), NOTHING)


def _machine(told: dict[str, list[Group]]) -> Machine:
    storage = _storage(told)
    processor = filled_in(_find(told, "CPU", "Info").first("model"))
    if "Machine" not in told:
        return parts_of_machine(processor=processor, memory_bytes=_memory(told), storage=storage)
    system, board = _find(told, "Machine", "System"), _find(told, "Machine", "Mobo")
    vendor = filled_in(_value(system))
    model = name_people_know(vendor, system.first("product"), system.first("v"))
    return machine_of(
        kind=_kind(told),
        vendor=vendor or filled_in(_value(board)),
        model=model or filled_in(board.first("model")),
        serial=system.first("serial"),
        uuid=system.first("uuid"),
        processor=processor,
        memory_bytes=_memory(told),
        storage=storage,
    )


def _value(group: Group) -> str:
    if len(group.value) > MOST_CHARACTERS:
        raise wrong(group.label)
    return _said(group.value)


def _kind(told: dict[str, list[Group]]) -> MachineKind | None:
    by_number = kind_by_casing(_find(told, "Machine", "Chassis").first("type"))
    return by_number or kind_by_casing(_value(_find(told, "Machine", "Type")))


def _memory(told: dict[str, list[Group]]) -> int | None:
    """Working memory in bytes: all modules together, or else what the kernel sees of it."""
    arrays = [group for group in told.get("Memory", []) if group.label == "Array"]
    whole = sum(bytes_in(size) or 0 for array in arrays for size in array.all("size"))
    if not whole:
        seen = _find(told, "Memory", "RAM", "System RAM").first("total") or _value(_find(told, "Info", "Memory"))
        whole = bytes_in(seen, decimals=_PLACES) or 0
    if whole > MOST_MEMORY:
        raise wrong("Memory")
    return whole or None


def _storage(told: dict[str, list[Group]]) -> Storage:
    mounted: dict[str, list[str]] = {}
    for part in told.get("Partition", []):
        mounted.setdefault(disk_under(part.first("dev")), []).append(part.value)
    listed = [group for group in told.get("Drives", []) if re.fullmatch(r"ID(?:-\d+)?", group.label)]
    drives = [_drive(group, tuple(mounted.get(_value(group), []))) for group in listed]
    return sort_out([drive for drive in drives if not is_no_drive(drive.medium.logical_name)])


def _drive(group: Group, mounted_at: tuple[str, ...]) -> Drive:
    name = _value(group)
    forms = {text.casefold() for text in [*group.all("type"), *group.all("tech")]}
    model = filled_in(" ".join([group.first("vendor"), group.first("model")]).strip())
    size = bytes_in(group.first("size"), decimals=_PLACES)
    if size and size > MOST_BYTES_OF_STORAGE:
        raise wrong("size")
    bus = bus_by_name(name) or ("ata" if group.first("sata") or group.first("ata") else "")
    return Drive(
        medium=Medium(
            model=model,
            serial=usable_serial(group.first("serial")),
            kind=_kind_of_medium(bus, forms, model),
            bus=bus,
            capacity_bytes=size or None,
            logical_name=name,
        ),
        on_usb=not forms.isdisjoint({"usb", "firewire"}),
        removable="removable" in forms,
        mounted_at=mounted_at,
    )


def _kind_of_medium(bus: str, forms: set[str], model: str) -> MediumKind:
    if bus == "nvme":
        return MediumKind.NVME
    if "hdd" in forms:
        return MediumKind.HDD
    if bus == "mmc":
        return MediumKind.UNKNOWN
    return MediumKind.SSD if "ssd" in forms else kind_by_model(model)


def _batteries(told: dict[str, list[Group]]) -> tuple[Battery, ...]:
    """The batteries of the machine itself; those of a mouse or a keyboard stand under Device."""
    groups = [group for group in told.get("Battery", []) if re.fullmatch(r"ID(?:-\d+)?", group.label)]
    return few(_battery(group) for group in groups)


def _battery(group: Group) -> Battery:
    condition = _CONDITION.fullmatch(group.first("condition"))
    full, design = (float(number.replace(",", ".")) for number in condition.groups()) if condition else (0.0, 0.0)
    cycles = group.first("cycles")
    return battery_of(
        name=_value(group),
        measured=percent_of(full, design) if design else None,
        cycles=int(cycles) if re.fullmatch(r"[0-9]{1,9}", cycles) else None,
        vendor="",
        model=group.first("model"),
    )
