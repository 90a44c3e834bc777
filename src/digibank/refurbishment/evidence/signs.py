"""Weighs the signs of an erasure one by one (promise 3): each agrees, contradicts, or is not observable.

“Erased” alone is no proof: nwipe has printed it for drives that died halfway, and prints it for a run that only
read. One contradiction refuses the erasure. What the tool cannot see needs a second person's named statement.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.facts import (
    DriveErasure,
    DriveStatus,
    ErasureLog,
    HiddenArea,
    LastLine,
    Verification,
)
from digibank.refurbishment.evidence.methods import Kind, method_named
from digibank.refurbishment.evidence.sentences import SENTENCES, STATEMENTS
from digibank.refurbishment.evidence.sizes import fits, least_size, size_bounds


class SignName(StrEnum):
    """What is looked at, in the order in which it is shown."""

    METHOD = "method"
    STATUS = "status"
    ERROR_COUNTS = "error_counts"
    BYTES = "bytes"
    VERIFICATION = "verification"
    LAST_LINE = "last_line"
    SERIAL = "serial"
    CAPACITY = "capacity"
    HIDDEN_AREAS = "hidden_areas"
    PROGRESS = "progress"
    UNTOUCHED = "untouched"
    MOMENT = "moment"
    ENCRYPTED = "encrypted"
    ALWAYS = "always"
    KEYS = "keys"
    RESET = "reset"
    ACCOUNT = "account"
    CARDS = "cards"
    DESTROYED = "destroyed"
    CERTIFICATE = "certificate"


class Verdict(StrEnum):
    """What a sign says about the erasure."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NOT_OBSERVABLE = "not_observable"


@dataclass(frozen=True)
class Sign:
    """One sign. `code` chooses the sentence; `observed` and `expected` are codes, numbers or serial numbers."""

    name: SignName
    verdict: Verdict
    code: str
    observed: str = ""
    expected: str = ""

    @property
    def sentence(self) -> str:
        """What was seen, in the language of the moment, for the screen and the attestation."""
        return str(SENTENCES[self.code]) % {"observed": self.observed, "expected": self.expected}


@dataclass(frozen=True)
class _Case:
    """A drive, the run it was part of, and what is registered of the medium it should be."""

    drive: DriveErasure
    log: ErasureLog
    serial: str
    capacity_bytes: int | None


_Judged = tuple[Verdict, str, object, object]
_AGREES, _CONTRADICTS, _UNSEEN = Verdict.AGREES, Verdict.CONTRADICTS, Verdict.NOT_OBSERVABLE
_CUT_OFF_AT = 20  # characters of a serial number, at which nwipe cuts


def signs(
    drive: DriveErasure, log: ErasureLog, *, expected_serial: str, expected_capacity_bytes: int | None
) -> tuple[Sign, ...]:
    """Every sign of this drive's erasure, judged against the serial number and capacity registered for the medium."""
    case = _Case(drive, log, plain_serial(expected_serial), expected_capacity_bytes)
    return tuple(_sign(name, judge(case)) for name, judge in _JUDGES.items())


def contradictions(judged: Iterable[Sign]) -> tuple[Sign, ...]:
    """The signs that speak against the erasure."""
    return tuple(sign for sign in judged if sign.verdict is Verdict.CONTRADICTS)


def needs_statement(judged: Iterable[Sign]) -> tuple[SignName, ...]:
    """The signs that the tool cannot see; a second person must state by name how they stand."""
    return tuple(sign.name for sign in judged if sign.verdict is Verdict.NOT_OBSERVABLE)


def statement_for(name: SignName) -> str:
    """What the second person states, word for word, about a sign that the tool cannot see."""
    return str(STATEMENTS[name])


def why_refused(judged: Iterable[Sign]) -> str:
    """Why this erasure is not accepted, with all reasons and what to do now; empty when nothing contradicts."""
    against = contradictions(judged)
    if not against:
        return ""
    reasons = " ".join(sign.sentence for sign in against)
    return _("This erasure is not accepted. %(reasons)s %(advice)s") % {"reasons": reasons, "advice": _advice(against)}


