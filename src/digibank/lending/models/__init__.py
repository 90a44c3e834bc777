"""What was asked, what is lent, and what came of it."""

from digibank.lending.models.endings import Loss, Return
from digibank.lending.models.loans import LOAN_NUMBERS, Loan, LoanCounts, LoanPart, Reminder, Renewal
from digibank.lending.models.requests import REQUEST_NUMBERS, Request
from digibank.lending.models.signatures import Occasion, Signature, SignedCopy

__all__ = [
    "LOAN_NUMBERS",
    "REQUEST_NUMBERS",
    "Loan",
    "LoanCounts",
    "LoanPart",
    "Loss",
    "Occasion",
    "Reminder",
    "Renewal",
    "Request",
    "Return",
    "Signature",
    "SignedCopy",
]
