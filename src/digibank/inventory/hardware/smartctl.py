"""The health of one disk, from a report of smartctl -x -j."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.document import tree_in
from digibank.inventory.hardware.facts import DiskHealth, Medium, MediumKind, Reason, Verdict
from digibank.inventory.hardware.fields import (
    MOST_CHARACTERS,
    filled_in,
    flag_at,
    list_at,
    mapping_at,
    text_at,
    tidy,
    usable_serial,
    whole_at,
    wrong,
)
from digibank.inventory.hardware.sizes import MOST_BYTES_OF_STORAGE

MOST_HOURS = 2_000_000

# The limits above which a disk is doubted or refused.
PENDING_LIMIT = 40
REALLOCATED_LIMIT = 10
WORN_LIMIT_PERCENT = 80
HOURS_LIMIT = 40_000

_REALLOCATED, _PENDING = 5, 197

# The bits of smartctl's exit status.
_COMMAND_FAULT, _NOT_OPENED, _FAILING = 1, 2, 8
_ATTRIBUTE_FAILING, _ATTRIBUTE_FAILED_BEFORE, _ERRORS_LOGGED, _SELF_TEST_FAILED = 16, 32, 64, 128

# The bits of an NVMe disk's critical warning, without the one for heat, which passes.
_LASTING_WARNINGS = 0b111101

_BUSES = {"ATA": "ata", "NVMe": "nvme", "SCSI": "scsi"}

_FAILED = frozenset(
    {
        Reason.STATUS_FAILED,
        Reason.ATTRIBUTE_FAILING,
        Reason.MANY_PENDING,
        Reason.ERRORS_AND_NO_SPARE,
        Reason.CRITICAL_WARNING,
    }
)
_UNKNOWN = frozenset({Reason.NOT_OPENED, Reason.SMART_OFF, Reason.NO_SMART})


@dataclass(frozen=True)
class Disk:
    """A disk as smartctl sees it from inside the machine: its health, and what it is."""

    health: DiskHealth
    medium: Medium


def read_smartctl(raw: bytes) -> DiskHealth:
    """The health of the disk in a report of smartctl -x -j.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    tree = tree_in(raw)
    if not is_disk_report(tree):
        raise RuleBroken(_("This is not a report of smartctl. Make one with smartctl -x -j and choose that file."))
    return health_in(tree)


def is_disk_report(tree: Any) -> bool:
    """Whether this is what smartctl writes."""
    return isinstance(tree, dict) and "smartctl" in tree


def health_in(tree: dict[str, Any]) -> DiskHealth:
    """The health of the disk in a tree that smartctl wrote."""
    hours = _hours(tree)
    reasons = tuple(_reasons(tree, hours))
    return DiskHealth(
        model=text_at(tree, "model_name") or text_at(tree, "scsi_model_name"),
        serial=usable_serial(text_at(tree, "serial_number")),
        capacity_bytes=_capacity(tree),
        kind=_kind(tree),
        power_on_hours=hours,
        verdict=verdict_by(reasons),
        reasons=reasons,
    )


def disk_in(tree: dict[str, Any]) -> Disk:
    """The disk in a tree that smartctl wrote, as a medium of the machine that was looked into."""
    health = health_in(tree)
    name = text_at(mapping_at(tree, "device"), "name") or _asked_for(tree)
    return Disk(
        health=health,
        medium=Medium(
            model=filled_in(health.model),
            serial=health.serial,
            kind=health.kind,
            bus=_BUSES.get(text_at(mapping_at(tree, "device"), "protocol"), ""),
            capacity_bytes=health.capacity_bytes,
            logical_name=name,
        ),
    )


def _asked_for(tree: dict[str, Any]) -> str:
    """The device that smartctl was asked about: of a disk that it cannot open it says no more."""
    words = [word for word in list_at(mapping_at(tree, "smartctl"), "argv") if isinstance(word, str)]
    return next((tidy(word)[:MOST_CHARACTERS] for word in reversed(words) if word.startswith("/dev/")), "")


def verdict_by(reasons: tuple[Reason, ...]) -> Verdict:
    """Whether a disk of which this is said may be used again."""
    if _FAILED.intersection(reasons):
        return Verdict.FAILED
    if set(reasons) - _UNKNOWN:
        return Verdict.WARNING
    return Verdict.UNKNOWN if reasons else Verdict.PASSED


