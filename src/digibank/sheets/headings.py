"""Which row holds the headings, and which column is which."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from digibank.sheets.kinds import Column, Kind
from digibank.sheets.reading import Row, Sheet, Table

ROWS_TO_LOOK_AT = 10
LETTERS = 26
LONGEST_TITLE = 40


@dataclass(frozen=True)
class Place:
    """Where the list stands in a file: the number of the tab, and the number of the row of headings or 0."""

    tab: int
    heading_row: int


@lru_cache(maxsize=4096)  # The same words stand in many rows.
def squeezed(text: str) -> str:
    """Small letters and digits without accents, parted by one space: "N° de série" becomes "n de serie"."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c))))


def place_of(sheet: Sheet, kind: Kind) -> Place:
    """The tab and the row whose cells are headings of this kind; without any, the first tab, all rows of it."""
    candidates = [
        (len(recognised(row.cells, kind.columns)), -tab, -row.number)
        for tab, table in enumerate(sheet.tables)
        for row in table.rows[:ROWS_TO_LOOK_AT]
    ]
    found, tab, number = max(candidates)
    return Place(-tab, -number) if found else Place(0, 0)


def recognised(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """For each column whose heading stands in `cells`, where. One that is the same goes before one with more words."""
    titles = [f" {squeezed(cell)} " for cell in cells]
    found: dict[str, int] = {}
    for fits in (_is_heading, _has_heading):
        for column in columns:
            free = [index for index in range(len(titles)) if index not in found.values()]
            index = next((index for index in free if fits(titles[index], column)), None)
            if column.name not in found and index is not None:
                found[column.name] = index
    return found


def _is_heading(title: str, column: Column) -> bool:
    return any(title == f" {squeezed(word)} " for word in (str(column.label), *column.headings))


def _has_heading(title: str, column: Column) -> bool:
    return any(f" {squeezed(word)} " in title for word in column.headings)


def rows_below(table: Table, *, heading_row: int) -> tuple[Row, ...]:
    """The rows of the list, without the headings and what stands above them."""
    return tuple(row for row in table.rows if row.number > heading_row)


def titles_of(table: Table, place: Place) -> list[str]:
    """For each column its letter and its heading, or else what stands in its first cell: "B: Serial number"."""
    width = max(len(row.cells) for row in table.rows)
    shown = next((row.cells for row in table.rows if row.number >= place.heading_row), ())
    return [f"{letters(index)}: {_at(shown, index)[:LONGEST_TITLE]}".rstrip(": ") for index in range(width)]


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def letters(index: int) -> str:
    """What a spreadsheet calls the column with this number, from 0: A … Z, AA and so on."""
    before, last = divmod(index, LETTERS)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)
