"""What a loan costs is written down, agreed in parts, waived; and what is damaged or missing is decided about."""

from collections.abc import Collection, Sequence

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.dated import months_after
from digibank.errors import RuleBroken, refusing
from digibank.lending.dues import Finding, entitlement_of, findings, price_of, waivable
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.models import Bearing, Charge, Deduction, Instalment, Loan, Waiver
from digibank.people.secrets import refuse_secrets

BEFORE = (Charge.Kind.DEPOSIT, Charge.Kind.FEE)
# What the rules ask for a loan of any kind: let go when it does not begin, waived only when the rules let the desk.
BY_THE_RULES = (*BEFORE, Charge.Kind.LEASE)


@transaction.atomic
def write_charges(loan: Loan, *, by: Actor) -> list[Charge]:
    """Part of preparing: what this version of the regulation asks for the loan. Nothing is no charge (policy J-01).

    A gift costs nothing; a lease-purchase has its parts, one each month from today (policy U-79, U-80).
    """
    asked = _asked_for(loan)
    written = [
        Charge.objects.create(loan=loan, kind=kind, cents=cents, written_by=by)
        for kind, cents in asked.items()
        if cents
    ]
    for charge in written:
        record("lending.charged", charge, by=by, about=[loan, loan.person], kind=charge.kind, cents=charge.cents)
        if charge.kind == Charge.Kind.LEASE:
            _write_parts(charge, [loan.regulation.lease_part_cents] * loan.regulation.lease_parts)
            return written
    _bear(loan, written, by)
    return written


@transaction.atomic
def bear(loan: Loan, *, by: Actor) -> Loan:
    """Let a right to support that came meanwhile bear deposit and fee of a loan that did not begin (policy J-03)."""
    found = Loan.objects.locked(loan)
    charges = list(Charge.objects.select_for_update().filter(loan=found, kind__in=BEFORE).order_by("pk"))
    if found.state != LoanState.PREPARED or not _bear(found, charges, by):
        raise RuleBroken(_("This person has no right that settles this. Take the payment, or waive it with a reason."))
    _make_anew(found)
    return found


@transaction.atomic
def agree_instalments(charge: Charge, *, count: int, by: Actor) -> Charge:
    """Pay it in so many parts, one each month, the first today; as many as the regulation allows (policy J-04)."""
    found = Charge.objects.locked(charge)
    most = found.loan.regulation.instalments
    if found.kind not in BEFORE or found.is_settled:
        raise RuleBroken(_("There is nothing to pay in parts here. Reload the page and look again."))
    if most == 1:
        raise RuleBroken(_("The rules allow no payment in parts. Take the whole amount, or waive it with a reason."))
    if not 1 < count <= most:
        raise RuleBroken(
            _("The rules allow two to %(most)s parts. Choose a number between these.") % {"most": most}, field="count"
        )
    amounts = _parts_of(found.open_cents, count)
    if 0 in amounts:
        raise RuleBroken(_("The parts would be smaller than a cent. Choose fewer parts."), field="count")
    # What was settled before counts with the first part, so that the parts add up to the whole.
    amounts[0] += found.paid_cents + found.free_cents
    with refusing(Instalment, "an_instalment_once", _("Parts were agreed already. Reload the page and look at them.")):
        _write_parts(found, amounts)
    _make_anew(found.loan)
    record("lending.instalments_agreed", found, by=by, about=[found.loan, found.loan.person], count=count)
    return found


@transaction.atomic
def waive(charge: Charge, *, reason: str, by: Actor) -> Charge:
    """Do not ask what is still open of this charge, with the reason (policy J-04)."""
    _refuse_reason(reason)
    found = Charge.objects.locked(charge)
    if found.is_settled:
        raise RuleBroken(_("Nothing is open any more. Reload the page and look again."))
    if found.kind in BY_THE_RULES and not waivable(found.loan):
        raise RuleBroken(
            _("The rules of this municipality do not let anybody waive this. Agree on parts, if they may.")
        )
    _waive(found, reason, by)
    if found.kind in BY_THE_RULES:
        _make_anew(found.loan)
    return found


@transaction.atomic
def let_go(loan: Loan, *, kinds: Collection[str], because: str, by: Actor) -> None:
    """Part of ending a loan: nobody owes any more what is still open of these kinds. What was paid goes back."""
    for charge in Charge.objects.select_for_update().filter(loan=loan, kind__in=kinds).order_by("pk"):
        if not charge.is_settled:
            charge.loan = loan
            _waive(charge, because, by)


