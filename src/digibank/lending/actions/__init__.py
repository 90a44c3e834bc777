"""Everything that can happen to a request and a loan."""

from digibank.lending.actions.loans import cancel, hand_over, keep_contract, plan_handover, prepare
from digibank.lending.actions.renewals import remind, renew
from digibank.lending.actions.requests import ask, promise, refuse, withdraw
from digibank.lending.actions.returns import report_lost, report_stolen, take_back

__all__ = [
    "ask",
    "cancel",
    "hand_over",
    "keep_contract",
    "plan_handover",
    "prepare",
    "promise",
    "refuse",
    "remind",
    "renew",
    "report_lost",
    "report_stolen",
    "take_back",
    "withdraw",
]
