"""One door for every hardware report: it sees itself what kind of report a file is."""

import re

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.battery import (
    batteries_by_kernel,
    batteries_by_upower,
    is_kernel_text,
    is_upower_text,
)
from digibank.inventory.hardware.dmidecode import is_dmidecode_text, machine_by_dmidecode
from digibank.inventory.hardware.document import looks_like_json, read_text, read_tree
from digibank.inventory.hardware.facts import Battery, DiskHealth, Machine, Snapshot
from digibank.inventory.hardware.intake import FORMAT, IntakeRun, is_intake, run_in
from digibank.inventory.hardware.inxi import is_failed_inxi, is_inxi, no_screen, snapshot_by_inxi
from digibank.inventory.hardware.lsblk import is_lsblk, machine_by_lsblk
from digibank.inventory.hardware.lshw import machine_in
from digibank.inventory.hardware.nodes import is_listing
from digibank.inventory.hardware.smartctl import health_in, is_disk_report
from digibank.inventory.hardware.snapshot import is_snapshot, snapshot_in

Facts = Machine | DiskHealth | tuple[Battery, ...] | Snapshot | IntakeRun


def read_report(raw: bytes) -> Facts:
    """The facts in a report of lshw, dmidecode, inxi, lsblk, smartctl, a battery, our stick or an eReuse snapshot.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    text = read_text(raw)
    if looks_like_json(text):
        return _in_json(text)
    if is_kernel_text(text):
        return batteries_by_kernel(text)
    if is_upower_text(text):
        return batteries_by_upower(text)
    if is_dmidecode_text(text):
        return machine_by_dmidecode(text)
    raise no_screen() if is_failed_inxi(text) else _not_in_json(text) or _not_known()


def _in_json(text: str) -> Machine | DiskHealth | Snapshot | IntakeRun:
    # Only lshw is known to write faulty JSON.
    tree = read_tree(text, loosely='"smartctl"' not in text and FORMAT not in text)
    if is_intake(tree):
        return run_in(tree)
    if is_snapshot(tree):
        return snapshot_in(tree)
    if is_disk_report(tree):
        return health_in(tree)
    if is_listing(tree):
        return machine_in(tree)
    if is_inxi(tree):
        return snapshot_by_inxi(tree)
    if is_lsblk(tree):
        return machine_by_lsblk(tree)
    raise _not_known()


def _not_in_json(text: str) -> RuleBroken | None:
    """The refusal of what a tool wrote for people to read, if this is of a tool that we know."""
    if re.search(r"^[ \t]*\*-core\b|<node id=", text, re.MULTILINE):
        return RuleBroken(_("This report of lshw is not in JSON. Make it again with lshw -json and choose that file."))
    if re.match(r"\s*smartctl \d", text):
        return RuleBroken(
            _("This report of smartctl is not in JSON. Make it again with smartctl -x -j and choose that file.")
        )
    if re.match(r"\s*NAME +(?:\S+ +)*SIZE ", text):
        return RuleBroken(
            _("This report of lsblk is not in JSON. Make it again with lsblk -J -b -O and choose that file.")
        )
    if re.search(r"\binxi: \d\.\d", text):
        return RuleBroken(
            _("This report of inxi is not in JSON. Make it again with --output json and choose that file.")
        )
    return None


def _not_known() -> RuleBroken:
    return RuleBroken(
        _(
            "This is not a report of lshw, dmidecode, inxi, lsblk, smartctl or a battery, and no snapshot of eReuse."
            " Make one with lshw -json and choose that file."
        )
    )
