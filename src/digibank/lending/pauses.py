"""A pause after a loan that was late: reckoned from the loan and the rules it was made under, kept nowhere (U-76)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from digibank import clock
from digibank.dated import months_after
from digibank.lending.flows import LoanKind
from digibank.lending.models import Loan
from digibank.lending.models.loans import LoanQuerySet
from digibank.organisations.models import Organisation
from digibank.people.models import Person

# No rules pause for longer; what came back before that is not looked at.
LONGEST = timedelta(days=800)
DAYS_IN_A_WEEK = 7


@dataclass(frozen=True)
class Pause:
    """Until this day, itself not included, nothing new is lent; None as long as the device is not back."""

    loan: Loan
    until: date | None


def pauses_of(person: Person, organisation: Organisation) -> list[Pause]:
    """What holds for this person at the desks of this organisation, the longest first."""
    found = _pauses(Loan.objects.filter(person=person, desk__organisation=organisation))
    return sorted(found, key=lambda pause: pause.until or date.max, reverse=True)


def pauses_at(organisations: Iterable[int]) -> list[Pause]:
    """All that hold at these organisations; of who is protected only at home."""
    known = Q(person__protected=False) | Q(person__home=F("desk__organisation"))
    return _pauses(Loan.objects.filter(known, desk__organisation__in=organisations))


def pause_after(loan: Loan) -> Pause | None:
    """The pause that holds today because of this loan, when it was not lifted; None when there is none."""
    rules, back = loan.regulation, getattr(loan, "returned", None)
    if not rules.rest_months or loan.kind != LoanKind.LOAN:
        return None
    last = loan.ends_on + timedelta(days=DAYS_IN_A_WEEK * rules.late_weeks)
    if back is None:
        return Pause(loan, None) if loan.is_overdue and clock.today() > last else None
    until = months_after(back.returned_on, rules.rest_months)
    return Pause(loan, until) if back.returned_on > last and clock.today() < until else None


def _pauses(loans: LoanQuerySet) -> list[Pause]:
    lately = Q(returned__returned_on__gt=clock.today() - LONGEST)
    late = Q(returned__returned_on__gt=F("due_on")) & lately
    rows = loans.filter(late | Q(pk__in=loans.overdue()), regulation__rest_months__gt=0, pause_lifted=None)
    # Lost and found again is no being late: the borrower said so.
    rows = rows.filter(loss=None).select_related("regulation", "returned", "person", "desk__organisation")
    return [pause for pause in map(pause_after, rows.order_by("pk")) if pause]
