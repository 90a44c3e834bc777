"""Everything that can happen to what donors offer and give."""

from digibank.donations.actions.closing import close, reopen
from digibank.donations.actions.fading import fade
from digibank.donations.actions.following import end_link, give_link, keep_letter
from digibank.donations.actions.joining import join_donor
from digibank.donations.actions.lists import (
    choose_columns,
    explain_words,
    leave_out_rows,
    look_again,
    send_list,
    take_in_list,
    take_rows_along,
)
from digibank.donations.actions.loose import count_loose, move_loose
from digibank.donations.actions.offers import add_items, announce, bring_back, withdraw
from digibank.donations.actions.preselection import accept, accept_all_except, refuse, take_decision_back
from digibank.donations.actions.reception import (
    add_extra,
    expect_again,
    miss,
    receive_devices,
    receive_parts,
    settle_difference,
    split,
)
from digibank.donations.actions.releases import (
    ask_again,
    ask_release,
    confirm_free,
    keep_for_parts,
    remind_donor,
    tell_cannot,
    tell_released,
)
from digibank.donations.actions.taking_in import add_device, count_parts, keep_receipt, register
from digibank.donations.offering import Offering

__all__ = [
    "Offering",
    "accept",
    "accept_all_except",
    "add_device",
    "add_extra",
    "add_items",
    "announce",
    "ask_again",
    "ask_release",
    "bring_back",
    "choose_columns",
    "close",
    "confirm_free",
    "count_loose",
    "count_parts",
    "end_link",
    "expect_again",
    "explain_words",
    "fade",
    "give_link",
    "join_donor",
    "keep_for_parts",
    "keep_letter",
    "keep_receipt",
    "leave_out_rows",
    "look_again",
    "miss",
    "move_loose",
    "receive_devices",
    "receive_parts",
    "refuse",
    "register",
    "remind_donor",
    "reopen",
    "send_list",
    "settle_difference",
    "split",
    "take_decision_back",
    "take_in_list",
    "take_rows_along",
    "tell_cannot",
    "tell_released",
    "withdraw",
]
