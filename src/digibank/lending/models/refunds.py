"""What goes back to borrowers: in cash from a till, or on a list that accounting pays."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import OnlyFades
from digibank.lending.flows import ListState, RefundState
from digibank.lending.models.charges import Charge
from digibank.organisations.models import Organisation
from digibank.people.models import classified

LONGEST_PAYEE = 12  # An account number is longer: it does not fit.


class PaymentList(models.Model):
    """Refunds that accounting pays by transfer. Who made the list does not approve it; then it never changes.

    The number is given when it is approved: per organisation and year, without gaps (policy J-10).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payment_lists")
    state = models.CharField(max_length=9, choices=ListState, default=ListState.DRAFT)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    cents = models.PositiveIntegerField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    executed_at = models.DateTimeField(null=True, blank=True)
    executed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rows_file = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    scope_path = "organisation"
    privacy = classified(
        technical="id organisation state made_at made_by year serial count cents approved_at approved_by executed_at"
        " executed_by",
        personal="paper rows_file",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "serial"], name="a_payment_list_number_once"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("made_by")),
                name="who_makes_a_payment_list_does_not_approve_it",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=("draft", "withdrawn"), year__isnull=True, serial__isnull=True, approved_at__isnull=True,
                    approved_by__isnull=True, cents__isnull=True, count__isnull=True,
                )
                | models.Q(
                    state__in=("approved", "executed"), year__isnull=False, serial__isnull=False,
                    approved_at__isnull=False, approved_by__isnull=False, cents__isnull=False, count__gte=1,
                ),
                name="an_approved_payment_list_has_its_number",
            ),
            models.CheckConstraint(
                condition=models.Q(state="executed", executed_at__isnull=False, executed_by__isnull=False)
                | (~models.Q(state="executed") & models.Q(executed_at__isnull=True, executed_by__isnull=True)),
                name="an_executed_payment_list_has_its_moment",
            ),
        ]  # fmt: skip
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number once it is approved, such as BL-2026-003; before that the key of its draft."""
        return f"BL-{self.year}-{self.serial:03d}" if self.serial else f"({self.pk})"


class RefundQuerySet(models.QuerySet["Refund"]):
    """Sets of refunds."""

    def waiting(self) -> Self:
        """Refunds that wait for a payment list."""
        return self.filter(state=RefundState.WAITING)


class Refund(models.Model):
    """What one charge gives back: once, in full, in cash or on one payment list (policy J-09).

    `payee` is the number under which accounting knows the person; empty for who is new there, whom accounting asks.
    """

    class Way(models.TextChoices):
        CASH = "cash", _("in cash")
        LIST = "list", _("on the payment list")

    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="refund")
    cents = models.PositiveIntegerField()
    way = models.CharField(max_length=4, choices=Way)
    state = models.CharField(max_length=7, choices=RefundState, default=RefundState.WAITING)
    payee = models.CharField(max_length=LONGEST_PAYEE, blank=True)
    payment_list = models.ForeignKey(
        PaymentList, null=True, blank=True, on_delete=models.PROTECT, related_name="refunds"
    )
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "charge__loan__desk__organisation"
    privacy = classified(technical="id charge cents way state payment_list asked_at asked_by", personal="payee")

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cents__gte=1), name="a_refund_is_a_cent_or_more"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", way="list", payment_list__isnull=True)
                | models.Q(state__in=("listed", "paid"), way="list", payment_list__isnull=False)
                | models.Q(state="paid", way="cash", payment_list__isnull=True),
                name="a_refund_is_on_its_list_or_in_cash",
            ),
            models.CheckConstraint(
                condition=models.Q(payee="") | models.Q(payee__regex=r"^[A-Za-z0-9./-]+$"),
                name="a_payee_is_a_short_number",
            ),
            OnlyFades(
                fixed=("charge_id", "cents", "way", "asked_at", "asked_by_id"), fades=(), name="lending_refund_stays"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.charge_id} {self.cents} {self.state}"
