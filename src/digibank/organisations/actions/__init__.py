"""Everything that can happen to organisations, their places, and the rules and amounts that hold."""

from digibank.organisations.actions.places import (
    add_organisation,
    close_days,
    edit_organisation,
    edit_place,
    open_place,
    reopen_days,
    set_account,
    set_hours,
)
from digibank.organisations.actions.regulations import adopt_regulation, set_amount, translate_regulation

__all__ = [
    "add_organisation",
    "adopt_regulation",
    "close_days",
    "edit_organisation",
    "edit_place",
    "open_place",
    "reopen_days",
    "set_account",
    "set_amount",
    "set_hours",
    "translate_regulation",
]
