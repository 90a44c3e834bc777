"""One door for every list: it sees itself what kind of file it is, and keeps it within its limits."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.sheets.reading.books import ODS, OLD_BOOK, XLS, XLSX, is_packed, media_type_of, tables_in_book
from digibank.sheets.reading.text import rows_of_text

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000

CSV = "text/csv"
ENDINGS = {CSV: "csv", XLSX: "xlsx", ODS: "ods", XLS: "xls"}

type RawTables = Iterable[tuple[str, Iterable[tuple[int, list[str]]]]]

# By these a spreadsheet knows a formula, also in a file of plain text.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What people send by mistake, by how it begins.
STRANGERS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, as a spreadsheet shows it, and its cells; empty cells are empty texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One visible tab of a file, without its empty rows. A CSV file is one tab without a name."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """What stands in a file with this hash, as plain texts; and what kind of file it is."""

    sha256: str
    media_type: str
    tables: tuple[Table, ...]

    @property
    def file_name(self) -> str:
        """How the file is kept: by what it is, never by the name that somebody gave it."""
        return f"list.{ENDINGS[self.media_type]}"


def read_sheet(content: bytes) -> Sheet:
    """The rows of a CSV (UTF-8, UTF-16 with mark, Windows-1252), XLSX, XLS or ODS file.

    Raises RuleBroken with what is wrong and what to do, for anything else and for what is too large.
    """
    if len(content) > MOST_BYTES:
        raise RuleBroken(_("This file is larger than 5 MB. Send only the list, or send it in two parts."), field="file")
    media_type, raw = _read(content)
    tables = [table for name, rows in raw if (table := _table(name, rows)).rows]
    if not tables:
        raise RuleBroken(_("This file holds no rows. Choose the file with the list."), field="file")
    return Sheet(sha256(content).hexdigest(), media_type, tuple(tables))


def _read(content: bytes) -> tuple[str, RawTables]:
    """What kind of file it is, and its tabs."""
    if content.startswith(STRANGERS):
        raise RuleBroken(
            _("This is no list: it looks like a PDF, a photo or an archive. Choose a CSV, XLSX, XLS or ODS file."),
            field="file",
        )
    if is_packed(content) or content.startswith(OLD_BOOK):
        return media_type_of(content), tables_in_book(content)
    return CSV, [("", rows_of_text(content))]


def _table(name: str, rows: Iterable[tuple[int, list[str]]]) -> Table:
    """The rows that hold something, each within the limits."""
    kept: list[Row] = []
    for number, raw in rows:
        cells = [plain(cell) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        _refuse_too_much(number, cells, len(kept) + 1)
        kept.append(Row(number, tuple(cells)))
    return Table(plain(name), tuple(kept))


def plain(text: str) -> str:
    """The text on one line, without spaces around it and without what cannot be seen.

    An apostrophe before the sign of a formula says that it is none: so our own files come back as they were.
    """
    line = text.strip() if text.isascii() and text.isprintable() else _on_one_line(text)
    return line[1:] if line.startswith("'") and line[1:].startswith(FORMULA_SIGNS) else line


def _on_one_line(text: str) -> str:
    spaced = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in spaced if unicodedata.category(c)[0] != "C").split())


def _refuse_too_much(number: int, cells: list[str], count: int) -> None:
    if count > MOST_ROWS + 1:  # The headings are a row as well.
        raise RuleBroken(
            _("This list has more than %(most)s rows. Send it in parts.") % {"most": MOST_ROWS}, field="file"
        )
    if len(cells) > MOST_COLUMNS:
        raise RuleBroken(
            _("Row %(row)s has more than %(most)s columns. Keep only the columns about the devices.")
            % {"row": number, "most": MOST_COLUMNS},
            field="file",
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise RuleBroken(
            _("A cell in row %(row)s is very long. Perhaps a quotation mark is missing. Shorten it and try again.")
            % {"row": number},
            field="file",
        )
