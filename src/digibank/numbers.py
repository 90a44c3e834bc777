"""Numbers for people: a prefix, the key, a check digit. DB-004217-7 is device 4217.

Made from the row's own key, so a number exists when the row is saved and never twice,
and a typing error is noticed before the database is asked.

And secrets for machines, such as what stands in a link or a badge: nobody guesses one, and the database
does not know it.
"""

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

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


SECRET_BYTES = 24


def secret() -> str:
    """A new secret that nobody guesses: 192 random bits in 32 letters, digits, - and _, fit for a link."""
    return secrets.token_urlsafe(SECRET_BYTES)


def fingerprint(secret: str) -> str:
    """What is stored of a secret: its SHA-256, 64 hexadecimal digits. Who reads the database does not learn the secret.

    Plain SHA-256 does because a secret is too long to try; a password or a short code wants a slow hash.
    """
    return sha256(secret.encode()).hexdigest()