def _reasons(tree: dict[str, Any], hours: int | None) -> Iterator[Reason]:
    status = whole_at(mapping_at(tree, "smartctl"), "exit_status", most=255) or 0
    passed = flag_at(mapping_at(tree, "smart_status"), "passed")
    if passed is False or status & _FAILING:
        yield Reason.STATUS_FAILED
    if status & _ATTRIBUTE_FAILING:
        yield Reason.ATTRIBUTE_FAILING
    yield from _reasons_by_attribute(tree)
    yield from _reasons_of_nvme(tree)
    if status & _ATTRIBUTE_FAILED_BEFORE:
        yield Reason.ATTRIBUTE_FAILED_BEFORE
    if _percentage_used(tree) > WORN_LIMIT_PERCENT:
        yield Reason.WORN
    if hours is not None and hours > HOURS_LIMIT:
        yield Reason.MANY_HOURS
    if status & _ERRORS_LOGGED:
        yield Reason.ERRORS_LOGGED
    if status & _SELF_TEST_FAILED:
        yield Reason.SELF_TEST_FAILED
    if passed is None and not status & _FAILING:
        yield _why_unknown(tree, status)


def _why_unknown(tree: dict[str, Any], status: int) -> Reason:
    if status & (_COMMAND_FAULT | _NOT_OPENED):
        return Reason.NOT_OPENED
    support = mapping_at(tree, "smart_support")
    if flag_at(support, "available") and flag_at(support, "enabled") is False:
        return Reason.SMART_OFF
    return Reason.NO_SMART


def _reasons_by_attribute(tree: dict[str, Any]) -> Iterator[Reason]:
    counted = _attributes(tree)
    pending, reallocated = counted.get(_PENDING, 0), counted.get(_REALLOCATED, 0)
    if pending > PENDING_LIMIT:
        yield Reason.MANY_PENDING
    elif pending:
        yield Reason.SOME_PENDING
    if reallocated > REALLOCATED_LIMIT:
        yield Reason.REALLOCATED


def _attributes(tree: dict[str, Any]) -> dict[int, int]:
    """The counts of an ATA disk by the number of the attribute.

    The words hold the count proper; the raw value may carry other numbers in its upper half.
    """
    counts = {}
    for row in list_at(mapping_at(tree, "ata_smart_attributes"), "table"):
        if not isinstance(row, dict):
            raise wrong("ata_smart_attributes")
        number, raw = whole_at(row, "id", most=255), mapping_at(row, "raw")
        words = re.match(r"\d{1,18}(?!\d)", text_at(raw, "string"))
        count = whole_at(raw, "value")
        if number is not None and number not in counts:
            counts[number] = int(words[0]) if words else count or 0
    return counts


def _reasons_of_nvme(tree: dict[str, Any]) -> Iterator[Reason]:
    log = mapping_at(tree, "nvme_smart_health_information_log")
    errors = whole_at(log, "media_errors") or 0
    spare, limit = whole_at(log, "available_spare", most=255), whole_at(log, "available_spare_threshold", most=255)
    spare_low = spare is not None and limit is not None and spare < limit
    if errors and spare_low:
        yield Reason.ERRORS_AND_NO_SPARE
    if (whole_at(log, "critical_warning", most=255) or 0) & _LASTING_WARNINGS:
        yield Reason.CRITICAL_WARNING
    if errors and not spare_low:
        yield Reason.MEDIA_ERRORS
    if spare_low and not errors:
        yield Reason.SPARE_LOW


def _percentage_used(tree: dict[str, Any]) -> int:
    """How much of an SSD's life is used; may be above 100, and 0 when the disk does not say."""
    by_nvme = whole_at(mapping_at(tree, "nvme_smart_health_information_log"), "percentage_used", most=255)
    by_ata = whole_at(mapping_at(tree, "endurance_used"), "current_percent", most=255)
    return max(by_nvme or 0, by_ata or 0)


def _hours(tree: dict[str, Any]) -> int | None:
    hours = whole_at(mapping_at(tree, "power_on_time"), "hours", most=MOST_HOURS)
    if hours is not None:
        return hours
    return whole_at(mapping_at(tree, "nvme_smart_health_information_log"), "power_on_hours", most=MOST_HOURS)


def _capacity(tree: dict[str, Any]) -> int | None:
    size = whole_at(mapping_at(tree, "user_capacity"), "bytes", most=MOST_BYTES_OF_STORAGE)
    return size or whole_at(tree, "nvme_total_capacity", most=MOST_BYTES_OF_STORAGE) or None


def _kind(tree: dict[str, Any]) -> MediumKind:
    if text_at(mapping_at(tree, "device"), "protocol") == "NVMe":
        return MediumKind.NVME
    turns = whole_at(tree, "rotation_rate", most=100_000)
    if turns is None:
        return MediumKind.UNKNOWN
    return MediumKind.HDD if turns else MediumKind.SSD
