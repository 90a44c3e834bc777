"""What was asked, what is lent, and what came of it."""

from digibank.lending.models.borrowing import Exemption, PauseLifted, ProofSeen, decides_at
from digibank.lending.models.charges import Bearing, Charge, Deduction, Instalment, Waiver
from digibank.lending.models.endings import NOTHING_ASKED, Asked, Loss, Return
from digibank.lending.models.late import Leave, Pause, Reminder
from digibank.lending.models.loans import LOAN_NUMBERS, Loan, LoanCounts, LoanPart, Renewal
from digibank.lending.models.owning import PassedOn
from digibank.lending.models.prices import PartPrice
from digibank.lending.models.queue import MoveUp, Offer
from digibank.lending.models.refunds import PaymentList, Refund
from digibank.lending.models.requests import REQUEST_NUMBERS, AlsoAt, Request
from digibank.lending.models.sets import SET_NUMBERS, DeviceSet, SetLine, SetPart
from digibank.lending.models.signatures import Occasion, Signature, SignedCopy
from digibank.lending.models.swaps import Swap, SwapPart, SwapSlip
from digibank.lending.models.tills import ClosingPaper, Payment, Receipt, Till, TillDay, Way

__all__ = [
    "LOAN_NUMBERS",
    "NOTHING_ASKED",
    "REQUEST_NUMBERS",
    "SET_NUMBERS",
    "AlsoAt",
    "Asked",
    "Bearing",
    "Charge",
    "ClosingPaper",
    "Deduction",
    "DeviceSet",
    "Exemption",
    "Instalment",
    "Leave",
    "Loan",
    "LoanCounts",
    "LoanPart",
    "Loss",
    "MoveUp",
    "Occasion",
    "Offer",
    "PartPrice",
    "PassedOn",
    "Pause",
    "PauseLifted",
    "Payment",
    "PaymentList",
    "ProofSeen",
    "Receipt",
    "Refund",
    "Reminder",
    "Renewal",
    "Request",
    "Return",
    "SetLine",
    "SetPart",
    "Signature",
    "SignedCopy",
    "Swap",
    "SwapPart",
    "SwapSlip",
    "Till",
    "TillDay",
    "Waiver",
    "Way",
    "decides_at",
]
