"""Reading one field of a foreign tree: the right type or a refusal, and text without what was never filled in."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken

MOST_CHARACTERS = 300

# What makers leave in the firmware instead of a value: in small letters, with single spaces for punctuation.
_PLACEHOLDERS = frozenset({
    "asset tag", "base board serial number", "baseboard serial number", "board serial number",
    "chassis serial number", "default", "default string", "empty", "filled by oem", "invalid", "n a", "na",
    "no asset information", "no asset tag", "no serial number", "none", "not applicable", "not available",
    "not defined", "not present", "not settable", "not specified", "null", "o e m", "oem", "product name", "redacted",
    "removed", "serial", "serial number", "serialnumber", "sku number", "system manufacturer", "system model",
    "system name", "system product name", "system serial number", "system sku", "system version", "to be filled",
    "to be filled by o e m", "to be filled by oem", "type1productconfigid", "type1serialnumber", "unknown",
    "unspecified",
})  # fmt: skip


def tidy(text: str) -> str:
    """The text on one line: no control characters, no double spaces, nothing around it."""
    spaced = " ".join(text.split())
    return "".join(character for character in spaced if character.isprintable()).strip()


def filled_in(text: str) -> str:
    """The text, or "" when it is what a maker leaves in place of a name, such as “To Be Filled By O.E.M.”."""
    words = re.sub(r"[\W_]+", " ", text.casefold()).strip()
    return "" if words in _PLACEHOLDERS else text


def usable_serial(text: str) -> str:
    """The serial number, or "" when it cannot tell one machine from another."""
    signs = re.sub(r"[\W_]+", "", text)
    one_sign = len(set(signs)) <= 1
    # The digits in a row are an example that the maker of the board left behind.
    counted = "123456789" in signs or signs in ("12345678", "1234567", "123456", "12345", "1234")
    return "" if one_sign or counted else filled_in(text)


def signs_of(serial: str) -> str:
    """A serial number without what people leave out or type otherwise: points, spaces, capitals."""
    return "".join(sign for sign in serial.casefold() if sign.isalnum())


def text_at(node: Mapping[str, Any], key: str) -> str:
    """The text under this key, tidied; "" when there is none."""
    value = node.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise wrong(key)
    return tidy(value)


def whole_at(node: Mapping[str, Any], key: str, *, most: int = 2**64 - 1) -> int | None:
    """The whole number under this key, from 0 to `most`; None when there is none."""
    value = node.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise wrong(key)
    return value


def flag_at(node: Mapping[str, Any], key: str) -> bool | None:
    """The yes or no under this key; None when there is none."""
    value = node.get(key)
    if value is not None and not isinstance(value, bool):
        raise wrong(key)
    return value


def mapping_at(node: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The group of fields under this key; empty when there is none."""
    value = node.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise wrong(key)
    return value


def list_at(node: Mapping[str, Any], key: str) -> list[Any]:
    """The list under this key; empty when there is none."""
    value = node.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong(key)
    return value


def wrong(key: str) -> RuleBroken:
    """The refusal for a field that holds something it cannot hold."""
    return RuleBroken(
        _("The field “%(field)s” in this file cannot be right. Make the report again and choose the new file.")
        % {"field": key}
    )