@transaction.atomic
def charge_finding(loan: Loan, *, finding: Finding, social: bool, by: Actor) -> Charge:
    """Ask the price of what is damaged, missing or lost; a deposit that lies there pays it (policy J-08)."""
    found = Loan.objects.locked(loan)
    price = price_of(found, finding)
    if price is None:
        raise RuleBroken(
            _("No price is set for this. The administrator can set it; or waive it with a reason."), field="decision"
        )
    cents = price.cents
    if social:
        if price.social_cents is None:
            raise RuleBroken(_("There is no social tariff for this. Ask the price, or waive it."), field="decision")
        cents = price.social_cents
    charge = _decide(found, finding, cents, by)
    _take_off_deposit(found, charge, by)
    return charge


@transaction.atomic
def waive_finding(loan: Loan, *, finding: Finding, reason: str, by: Actor) -> Charge:
    """Ask nothing for what is damaged, missing or lost, with the reason (policy J-08)."""
    _refuse_reason(reason)
    found = Loan.objects.locked(loan)
    price = price_of(found, finding)
    charge = _decide(found, finding, price.cents if price else 0, by)
    _waive(charge, reason, by)
    return charge


def _asked_for(loan: Loan) -> dict[Charge.Kind, int]:
    rules = loan.regulation
    if loan.kind == LoanKind.GIFT:
        return {}
    if loan.kind == LoanKind.LEASE:
        return {Charge.Kind.LEASE: rules.lease_parts * rules.lease_part_cents}
    return {Charge.Kind.DEPOSIT: rules.deposit_cents, Charge.Kind.FEE: rules.fee_cents}


def _write_parts(charge: Charge, amounts: Sequence[int]) -> None:
    """Write down in which parts it is paid, one each month, the first today."""
    today = clock.today()
    for number, cents in enumerate(amounts):
        Instalment.objects.create(charge=charge, number=number + 1, cents=cents, due_on=months_after(today, number))


def _decide(loan: Loan, finding: Finding, cents: int, by: Actor) -> Charge:
    if finding not in findings(loan):
        raise RuleBroken(_("Nothing like this was found at this return. Reload the page and look again."))
    once = "a_charge_once_per_swap" if finding.swap else "a_charge_once_per_loan"
    with refusing(Charge, once, _("This was decided already. Reload the page and look again.")):
        charge = Charge.objects.create(
            loan=loan, kind=finding.kind, part=finding.part, swap_id=finding.swap, cents=cents, written_by=by
        )
    record("lending.charged", charge, by=by, about=[loan, loan.person], kind=charge.kind, cents=cents)
    return charge


def _take_off_deposit(loan: Loan, charge: Charge, by: Actor) -> None:
    """The deposit pays as much of the charge as lies there."""
    deposit = Charge.objects.select_for_update().filter(loan=loan, kind=Charge.Kind.DEPOSIT).first()
    if deposit is None:
        return
    deposit.loan = loan
    cents = min(deposit.lies_cents, charge.open_cents)
    if not cents:
        return
    Deduction.objects.create(deposit=deposit, charge=charge, cents=cents, by=by)
    deposit.kept_cents += cents
    deposit.save(update_fields=["kept_cents"])
    charge.paid_cents += cents
    charge.save(update_fields=["paid_cents"])
    record("lending.taken_off_deposit", charge, by=by, about=[loan, loan.person], cents=cents)


def _bear(loan: Loan, charges: Sequence[Charge], by: Actor) -> int:
    """How many cents a right to support bears of these charges of a locked loan: all, or up to its amount a loan."""
    held = entitlement_of(loan)
    if held is None:
        return 0
    sums = Bearing.objects.filter(charge__loan=loan, entitlement=held.key).aggregate(
        cents=models.Sum("cents", default=0)
    )
    borne = 0
    for charge in charges:
        left = charge.open_cents if held.amount_cents is None else held.amount_cents - sums["cents"] - borne
        cents = min(charge.open_cents, left)
        if cents > 0:
            Bearing.objects.create(charge=charge, entitlement_id=held.key, cents=cents, by=by)
            charge.borne_cents += cents
            charge.save(update_fields=["borne_cents"])
            record("lending.borne", charge, by=by, about=[loan, loan.person])
            borne += cents
    return borne


def _waive(charge: Charge, reason: str, by: Actor) -> None:
    cents = charge.open_cents
    Waiver.objects.create(charge=charge, cents=cents, reason=reason, by=by)
    charge.waived_cents += cents
    charge.save(update_fields=["waived_cents"])
    record("lending.waived", charge, by=by, about=[charge.loan, charge.loan.person], cents=cents)


def _make_anew(loan: Loan) -> None:
    """The contract says what there is to pay; one that is not signed yet is made again."""
    if loan.state == LoanState.PREPARED and loan.contract_id:
        loan.contract = None
        loan.save(update_fields=["contract"])


def _parts_of(cents: int, count: int) -> list[int]:
    """Equal parts; the cents that are left over come first."""
    each, over = divmod(cents, count)
    return [each + (number < over) for number in range(count)]


def _refuse_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Write down why. Somebody may ask."), field="reason")
    refuse_secrets(reason, field="reason")
