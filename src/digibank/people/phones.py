"""Telephone numbers: one spelling to keep, one to read, and whether it takes text messages."""

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from digibank.errors import RuleBroken

HERE = "BE"


def normalised(text: str, *, field: str | None = None) -> str:
    """The number as it is kept, such as +3214000000; a number without country is Belgian.

    Raises RuleBroken when nobody can be called on it.
    """
    try:
        number = phonenumbers.parse(text, HERE)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise RuleBroken(
            _("Nobody can be called on this number. Check it, such as 0470 12 34 56 or +31 6 12345678."), field=field
        )
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def takes_messages(kept: str) -> bool:
    """Whether the kept number is of a mobile phone."""
    return phonenumbers.number_type(phonenumbers.parse(kept)) == PhoneNumberType.MOBILE


def shown(kept: str) -> str:
    """The kept number as people read it: 0470 12 34 56; with the country when that is another one."""
    number = phonenumbers.parse(kept)
    here = phonenumbers.region_code_for_number(number) == HERE
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if here else PhoneNumberFormat.INTERNATIONAL)
