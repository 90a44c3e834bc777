"""What came of a visit: two words that are always there, and what may be added."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.agenda.models import Appointment
from digibank.audit.models import Actor
from digibank.guards import ClosedOnce
from digibank.helpdesk.models.visits import Visit
from digibank.lending.models import Loan
from digibank.people.models import classified
from digibank.workforce.topics import Topic


class Solved(models.TextChoices):
    """Whether the question has its answer."""

    YES = "yes", _("Solved")
    PARTLY = "partly", _("Partly solved")
    NO = "no", _("Not solved")


class Autonomy(models.TextChoices):
    """Who did it."""

    ALONE = "alone", _("they did it alone")
    TOGETHER = "together", _("together")
    FOR = "for", _("we did it for them")


class Partner(models.TextChoices):
    """To whom the visitor was sent on."""

    OCMW = "ocmw", _("OCMW")
    TOWN_HALL = "town_hall", _("town hall")
    BANK = "bank", _("the bank")
    HEALTH_FUND = "health_fund", _("health fund")
    UNION = "union", _("trade union")
    VDAB = "vdab", _("VDAB")
    SCHOOL = "school", _("school")
    TAX = "tax", _("tax office")
    PROVIDER = "provider", _("telephone or internet company")
    POLICE = "police", _("police")
    HELP_POINT = "help_point", _("another help point")
    ELSEWHERE = "elsewhere", _("somewhere else")


class FollowUp(models.TextChoices):
    """What comes next."""

    SECOND_VISIT = "second_visit", _("comes again")
    COURSE = "course", _("a course")
    HOME_VISIT = "home_visit", _("a visit at home")
    LENT_DEVICE = "lent_device", _("the lent device: swap, repair or return")


class Material(models.TextChoices):
    """On what it was done."""

    OWN_PHONE = "own_phone", _("own telephone")
    OWN_COMPUTER = "own_computer", _("own computer or tablet")
    LENT_DEVICE = "lent_device", _("a lent device")
    OUR_COMPUTER = "our_computer", _("a computer of the help point")
    PRINTER = "printer", _("printer or scanner")
    PAPER = "paper", _("paper")


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Sets of outcomes."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)


class Outcome(models.Model):
    """What a helper said of a visit. Taken back within a minute it stays to read, and another one follows.

    `materials` are codes of Material, in order. `note` is for colleagues: never a password, never a file.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="outcomes")
    topic = models.CharField(max_length=15, choices=Topic)
    solved = models.CharField(max_length=6, choices=Solved)
    autonomy = models.CharField(max_length=8, choices=Autonomy, blank=True)
    passed_to = models.CharField(max_length=15, choices=Partner, blank=True)
    follow_up = models.CharField(max_length=15, choices=FollowUp, blank=True)
    materials = models.JSONField(default=list, blank=True)
    loan = models.ForeignKey(Loan, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes")
    note = models.CharField(max_length=300, blank=True)
    # The hour that was booked with it, for who comes again (policy VB-13).
    next_visit = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="promised_in"
    )
    said_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    scope_path = "visit__day__place__organisation"
    privacy = classified(
        technical="id visit loan next_visit said_by said_at taken_back_at",
        personal="topic solved autonomy passed_to follow_up materials note",
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=models.Q(taken_back_at__isnull=True), name="one_outcome_per_visit"
            ),
            models.CheckConstraint(
                condition=models.Q(next_visit__isnull=True) | models.Q(follow_up=FollowUp.SECOND_VISIT),
                name="an_hour_is_for_who_comes_again",
            ),
            ClosedOnce(
                closed="taken_back_at",
                fixed=("visit_id", "topic", "solved", "said_by_id", "said_at"),
                name="helpdesk_outcome_closed_once",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.topic} {self.solved}"
