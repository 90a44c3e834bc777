"""The till of a lending desk, its days, and all money that goes through it, in whole cents."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import AppendOnly, ClosedOnce, OnlyFades
from digibank.lending.models.charges import Charge
from digibank.lending.models.refunds import Refund
from digibank.organisations.models import Place
from digibank.people.models import classified


class Way(models.TextChoices):
    """How money comes and goes."""

    CASH = "cash", _("in cash")
    CARD = "card", _("by card")
    TRANSFER = "transfer", _("by transfer")


class TillQuerySet(models.QuerySet["Till"]):
    """Sets of tills."""

    def locked(self, till: "Till") -> "Till":
        """The till; nobody else books or closes it until the transaction ends. Always the last thing that is locked."""
        return self.select_for_update().get(pk=till.pk)


class Till(models.Model):
    """Where a lending desk keeps its money."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="till")

    scope_path = "place__organisation"

    objects = TillQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What its numbers begin with, such as K07."""
        return f"K{self.pk:02d}"


class TillDay(models.Model):
    """From one closing of a till to the next: usually a day. `cash_cents` counts the cash that came and went in it.

    Each entry is counted here too. A closed day never changes, so nothing can be booked on it (policy J-11); and no
    more cash goes out than there is: the database refuses both.
    """

    till = models.ForeignKey(Till, on_delete=models.PROTECT, related_name="days")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField(default=clock.now)
    start_cents = models.PositiveIntegerField()
    cash_cents = models.IntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counted_cents = models.PositiveIntegerField(null=True, blank=True)
    banked_cents = models.PositiveIntegerField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)

    scope_path = "till__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["till", "number"], name="a_day_of_a_till_once"),
            models.UniqueConstraint(
                fields=["till"], condition=models.Q(closed_at__isnull=True), name="one_open_day_of_a_till"
            ),
            models.CheckConstraint(
                condition=models.Q(cash_cents__gte=0 - models.F("start_cents")),
                name="no_more_cash_leaves_than_there_is",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    counted_cents__isnull=True,
                    banked_cents__isnull=True,
                )
                | models.Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    counted_cents__isnull=False,
                    banked_cents__isnull=False,
                ),
                name="a_closed_day_was_counted",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(banked_cents__lte=models.F("counted_cents")),
                name="no_more_is_taken_away_than_was_counted",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | models.Q(counted_cents=models.F("start_cents") + models.F("cash_cents"))
                | ~models.Q(because=""),
                name="a_difference_has_its_reason",
            ),
            ClosedOnce(
                fixed=("till_id", "number", "opened_at", "start_cents"),
                closed="closed_at",
                name="lending_tillday_sealed",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Its number, such as K07/12."""
        return f"{self.till.code}/{self.number}"

    @property
    def expected_cents(self) -> int:
        """The cash that should be there: what it began with, and what came and went."""
        return self.start_cents + self.cash_cents

    @property
    def difference_cents(self) -> int:
        """What was counted too much (above zero) or too little."""
        return 0 if self.counted_cents is None else self.counted_cents - self.expected_cents

    @property
    def left_cents(self) -> int:
        """What stays in the till for the next day."""
        return 0 if self.counted_cents is None or self.banked_cents is None else self.counted_cents - self.banked_cents


class ClosingPaper(models.Model):
    """The paper about a day that was closed."""

    day = models.OneToOneField(TillDay, on_delete=models.PROTECT, related_name="paper")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    scope_path = "day__till__place__organisation"

    class Meta:
        constraints = [AppendOnly(name="lending_closingpaper_append_only")]

    def __str__(self) -> str:
        return f"closing {self.day_id}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Sets of payments."""

    def cash(self) -> Self:
        """What went through the drawer."""
        return self.filter(way=Way.CASH)


class Payment(models.Model):
    """Money that came in (above zero) or went out. Never changed: a mistake gets a counter-entry (policy J-07).

    It is about a charge, a refund, or neither: change that is put in or taken out. `received_on` is the day that the
    money came, for a transfer the day on the statement. Its number is per till and year, without gaps.
    """

    till = models.ForeignKey(Till, on_delete=models.PROTECT, related_name="payments")
    day = models.ForeignKey(TillDay, on_delete=models.PROTECT, related_name="payments")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    way = models.CharField(max_length=8, choices=Way)
    cents = models.IntegerField()
    charge = models.ForeignKey(Charge, null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    refund = models.OneToOneField(Refund, null=True, blank=True, on_delete=models.PROTECT, related_name="payment")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    received_on = models.DateField(default=clock.today)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "till__place__organisation"
    privacy = classified(
        technical="id till day year serial way cents charge refund corrects received_on at by", personal="note"
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["till", "year", "serial"], name="a_receipt_number_once"),
            models.CheckConstraint(condition=~models.Q(cents=0), name="a_payment_is_an_amount"),
            models.CheckConstraint(
                condition=models.Q(charge__isnull=True) | models.Q(refund__isnull=True),
                name="a_payment_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(charge__isnull=False) | models.Q(way="cash"),
                name="only_cash_is_put_in_and_given_back",
            ),
            models.CheckConstraint(
                condition=models.Q(refund__isnull=True) | models.Q(cents__lt=0), name="a_refund_goes_out"
            ),
            models.CheckConstraint(
                condition=models.Q(charge__isnull=True)
                | models.Q(cents__gt=0, corrects__isnull=True)
                | models.Q(cents__lt=0, corrects__isnull=False),
                name="what_goes_off_a_charge_corrects_a_payment",
            ),
            OnlyFades(
                fixed=(
                    "till_id", "day_id", "year", "serial", "way", "cents", "charge_id", "refund_id", "corrects_id",
                    "received_on", "at", "by_id",
                ),
                fades=("note",),
                name="lending_payment_only_fades",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["till", "received_on"], name="payments_of_a_till")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the receipt, such as K07-2026-0012."""
        return f"{self.till.code}-{self.year}-{self.serial:04d}"

    @property
    def owed(self) -> Charge | None:
        """The charge that it is about, also when money goes back; none for change."""
        return self.refund.charge if self.refund else self.charge

    @property
    def words(self) -> str:
        """What it is for."""
        if self.corrects_id:
            return str(_("correction"))
        if self.refund:
            return str(_("given back: %(what)s") % {"what": self.refund.charge.words})
        return self.charge.words if self.charge else str(_("change"))


class Receipt(models.Model):
    """The receipt of a payment, as it was printed; to print once more later."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    scope_path = "payment__till__place__organisation"
    privacy = classified(technical="id payment made_at", personal="document")

    class Meta:
        constraints = [AppendOnly(name="lending_receipt_append_only")]

    def __str__(self) -> str:
        return f"receipt {self.payment_id}"
