"""What was told about the day a loan ends, and what is done when that day is over."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.comms.models import Message
from digibank.guards import AppendOnly, OnlyFades
from digibank.lending.models.loans import Loan
from digibank.people.models import classified


class Reminder(models.Model):
    """Somebody was told about this due date: before it, or by a step of the ladder after it. Once each (policy U-09).

    `after_days` is the step as the regulation voted it, 0 for what was told before. With `is_last` the ladder ends:
    what comes next a coordinator decides (policy U-66).
    """

    class Kind(models.TextChoices):
        SOON = "soon", _("told that it ends soon")
        MESSAGE = "message", _("asked to bring it back")
        PHONE = "phone", _("put on the call list")
        REFERRER = "referrer", _("asked the partner to remind")
        LETTER = "letter", _("sent a letter")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind)
    due_on = models.DateField()
    after_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_last = models.BooleanField(default=False, db_default=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan kind due_on after_days is_last message")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "kind", "due_on"], name="told_once_about_a_due_date"),
            models.CheckConstraint(
                condition=models.Q(kind="soon", after_days=0) | (~models.Q(kind="soon") & models.Q(after_days__gte=1)),
                name="a_step_of_the_ladder_has_its_day",
            ),
            AppendOnly(name="lending_reminder_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class PauseQuerySet(models.QuerySet["Pause"]):
    """Sets of pauses."""

    def latest_of(self, loan: models.OuterRef | Loan) -> Self:
        """The newest pause of this loan, which is the one that counts."""
        return self.filter(loan=loan).order_by("-pk")[:1]


class Pause(models.Model):
    """Nothing is asked about a late loan up to and with this day: it was agreed, or there is a reason (policy U-65).

    The newest one counts. Why, and what was written with it, fades when the person may be forgotten.
    """

    class Because(models.TextChoices):
        AGREED = "agreed", _("the borrower brings it that day")
        ILL = "ill", _("ill")
        HOSPITAL = "hospital", _("in hospital")
        MOVED = "moved", _("moved")
        AWAY = "away", _("away for a while")
        MOURNING = "mourning", _("somebody died")
        OTHER = "other", _("something else")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="pauses")
    until_on = models.DateField()
    because = models.CharField(max_length=8, choices=Because, blank=True)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan until_on at by", personal="because note")

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = [
            OnlyFades(
                fixed=("loan_id", "until_on", "at", "by_id"), fades=("because", "note"), name="lending_pause_only_fades"
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"quiet until {self.until_on}"

    def holds_on(self, day: date) -> bool:
        """Whether nothing is asked on this day."""
        return day <= self.until_on


class Leave(models.Model):
    """A coordinator lets a loan be made longer once, from this due date, although somebody waits (policy U-61)."""

    class Because(models.TextChoices):
        STUDY = "study", _("a course or school year that ends soon")
        WORK = "work", _("work, or looking for work")
        HARDSHIP = "hardship", _("no other way to get help or services")
        OTHER = "other", _("something else")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="leaves")
    due_on = models.DateField()
    because = models.CharField(max_length=8, choices=Because)
    note = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan due_on at by", personal="because note")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "due_on"], name="leave_is_given_once"),
            models.CheckConstraint(condition=~models.Q(note=""), name="a_leave_has_its_reason"),
            AppendOnly(name="lending_leave_append_only"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"leave {self.due_on}"
