"""What holds from a day until a day: the lending rules that a council voted, and amounts of law."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.guards import AppendOnly, NoOverlap
from digibank.organisations.models.places import Organisation


class InForceQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Sets of rows that are in force from a day until a day."""

    def on(self, day: date) -> Self:
        """The rows that hold on this day."""
        return self.filter(valid_from__lte=day).exclude(valid_until__lte=day)


class RegulationQuerySet(InForceQuerySet["Regulation"]):
    """Sets of versions of lending rules."""

    def holding(self, organisation: Organisation, day: date) -> "Regulation | None":
        """The version that holds at this organisation on this day."""
        return self.filter(organisation=organisation).on(day).first()


class Regulation(models.Model):
    """One version of the lending rules that a council voted. A contract keeps the version it was made under.

    Never changed: a new vote is a new version, and ends the one before (policy O-01). `entitled_share_percent` is the
    part of the devices of a class at a desk that is kept for who goes before.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="regulations")
    number = models.PositiveSmallIntegerField()
    voted_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    loan_months = models.PositiveSmallIntegerField()
    renewals = models.PositiveSmallIntegerField()
    devices_per_household = models.PositiveSmallIntegerField()
    deposit_cents = models.PositiveIntegerField()
    # What a loan costs (policy J-01): the fee once per loan, in how many months at most, and whether it may be waived.
    fee_cents = models.PositiveIntegerField(default=0, db_default=0)
    instalments = models.PositiveSmallIntegerField(default=1, db_default=1)
    may_waive = models.BooleanField(default=True, db_default=True)
    entitled_share_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    text = models.TextField()

    public = "Regulations are voted in public."

    objects = RegulationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="a_regulation_version_once"),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("valid_from")),
                name="a_regulation_holds_a_day",
            ),
            models.CheckConstraint(condition=models.Q(loan_months__gte=1), name="a_loan_lasts_a_month"),
            models.CheckConstraint(condition=models.Q(devices_per_household__gte=1), name="a_household_may_borrow"),
            models.CheckConstraint(condition=models.Q(instalments__gte=1), name="money_is_paid_in_a_month_or_more"),
            models.CheckConstraint(
                condition=models.Q(entitled_share_percent__lte=100), name="a_share_is_at_most_the_whole"
            ),
            NoOverlap(
                fields=("organisation_id",), starts="valid_from", ends="valid_until", name="one_regulation_at_a_time"
            ),
        ]
        ordering = ["organisation", "-number"]

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.number}"

    @property
    def ladder(self) -> list["LadderStep"]:
        """What is done about a late loan, in order. Versions from before there was a ladder have the usual one."""
        voted = list(self.ladder_steps.all())
        return voted or [LadderStep(after_days=days, means=means) for means, days in USUAL_LADDER.items()]


class QueueRule(models.Model):
    """How many points a criterion gives on the waiting list, under one version of the rules (policy U-32).

    A criterion without a row gives none. Never changed, as the version it belongs to.
    """

    class Criterion(models.TextChoices):
        WEEK = "week", _("each full week of waiting")
        OWN_RESIDENT = "own_resident", _("lives in the municipality of the desk")
        GOES_BEFORE = "goes_before", _("has the right to go before")
        NO_DEVICE = "no_device", _("nobody at home borrows a device")
        PARTNER = "partner", _("sent by a partner")

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="queue_rules")
    criterion = models.CharField(max_length=15, choices=Criterion)
    points = models.PositiveSmallIntegerField()

    public = "Regulations are voted in public."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "criterion"], name="a_criterion_once_per_regulation"),
            AppendOnly(name="organisations_queuerule_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.criterion} {self.points}"


class LadderStep(models.Model):
    """What is done so many days after the last day of a loan, when the device is not back (policy U-62).

    Never changed, as the version it belongs to.
    """

    class Means(models.TextChoices):
        MESSAGE = "message", _("a message or a card, the way that reaches the person")
        PHONE = "phone", _("a call by the desk")
        REFERRER = "referrer", _("a word to the partner who sent the person")
        LETTER = "letter", _("a letter")

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="ladder_steps")
    after_days = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=8, choices=Means)

    public = "Regulations are voted in public."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "means"], name="a_means_once_per_ladder"),
            models.UniqueConstraint(fields=["regulation", "after_days"], name="one_step_of_a_ladder_a_day"),
            models.CheckConstraint(condition=models.Q(after_days__gte=1), name="a_ladder_begins_after_the_last_day"),
            AppendOnly(name="organisations_ladderstep_append_only"),
        ]
        ordering = ["after_days"]

    def __str__(self) -> str:
        return f"{self.after_days} {self.means}"


# A friendly word first, a voice next, then somebody they trust; what a letter says comes last.
USUAL_LADDER = {
    LadderStep.Means.MESSAGE: 1,
    LadderStep.Means.PHONE: 14,
    LadderStep.Means.REFERRER: 28,
    LadderStep.Means.LETTER: 42,
}


class DatedAmount(models.Model):
    """An amount or ceiling the law or an index fixes for a time; never a number in code (policy O-02)."""

    class Code(models.TextChoices):
        SOCIAL_INTERNET_MONTH = "social_internet_month", _("social internet offer, highest price a month")
        VOLUNTEER_DAY = "volunteer_day", _("volunteers, ceiling a day")
        VOLUNTEER_YEAR = "volunteer_year", _("volunteers, ceiling a year")

    code = models.CharField(max_length=40, choices=Code)
    cents = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    public = "Amounts of law are public."

    objects = InForceQuerySet["DatedAmount"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("valid_from")),
                name="an_amount_holds_a_day",
            ),
            NoOverlap(fields=("code",), starts="valid_from", ends="valid_until", name="one_amount_at_a_time"),
        ]
        ordering = ["code", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"
