"""The snapshots of eReuse Workbench: one file with the reports of several tools inside.

Three forms: a snapshot with `data`, of which older ones name the tools otherwise; a signed one (a verifiable
credential) with `evidence`; and that of Workbench 11, which holds its own findings instead of reports. What a
snapshot says about an erasure is never proof (policy I-13): there is no log in it that can be checked.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.dmidecode import is_dmidecode_text, machine_by_dmidecode, saw_nothing
from digibank.inventory.hardware.document import looks_like_json, read_tree, tree_in
from digibank.inventory.hardware.facts import Battery, Machine, Remark, Snapshot
from digibank.inventory.hardware.fields import list_at, mapping_at, wrong
from digibank.inventory.hardware.gathering import gather
from digibank.inventory.hardware.inxi import is_failed_inxi, is_inxi, snapshot_by_inxi
from digibank.inventory.hardware.lshw import machine_in
from digibank.inventory.hardware.nodes import is_listing
from digibank.inventory.hardware.smartctl import Disk, disk_in, is_disk_report
from digibank.inventory.hardware.workbench import is_workbench_11, snapshot_by_workbench

MOST_REPORTS = 200

_ERASURE = re.compile(r"eras(?:e|ure|ing)|wipe|shred|sanit|badblocks", re.IGNORECASE)


def read_snapshot(raw: bytes) -> Snapshot:
    """The machine, its disks and its batteries in a snapshot of eReuse Workbench.

    Raises RuleBroken with what is wrong and what to do, for anything else and when one report inside is damaged.
    """
    tree = tree_in(raw)
    if not is_snapshot(tree):
        raise RuleBroken(_("This is not a snapshot of eReuse Workbench. Choose the file that Workbench wrote."))
    return snapshot_in(tree)


def is_snapshot(tree: Any) -> bool:
    """Whether this is a snapshot of eReuse Workbench, signed or not."""
    if not isinstance(tree, dict):
        return False
    if isinstance(tree.get("evidence"), list):
        return "credentialSubject" in tree
    return tree.get("type") in ("Snapshot", "DeviceSnapshotV1") and ("data" in tree or is_workbench_11(tree))


def snapshot_in(tree: dict[str, Any]) -> Snapshot:
    """The machine, its disks and its batteries in a tree that Workbench wrote."""
    erased = [Remark.ERASURE_IS_NO_PROOF] if _tells_of_erasure(tree) else []
    if "evidence" not in tree and "data" not in tree:
        return snapshot_by_workbench(tree, erased)
    reports = list(_signed(tree) if "evidence" in tree else mapping_at(tree, "data").items())
    if len(reports) > MOST_REPORTS:
        raise RuleBroken(_("This file holds more than 200 reports. Choose the report of one machine."))
    return _read_all(reports, erased)


def _signed(tree: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The tool and the output of each piece of evidence."""
    for piece in list_at(tree, "evidence"):
        if not isinstance(piece, dict):
            raise wrong("evidence")
        output = piece.get("output")
        # Who signs turns signs such as " into entities, in text but not in what it keeps as a tree.
        if isinstance(output, str) and not looks_like_json(output):
            output = html.unescape(output)
        yield str(piece.get("operation")), output


def _tells_of_erasure(tree: dict[str, Any]) -> bool:
    """Whether a name in the snapshot tells of an erasure: of a field that is filled, a tool or a kind of paper."""
    data, evidence, subject = tree.get("data"), tree.get("evidence"), tree.get("credentialSubject")
    named = [key for group in (tree, data) if isinstance(group, dict) for key, value in group.items() if value]
    for piece in [subject, *(evidence if isinstance(evidence, list) else [])]:
        if isinstance(piece, dict):
            named += [str(piece.get("operation")), str(piece.get("type"))]
    return any(_ERASURE.search(name) for name in named)


@dataclass
class _Found:
    """What the reports inside have given so far. The firmware knows the machine best, then lshw, then inxi."""

    firmware: list[Machine] = field(default_factory=list)
    listings: list[Machine] = field(default_factory=list)
    others: list[Machine] = field(default_factory=list)
    disks: list[Disk] = field(default_factory=list)
    batteries: tuple[Battery, ...] = ()
    failed: bool = False


def _read_all(reports: Iterable[tuple[str, Any]], remarks: list[Remark]) -> Snapshot:
    found = _Found()
    for tool, output in reports:
        if output and tool in _READERS:
            _READERS[tool](found, tool, output)
    machines = [*found.firmware, *found.listings, *found.others]
    if not machines and not found.disks:
        raise RuleBroken(_("No program in this snapshot could look into the machine. Make it again as administrator."))
    failed = [Remark.TOOL_FAILED] if found.failed else []
    return gather(machines, found.disks, found.batteries, [*failed, *remarks])


def _read_dmidecode(found: _Found, tool: str, output: Any) -> None:
    if not isinstance(output, str) or not is_dmidecode_text(output):
        raise wrong(tool)
    if saw_nothing(output):
        found.failed = True
    else:
        found.firmware.append(machine_by_dmidecode(output))


def _read_lshw(found: _Found, tool: str, output: Any) -> None:
    tree = _tree(tool, output, loosely=True)
    # Workbench writes an empty group when lshw failed.
    if tree == {}:
        found.failed = True
    elif is_listing(tree):
        found.listings.append(machine_in(tree))
    else:
        raise wrong(tool)


def _read_inxi(found: _Found, tool: str, output: Any) -> None:
    if isinstance(output, str) and is_failed_inxi(output):
        found.failed = True
        return
    tree = _tree(tool, output)
    if not is_inxi(tree):
        raise wrong(tool)
    said = snapshot_by_inxi(tree)
    found.others.append(said.machine)
    found.batteries = found.batteries or said.batteries


def _read_smartctl(found: _Found, tool: str, output: Any) -> None:
    tree = _tree(tool, output)
    for report in tree if isinstance(tree, list) else [tree]:
        # Workbench writes an empty text for a disk of which smartctl told nothing.
        if report == "":
            found.failed = True
            continue
        disk = _tree(tool, report)
        if not is_disk_report(disk):
            raise wrong(tool)
        found.disks.append(disk_in(disk))


def _tree(tool: str, output: Any, *, loosely: bool = False) -> Any:
    """The output as plain values: some forms of a snapshot keep it as text within the text."""
    if not isinstance(output, str):
        return output
    if not looks_like_json(output):
        raise wrong(tool)
    return read_tree(output, loosely=loosely)


_READERS = {
    "dmidecode": _read_dmidecode,
    "lshw": _read_lshw,
    "inxi": _read_inxi,
    "smartctl": _read_smartctl,
    "smart": _read_smartctl,
}
