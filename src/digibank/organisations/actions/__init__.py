"""Everything that can happen to organisations, their places, and the rules and amounts that hold."""

from digibank.organisations.actions.hours import (
    add_closure_set,
    add_hours,
    add_stop,
    close_days,
    close_set_days,
    drop_closure_set,
    drop_hours,
    drop_stop,
    edit_closure_set,
    edit_hours,
    edit_stop,
    reopen_days,
    set_hours,
)
from digibank.organisations.actions.places import (
    add_organisation,
    describe_place,
    edit_organisation,
    edit_place,
    open_place,
    set_account,
)
from digibank.organisations.actions.regulations import adopt_regulation, set_amount, translate_regulation

__all__ = [
    "add_closure_set",
    "add_hours",
    "add_organisation",
    "add_stop",
    "adopt_regulation",
    "close_days",
    "close_set_days",
    "describe_place",
    "drop_closure_set",
    "drop_hours",
    "drop_stop",
    "edit_closure_set",
    "edit_hours",
    "edit_organisation",
    "edit_place",
    "edit_stop",
    "open_place",
    "reopen_days",
    "set_account",
    "set_amount",
    "set_hours",
    "translate_regulation",
]
