"""What a loan costs, in whole cents: what is due, what became of it, and what is taken off the deposit."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum.be import ogm_vcs

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly, OnlyFades
from digibank.inventory.models import AccessoryKind
from digibank.lending.flows import LoanState
from digibank.lending.models.loans import Loan
from digibank.lending.models.swaps import Swap
from digibank.people.models import classified
from digibank.support.models import Entitlement

COMMUNICATION_DIGITS = 10


class ChargeQuerySet(models.QuerySet["Charge"]):
    """Sets of charges."""

    def unpaid(self) -> Self:
        """Charges of which something is still open."""
        covered = models.F("paid_cents") + models.F("waived_cents") + models.F("borne_cents")
        return self.filter(cents__gt=covered)

    def locked(self, charge: "Charge") -> "Charge":
        """The charge as it is now, after its loan; nobody pays or waives it until the transaction ends."""
        loan = Loan.objects.locked(charge.loan)
        found = self.select_for_update().get(pk=charge.pk)
        found.loan = loan
        return found

    def of_communication(self, text: str) -> Self:
        """The charge with this structured communication; none when it is mistyped."""
        compact = ogm_vcs.compact(text.replace("*", ""))
        if not ogm_vcs.is_valid(compact):
            return self.none()
        return self.filter(pk=int(compact[:COMMUNICATION_DIGITS]))


class Charge(models.Model):
    """One thing that a borrower owes for a loan. Its amount never changes; what became of it is counted beside it.

    Of `cents` so much was paid, waived with a reason, or borne by an entitlement; what is left is open (policy J-03).
    Of what was paid, `kept_cents` were taken off a deposit, and `refunded_cents` were given back or wait to be.
    With a `swap` it is for what was damaged or missing when the device was swapped.
    """

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", _("deposit")
        FEE = "fee", _("fee")
        DAMAGE = "damage", _("damage")
        MISSING = "missing", _("missing part")
        LOSS = "loss", _("loss")
        LEASE = "lease", _("lease-purchase")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=8, choices=Kind)
    part = models.CharField(max_length=12, choices=AccessoryKind, blank=True)
    swap = models.ForeignKey(Swap, null=True, blank=True, on_delete=models.PROTECT, related_name="charges")
    cents = models.PositiveIntegerField()
    paid_cents = models.PositiveIntegerField(default=0)
    waived_cents = models.PositiveIntegerField(default=0)
    borne_cents = models.PositiveIntegerField(default=0)
    kept_cents = models.PositiveIntegerField(default=0)
    refunded_cents = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(
        technical="id loan kind part swap cents paid_cents kept_cents refunded_cents written_at written_by",
        personal="waived_cents borne_cents",
    )

    objects = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "kind", "part"], condition=models.Q(swap=None), name="a_charge_once_per_loan"
            ),
            models.UniqueConstraint(
                fields=["swap", "kind", "part"], condition=models.Q(swap__isnull=False), name="a_charge_once_per_swap"
            ),
            models.CheckConstraint(
                condition=models.Q(swap=None) | models.Q(kind__in=("damage", "missing")),
                name="at_a_swap_something_is_damaged_or_missing",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    cents__gte=models.F("paid_cents") + models.F("waived_cents") + models.F("borne_cents")
                ),
                name="no_more_is_settled_than_is_due",
            ),
            models.CheckConstraint(
                condition=models.Q(paid_cents__gte=models.F("kept_cents") + models.F("refunded_cents")),
                name="no_more_goes_back_than_was_paid",
            ),
            models.CheckConstraint(
                condition=models.Q(kept_cents=0) | models.Q(kind="deposit"), name="only_of_a_deposit_something_is_kept"
            ),
            models.CheckConstraint(
                condition=models.Q(part="") | models.Q(kind__in=("damage", "missing")),
                name="a_part_is_damaged_or_missing",
            ),
            OnlyFades(
                fixed=("loan_id", "kind", "part", "swap_id", "cents", "written_at", "written_by_id"),
                fades=(),
                name="lending_charge_amount_stays",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.part} {self.cents}"

    @property
    def words(self) -> str:
        """What it is for: deposit, or missing part: charger."""
        return matter_words(self.kind, self.part, at_swap=self.swap_id is not None)

    @property
    def open_cents(self) -> int:
        """What is neither paid nor forgiven."""
        return self.cents - self.paid_cents - self.free_cents

    @property
    def free_cents(self) -> int:
        """What nobody asks of the borrower. Why, or who bears it, no paper and no desk tells (policy J-05)."""
        return self.waived_cents + self.borne_cents

    @property
    def is_settled(self) -> bool:
        """Whether nothing is open any more."""
        return not self.open_cents

    @property
    def is_free(self) -> bool:
        """Whether it is settled and nobody paid."""
        return self.is_settled and not self.paid_cents

    @property
    def goes_back_cents(self) -> int:
        """What the borrower gets back: a deposit after the loan, all when it never began, a loss that was found."""
        ended = {
            self.Kind.DEPOSIT: not self.loan.is_open,
            self.Kind.FEE: self.loan.state == LoanState.CANCELLED,
            self.Kind.LEASE: self.loan.state == LoanState.CANCELLED,
            self.Kind.LOSS: self.loan.state == LoanState.RETURNED,
        }
        return self.lies_cents if ended.get(self.Kind(self.kind)) else 0

    @property
    def lies_cents(self) -> int:
        """What was paid and neither kept nor given back."""
        return self.paid_cents - self.kept_cents - self.refunded_cents

    @property
    def plan(self) -> list["Instalment"]:
        """The parts in which it is paid; none when it is paid at once."""
        return list(self.instalments.all())

    def due_cents(self, day: date) -> int:
        """What is to be paid on this day: all that is open, or the parts whose day came."""
        plan = self.plan
        if not plan:
            return self.open_cents
        by_now = sum(part.cents for part in plan if part.due_on <= day)
        return max(0, min(self.open_cents, by_now - self.paid_cents - self.free_cents))

    @property
    def lets_begin(self) -> bool:
        """Whether the loan may begin: it is settled, or the first part of what was agreed is paid (policy J-02)."""
        plan = self.plan
        return self.is_settled or bool(plan and self.paid_cents + self.free_cents >= plan[0].cents)

    @property
    def communication(self) -> str:
        """The structured communication of a transfer, such as +++000/0000/07171+++; made from the key, so unique."""
        body = f"{self.pk:0{COMMUNICATION_DIGITS}d}"
        return f"+++{ogm_vcs.format(body + ogm_vcs.calc_check_digits(body))}+++"


class Instalment(models.Model):
    """A part of a charge, and the day by which it is paid. Agreed once, never changed."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    due_on = models.DateField()

    scope_path = "charge__loan__desk__organisation"
    privacy = classified(technical="id charge number cents due_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charge", "number"], name="an_instalment_once"),
            models.CheckConstraint(condition=models.Q(cents__gte=1), name="an_instalment_is_a_cent_or_more"),
            AppendOnly(name="lending_instalment_append_only"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.due_on}"


