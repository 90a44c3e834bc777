"""A process of its own that opens one foreign workbook: bytes come in, JSON goes out, and then it ends.

It runs apart from the site, so that a file that asks for endless memory or time, or that breaks the reader, ends
this process only. It imports nothing of ours.
"""

import datetime as dt
import json
import resource
import sys
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 768 * 1024 * 1024  # Bytes of address space; a list of 20,000 rows and 60 columns needs half of it.
SECONDS = 15  # Of computing.
MOST_TEXT = 24 * 1024 * 1024  # Characters in all cells together.
MOST_ROWS = 20_010  # A few more than are read later, so that the reader can say that there are too many.
MOST_TABS = 20
MOST_COLUMNS = 61
EXACT = 10**15  # Beyond this, spreadsheets keep no last digits.


def main() -> None:
    """Read, and say what stands there; or why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        told: dict[str, Any] = {"tables": tables(sys.stdin.buffer.read())}
    except PasswordError:
        told = {"refused": "password"}
    except BaseException:  # noqa: BLE001  A panic of the reader is no Exception; whatever it was, the file is refused.
        told = {"refused": "unreadable"}
    json.dump(told, sys.stdout)


def tables(content: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """The visible tabs, each with the rows that are not empty. Raises ValueError when it is too much."""
    found, room = [], MOST_TEXT
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        shown = [
            number
            for number, tab in enumerate(book.sheets_metadata)
            if tab.visible == SheetVisibleEnum.Visible and tab.typ == SheetTypeEnum.WorkSheet
        ]
        for number in shown[:MOST_TABS]:
            tab = book.get_sheet_by_index(number)
            rows = rows_of(tab)
            room -= sum(len(cell) for _number, cells in rows for cell in cells)
            if room < 0:
                raise ValueError("too much text")
            found.append((tab.name, rows))
    return found


def rows_of(tab: Any) -> list[tuple[int, list[str]]]:
    """The rows of one tab that hold something, with their numbers as a spreadsheet shows them."""
    found = []
    # The reader begins at the first row, but at the first column that holds something.
    before = [""] * min(tab.start[1], MOST_COLUMNS - 1) if tab.start else []
    for number, values in enumerate(tab.iter_rows(), start=1):
        cells = before + [written(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            found.append((number, cells[:MOST_COLUMNS]))
        if len(found) > MOST_ROWS:
            break
    return found


def written(value: Any) -> str:
    """A value as people wrote it: 123 and not 123.0, a day as 31/12/2026."""
    match value:
        case str():
            text = value
        case bool():
            text = "ja" if value else "nee"
        case int() | float():
            text = number_written(value)
        case dt.datetime():
            text = f"{value:%d/%m/%Y}" if value.time() == dt.time() else f"{value:%d/%m/%Y %H:%M}"
        case dt.date():
            text = f"{value:%d/%m/%Y}"
        case dt.time():
            text = f"{value:%H:%M}"
        case dt.timedelta():
            minutes = int(value.total_seconds() // 60)
            text = f"{minutes // 60}:{minutes % 60:02}"
        case _:
            text = ""
    return text


def number_written(value: float) -> str:
    """A whole number without a point. One whose last digits are lost stays short, as the spreadsheet shows it."""
    if abs(value) >= EXACT:
        return f"{value:.5E}"
    return str(int(value)) if value == int(value) else f"{value:.15g}"


if __name__ == "__main__":
    main()
