"""Deposits are paid and go back, tills are closed, and a payment list goes to accounting."""

from digibank.demo.founding import Region, Town
from digibank.lending import actions as lending
from digibank.lending.closings import write_closing_paper
from digibank.lending.dues import undecided
from digibank.lending.models import Charge, Loan, Refund, TillDay, Way


def pay(loan: Loan, town: Town) -> None:
    """What there is to pay is paid, by card or in cash."""
    if Charge.objects.unpaid().filter(loan=loan).exists():
        way = Way.CARD if loan.pk % 2 else Way.CASH
        lending.pay_due(loan, way=way, desk=town.desk, by=town.clerk.actor)


def settle(loan: Loan, town: Town) -> None:
    """What is missing is asked at the social tariff, and the rest of the deposit goes back."""
    by = town.clerk.actor
    for finding in undecided(loan):
        if finding.kind == Charge.Kind.MISSING:
            lending.charge_finding(loan, finding=finding, social=True, by=by)
        else:
            lending.waive_finding(loan, finding=finding, reason="Gewone slijtage.", by=by)
    for charge in Charge.objects.filter(loan=loan):
        charge.loan = loan
        if not charge.goes_back_cents:
            continue
        if in_till(town) >= charge.goes_back_cents:
            lending.refund_in_cash(charge, desk=town.desk, by=by)
        else:
            lending.ask_refund(charge, payee=f"4{loan.person_id:04d}" if loan.pk % 2 else "", by=by)


def close(town: Town) -> None:
    """The till is counted at the end of the week, when anything went through it."""
    day = open_day(town)
    if day is None or not day.entries:
        return
    counted = day.expected_cents
    shut = lending.close_day(
        day, counted_cents=counted, banked_cents=max(0, counted - 5000), seen=day.entries, by=town.clerk.actor
    )
    write_closing_paper(shut, by=town.clerk.actor)


def pay_lists(region: Region) -> None:
    """The accountant approves what waits in Hazelven, and pays it."""
    town, accountant = region.towns[1], region.accountant
    if accountant and Refund.objects.waiting().filter(charge__loan__desk=town.desk).exists():
        made = lending.make_list(town.organisation, by=town.clerk.actor)
        lending.execute_list(lending.approve_list(made, by=accountant.actor), by=accountant.actor)


def in_till(town: Town) -> int:
    """The cash that lies in the till of this town."""
    day = open_day(town)
    return day.expected_cents if day else 0


def open_day(town: Town) -> TillDay | None:
    """The day of the till that is not closed yet."""
    days = TillDay.objects.select_related("till__place__organisation")
    return days.filter(till__place=town.desk, closed_at__isnull=True).first()
