"""Reads the evidence that a disk was encrypted, and that its keys are gone: LUKS and BitLocker.

For LUKS the file holds `cryptsetup luksDump` twice: before `cryptsetup erase`, with its key slots, and after, without.
"""

import re

from digibank.refurbishment.evidence.reports import DriveReport, Outcome
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.texts import complaints_in, hash_of, lines_in, one_drive, one_serial

_HEADER = "LUKS header information"
_SLOT = re.compile(r"^\s*(?:\d{1,2}: luks[12]\b|Key Slot \d{1,2}: ENABLED)", re.MULTILINE)
_PERCENT = re.compile(r"Percentage Encrypted:\s*([0-9]{1,3}(?:[.,]\d)?)\s?%")
_STATUS = re.compile(r"Conversion Status:\s*([^\n]{1,60})")
_NO = ("Device", "Failed", "ERROR", "No key available")


def is_encryption(text: str) -> bool:
    """Whether this is evidence about the encryption of a disk."""
    return _HEADER in text or bool(_PERCENT.search(text))


def read_encryption(text: str, raw: bytes) -> DriveReport:
    """One disk from what its encryption said. Raises RuleBroken when it is about several."""
    told = {"encrypted": None, "keys_left": None} | (_luks(text) if _HEADER in text else _bitlocker(text))
    return DriveReport(
        tool="cryptsetup" if _HEADER in text else "manage-bde",
        sha256=hash_of(raw),
        family=(Technique.KEYS_DESTROYED,),
        device=one_drive(text),
        serial=one_serial(lines_in(text)),
        technique=Technique.KEYS_DESTROYED,
        outcome=Outcome.DONE if told["keys_left"] == 0 else Outcome.NOT_TOLD,
        complaints=complaints_in(lines_in(text), *_NO),
        encrypted=bool(told["encrypted"]) if told["encrypted"] is not None else None,
        keys_left=told["keys_left"],
    )


def _luks(text: str) -> dict[str, int | None]:
    """A header means that it was encrypted; without a second dump, slots in the first say nothing of what is left."""
    _start, *dumps = text.split(_HEADER)
    slots = [len(_SLOT.findall(dump)) for dump in dumps]
    return {"encrypted": 1, "keys_left": slots[-1] if len(slots) > 1 or not slots[-1] else None}


def _bitlocker(text: str) -> dict[str, int | None]:
    """A disk that is half encrypted holds data that were never encrypted."""
    percents = [float(found.replace(",", ".")) for found in _PERCENT.findall(text)]
    fully = all(percent == 100 for percent in percents)  # noqa: PLR2004  per cent
    used_only = any("Used Space Only" in status for status in _STATUS.findall(text))
    return {"encrypted": int(fully and not used_only)}
