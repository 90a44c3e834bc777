"""Everything that can happen to a request and a loan."""

from digibank.lending.actions.loans import cancel, hand_over, keep_contract, plan_handover, prepare
from digibank.lending.actions.offers import accept, decline, extend, lapse, move_up, note_call, offer
from digibank.lending.actions.renewals import remind, renew
from digibank.lending.actions.requests import ask, promise, refuse, withdraw
from digibank.lending.actions.returns import report_lost, report_stolen, take_back
from digibank.lending.actions.signatures import keep_copy, keep_slip, leave_unsigned, sign_return

__all__ = [
    "accept",
    "ask",
    "cancel",
    "decline",
    "extend",
    "hand_over",
    "keep_contract",
    "keep_copy",
    "keep_slip",
    "lapse",
    "leave_unsigned",
    "move_up",
    "note_call",
    "offer",
    "plan_handover",
    "prepare",
    "promise",
    "refuse",
    "remind",
    "renew",
    "report_lost",
    "report_stolen",
    "sign_return",
    "take_back",
    "withdraw",
]
