"""From raw bytes to lines: nwipe's own with their moment and weight, all others as they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_TERMINAL_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_LONGEST = 4096  # characters; nwipe itself stops at 1024
_CONTROLS = dict.fromkeys((*range(9), *range(11, 13), *range(14, 32), 127), None)
_LOGGED = re.compile(
    r"\[([0-9]{4})/([0-9]{2})/([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})\] *(?:nwipe: *)?"
    r"(?:(debug|info|notice|warning|error|fatal|sanity): ?)?(.*)"
)


@dataclass(frozen=True)
class Line:
    """One line. `at` is None for lines without nwipe's stamp, such as the rows of its tables."""

    text: str
    level: str = ""
    at: datetime | None = None


def lines_of(raw: bytes) -> tuple[Line, ...]:
    """The lines of a log, whatever the machine, terminal or mail program did to it on the way."""
    return tuple(_lines(_decoded(raw)))


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        text = raw.decode("utf-8-sig", errors="replace")
    return _TERMINAL_CODES.sub("", text).translate(_CONTROLS)


def _lines(text: str) -> Iterator[Line]:
    for whole in re.split(r"\r\n|\n|\r", text):
        line = whole[:_LONGEST]
        match = _LOGGED.fullmatch(line)
        at = _moment(match) if match else None
        if match is None or at is None:
            yield Line(line)
        else:
            yield Line(match[8].strip(), match[7] or "", at)


def _moment(match: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(match[n]) for n in range(1, 7))
    try:
        # nwipe logs the station's local time and no zone: none is added here.
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
