"""What was asked, what is lent, and what came of it."""

from digibank.lending.models.endings import Loss, Return
from digibank.lending.models.loans import LOAN_NUMBERS, Loan, LoanCounts, LoanPart, Reminder, Renewal
from digibank.lending.models.queue import MoveUp, Offer
from digibank.lending.models.requests import REQUEST_NUMBERS, AlsoAt, Request
from digibank.lending.models.signatures import Occasion, Signature, SignedCopy

__all__ = [
    "LOAN_NUMBERS",
    "REQUEST_NUMBERS",
    "AlsoAt",
    "Loan",
    "LoanCounts",
    "LoanPart",
    "Loss",
    "MoveUp",
    "Occasion",
    "Offer",
    "Reminder",
    "Renewal",
    "Request",
    "Return",
    "Signature",
    "SignedCopy",
]
