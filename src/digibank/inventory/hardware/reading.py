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
from digibank.inventory.hardware.document import looks_like_json, read_text, read_tree
from digibank.inventory.hardware.facts import Battery, DiskHealth, Machine
from digibank.inventory.hardware.intake import FORMAT, IntakeRun, is_intake, run_in
from digibank.inventory.hardware.lshw import machine_in
from digibank.inventory.hardware.nodes import is_listing
from digibank.inventory.hardware.smartctl import health_in, is_disk_report

Facts = Machine | DiskHealth | tuple[Battery, ...] | IntakeRun


def read_report(raw: bytes) -> Facts:
    """The facts in a report of lshw -json, smartctl -x -j, the kernel's battery lines, upower -i or the intake stick.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    text = read_text(raw)
    if looks_like_json(text):
        return _in_json(text)
    if is_kernel_text(text):
        return batteries_by_kernel(text)
    if is_upower_text(text):
        return batteries_by_upower(text)
    if re.search(r"^[ \t]*\*-core\b|<node id=", text, re.MULTILINE):
        raise RuleBroken(_("This report of lshw is not in JSON. Make it again with lshw -json and choose that file."))
    if re.match(r"\s*smartctl \d", text):
        raise RuleBroken(
            _("This report of smartctl is not in JSON. Make it again with smartctl -x -j and choose that file.")
        )
    raise _not_known()


def _in_json(text: str) -> Machine | DiskHealth | IntakeRun:
    # Only lshw is known to write faulty JSON.
    tree = read_tree(text, loosely='"smartctl"' not in text and FORMAT not in text)
    if is_intake(tree):
        return run_in(tree)
    if is_disk_report(tree):
        return health_in(tree)
    if is_listing(tree):
        return machine_in(tree)
    raise _not_known()


def _not_known() -> RuleBroken:
    return RuleBroken(
        _("This is not a report of lshw, smartctl or a battery. Make one with lshw -json and choose that file.")
    )
