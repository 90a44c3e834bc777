"""What may stand in no free text: national numbers, accounts, payment cards, and codes that open something."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from stdnum import iban, luhn
from stdnum.be import bis, nn

from digibank.errors import RuleBroken

_OWN_NUMBER = re.compile(r"\b[A-Z]{2}-\d{6,18}-\d\b")
_DIGITS_APART = re.compile(r"\d+(?:[^\w+]{1,3}\d+)*")
_CARD = re.compile(r"[2-6]\d{15}|3[47]\d{13}|3[068]\d{12}|[46]\d{16,18}")
_NATIONAL = 11
_LONGEST_CARD = 19
_LONGEST_IBAN = 34

_LOOSE = re.compile(r"[\s:=\"'“”‘’«»(),;]+")
_BETWEEN = r"[ ./-]{0,3}"
_CONNECTORS = rf"(?:{_BETWEEN}\b(?:is|was|van|de|het|een|mijn|zijn|haar|nieuwe?|oude|nu)\b){{0,4}}{_BETWEEN}"
_CODE_WORD = (
    r"(?<![a-z])(?:pin|puk|(?<!qr-)(?<!qr )(?:pin|puk|sim|bank|gsm|toegangs|toestel|ontgrendel|deur)?[- ]?codes?)"
    r"(?![a-z])"
)
_KEY_WORD = r"(?<![a-z])(?:wachtwoord(?:en)?|paswoord(?:en)?|password|passwd|mot de passe)(?![a-z])"
_CODE = r"\d(?:[ .-]?\d){3,7}(?!\d)"
_BESIDE = [
    re.compile(rf"(?:{_CODE_WORD}){_CONNECTORS}{_CODE}"),
    re.compile(rf"(?<![\d.-])\d{{4,8}}{_CONNECTORS}(?:{_CODE_WORD}|{_KEY_WORD})"),
    re.compile(rf"(?:{_KEY_WORD}){_CONNECTORS}\S*\d"),
]


def refuse_secrets(text: str, *, field: str | None = None) -> None:
    """Raise RuleBroken, with an explanation, when the text holds what we may not keep (policy promise 13).

    That is a valid Belgian national or BIS number, an IBAN, a payment card number, or digits beside a word
    such as pincode or wachtwoord. `field` names the form field that the sentence belongs to.
    """
    plain = _plain(text)
    if not re.search(r"\d", plain):
        return  # All of these have digits, and most texts have none.
    for found, sentence in [
        (_has_national_number, _("This text holds a national number. We may not keep it. Take it out and save again.")),
        (_has_iban, _("This text holds an account number. We may not keep it. Take it out and save again.")),
        (_has_card_number, _("This text holds a bank card number. We may not keep it. Take it out and save again.")),
        (_has_code, _("This text holds a password or code. We never keep these. Take it out and save again.")),
    ]:
        if found(plain):
            raise RuleBroken(sentence, field=field)


def holds_secret(text: str) -> bool:
    """Whether the text holds what we may not keep."""
    try:
        refuse_secrets(text)
    except RuleBroken:
        return True
    return False


def refuse_secrets_in(typed: Mapping[str, object]) -> None:
    """The same for all texts among what was typed, each under the name of its field."""
    for field, value in typed.items():
        if isinstance(value, str):
            refuse_secrets(value, field=field)


def _plain(text: str) -> str:
    """Every digit as 0 to 9, no wide or decorated letters, and without our own numbers such as DB-004217-7."""
    if text.isascii():
        return _OWN_NUMBER.sub(" … ", text)
    flat = unicodedata.normalize("NFKC", text)
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in flat)
    return _OWN_NUMBER.sub(" … ", digits)


def _has_national_number(text: str) -> bool:
    return any(len(n) == _NATIONAL and (nn.is_valid(n) or bis.is_valid(n)) for n in _numbers(text))


def _has_card_number(text: str) -> bool:
    return any(_CARD.fullmatch(n) and luhn.is_valid(n) for n in _numbers(text))


def _has_iban(text: str) -> bool:
    words = re.findall(r"[A-Z0-9]+", text.upper())
    for at, word in enumerate(words):
        if not re.match(r"[A-Z]{2}(?:\d|$)", word):
            continue
        joined = ""
        for following in words[at:]:
            joined += following
            if len(joined) > _LONGEST_IBAN:
                break
            # Not check_country: that knows only the banks on its list, and new ones come.
            if iban.is_valid(joined, check_country=False):
                return True
    return False


def _has_code(text: str) -> bool:
    lower = _LOOSE.sub(" ", text.lower())
    return any(pattern.search(lower) for pattern in _BESIDE)


def _numbers(text: str) -> Iterator[str]:
    """All numbers that groups of digits beside each other can form: 85.07.30-033.28 gives 85, 8507 … 85073003328."""
    for stretch in _DIGITS_APART.finditer(text):
        groups = re.findall(r"\d+", stretch[0])
        for first in range(len(groups)):
            for last in range(first + 1, len(groups) + 1):
                number = "".join(groups[first:last])
                if len(number) > _LONGEST_CARD:
                    break
                yield number