class Waiver(models.Model):
    """So much of a charge is not asked, with the reason that somebody gave."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="waivers")
    cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "charge__loan__desk__organisation"
    privacy = classified(technical="id charge cents at by", personal="reason")

    class Meta:
        constraints = [
            OnlyFades(fixed=("charge_id", "cents", "at", "by_id"), fades=("reason",), name="lending_waiver_only_fades")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.charge_id} {self.cents}"


class Bearing(models.Model):
    """So much of a charge is borne by a right to support. Which one is told nowhere at the desk (policy J-05)."""

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="bearings")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="bearings")
    cents = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "entitlement__organisation"
    privacy = classified(technical="id charge at by", personal="entitlement cents")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charge", "entitlement"], name="a_charge_is_borne_once"),
            models.CheckConstraint(condition=models.Q(cents__gte=1), name="a_bearing_is_a_cent_or_more"),
            AppendOnly(name="lending_bearing_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.charge_id} {self.cents}"


class Deduction(models.Model):
    """So much of a deposit pays another charge of the same loan: damage, a missing part, a loss."""

    deposit = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="taken_off")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="deductions")
    cents = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "deposit__loan__desk__organisation"
    privacy = classified(technical="id deposit charge cents at by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "charge"], name="a_charge_is_taken_off_once"),
            models.CheckConstraint(condition=models.Q(cents__gte=1), name="a_deduction_is_a_cent_or_more"),
            AppendOnly(name="lending_deduction_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.deposit_id} {self.charge_id} {self.cents}"


def matter_words(kind: str, part: str, *, at_swap: bool) -> str:
    """What is to be paid or decided about, in words: deposit, or missing part: charger, at the swap."""
    what = str(Charge.Kind(kind).label)
    if part:
        what = f"{what}: {AccessoryKind(part).label}"
    return gettext("%(what)s, at the swap") % {"what": what} if at_swap else what
