"""What holds from a day until a day: the lending rules that a council voted, and amounts of law."""

import re
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly, NoOverlap
from digibank.organisations.models.places import Organisation

PARAGRAPHS = re.compile(r"\n\s*\n")


def in_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    return [" ".join(part.split()) for part in PARAGRAPHS.split(text) if part.strip()]


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


class Outsiders(models.TextChoices):
    """Whether who lives elsewhere may borrow."""

    YES = "yes", _("yes, as anybody")
    EXCEPTION = "exception", _("only by exception")
    NO = "no", _("no")


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
    # Who lives elsewhere, and who moves away (policy U-72, U-73). Without postcodes the address is not looked at.
    outsiders = models.CharField(max_length=9, choices=Outsiders, default=Outsiders.YES, db_default=Outsiders.YES)
    postcodes = models.CharField(max_length=100, blank=True, default="", db_default="")
    keeps_when_moved = models.BooleanField(default=True, db_default=True)
    # How mildly the rules answer who was late (policy U-76): no months is no answer at all.
    late_weeks = models.PositiveSmallIntegerField(default=0, db_default=0)
    rest_months = models.PositiveSmallIntegerField(default=0, db_default=0)
    no_show_months = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Which other kinds than a loan there are (policy U-78, U-80): conditions of a gift, parts of a lease-purchase.
    gift_text = models.TextField(blank=True, default="", db_default="")
    lease_parts = models.PositiveSmallIntegerField(default=0, db_default=0)
    lease_part_cents = models.PositiveIntegerField(default=0, db_default=0)
    # Sets for organisations (policy U-83): for how many weeks at most, none is not offered; asked so many days ahead.
    set_weeks = models.PositiveSmallIntegerField(default=0, db_default=0)
    set_days_ahead = models.PositiveSmallIntegerField(default=7, db_default=7)
    # Whether two helpers go to a resident at home, never one (policy AP-20).
    home_in_twos = models.BooleanField(default=True, db_default=True)
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
            models.CheckConstraint(
                condition=models.Q(lease_parts=0, lease_part_cents=0)
                | models.Q(lease_parts__gte=1, lease_part_cents__gte=1),
                name="a_lease_purchase_has_parts_and_an_amount",
            ),
            models.CheckConstraint(condition=models.Q(set_days_ahead__gte=7), name="a_set_is_asked_a_week_ahead"),
            NoOverlap(
                fields=("organisation_id",), starts="valid_from", ends="valid_until", name="one_regulation_at_a_time"
            ),
        ]
        ordering = ["organisation", "-number"]

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.number}"

    def covers(self, postcode: str) -> bool:
        """Whether this postcode is of the municipality, as far as the rules say which ones are."""
        return not self.postcodes or postcode in self.postcodes.split()

    @property
    def ladder(self) -> list["LadderStep"]:
        """What is done about a late loan, in order. Versions from before there was a ladder have the usual one."""
        voted = list(self.ladder_steps.all())
        return voted or [LadderStep(after_days=days, means=means) for means, days in USUAL_LADDER.items()]

    def paragraphs(self) -> list[str]:
        """The rules, one for each paragraph, as papers number them."""
        return in_paragraphs(self.text)

    def in_language(self, language: str) -> "RegulationTranslation | None":
        """The newest translation in this language, when there is one."""
        return self.translations.filter(language=language).order_by("-pk").first()


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


class BorrowRule(models.Model):
    """What somebody shows to borrow, under one version of the rules (policy U-70). Never changed.

    Each criterion is asked of everybody, or is one of a group of which one suffices. A proof that was seen is good for
    so many months. Why an OCMW supports somebody is one word for all reasons: a desk never knows more.
    """

    class Criterion(models.TextChoices):
        RESIDENT = "resident", _("You live in this municipality.")
        INCREASED_ALLOWANCE = "allowance", _("You pay less at the doctor (increased allowance).")
        SOCIAL_RIGHT = "social", _("You have a social right.")
        PUPIL = "pupil", _("You go to school.")
        JOB_SEEKER = "job_seeker", _("You look for work.")
        REFERRED = "referred", _("A partner sent you.")

    class Needs(models.TextChoices):
        ALL = "all", _("everybody shows it")
        ONE = "one", _("one of these is enough")

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="borrow_rules")
    criterion = models.CharField(max_length=10, choices=Criterion)
    needs = models.CharField(max_length=3, choices=Needs)
    months = models.PositiveSmallIntegerField()

    public = "Regulations are voted in public."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "criterion"], name="a_proof_once_per_regulation"),
            models.CheckConstraint(condition=models.Q(months__gte=1), name="a_proof_is_good_for_a_month"),
            AppendOnly(name="organisations_borrowrule_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.criterion} {self.needs}"

    @property
    def proof(self) -> str:
        """What the clerk looks at."""
        return str(PROOFS[self.Criterion(self.criterion)])


# What is looked at, never kept. For a social right one paper, whatever the reason of the support is (policy U-71).
PROOFS = {
    BorrowRule.Criterion.RESIDENT: _("a card or letter with your address"),
    BorrowRule.Criterion.INCREASED_ALLOWANCE: _("a sticker or letter of your health insurance fund"),
    BorrowRule.Criterion.SOCIAL_RIGHT: _("a paper of the OCMW or of a recognised service"),
    BorrowRule.Criterion.PUPIL: _("a paper or card of the school"),
    BorrowRule.Criterion.JOB_SEEKER: _("a paper of VDAB"),
    BorrowRule.Criterion.REFERRED: _("a paper of the partner who sent you"),
}


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


class Language(models.TextChoices):
    """In what the contract is explained, by its own name. Of nobody a language is kept (blueprint promise 20)."""

    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"
    UKRAINIAN = "uk", "Українська"
    ARABIC = "ar", "العربية"


class RegulationTranslation(models.Model):
    """One version of the rules in another language: what it says, and who translated it. Only the Dutch text holds.

    Never changed: a better translation is a new row, and the newest one is printed (policy U-93).
    """

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=2, choices=Language)
    text = models.TextField()
    translated_by = models.CharField(max_length=120)
    typed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(default=clock.now)

    public = "Regulations are voted in public."

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") & ~models.Q(translated_by=""), name="a_translation_says_who_made_it"
            ),
            AppendOnly(name="organisations_regulationtranslation_append_only"),
        ]
        ordering = ["language", "-pk"]

    def __str__(self) -> str:
        return f"{self.language} {self.pk}"

    def paragraphs(self) -> list[str]:
        """The rules in this language, numbered as the Dutch ones are."""
        return in_paragraphs(self.text)


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
