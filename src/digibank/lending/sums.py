"""The money of one loan, as its page shows it."""

from dataclasses import dataclass

from digibank import clock
from digibank.lending.dues import Finding, entitlement_of, may_begin, undecided
from digibank.lending.flows import LoanState
from digibank.lending.models import Charge, Loan, Payment


@dataclass(frozen=True)
class Sums:
    """What is to be paid, what was paid, what goes back, and what the desk still decides about."""

    charges: list[Charge]
    payments: list[Payment]
    due_cents: int
    undecided: list[Finding]
    may_begin: bool
    bearable: bool

    @property
    def goes_back(self) -> list[Charge]:
        """Charges that give something back, once all is decided."""
        return [] if self.undecided else [charge for charge in self.charges if charge.goes_back_cents]

    @property
    def waits(self) -> bool:
        """Whether something is left to do about money after the loan ended."""
        return bool(self.undecided or self.goes_back)


def sums_of(loan: Loan) -> Sums:
    """The money of this loan now."""
    charges = list(loan.charges.select_related("refund").prefetch_related("instalments").order_by("pk"))
    for charge in charges:
        charge.loan = loan
    today = clock.today()
    payments = Payment.objects.filter(charge__loan=loan) | Payment.objects.filter(refund__charge__loan=loan)
    shown = payments.select_related("till", "charge", "refund__charge", "receipt", "corrected_by").order_by("-pk")
    return Sums(
        charges=charges,
        payments=list(shown),
        due_cents=sum(charge.due_cents(today) for charge in charges),
        undecided=undecided(loan),
        may_begin=may_begin(charges),
        bearable=loan.state == LoanState.PREPARED
        and any(charge.open_cents for charge in charges if charge.kind in (Charge.Kind.DEPOSIT, Charge.Kind.FEE))
        and entitlement_of(loan) is not None,
    )
