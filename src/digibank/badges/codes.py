"""What stands in the square on a badge, and which short codes are too easy to guess."""

import re
from datetime import datetime
from itertools import pairwise

from digibank.numbers import fingerprint, secret

# Letters that every keyboard has in the same place and nobody misreads: 32 of them are more than 128 bits.
LETTERS = "BCDEFGHJKNPRSTVXY"
LENGTH = 32
PREFIX = "DBB-"
LONGEST_TYPED = 100  # With spaces between the letters, and room for what a scanner or a hand adds.
SHORTEST, LONGEST = 4, 6


def new_secret() -> str:
    """The content of a new badge, such as DBB-KXTR…: it says what it is, wherever it is scanned."""
    rest = int(fingerprint(secret()), 16)
    letters = ""
    for _place in range(LENGTH):
        rest, letter = divmod(rest, len(LETTERS))
        letters += LETTERS[letter]
    return PREFIX + letters


def badge_at_end(text: str) -> str | None:
    """The content of the badge with which a text ends, however it was scanned or typed; None when it ends otherwise.

    Only letters count: where a scanner and a computer think of different keyboards, the sign after DBB is another one.
    The counter's script looks in the same way.
    """
    letters = re.sub(r"[^A-Z]", "", text[-LONGEST_TYPED:].upper())
    found = re.search(rf"DBB([{LETTERS}]{{{LENGTH}}})$", letters)
    return PREFIX + found[1] if found else None


def spaced(content: str) -> str:
    """The content in groups of four, for who must type it."""
    letters = content.removeprefix(PREFIX)
    return PREFIX + " ".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def is_code(code: str) -> bool:
    """Whether this is four to six digits."""
    return re.fullmatch(rf"[0-9]{{{SHORTEST},{LONGEST}}}", code) is not None


def is_easy(code: str) -> bool:
    """Whether a colleague would try this code first: a repetition, a row, a year or a day of birth."""
    return _repeats(code) or _is_row(code) or _is_day(code)


def _repeats(code: str) -> bool:
    """1111, 1212, 123123; and 1122."""
    pairs = len(code) % 2 == 0 and all(code[at] == code[at + 1] for at in range(0, len(code), 2))
    return pairs or any(code == (code[:size] * len(code))[: len(code)] for size in range(1, len(code) // 2 + 1))


def _is_row(code: str) -> bool:
    """1234, 8765, and 7890 too."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(code)}
    return steps in ({1}, {9})


def _is_day(code: str) -> bool:
    """1951, 2803 for 28 March, 280351."""
    if len(code) == SHORTEST and code[:2] in ("19", "20"):
        return True
    # In a leap year, or the 29th of February would be no day.
    shapes = {4: [("%d%m%Y", "2000"), ("%m%d%Y", "2000")], 6: [("%d%m%y", ""), ("%y%m%d", "")]}
    return any(_fits(code + rest, shape) for shape, rest in shapes.get(len(code), []))


def _fits(text: str, shape: str) -> bool:
    try:
        datetime.strptime(text, shape)  # noqa: DTZ007  # Only whether it is a day.
    except ValueError:
        return False
    return True
