"""Reads the log of nwipe. It only tells what stands there; what that is worth is judged in `signs`.

Every line is taken for what it says about one drive. What the log does not say stays empty, and an empty fact
never speaks for an erasure: a log that was cut off, or that a newer nwipe words otherwise, proves less, not more.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence import tables
from digibank.refurbishment.evidence.drives import Draft, drafts_of
from digibank.refurbishment.evidence.facts import DriveErasure, ErasureLog, LastLine, Verification
from digibank.refurbishment.evidence.lines import Line, lines_of

LARGEST_LOG = 2_000_000  # bytes; a real one counts some thousands

_OPTION = re.compile(r"(banner|method|rounds|verify|quiet) *= *(.*)")
_BANNER = re.compile(r"nwipe v?([0-9][\w.+-]{0,30})")
_FOOTER = re.compile(r"Total Throughput .*?, (.+), ([0-9]{1,6})R\+(N?B)\+(NV|VL|VA)")
_TABLES = ("Error Summary", "Drive Status", "Erasure Summary")
_START_OF_OPTIONS = "Program options are set as follows"
_WITHOUT_BLANK = "do not perform a final blank pass"
_LAST_LINES = {
    "Nwipe successfully completed": LastLine.COMPLETED,
    "Nwipe exited with errors, check": LastLine.ERRORS,
    "Nwipe was aborted by the user": LastLine.ABORTED,
}
_ASKED = {
    "0": Verification.NONE,
    "1": Verification.LAST,
    "2": Verification.ALL,
    "NV": Verification.NONE,
    "VL": Verification.LAST,
    "VA": Verification.ALL,
}
_HIDDEN_SERIAL = re.compile(r"[Xx?]{4,}")


def read_nwipe_log(raw: bytes) -> ErasureLog:
    """One run of nwipe from the bytes of its log file.

    Raises RuleBroken when this is no nwipe log, when it names no drive, or when it holds several runs.
    """
    lines = _stamped_lines(raw)
    drafts = drafts_of(line for line in lines if line.at)
    options = _options(lines)
    _check_it_is_nwipe(options, drafts)
    _check_it_is_one_run(lines, drafts)
    footer = _footer(lines)
    drives = tuple(_with_tables(drafts, lines))
    moments = [line.at for line in lines if line.at]
    return ErasureLog(
        tool="nwipe",
        version=_version(options.get("banner", "")),
        started_at=moments[0],
        ended_at=moments[-1],
        method=_only_method(drives, footer, options),
        rounds=_rounds(footer, options, drives),
        verification_asked=_verification_asked(footer, options),
        blank_pass=_blank_pass(footer, lines),
        drives=drives,
        last_line=_last_line(lines),
        serials_hidden=options.get("quiet", "0") != "0" or any(_HIDDEN_SERIAL.fullmatch(d.serial) for d in drives),
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def _stamped_lines(raw: bytes) -> tuple[Line, ...]:
    if not raw.strip():
        raise RuleBroken(_("This file is empty. Choose the log that nwipe wrote."))
    if len(raw) > LARGEST_LOG:
        raise RuleBroken(_("This file is too large for an nwipe log. Choose the log that nwipe wrote."))
    return lines_of(raw)


def _options(lines: Iterable[Line]) -> dict[str, str]:
    matches = (_OPTION.fullmatch(line.text) for line in lines if line.at)
    return {match[1]: match[2].strip() for match in matches if match}


def _check_it_is_nwipe(options: dict[str, str], drafts: Sequence[Draft]) -> None:
    banner = options.get("banner", "")
    if (banner and not _version(banner)) or not (banner or drafts):
        raise RuleBroken(_("This file is not an nwipe log. Choose the log that nwipe wrote."))
    if not drafts:
        raise RuleBroken(_("This log names no drive. Choose the log of the run that erased the drive."))


def _check_it_is_one_run(lines: Sequence[Line], drafts: Iterable[Draft]) -> None:
    once = [
        sum(line.text.startswith(_START_OF_OPTIONS) for line in lines if line.at),
        sum(bool(_FOOTER.fullmatch(line.text)) for line in lines if line.at),
        sum(line.text.startswith(tuple(_LAST_LINES)) for line in lines if line.at),
        *(tables.count_of(lines, title) for title in _TABLES),
        *(draft.times_invoked for draft in drafts),
    ]
    if max(once) > 1:
        raise RuleBroken(
            _("This log holds several runs of nwipe. Erase the drive again, with a new log file for each run.")
        )
    rows = Counter(row[tables.DEVICE] for row in tables.rows_of(lines, "Drive Status"))
    twice = [
        draft.facts.device
        for draft in drafts
        if draft.changed_identity or any(rows[name] > 1 for name in tables.printed_names(draft.facts.device))
    ]
    if twice:
        raise RuleBroken(
            _("This log calls two drives “%(device)s”. Erase the drives again, each with a log file of its own.")
            % {"device": twice[0]}
        )


def _with_tables(drafts: Sequence[Draft], lines: Sequence[Line]) -> Iterable[DriveErasure]:
    devices = [draft.facts.device for draft in drafts]
    errors, statuses, erasures = (tables.by_device(tables.rows_of(lines, title), devices) for title in _TABLES)
    for draft in drafts:
        facts = draft.facts
        error_row = errors.get(facts.device, {})
        status_row = statuses.get(facts.device, {})
        erasure_row = erasures.get(facts.device, {})
        yield replace(
            facts,
            status=tables.status_in(status_row),
            wrote_seconds=tables.seconds_in(status_row),
            serial_in_table=tables.serial_in(status_row, facts.model),
            pass_errors=tables.number_in(error_row, "pass"),
            verification_errors=tables.number_in(error_row, "verif"),
            sync_errors=tables.number_in(error_row, "fdatasync"),
            table_bytes_erased=tables.number_in(erasure_row, "bytes erased"),
            table_bytes_total=tables.number_in(erasure_row, "bytes total"),
        )


def _version(banner: str) -> str:
    match = _BANNER.match(banner)
    return match[1] if match else ""


def _footer(lines: Iterable[Line]) -> re.Match[str] | None:
    matches = (_FOOTER.fullmatch(line.text) for line in lines if line.at)
    return next((match for match in matches if match), None)


def _only_method(drives: Iterable[DriveErasure], footer: re.Match[str] | None, options: dict[str, str]) -> str:
    # The options may be logged before the operator changes them on the screen; these two come after.
    used = {" ".join(name.split()) for name in (*(d.method for d in drives), footer[1] if footer else "") if name}
    if len(used) > 1:
        raise RuleBroken(_("This log names several methods for one run. Erase the drive again, with a new log file."))
    return used.pop() if used else " ".join(options.get("method", "").split())


def _rounds(footer: re.Match[str] | None, options: dict[str, str], drives: Iterable[DriveErasure]) -> int:
    told = footer[2] if footer else options.get("rounds", "")
    asked = int(told) if re.fullmatch(r"[0-9]{1,6}", told) else 1
    return max(asked, *(drive.rounds_asked for drive in drives), 1)


def _verification_asked(footer: re.Match[str] | None, options: dict[str, str]) -> Verification:
    told = footer[4] if footer else options.get("verify", "")[:1]
    return _ASKED.get(told, Verification.NONE)


def _blank_pass(footer: re.Match[str] | None, lines: Iterable[Line]) -> bool:
    if footer:
        return footer[3] == "B"
    return not any(line.text == _WITHOUT_BLANK for line in lines if line.at)


def _last_line(lines: Iterable[Line]) -> LastLine:
    for line in lines:
        for start, meaning in _LAST_LINES.items():
            if line.at and line.text.startswith(start):
                return meaning
    return LastLine.MISSING
