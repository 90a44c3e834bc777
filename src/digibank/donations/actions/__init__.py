"""Everything that can happen to what donors offer and give."""

from digibank.donations.actions.lists import (
    choose_columns,
    explain_words,
    leave_out_rows,
    look_again,
    send_list,
    take_in_list,
    take_rows_along,
)
from digibank.donations.actions.offers import Offering, add_items, announce, bring_back, withdraw
from digibank.donations.actions.taking_in import add_device, count_parts, keep_receipt, register

__all__ = [
    "Offering",
    "add_device",
    "add_items",
    "announce",
    "bring_back",
    "choose_columns",
    "count_parts",
    "explain_words",
    "keep_receipt",
    "leave_out_rows",
    "look_again",
    "register",
    "send_list",
    "take_in_list",
    "take_rows_along",
    "withdraw",
]