def drive_with_serial(log: ErasureLog, serial: str) -> DriveErasure:
    """The drive of this run that bears the serial number, or the only drive of the run.

    Raises RuleBroken when the run had several drives and not exactly one bears the number.
    """
    taking_part = [drive for drive in log.drives if drive.took_part] or list(log.drives)
    same = [
        drive for drive in taking_part if plain_serial(serial) and plain_serial(drive.serial) == plain_serial(serial)
    ]
    if len(same) == 1:
        return same[0]
    if len(taking_part) == 1:
        return taking_part[0]
    raise RuleBroken(
        _("This log is about %(count)s drives, and “%(serial)s” is not clearly one of them. Check the serial number.")
        % {"count": len(taking_part), "serial": serial}
    )


def _advice(against: Iterable[Sign]) -> str:
    codes = {sign.code for sign in against}
    if codes <= {"serial_differs", "capacity_differs"}:
        return _("Choose the log of this very drive, or erase it again.")
    if "hidden_area_found" in codes:
        return _("Open the hidden area and erase the drive again, or have it destroyed.")
    return _("Erase the drive again, or have it destroyed.")


def _sign(name: SignName, judged: _Judged) -> Sign:
    verdict, code, observed, expected = judged
    return Sign(name, verdict, code, str(observed), str(expected))


def plain_serial(serial: str) -> str:
    """A serial number for comparing: no spaces, capitals; nothing when it is a filler that many drives share."""
    plain = "".join(serial.split()).upper()
    if plain in _FILLERS or re.fullmatch(r"(.)\1*", plain):
        return ""
    return plain


_FILLERS = {"NONE", "N/A", "UNKNOWN", "NOTSPECIFIED", "DEFAULTSTRING", "TOBEFILLEDBYO.E.M.", "SERIALNUMBER"} | {
    start[:length] for start in ("0123456789ABCDEF", "1234567890ABCDEF") for length in range(4, 17)
}


def _method(case: _Case) -> _Judged:
    name = case.log.method
    verdict = _AGREES if method_named(name).kind is Kind.OVERWRITES else _CONTRADICTS
    return verdict, f"method_{method_named(name).kind}", name, ""


def _status(case: _Case) -> _Judged:
    status = case.drive.status
    verdict = _AGREES if status is DriveStatus.ERASED else _CONTRADICTS
    return verdict, f"status_{status}", status, DriveStatus.ERASED


def _error_counts(case: _Case) -> _Judged:
    drive = case.drive
    counts = (drive.pass_errors, drive.verification_errors, drive.sync_errors)
    observed = "/".join("-" if count is None else str(count) for count in counts)
    if any(counts):
        return _CONTRADICTS, "errors_counted", observed, "0/0/0"
    if drive.complaints:
        return _CONTRADICTS, "errors_reported", len(drive.complaints), 0
    if None in counts:
        return _UNSEEN, "errors_not_all_shown", observed, "0/0/0"
    return _AGREES, "errors_none", observed, "0/0/0"


def _bytes(case: _Case) -> _Judged:
    drive, size, passes = case.drive, least_size(case.drive), _passes_needed(case)
    if len(drive.writes) < passes:
        return _CONTRADICTS, "passes_missing", len(drive.writes), passes
    if size is None:
        return _UNSEEN, "bytes_without_size", drive.bytes_written, ""
    if min(drive.writes) < size:
        return _CONTRADICTS, "bytes_short", min(drive.writes), size
    if drive.table_bytes_erased is not None and drive.table_bytes_erased < (drive.table_bytes_total or size):
        return _CONTRADICTS, "bytes_short", drive.table_bytes_erased, drive.table_bytes_total or size
    if drive.size_bytes is None:
        return _UNSEEN, "bytes_without_size", drive.bytes_written, ""
    return _AGREES, "bytes_all", drive.bytes_written, size * passes


