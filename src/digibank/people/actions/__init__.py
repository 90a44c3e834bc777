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
    note_border_refused,
    note_reached,
    open_across_border,
    register,
)

__all__ = [
    "Way",
    "add_way",
    "edit",
    "end_way",
    "fill_card",
    "leave_address",
    "live_apart",
    "live_together",
    "move_house",
    "note_border_refused",
    "note_reached",
    "open_across_border",
    "register",
]
