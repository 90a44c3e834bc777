"""What people mean by what they write in a cell: the same number in other capitals, a year in a date."""

import re
from collections.abc import Mapping

# A spreadsheet that took a long serial number for a number shows it like this, and lost its last digits.
_SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")


def as_number(cell: str, _cells: Mapping[str, str] | None = None) -> str:
    """A serial or inventory number: the same with other capitals and other spaces."""
    return "".join(cell.split()).upper()


def is_shortened(cell: str) -> bool:
    """Whether a spreadsheet made a number of it and lost digits."""
    return _SHORTENED.fullmatch(cell) is not None


def year_of(text: str) -> int | None:
    """The year in a text such as 15/03/2021; None without one, or with two."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None
