"""Lists as text: which letters they are written in, and what parts the cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken

SEPARATORS = ";,\t"
LINES_TO_JUDGE = 20
# Letters that no list holds: what has them is another kind of file.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MARKUP = re.compile(r"\s*<(?:!doctype|html|table|\?xml|meta|head)", re.IGNORECASE)
# Excel writes on the first line of some files what parts the cells.
STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def rows_of_text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their numbers. Raises RuleBroken when it is no such file."""
    text = _text(content)
    if MARKUP.match(text):
        raise RuleBroken(
            _("This is a web page with the name of a list. Open it in Excel or LibreOffice and save it as XLSX."),
            field="file",
        )
    skipped, separator = 0, _separator(text)
    if stated := STATED.match(text):
        skipped, separator = 1, stated[1]
        text = text[stated.end() :]
    yield from _rows(text, separator, skipped)


def _text(content: bytes) -> str:
    """The text, by its mark at the beginning; without one it is UTF-8, or else what Windows writes."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNSEEN.search(text):
            return text
    raise RuleBroken(_("This is no list that we can read. Choose a CSV, XLSX, XLS or ODS file."), field="file")


def _separator(text: str) -> str:
    """What parts the cells: the sign that cuts most of the first lines into equally many."""
    first = "\n".join(text.splitlines()[:LINES_TO_JUDGE])
    return max(SEPARATORS, key=lambda sign: _evenness(first, sign))


def _evenness(text: str, sign: str) -> tuple[int, int]:
    """In how many lines this sign gives the commonest number of cells above one, and that number."""
    counts = Counter(len(row) for row in _parsed(text, sign) if len(row) > 1)
    return max(((lines, cells) for cells, lines in counts.items()), default=(0, 0))


def _parsed(text: str, sign: str) -> list[list[str]]:
    """The rows up to the first that this sign cannot cut: after a quoted cell comes the sign, or the end of the row."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(csv.reader(text.splitlines(keepends=True), delimiter=sign, strict=True))
    return rows


def _rows(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    number = skipped
    # Not splitlines(): a spreadsheet parts rows at a line end only, never at another sign that looks like one.
    lines = (line for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text) if line)
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=separator), start=skipped + 1):
            yield number, row
    except csv.Error as trouble:
        raise RuleBroken(
            _("Row %(row)s cannot be read. Open the list in Excel or LibreOffice and save it as XLSX.")
            % {"row": number + 1},
            field="file",
        ) from trouble
