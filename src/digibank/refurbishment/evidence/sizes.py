"""Sizes as nwipe prints them: decimal, and cut off, so “256 GB” is anything from 256 up to 257 billion bytes."""

import re

from digibank.refurbishment.evidence.facts import DriveErasure

_PRINTED = re.compile(r"([0-9]{1,15}) ?([KMGTP]?B)")
_UNITS = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "PB": 10**15}

TOLERANCE_PERCENT = 1


def least_size(drive: DriveErasure) -> int | None:
    """Bytes that the drive holds at least, or None when the log gives no size at all."""
    bounds = size_bounds(drive)
    return bounds[0] if bounds else None


def size_bounds(drive: DriveErasure) -> tuple[int, int] | None:
    """Smallest and largest number of bytes that fit what the log says of the drive's size."""
    if drive.size_bytes is not None:
        return drive.size_bytes, drive.size_bytes
    match = _PRINTED.fullmatch(drive.size_printed)
    if match is None or int(match[1]) == 0:
        return None
    unit = _UNITS[match[2]]
    return int(match[1]) * unit, (int(match[1]) + 1) * unit - 1


def fits(bounds: tuple[int, int], capacity_bytes: int) -> bool:
    """Whether a registered capacity is this size, give or take the rounding on labels and in other tools.

    One percent tells 240 from 256 and 500 from 512 GB apart, and forgives 256 GB for 256,060,514,304 bytes.
    """
    smallest, largest = bounds
    slack = capacity_bytes * TOLERANCE_PERCENT // 100
    return smallest - slack <= capacity_bytes <= largest + slack
