"""Papers read back from their PDF by readers that others made: the words, how large they are, and where they end."""

import io
import re
import subprocess
from dataclasses import dataclass
from html import unescape

from pypdf import PdfReader

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """One word on a sheet, in points from its upper left corner."""

    sheet: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_on(content: bytes) -> list[Word]:
    """All words with their places, as poppler reads them."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True).stdout
    return [
        Word(number, *(float(found[at]) for at in range(1, 5)), unescape(found[5]))
        for number, page in enumerate(_PAGE.finditer(told.decode()))
        for found in _WORD.finditer(page[3])
    ]


def text_of(content: bytes) -> str:
    """All words in one line, as pypdf reads them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def sizes_in(content: bytes) -> set[float]:
    """The sizes of all letters, in points."""
    found: set[float] = set()

    def note(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.add(round(size * abs(tm[3] * cm[3]), 1))

    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=note)
    return found


def over_one_another(content: bytes) -> list[tuple[str, str]]:
    """Words that stand on other words."""
    words = words_on(content)
    return [
        (one.text, other.text)
        for at, one in enumerate(words)
        for other in words[at + 1 :]
        if one.sheet == other.sheet
        and min(one.right, other.right) - max(one.left, other.left) > 1
        and min(one.bottom, other.bottom) - max(one.top, other.top) > (one.bottom - one.top) / 2
    ]


def outside_of_the_margins(content: bytes, *, across: float = 20, below: float = 5) -> list[str]:
    """Words that a printer would cut off, or that run out of the page; margins in millimetres."""
    point, width, height = 72 / 25.4, 595.3, 841.9
    return [
        word.text
        for word in words_on(content)
        if word.left < across * point - 1
        or word.right > width - across * point + 1
        or word.top < 0
        or word.bottom > height - below * point
    ]
