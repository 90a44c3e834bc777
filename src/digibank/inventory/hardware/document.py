"""From the bytes of a foreign file to text, and from text to a tree of plain values.

Everything that can be wrong with a file as a file is refused here, each with its own sentence.
"""

import json
import math
import re
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.older_lshw import NotJson, read_loosely

MOST_BYTES = 5 * 1024 * 1024
# A full report of a laptop with a docking station is some 20 levels deep.
MOST_LEVELS = 64
# The longest true number in a report is an unsigned 64-bit one.
MOST_DIGITS = 20
# Reading loosely is slow, and an older build of lshw never wrote more than some 200 kB.
MOST_LOOSE = 1024 * 1024

_BEGINNING = re.compile(r'\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[\[\]{]|\Z))')
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_WHOLE_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_REST_OF_A_WORD = re.compile(r"[\s\w+.\-\\]*\Z")


def read_text(raw: bytes) -> str:
    """The file as text. Raises RuleBroken when it is too big, empty, binary or in another encoding than UTF-8."""
    if len(raw) > MOST_BYTES:
        raise RuleBroken(
            _("This file is larger than 5 MB, so it is not a hardware report. Choose the report of one machine.")
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleBroken(_not_utf_8())
    if b"\0" in raw:
        raise RuleBroken(_("This is a binary file, not a report. Choose the text file that the tool wrote."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleBroken(_not_utf_8()) from error
    if not text.strip():
        raise RuleBroken(_("This file is empty. Make the report again and choose the new file."))
    return text


def looks_like_json(text: str) -> bool:
    """Whether the text begins as a tree in JSON does; a line of a log may begin with a bracket too."""
    return _BEGINNING.match(text) is not None


def read_tree(text: str, *, loosely: bool = False) -> Any:
    """The JSON in the text as plain values; `loosely` also takes the comma faults of older builds of lshw.

    Raises RuleBroken when it is nested too deep, stops halfway, is damaged, or says one thing twice.
    """
    still_open = _open_levels(text)
    try:
        try:
            return _DECODER.decode(text)
        except json.JSONDecodeError as error:
            if not loosely or len(text) > MOST_LOOSE:
                raise NotJson(error.pos) from error
            return read_loosely(text, _DECODER.decode, _once)
    except NotJson as fault:
        cut_off = still_open > 0 and _stops_at(text, fault.at)
        raise RuleBroken(_broken_off() if cut_off else _damaged()) from fault


def _open_levels(text: str) -> int:
    """How many brackets are still open at the end; refuses more than MOST_LEVELS at any point."""
    level = 0
    for token in _BRACKETS.finditer(text):
        mark = token[0]
        if mark in "[{":
            level += 1
            if level > MOST_LEVELS:
                raise RuleBroken(_("This file is nested too deep. Make the report again and choose the new file."))
        elif mark in "]}":
            level -= 1
    return level


def _stops_at(text: str, at: int) -> bool:
    """Whether nothing but the start of a word, a number or a string follows: the file was cut off there."""
    rest = text[at:]
    if rest.startswith('"'):
        return _WHOLE_STRING.match(rest) is None
    return _REST_OF_A_WORD.match(rest) is not None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise RuleBroken(
            _("This file says the same thing twice in one place. Make the report again and choose the new file.")
        )
    return said


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise RuleBroken(_impossible_number())
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise RuleBroken(_impossible_number())
    return number


def _not_a_number(word: str) -> float:
    raise RuleBroken(_impossible_number())


# A string may hold raw control characters: memory modules with random bytes for a serial number make lshw write them.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=_whole, parse_float=_fraction, parse_constant=_not_a_number, strict=False
)


def _not_utf_8() -> str:
    return _("This file is not in the encoding UTF-8. Make the report again on Linux and choose the new file.")


def _broken_off() -> str:
    return _("This file stops halfway. Make the report again and choose the new file.")


def _damaged() -> str:
    return _("This file is damaged: it is not valid JSON. Make the report again and choose the new file.")


def _impossible_number() -> str:
    return _("This file holds a number that cannot be right. Make the report again and choose the new file.")
