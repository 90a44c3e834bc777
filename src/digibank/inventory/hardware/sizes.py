"""Sizes as tools print them for people: a number, rounded or not, with a unit behind it."""

import re

# Ten petabytes, and 64 TiB of working memory; a size above it is a sum that went wrong.
MOST_BYTES_OF_STORAGE = 10**16
MOST_MEMORY = 2**46

# What rounding may hide at most: an erasure of a disk is compared with its size to the percent.
_MOST_HIDDEN = 0.005

_SIZE = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,6}))?\s?([kmgtp]?)(i?)(?:b|bytes?)?", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}


def bytes_in(text: str, *, decimals: int | None = None, thousand: int = 1024) -> int | None:
    """The bytes in a text such as “238.47 GiB”; None for anything else, such as “No Module Installed”.

    `decimals` is to how many places the tool rounds (None: not at all); a size that is rounded too coarsely to know
    a disk by, such as “1.8T”, is None too. `thousand` is what K, M and G count by; Ki, Mi and Gi count by 1024.
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        return None
    number = float(f"{match[1]}.{match[2] or 0}")
    in_bytes = not match[3]
    if decimals is not None and not in_bytes and 0.5 * 10**-decimals > _MOST_HIDDEN * number:
        return None
    times: int = (1024 if match[4] else thousand) ** _POWERS[match[3].casefold()]
    return round(number * times)
