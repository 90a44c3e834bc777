"""The tables at the end of an nwipe log, read by the names of their columns, for these differ by version."""

import re
from collections.abc import Iterable, Iterator, Sequence

from digibank.refurbishment.evidence.facts import DriveStatus
from digibank.refurbishment.evidence.lines import Line

Row = dict[str, str]

DEVICE = "device"
_STATUSES = {
    " Erased ": DriveStatus.ERASED,
    "-FAILED-": DriveStatus.FAILED,
    "UABORTED": DriveStatus.ABORTED,
    "INSANITY": DriveStatus.INSANE,
}
_NUMBER = re.compile(r"[0-9]{1,20}")
_DURATION = re.compile(r"([0-9]{1,6}):([0-9]{2}):([0-9]{2})")


def count_of(lines: Iterable[Line], title: str) -> int:
    """How many tables with this title the log holds."""
    return sum(_is_title(line, title) for line in lines)


def rows_of(lines: Sequence[Line], title: str) -> tuple[Row, ...]:
    """The rows of the first table with this title, each as column name (small letters) to cell.

    A row with too few cells is left out: half a row is no evidence.
    """
    body = list(_body(lines, title))
    headers = [line for line in body if line.startswith("!") and _names(line)[:1] == [DEVICE]]
    if not headers:
        return ()
    names = _names(headers[0])
    rows = (_row(line, names) for line in body if line != headers[0])
    return tuple(row for row in rows if row)


def by_device(rows: Iterable[Row], devices: Iterable[str]) -> dict[str, Row]:
    """The row of each device; a row that could be of two devices is of neither."""
    owners: dict[str, list[str]] = {}
    for device in devices:
        for name in printed_names(device):
            owners.setdefault(name, []).append(device)
    found: dict[str, Row] = {}
    for row in rows:
        possible = owners.get(row[DEVICE], [])
        if len(possible) == 1:
            found.setdefault(possible[0], row)
    return found


def printed_names(device: str) -> set[str]:
    """How a table may name a device: nwipe cuts long names on the left, to eight characters, long ago to six."""
    name = device.rpartition("/")[2]
    return {name, name[-8:], name[-6:]}


def number_in(row: Row, column: str) -> int | None:
    """The number under the column whose name starts so, or None when this version has no such column."""
    cells = [cell.strip() for name, cell in row.items() if name.startswith(column)]
    return int(cells[0]) if cells and _NUMBER.fullmatch(cells[0]) else None


def status_in(row: Row) -> DriveStatus:
    """The status, which nwipe always prints in exactly eight characters."""
    return _STATUSES.get(row.get("status", ""), DriveStatus.MISSING)


def seconds_in(row: Row) -> int | None:
    """How long the run worked on the drive, in seconds."""
    match = _DURATION.fullmatch(row.get("hh:mm:ss", "").strip())
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]) if match else None


def serial_in(row: Row, model: str) -> str:
    """The serial number after the model, of which nwipe prints 17 characters."""
    identity, start = row.get("model/serial number", "").strip(), model[:17] + "/"
    return identity.removeprefix(start).strip() if identity.startswith(start) else ""


def _is_title(line: Line, title: str) -> bool:
    return line.at is None and re.fullmatch(rf"\*+ *{title} *\*+ *", line.text) is not None


def _body(lines: Sequence[Line], title: str) -> Iterator[str]:
    inside = False
    for line in lines:
        if _is_title(line, title):
            inside = True
        elif inside and line.at is None:
            if line.text.startswith("***"):
                return
            yield line.text.rstrip()


def _names(header: str) -> list[str]:
    names = [name.strip().lower() for name in header.removeprefix("!").split("|")]
    return [name for name in names if name]


def _row(line: str, names: list[str]) -> Row:
    cells = line.split("|", len(names) - 1)
    if len(cells) < len(names):
        return {}
    row = dict(zip(names, cells, strict=True))
    row[DEVICE] = row[DEVICE].removeprefix("!").strip()
    # Old versions close their rows with a bar too.
    row[names[-1]] = row[names[-1]].removesuffix("|")
    return row
