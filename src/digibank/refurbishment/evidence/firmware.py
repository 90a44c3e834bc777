"""Weighs the signs of an erasure that the drive did by itself (promise 3, policy E-05).

Each technique has its own signs. A log that names no serial number leaves that sign to a second person, always: the
sample that was read back names the drive, and cannot say that the log was of the same one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digibank.refurbishment.evidence.nvme import SANITIZES, WHOLE
from digibank.refurbishment.evidence.reports import DriveReport, Outcome
from digibank.refurbishment.evidence.samples import Sample, Stands
from digibank.refurbishment.evidence.signs import Sign, SignName, Verdict, plain_serial
from digibank.refurbishment.evidence.techniques import TABLE, Technique

type _Judged = tuple[Verdict, str, object, object]
_AGREES, _CONTRADICTS, _UNSEEN = Verdict.AGREES, Verdict.CONTRADICTS, Verdict.NOT_OBSERVABLE


@dataclass(frozen=True)
class Medium:
    """What is registered of the medium it should be, and since when its data are on it."""

    kind: str
    serial: str
    capacity_bytes: int | None
    life_began_at: datetime


@dataclass(frozen=True)
class _Case:
    report: DriveReport
    technique: Technique
    medium: Medium
    sample: Sample | None
    now: datetime


def firmware_signs(
    report: DriveReport, *, technique: Technique, medium: Medium, sample: Sample | None, now: datetime
) -> tuple[Sign, ...]:
    """Every sign of this erasure: `technique` is what the technician says was done, or what the report tells."""
    case = _Case(report, technique, medium, sample, now)
    judged = {name: _JUDGES[name](case) for name in signs_of(technique)}
    return tuple(Sign(name, found[0], found[1], str(found[2]), str(found[3])) for name, found in judged.items())


def signs_of(technique: Technique) -> tuple[SignName, ...]:
    """What is looked at for this technique, in the order in which it is shown."""
    own = {
        Technique.KEYS_DESTROYED: (SignName.ENCRYPTED, SignName.ALWAYS, SignName.KEYS),
    } | dict.fromkeys(SANITIZES, (SignName.PROGRESS, SignName.UNTOUCHED))
    always = (SignName.METHOD, SignName.STATUS, SignName.ERROR_COUNTS)
    read_back = (SignName.VERIFICATION, SignName.MOMENT, SignName.SERIAL)
    if technique is Technique.KEYS_DESTROYED:
        return (*own[technique], SignName.ERROR_COUNTS, SignName.MOMENT, SignName.SERIAL)
    return (*always, *own.get(technique, ()), *read_back)


def _method(case: _Case) -> _Judged:
    title, report = TABLE[case.technique].title, case.report
    if report.erases_nothing:
        return _CONTRADICTS, "order_erases_nothing", report.tool, title
    if report.unable:
        return _CONTRADICTS, "drive_unable", title, ""
    if case.technique not in report.family or (report.technique and report.technique is not case.technique):
        told = TABLE[report.technique].title if report.technique else report.tool
        return _CONTRADICTS, "method_other", told, title
    if report.technique is None:
        return _UNSEEN, "method_not_told", report.tool, title
    return _AGREES, "method_told", title, ""


def _status(case: _Case) -> _Judged:
    outcome = case.report.outcome
    verdict = {Outcome.DONE: _AGREES, Outcome.NOT_TOLD: _UNSEEN}.get(outcome, _CONTRADICTS)
    return verdict, f"outcome_{outcome}", outcome, Outcome.DONE


def _errors(case: _Case) -> _Judged:
    complaints = len(case.report.complaints)
    return (_CONTRADICTS, "errors_reported", complaints, 0) if complaints else (_AGREES, "errors_not_shown", 0, 0)


def _progress(case: _Case) -> _Judged:
    progress = case.report.progress
    if progress is None:
        return _UNSEEN, "progress_not_told", "", WHOLE
    return (
        (_AGREES if progress == WHOLE else _CONTRADICTS),
        ("progress_whole" if progress == WHOLE else "progress_short"),
        progress,
        WHOLE,
    )


def _untouched(case: _Case) -> _Judged:
    verdicts = {True: (_AGREES, "untouched"), False: (_CONTRADICTS, "touched"), None: (_UNSEEN, "touched_not_told")}
    verdict, code = verdicts[case.report.untouched]
    return verdict, code, case.report.untouched, True


def _verification(case: _Case) -> _Judged:
    if case.sample is None:
        return _UNSEEN, "sample_none", "", ""
    sample, medium = case.sample, case.medium
    stands = sample.stands(serial=medium.serial, capacity_bytes=medium.capacity_bytes)
    observed = len(sample.regions)
    if stands in (Stands.ZEROS, Stands.PATTERN) and not plain_serial(sample.serial):
        return _UNSEEN, "sample_without_serial", observed, sample.seed
    if stands is Stands.DATA and TABLE[case.technique].scrambles:
        return _UNSEEN, "sample_scrambled", observed, sample.seed
    verdict = _AGREES if stands in (Stands.ZEROS, Stands.PATTERN) else _CONTRADICTS
    return verdict, f"sample_{stands}", observed, sample.seed


def _moment(case: _Case) -> _Judged:
    if case.sample is None:
        return _UNSEEN, "moment_not_told", "", ""
    at = f"{case.sample.started_at:%Y-%m-%d %H:%M} UTC"
    if case.sample.started_at < case.medium.life_began_at or case.sample.ended_at > case.now:
        return _CONTRADICTS, "moment_outside", at, ""
    return _AGREES, "moment_within", at, ""


def _serial(case: _Case) -> _Judged:
    told, expected = plain_serial(case.report.serial), plain_serial(case.medium.serial)
    if not told or not expected:
        return _UNSEEN, "serial_not_registered" if told else "serial_not_in_log", told, expected
    verdict = _AGREES if told == expected else _CONTRADICTS
    return verdict, "serial_same" if told == expected else "serial_differs", told, expected


def _encrypted(case: _Case) -> _Judged:
    encrypted = case.report.encrypted
    return (_AGREES, "encrypted", "", "") if encrypted else (_CONTRADICTS, "not_encrypted", "", "")


def _always(_case: _Case) -> _Judged:
    return _UNSEEN, "always_not_told", "", ""


def _keys(case: _Case) -> _Judged:
    left = case.report.keys_left
    if left is None:
        return _UNSEEN, "keys_not_told", "", 0
    return (_CONTRADICTS, "keys_left", left, 0) if left else (_AGREES, "keys_gone", 0, 0)


_JUDGES: dict[SignName, Callable[[_Case], _Judged]] = {
    SignName.METHOD: _method,
    SignName.STATUS: _status,
    SignName.ERROR_COUNTS: _errors,
    SignName.PROGRESS: _progress,
    SignName.UNTOUCHED: _untouched,
    SignName.VERIFICATION: _verification,
    SignName.MOMENT: _moment,
    SignName.SERIAL: _serial,
    SignName.ENCRYPTED: _encrypted,
    SignName.ALWAYS: _always,
    SignName.KEYS: _keys,
}
