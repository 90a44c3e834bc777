"""Everything that happens to a task card, and to the shifts of helpers."""

from digibank.workforce.actions.cards import (
    ask_help,
    do_step,
    finish,
    lay_out,
    lay_out_again,
    lay_out_lane,
    reopen,
    scan,
    step_back,
    stick_label,
    take_next,
    take_scanned,
    undo_label,
    withdraw,
)
from digibank.workforce.actions.helpers import call_shift_off, come, describe_helper, leave, plan_shift

__all__ = [
    "ask_help",
    "call_shift_off",
    "come",
    "describe_helper",
    "do_step",
    "finish",
    "lay_out",
    "lay_out_again",
    "lay_out_lane",
    "leave",
    "plan_shift",
    "reopen",
    "scan",
    "step_back",
    "stick_label",
    "take_next",
    "take_scanned",
    "undo_label",
    "withdraw",
]
