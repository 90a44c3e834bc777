"""Everything that can happen to a request and a loan."""

from digibank.lending.actions.charges import agree_instalments, bear, charge_finding, waive, waive_finding
from digibank.lending.actions.exemptions import ask_exemption, grant_exemption, refuse_exemption
from digibank.lending.actions.ladder import note_late_call, pause, remind
from digibank.lending.actions.loans import cancel, hand_over, keep_contract, make_anew, plan_handover, prepare
from digibank.lending.actions.offers import accept, decline, extend, lapse, move_up, note_call, offer
from digibank.lending.actions.owning import pass_on
from digibank.lending.actions.pauses import lift_pause
from digibank.lending.actions.prices import set_price
from digibank.lending.actions.proofs import see_proofs, unsee_proofs
from digibank.lending.actions.refunds import (
    approve_list,
    ask_refund,
    execute_list,
    keep_list_papers,
    make_list,
    refund_in_cash,
    set_payee,
    take_off,
    withdraw_list,
)
from digibank.lending.actions.renewals import give_leave, renew
from digibank.lending.actions.requests import ask, promise, refuse, withdraw
from digibank.lending.actions.returns import report_lost, report_stolen, take_back
from digibank.lending.actions.scans import carry_out, scan_in, take_back_scanned, undo_scan
from digibank.lending.actions.sets import (
    ask_set,
    cancel_set,
    check_set,
    hand_over_set,
    keep_set_contract,
    note_no_show,
    promise_set,
    receive_set,
    refuse_set,
)
from digibank.lending.actions.signatures import keep_copy, keep_slip, leave_unsigned, sign_along, sign_return
from digibank.lending.actions.swaps import keep_swap_slip, swap
from digibank.lending.actions.tills import (
    close_day,
    correct,
    keep_closing_paper,
    keep_receipt,
    move_change,
    open_till,
    pay,
    pay_due,
)

__all__ = [
    "accept",
    "agree_instalments",
    "approve_list",
    "ask",
    "ask_exemption",
    "ask_refund",
    "ask_set",
    "bear",
    "cancel",
    "cancel_set",
    "carry_out",
    "charge_finding",
    "check_set",
    "close_day",
    "correct",
    "decline",
    "execute_list",
    "extend",
    "give_leave",
    "grant_exemption",
    "hand_over",
    "hand_over_set",
    "keep_closing_paper",
    "keep_contract",
    "keep_copy",
    "keep_list_papers",
    "keep_receipt",
    "keep_set_contract",
    "keep_slip",
    "keep_swap_slip",
    "lapse",
    "leave_unsigned",
    "lift_pause",
    "make_anew",
    "make_list",
    "move_change",
    "move_up",
    "note_call",
    "note_late_call",
    "note_no_show",
    "offer",
    "open_till",
    "pass_on",
    "pause",
    "pay",
    "pay_due",
    "plan_handover",
    "prepare",
    "promise",
    "promise_set",
    "receive_set",
    "refund_in_cash",
    "refuse",
    "refuse_exemption",
    "refuse_set",
    "remind",
    "renew",
    "report_lost",
    "report_stolen",
    "scan_in",
    "see_proofs",
    "set_payee",
    "set_price",
    "sign_along",
    "sign_return",
    "swap",
    "take_back",
    "take_back_scanned",
    "take_off",
    "undo_scan",
    "unsee_proofs",
    "waive",
    "waive_finding",
    "withdraw",
    "withdraw_list",
]
