"""What was asked, what is lent, and what came of it."""

from digibank.lending.models.charges import Bearing, Charge, Deduction, Instalment, Waiver
from digibank.lending.models.endings import Loss, Return
from digibank.lending.models.late import Leave, Pause, Reminder
from digibank.lending.models.loans import LOAN_NUMBERS, Loan, LoanCounts, LoanPart, Renewal
from digibank.lending.models.prices import PartPrice
from digibank.lending.models.queue import MoveUp, Offer
from digibank.lending.models.refunds import PaymentList, Refund
from digibank.lending.models.requests import REQUEST_NUMBERS, AlsoAt, Request
from digibank.lending.models.signatures import Occasion, Signature, SignedCopy
from digibank.lending.models.swaps import Swap, SwapPart, SwapSlip
from digibank.lending.models.tills import ClosingPaper, Payment, Receipt, Till, TillDay, Way

__all__ = [
    "LOAN_NUMBERS",
    "REQUEST_NUMBERS",
    "AlsoAt",
    "Bearing",
    "Charge",
    "ClosingPaper",
    "Deduction",
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
    "Pause",
    "Payment",
    "PaymentList",
    "Receipt",
    "Refund",
    "Reminder",
    "Renewal",
    "Request",
    "Return",
    "Signature",
    "SignedCopy",
    "Swap",
    "SwapPart",
    "SwapSlip",
    "Till",
    "TillDay",
    "Waiver",
    "Way",
]
