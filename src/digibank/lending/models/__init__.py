"""What was asked, what is lent, and what came of it."""

from digibank.lending.models.endings import Loss, Return
from digibank.lending.models.loans import LOAN_NUMBERS, Loan, LoanCounts, LoanPart, Reminder, Renewal
from digibank.lending.models.requests import REQUEST_NUMBERS, Request

__all__ = [
    "LOAN_NUMBERS",
    "REQUEST_NUMBERS",
    "Loan",
    "LoanCounts",
    "LoanPart",
    "Loss",
    "Reminder",
    "Renewal",
    "Request",
    "Return",
]
