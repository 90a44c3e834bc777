"""Reads what nvme-cli says: `nvme sanitize-log`, as text or with `-o json`, and `nvme format`.

The log names no serial number; put `nvme id-ctrl` before it in the same file, and it does.
"""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.reports import DriveReport, Outcome
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.texts import complaints_in, hash_of, lines_in, one_drive, one_serial

WHOLE = 65535  # SPROG when nothing is left to do
_ACTIONS = {2: Technique.NVME_BLOCK, 3: Technique.NVME_OVERWRITE, 4: Technique.NVME_CRYPTO}
SANITIZES = tuple(_ACTIONS.values())
_OUTCOMES = {0: Outcome.NEVER, 1: Outcome.DONE, 2: Outcome.RUNNING, 3: Outcome.FAILED, 4: Outcome.DONE}
_ERASED_BIT, _STATUS_BITS, _ACTION_BITS = 0x100, 0b111, 0b111
_FIELD = re.compile(r"[^()\n]{1,60}\((SPROG|SSTAT|SCDW10)\)\s*:\s*(0x[0-9a-f]{1,8}|\d{1,10})\b", re.IGNORECASE)
_FORMATTED = re.compile(r"Success formatting namespace:\s*[0-9a-f]{1,8}", re.IGNORECASE)
_COMMAND = re.compile(r"nvme\s+format\b([^\n]{0,200})")
_ERASES = re.compile(r"(?:--ses|-s)[= ]?(?:0x)?([0-9])\b")
_NO = ("NVMe status:", "NVME Admin command error", "Sanitize:", "sanitize:", "format:", "ERROR", "error:")


def is_nvme(text: str) -> bool:
    """Whether nvme-cli wrote this."""
    return bool(_FIELD.search(text) or _FORMATTED.search(text) or _COMMAND.search(text))


def read_nvme(text: str, raw: bytes) -> DriveReport:
    """One drive from the text that nvme-cli wrote. Raises RuleBroken when it is about several."""
    fields = [(match[1].upper(), int(match[2], 0)) for match in _FIELD.finditer(text)]
    names = [name for name, _value in fields]
    if len(names) != len(set(names)):
        raise RuleBroken(_("This file holds the log of the drive twice. Make it again, after the erasure was over."))
    known = dict(fields)
    if "SSTAT" not in known:
        return _read_format(text, raw)
    return _sanitized(
        raw, progress=known.get("SPROG"), status=known["SSTAT"] & _STATUS_BITS, action=known.get("SCDW10"),
        untouched=_untouched(text, known["SSTAT"]), device=one_drive(text), serial=one_serial(lines_in(text)),
        complaints=complaints_in(lines_in(text), *_NO),
    )  # fmt: skip


def read_nvme_json(content: dict[str, Any], raw: bytes) -> DriveReport:
    """One drive from `nvme sanitize-log -o json`: the log stands under the name of the drive."""
    logs = [(name, log) for name, log in content.items() if isinstance(log, dict) and "sprog" in log]
    if "sprog" in content:
        logs.append(("", content))
    if len(logs) != 1:
        raise RuleBroken(_("This file is about several drives. Make one file for each drive, and add them one by one."))
    name, log = logs[0]
    status, erased = _json_status(log.get("sstat"))
    return _sanitized(
        raw, progress=_whole(log.get("sprog")), status=status, action=_whole(log.get("cdw10_info")),
        untouched=erased, device=name.removeprefix("/dev/")[:60], serial=str(content.get("sn", "")).strip()[:80],
    )  # fmt: skip


def _json_status(said: Any) -> tuple[int | None, bool | None]:
    """Newer versions take the register apart; some put the sentence where its name should be."""
    if isinstance(said, dict):
        words = json.dumps(said)
        match = re.search(r"\((\d)\) ", words)
        erased = said.get("global_erased")
        return (int(match[1]) if match else None), (erased == 1 if isinstance(erased, int) else None)
    number = _whole(said)
    return (None, None) if number is None else (number & _STATUS_BITS, True if number & _ERASED_BIT else None)


def _whole(said: Any) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else None


def _sanitized(raw: bytes, *, status: int | None, action: int | None, **told: Any) -> DriveReport:
    # After a failure the drive is told to leave its failed state; that order erases nothing by itself.
    order = None if action is None else action & _ACTION_BITS
    return DriveReport(
        tool="nvme sanitize-log",
        sha256=hash_of(raw),
        family=SANITIZES,
        technique=None if order is None else _ACTIONS.get(order),
        erases_nothing=order is not None and order not in _ACTIONS,
        outcome=Outcome.NOT_TOLD if status is None else _OUTCOMES.get(status, Outcome.FAILED),
        **told,
    )


def _untouched(text: str, status: int) -> bool | None:
    """Whether nothing was written since. With -H some versions mask the bit and say it in words instead."""
    if status & _ERASED_BIT or re.search(r"Global Data Erased\s+set", text):
        return True
    said_cleared = re.search(r"Global Data Erased\s+(cleared|:\s*0)|User data has been written", text)
    return False if said_cleared else None


def _read_format(text: str, raw: bytes) -> DriveReport:
    command = _COMMAND.search(text)
    erases = _ERASES.search(command[1]) if command else None
    complaints = complaints_in(lines_in(text), *_NO)
    done = bool(_FORMATTED.search(text)) and not complaints
    return DriveReport(
        tool="nvme format",
        sha256=hash_of(raw),
        family=(Technique.NVME_FORMAT,),
        device=one_drive(text),
        serial=one_serial(lines_in(text)),
        technique=Technique.NVME_FORMAT if erases and erases[1] in "12" else None,
        erases_nothing=command is not None and (erases is None or erases[1] not in "12"),
        outcome=Outcome.DONE if done else Outcome.FAILED,
        complaints=complaints,
    )
