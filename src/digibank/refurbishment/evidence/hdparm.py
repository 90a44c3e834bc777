"""Reads what hdparm says about a SATA drive: `--sanitize-status` and `--security-erase`.

`hdparm --sanitize-status` tells that the last sanitize went well, not which one it was: that stands in the line with
which it was started. `hdparm -I` in the same file gives the serial number, and shows that the drive was let go again.
"""

import re

from digibank.refurbishment.evidence.reports import DriveReport, Outcome
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.texts import complaints_in, hash_of, lines_in, one_drive, one_serial

_SANITIZE = {
    "block": Technique.ATA_BLOCK,
    "crypto": Technique.ATA_CRYPTO,
    "overwrite": Technique.ATA_OVERWRITE,
}
_ORDERS = re.compile(r"(?:Issuing SANITIZE_|--sanitize-)(BLOCK|CRYPTO|OVERWRITE)", re.IGNORECASE)
_STATE = re.compile(r"State:\s*(SD[0-4])\b")
_PROGRESS = re.compile(r"Progress:\s*(0x[0-9a-f]{1,4})\b", re.IGNORECASE)
_WELL = "Last Sanitize Operation Completed Without Error"
_STATES = {"SD1": Outcome.FAILED, "SD2": Outcome.RUNNING, "SD3": Outcome.FAILED}
_SECURITY = "Issuing SECURITY_ERASE command"
_NO = (
    "SANITIZE failed", "SANITIZE device error reason", "SANITIZE feature set is not supported", "Drive in SD",
    "SG_IO:", "SECURITY_ERASE:", "ERASE_PREPARE:", "HDIO_DRIVE_CMD", "Program aborted",
)  # fmt: skip


def is_hdparm(text: str) -> bool:
    """Whether hdparm wrote this about an erasure."""
    told = ("Issuing SANITIZE_", "SANITIZE failed", "SANITIZE feature set", _SECURITY, "--security-erase")
    return bool(_STATE.search(text) or _ORDERS.search(text)) or any(words in text for words in told)


def read_hdparm(text: str, raw: bytes) -> DriveReport:
    """One drive from the text that hdparm wrote. Raises RuleBroken when it is about several."""
    if _SECURITY in text or "--security-erase" in text:
        return _read_security(text, raw)
    orders = {_SANITIZE[found.lower()] for found in _ORDERS.findall(text)}
    states, progress = _STATE.findall(text), _PROGRESS.findall(text)
    complaints = complaints_in(lines_in(text), *_NO)
    return DriveReport(
        tool="hdparm --sanitize-status",
        sha256=hash_of(raw),
        family=tuple(_SANITIZE.values()),
        device=one_drive(text),
        serial=one_serial(lines_in(text)),
        technique=orders.pop() if len(orders) == 1 else None,
        outcome=Outcome.FAILED if complaints else _outcome(text, states),
        progress=int(progress[-1], 16) if progress and states[-1:] == ["SD2"] else None,
        unable="SANITIZE feature set is not supported" in text,
        complaints=complaints,
    )


def _outcome(text: str, states: list[str]) -> Outcome:
    """By the last state in the file: it may have been asked more than once."""
    if not states:
        return Outcome.NOT_TOLD
    after = text[text.rindex(states[-1]) :]
    if states[-1] in _STATES:
        return _STATES[states[-1]]
    return Outcome.DONE if _WELL in after else Outcome.NEVER


def _read_security(text: str, raw: bytes) -> DriveReport:
    lines, enhanced = lines_in(text), "--security-erase-enhanced" in text
    plain = re.search(r"--security-erase(?!-enhanced)", text) is not None
    complaints = complaints_in(lines, *_NO)
    said = [" ".join(line.split()) for line in lines]
    let_go, still_set = "not enabled" in said, "enabled" in said
    outcome = Outcome.FAILED if complaints or still_set else Outcome.DONE if let_go else Outcome.NOT_TOLD
    return DriveReport(
        tool="hdparm --security-erase",
        sha256=hash_of(raw),
        family=(Technique.ATA_SECURE, Technique.ATA_ENHANCED),
        device=one_drive(text),
        serial=one_serial(lines),
        technique=None if enhanced == plain else Technique.ATA_ENHANCED if enhanced else Technique.ATA_SECURE,
        outcome=outcome,
        complaints=complaints,
    )
