"""Names as they are compared: without accents, capitals and order, and forgiving a slip of the finger."""

import re
import unicodedata
from hmac import compare_digest

SHORT = 6
LETTERS_OF_A_SURNAME = 3


def normalised(text: str) -> str:
    """Small letters without accents or marks, single spaces: “Çelik-D’Hondt” becomes “celik d hondt”."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", bare))


def alike(one: str, other: str) -> bool:
    """Whether two normalised names may be of one person: turned round, shortened, or one or two letters off."""
    mine, theirs = one.split(), other.split()
    if not mine or not theirs:
        return False
    shorter, longer = sorted((set(mine), set(theirs)), key=len)
    if len(shorter) > 1 and shorter <= longer:
        return True
    sorted_mine, sorted_theirs = " ".join(sorted(mine)), " ".join(sorted(theirs))
    allowed = 1 if min(len(one), len(other)) < SHORT else 2
    return _near(one, other, allowed) or _near(sorted_mine, sorted_theirs, allowed)


def beginnings(name: str, letters: int = 2) -> list[str]:
    """How the words of a normalised name begin; names that are alike share at least one, nearly always."""
    return sorted({word[:letters] for word in name.split()})


def begins_surname(name: str, letters: str) -> bool:
    """Whether a surname in this name begins with the first three of these letters.

    Who is called Jan Van den Berg may type van or ber: a name is one field, and people know best where theirs begins.
    The first name opens nothing, unless it is all there is. In D’Hondt the mark may count as a letter: d’h.
    """
    words, typed = normalised(name).split(), "".join(normalised(letters).split())[:LETTERS_OF_A_SURNAME]
    surnames = range(1, len(words)) if len(words) > 1 else range(len(words))
    begin = ["".join(words[at:])[:LETTERS_OF_A_SURNAME] for at in surnames]
    if len(typed) > 1 and len(letters.strip()) >= LETTERS_OF_A_SURNAME:
        begin = [start[: len(typed)] for start in begin]
    # Each of them is compared, so that the time it takes tells nothing.
    return sum(compare_digest(start.encode(), typed.encode()) for start in begin) > 0


def _near(one: str, other: str, allowed: int) -> bool:
    return abs(len(one) - len(other)) <= allowed and _slips(one, other) <= allowed


def _slips(one: str, other: str) -> int:
    """Letters added, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, row = row, [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
