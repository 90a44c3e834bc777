"""Everything that can happen to a resident. Donors and doubles have verbs of their own, in donors.py and doubles.py."""

from digibank.people.actions.households import live_apart, live_together
from digibank.people.actions.persons import (
    Way,
    add_way,
    edit,
    end_way,
    fill_card,
    leave_address,
    move_house,
    need_large_print,
    note_border_refused,
    note_reached,
    open_across_border,
    register,
)
from digibank.people.actions.representatives import end_representative, note_representative

__all__ = [
    "Way",
    "add_way",
    "edit",
    "end_representative",
    "end_way",
    "fill_card",
    "leave_address",
    "live_apart",
    "live_together",
    "move_house",
    "need_large_print",
    "note_border_refused",
    "note_reached",
    "note_representative",
    "open_across_border",
    "register",
]
