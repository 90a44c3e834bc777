"""Reads what mmc-utils says about a chip on the board: `mmc sanitize`, `mmc extcsd read` and `mmc status get`.

`mmc sanitize` says nothing when it went well. So the file is what stood on the screen: the command, what came of it,
and the registers. Whether a silent command really worked is not observable, unless the status after it is shown.
"""

import re

from digibank.refurbishment.evidence.reports import DriveReport, Outcome
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.texts import complaints_in, hash_of, lines_in, one_drive, one_serial

_CAN = re.compile(r"SEC_FEATURE_SUPPORT:\s*(0x[0-9a-f]{1,2})\]", re.IGNORECASE)
_CAN_SANITIZE, _CAN_TRIM = 0x40, 0x10
_SANITIZE = re.compile(r"mmc\s+sanitize\b|SANITIZE_START|blkdiscard\b[^\n]*(?:\s-s|--secure)", re.IGNORECASE)
_TRIM = re.compile(r"mmc\s+erase\s+secure-trim[12]\b", re.IGNORECASE)
_STATUS = re.compile(r"SEND_STATUS response:\s*(0x[0-9a-f]{1,8})", re.IGNORECASE)
# Every bit of the answer R1 that stands for an error, and the one for a switch that was refused.
_ERRORS = 0xFFFF_A080
_NO = ("Could not write", "Could not read", "ioctl:", "open:", "mmc:", "SEND_STATUS failed", "erase failed")


def is_mmc(text: str) -> bool:
    """Whether mmc-utils wrote this."""
    return bool(_CAN.search(text) or _SANITIZE.search(text) or _TRIM.search(text) or "EXT_CSD[165]" in text)


def read_mmc(text: str, raw: bytes) -> DriveReport:
    """One chip from what stood on the screen. Raises RuleBroken when it is about several."""
    complaints = complaints_in(lines_in(text), *_NO)
    sanitized, trimmed, can = bool(_SANITIZE.search(text)), bool(_TRIM.search(text)), _CAN.search(text)
    technique = None
    if sanitized or trimmed:
        technique = Technique.MMC_SANITIZE if sanitized else Technique.MMC_SECURE_TRIM
    needed = _CAN_TRIM if technique is Technique.MMC_SECURE_TRIM else _CAN_SANITIZE
    return DriveReport(
        tool="mmc",
        sha256=hash_of(raw),
        family=(Technique.MMC_SANITIZE, Technique.MMC_SECURE_TRIM),
        device=one_drive(text),
        serial=one_serial(lines_in(text)),
        technique=technique,
        outcome=Outcome.FAILED if complaints else _outcome(text, technique),
        unable=can is not None and not int(can[1], 16) & needed,
        complaints=complaints,
    )


def _outcome(text: str, technique: Technique | None) -> Outcome:
    answers = [int(answer, 16) for answer in _STATUS.findall(text)]
    if any(answer & _ERRORS for answer in answers):
        return Outcome.FAILED
    return Outcome.DONE if answers and technique else Outcome.NOT_TOLD
