"""The story of each drive, gathered from the lines of an nwipe log that name it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from digibank.refurbishment.evidence.facts import DriveErasure, HiddenArea
from digibank.refurbishment.evidence.lines import Line

_DRIVE = r"'?(?P<device>/dev/[^\s,']+)'?"
_N = "[0-9]{1,20}"
_NAMES_A_DRIVE = re.compile(r"(?<![\w/])(/dev/[^\s,'\"]+)")
_RESULTS = re.compile(
    rf"Status: {_DRIVE}, result=(-?{_N}), pass_errors=({_N}), verify_errors=({_N}), fsync_errors=({_N})"
)
_NAMELESS = re.compile(r"nwipe_\w*(?:pass|verify)\w*: ")
_MOST_COMPLAINTS = 20


@dataclass
class Draft:
    """A drive while its log is being read."""

    facts: DriveErasure
    writes: list[int] = field(default_factory=list)
    reads: list[int] = field(default_factory=list)
    times_invoked: int = 0
    changed_identity: bool = False
    complaints: list[str] = field(default_factory=list)


def drafts_of(lines: Iterable[Line]) -> tuple[Draft, ...]:
    """One draft for each drive that a line is about, in the order of their first line."""
    drafts: dict[str, Draft] = {}
    nameless: list[str] = []
    for line in lines:
        _tell(drafts, line)
        nameless += _complaints(drafts, line)
    at_work = [draft for draft in drafts.values() if draft.times_invoked]
    if len(at_work) == 1:
        # With one drive at work, an error of the writing itself can only be about that drive.
        at_work[0].complaints += nameless
    for draft in drafts.values():
        draft.facts = replace(
            draft.facts,
            writes=tuple(draft.writes),
            reads=tuple(draft.reads),
            complaints=tuple(draft.complaints[:_MOST_COMPLAINTS]),
        )
    return tuple(drafts.values())


def _tell(drafts: dict[str, Draft], line: Line) -> None:
    for pattern, tell in _STORY:
        match = pattern.match(line.text)
        if match:
            tell(_draft(drafts, match["device"]), match)
            return


def _draft(drafts: dict[str, Draft], device: str) -> Draft:
    name = _name(device)
    return drafts.setdefault(name, Draft(DriveErasure(device=name)))


def _name(device: str) -> str:
    return device.rstrip(".").removeprefix("/dev/")


def _complaints(drafts: dict[str, Draft], line: Line) -> list[str]:
    """Note with each drive what went wrong with it, for the tables have left that out before.

    Returns the errors in writing and reading back that name no drive.
    """
    results = _RESULTS.match(line.text)
    is_bad_result = results is not None and any(int(results[n]) for n in range(2, 6))
    is_complaint = line.level in {"error", "fatal"} or is_bad_result or "flush failure" in line.text
    # A drive that does not answer questions about hidden areas is no drive that failed.
    if not is_complaint or "SG_IO" in line.text or "hdparm" in line.text:
        return []
    named = [_name(device) for device in _NAMES_A_DRIVE.findall(line.text)]
    for name in named:
        if name in drafts:
            drafts[name].complaints.append(line.text)
    return [line.text] if not named and _NAMELESS.match(line.text) else []


def _found(draft: Draft, match: re.Match[str]) -> None:
    before = draft.facts
    draft.facts = replace(
        before,
        bus=(match["bus"] or "").strip(),
        model=match["model"].strip(),
        size_printed=match["size"].strip(),
        serial=match["serial"].strip(),
    )
    draft.changed_identity |= bool(before.size_printed) and before != draft.facts


def _size(draft: Draft, match: re.Match[str]) -> None:
    size = max(int(match["size"]), draft.facts.size_bytes or 0)
    draft.facts = replace(draft.facts, size_bytes=size or None)


def _invoked(draft: Draft, match: re.Match[str]) -> None:
    draft.times_invoked += 1
    draft.facts = replace(draft.facts, method=" ".join(match["method"].split()))


def _round_started(draft: Draft, match: re.Match[str]) -> None:
    draft.facts = replace(draft.facts, rounds_asked=int(match["rounds"]))


def _pass_started(draft: Draft, match: re.Match[str]) -> None:
    draft.facts = replace(draft.facts, passes_per_round=int(match["passes"]), rounds_asked=int(match["rounds"]))


def _written(draft: Draft, match: re.Match[str]) -> None:
    # What was confirmed before is overwritten now: only the end counts.
    draft.writes.append(int(match["bytes"]))
    draft.facts = replace(draft.facts, verified=False)


def _read(draft: Draft, match: re.Match[str]) -> None:
    draft.reads.append(int(match["bytes"]))


def _verified(draft: Draft, match: re.Match[str]) -> None:
    verified = bool(draft.writes)
    draft.facts = replace(draft.facts, verified=verified, passes_verified=draft.facts.passes_verified + verified)


def _pass_finished(draft: Draft, match: re.Match[str]) -> None:
    draft.facts = replace(draft.facts, passes_done=draft.facts.passes_done + 1)


def _round_finished(draft: Draft, match: re.Match[str]) -> None:
    draft.facts = replace(draft.facts, rounds_done=int(match["round"]))


def _hides(draft: Draft, match: re.Match[str]) -> None:
    draft.facts = replace(draft.facts, hidden_area=HiddenArea.FOUND)


def _hides_nothing(draft: Draft, match: re.Match[str]) -> None:
    if draft.facts.hidden_area is not HiddenArea.FOUND:
        draft.facts = replace(draft.facts, hidden_area=HiddenArea.NONE)


_PRINTED_SIZE = "(?P<size>[0-9]{1,15} ?[KMGTP]?B)"
_Teller = Callable[[Draft, re.Match[str]], None]
_ON = rf"on (?:device )?{_DRIVE}"
_ROUNDS = rf"(?P<round>{_N})(?:/| of )(?P<rounds>{_N})"
_PASSES = rf"{_N}(?:/| of )(?P<passes>{_N}), round {_ROUNDS},"
_STORY: tuple[tuple[re.Pattern[str], _Teller], ...] = tuple(
    (re.compile(pattern), teller)
    for pattern, teller in (
        (
            rf"Found {_DRIVE}, *(?:(?P<bus>[A-Z][\w/-]*) *, )?(?P<model>.*), *{_PRINTED_SIZE}, S/N=(?P<serial>.*)",
            _found,
        ),
        (rf"{_DRIVE}, sect/blk/dev {_N}/{_N}/(?P<size>{_N})$", _size),
        (rf"Device {_DRIVE} is size (?P<size>{_N})\.?$", _size),
        (rf"Invoking method '(?P<method>.*)' {_ON}", _invoked),
        (rf"Starting round {_ROUNDS} {_ON}", _round_started),
        (rf"Starting pass {_PASSES} {_ON}", _pass_started),
        (rf"(?P<bytes>{_N}) bytes written to (?:device )?{_DRIVE}", _written),
        (rf"(?P<bytes>{_N}) bytes read from (?:device )?{_DRIVE}", _read),
        (rf"Verified pass {_PASSES} {_ON}", _verified),
        (rf"(?:\[SUCCESS\] )?Verified that {_DRIVE} is empty", _verified),
        (rf"(?:\[SUCCESS\] )?Verified FRP {_ON} matches", _verified),
        (rf"Finished pass {_PASSES} {_ON}", _pass_finished),
        (rf"Finished (?:final )?round {_ROUNDS} {_ON}", _round_finished),
        (rf"(?:\*+ )?HIDDEN (?:AREA|SECTORS) DETECTED ?!(?: \*+)? on {_DRIVE}", _hides),
        (rf"(?:\[BAD\] ?)?The host protected area is enabled on {_DRIVE}", _hides),
        (rf"No hidden (?:areas|sectors) on {_DRIVE}", _hides_nothing),
    )
)
