"""Numbers for people: a prefix, the key, a check digit. DB-004217-7 is device 4217.

Made from the row's own key, so a number exists when the row is saved and never twice,
and a typing error is noticed before the database is asked.
"""

import re
from dataclasses import dataclass

from stdnum import damm


@dataclass(frozen=True)
class Series:
    """One kind of number, such as DB for devices."""

    prefix: str
    digits: int = 6

    def of(self, key: int) -> str:
        """The number of the row with this key."""
        body = f"{key:0{self.digits}d}"
        return f"{self.prefix}-{body}-{damm.calc_check_digit(body)}"

    def key(self, text: str) -> int | None:
        """The key in a typed or scanned number, or None when it is not one of this series or mistyped."""
        match = re.fullmatch(rf"{self.prefix}[-\s]?(\d{{{self.digits},18}})[-\s]?(\d)", text.strip().upper())
        if match is None or not damm.is_valid(match[1] + match[2]):
            return None
        return int(match[1])
