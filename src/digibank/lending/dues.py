"""What is to be paid, what has to be decided, and whether a loan may begin: questions only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from digibank import clock
from digibank.errors import RuleBroken
from digibank.inventory.models import Accessory
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.models import Charge, Loan, LoanPart, PartPrice, Return, Swap, SwapPart
from digibank.lending.models.charges import matter_words
from digibank.lending.models.prices import DAMAGE, LOSS
from digibank.support.models import Entitlement
from digibank.support.queries import Held, entitlement_for
from digibank.ui.templatetags.ui import euro


@dataclass(frozen=True)
class Finding:
    """Something about which the desk decides at a return, a swap, or after a loss: charge it, or waive it."""

    kind: str
    part: str = ""
    swap: int | None = None

    @property
    def code(self) -> str:
        """What a form sends for it."""
        return "-".join(str(word) for word in (self.kind, self.part, self.swap) if word)

    @property
    def words(self) -> str:
        """What is the matter."""
        return matter_words(self.kind, self.part, at_swap=self.swap is not None)

    @property
    def priced_as(self) -> str:
        """Under which word its price stands on the list."""
        return self.part or {Charge.Kind.DAMAGE: DAMAGE, Charge.Kind.LOSS: LOSS}[Charge.Kind(self.kind)]


def findings(loan: Loan) -> list[Finding]:
    """What is damaged, missing or lost of this loan, decided or not."""
    lost = [Finding(Charge.Kind.LOSS)] if loan.state in (LoanState.LOST, LoanState.STOLEN) else []
    swapped = [one for swap in loan.swaps.all() for one in _found_at(swap, swap.parts.all(), swap.pk)]
    back: Return | None = getattr(loan, "returned", None)
    returned = _found_at(back, loan.given_parts) if back and not lost else []
    return swapped + lost + returned


def undecided(loan: Loan) -> list[Finding]:
    """What was found and nobody decided about yet."""
    decided = {(charge.kind, charge.part, charge.swap_id) for charge in loan.charges.all()}
    return [finding for finding in findings(loan) if (finding.kind, finding.part, finding.swap) not in decided]


def price_of(loan: Loan, finding: Finding) -> PartPrice | None:
    """What the municipality of the loan asks for it today; None when it set no price."""
    return PartPrice.objects.holding(loan.desk.organisation, finding.priced_as, clock.today())


def entitlement_of(loan: Loan) -> Held | None:
    """The right that bears deposit and fee of this loan today: whole, or up to an amount; None when there is none."""
    free, paid = Entitlement.Kind.FREE, Entitlement.Kind.PAID
    return entitlement_for(loan.person, free) or entitlement_for(loan.person, paid)


def waivable(loan: Loan) -> bool:
    """Whether the version of the regulation lets a desk waive deposit and fee."""
    return loan.regulation.may_waive


def refuse_unpaid(loan: Loan) -> None:
    """Raise RuleBroken when the loan may not begin, because of what is not paid (policy J-02)."""
    for charge in Charge.objects.filter(loan=loan).prefetch_related("instalments"):
        if not charge.lets_begin:
            raise RuleBroken(
                _("Not paid yet: %(what)s. Take the payment, agree on parts, or waive it; then hand the device over.")
                % {"what": charge.words}
            )


def costs(loan: Loan) -> list[tuple[str, str]]:
    """What the loan costs, as papers and the pad tell it: amounts, "paid" or "free", never by whom (policy J-05)."""
    charges = {charge.kind: charge for charge in loan.charges.prefetch_related("instalments").order_by("pk")}
    if lease := charges.get(Charge.Kind.LEASE):
        return [(_("Lease-purchase"), cost_words(lease))]
    if loan.kind == LoanKind.GIFT:
        return [(_("Costs"), _("none"))]
    deposit, fee = charges.get(Charge.Kind.DEPOSIT), charges.get(Charge.Kind.FEE)
    told = [(_("Deposit"), cost_words(deposit) if deposit else _("none"))]
    return [*told, (_("Fee"), cost_words(fee))] if fee else told


def unpaid_lease(loan: Loan) -> str:
    """What is still open of a lease-purchase, in words; empty when nothing is."""
    open_cents = sum(charge.open_cents for charge in loan.charges.filter(kind=Charge.Kind.LEASE))
    return euro(open_cents) if open_cents else ""


def cost_words(charge: Charge) -> str:
    """The amount, and whether it is paid, free or paid in parts."""
    amount = euro(charge.cents)
    if charge.is_free:
        return pgettext("costs nothing", "free")
    if charge.is_settled:
        return _("%(amount)s, paid") % {"amount": amount}
    if charge.plan:
        return _("%(amount)s, in %(count)s parts, one each month") % {"amount": amount, "count": len(charge.plan)}
    return amount


def may_begin(charges: list[Charge]) -> bool:
    """Whether nothing that is to be paid keeps the loan from beginning."""
    return all(charge.lets_begin for charge in charges)


def refuse_undecided(loan: Loan) -> None:
    """Raise RuleBroken when a deposit cannot go back, because the desk did not decide about all that was found."""
    for finding in undecided(loan):
        raise RuleBroken(
            _("First decide about this: %(what)s. Then the rest of the deposit goes back.") % {"what": finding.words}
        )


def _found_at(end: Return | Swap, parts: Iterable[LoanPart | SwapPart], swap: int | None = None) -> list[Finding]:
    """What is damaged or missing of a device that came back with these parts."""
    found = [Finding(Charge.Kind.DAMAGE, swap=swap)] if end.condition != Return.Condition.OK else []
    kinds = {Accessory.State.DAMAGED: Charge.Kind.DAMAGE, Accessory.State.MISSING: Charge.Kind.MISSING}
    states = [(kinds.get(Accessory.State(part.back)), part.kind) for part in parts if part.back]
    return found + [Finding(kind, part, swap) for kind, part in states if kind]