def _passes_needed(case: _Case) -> int:
    """How many times the whole drive must have been written; a method we do not know needs what it announced."""
    method = method_named(case.log.method)
    per_round = max(method.passes or 0, case.drive.passes_per_round)
    last = method.ends_itself or (case.log.blank_pass and method.kind is Kind.OVERWRITES)
    return max(per_round * max(case.log.rounds, case.drive.rounds_asked) + last, 1)


def _verification(case: _Case) -> _Judged:
    drive, size, asked = case.drive, least_size(case.drive), case.log.verification_asked
    if not drive.verified:
        code = "verification_not_asked" if asked is Verification.NONE else "verification_not_done"
        return _CONTRADICTS, code, drive.passes_verified, asked
    if asked is Verification.ALL and drive.passes_verified < len(drive.writes):
        return _CONTRADICTS, "verification_not_all", drive.passes_verified, len(drive.writes)
    if not drive.reads or size is None:
        return _UNSEEN, "verification_without_bytes", drive.bytes_read, ""
    if drive.reads[-1] < size:
        return _CONTRADICTS, "verification_short", drive.reads[-1], size
    return _AGREES, "verification_done", drive.passes_verified, asked


def _last_line(case: _Case) -> _Judged:
    line = case.log.last_line
    if line is LastLine.COMPLETED:
        return _AGREES, "last_line_completed", line, LastLine.COMPLETED
    blamed = {LastLine.ERRORS: DriveStatus.FAILED, LastLine.ABORTED: DriveStatus.ABORTED}.get(line)
    others = {drive.status for drive in case.log.drives if drive.device != case.drive.device}
    if case.drive.status is DriveStatus.ERASED and blamed in others:
        # The line speaks for the whole run, and another drive explains it: of this drive it says nothing.
        return _UNSEEN, f"last_line_{line}_elsewhere", line, LastLine.COMPLETED
    return _CONTRADICTS, f"last_line_{line}", line, LastLine.COMPLETED


def _serial(case: _Case) -> _Judged:
    told, expected = plain_serial(case.drive.serial), case.serial
    in_table = plain_serial(case.drive.serial_in_table)
    if case.log.serials_hidden:
        return _CONTRADICTS, "serial_hidden", case.drive.serial, expected
    if told and in_table and not (told.startswith(in_table) or in_table.startswith(told)):
        return _CONTRADICTS, "serial_twofold", told, in_table
    if not told or not expected:
        return _UNSEEN, "serial_not_registered" if told else "serial_not_in_log", told, expected
    if told == expected:
        return _AGREES, "serial_same", told, expected
    if len(told) == _CUT_OFF_AT and expected.startswith(told):
        return _UNSEEN, "serial_cut_off", told, expected
    return _CONTRADICTS, "serial_differs", told, expected


def _capacity(case: _Case) -> _Judged:
    bounds, expected = size_bounds(case.drive), case.capacity_bytes
    if not expected or expected < 0:
        return _UNSEEN, "capacity_not_registered", bounds[0] if bounds else "", ""
    if bounds is None:
        return _UNSEEN, "capacity_not_in_log", "", expected
    if fits(bounds, expected):
        return _AGREES, "capacity_same", bounds[0], expected
    return _CONTRADICTS, "capacity_differs", bounds[0], expected


def _hidden_areas(case: _Case) -> _Judged:
    area = case.drive.hidden_area
    verdicts = {HiddenArea.FOUND: _CONTRADICTS, HiddenArea.NONE: _AGREES, HiddenArea.NOT_CHECKED: _UNSEEN}
    return verdicts[area], f"hidden_area_{area}", area, HiddenArea.NONE


_JUDGES: dict[SignName, Callable[[_Case], _Judged]] = {
    SignName.METHOD: _method,
    SignName.STATUS: _status,
    SignName.ERROR_COUNTS: _error_counts,
    SignName.BYTES: _bytes,
    SignName.VERIFICATION: _verification,
    SignName.LAST_LINE: _last_line,
    SignName.SERIAL: _serial,
    SignName.CAPACITY: _capacity,
    SignName.HIDDEN_AREAS: _hidden_areas,
}
