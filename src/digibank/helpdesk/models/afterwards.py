"""What comes after the last session: the calls after two weeks, and the look back after three months."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.helpdesk.models.handovers import Handover
from digibank.people.models import classified


class FollowCall(models.Model):
    """One call after two weeks: when it was due, and what it brought. Never changed."""

    class Brought(models.TextChoices):
        GOES_WELL = "goes_well", _("it goes well")
        QUESTION = "question", _("there is a question")
        NOT_REACHED = "not_reached", _("not reached")

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="calls")
    due_on = models.DateField()
    brought = models.CharField(max_length=11, choices=Brought)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "handover__person__home"
    privacy = classified(technical="id handover due_on brought at by", personal="note")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(brought="question") | ~models.Q(note=""), name="a_question_of_a_call_has_words"
            ),
            AppendOnly(name="helpdesk_followcall_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.brought}"


class Result(models.Model):
    """How it is three months later, as the person told it. Never changed; what was not told stays empty."""

    class StillUses(models.TextChoices):
        YES = "yes", _("yes")
        SOMETIMES = "sometimes", _("sometimes")
        NO = "no", _("no")

    class Alone(models.TextChoices):
        SELF = "self", _("alone")
        HELP = "help", _("with help")
        NOT_YET = "not_yet", _("not yet")

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="result")
    reached = models.BooleanField()
    still_uses = models.CharField(max_length=9, choices=StillUses, blank=True)
    alone = models.CharField(max_length=7, choices=Alone, blank=True)
    note = models.CharField(max_length=200, blank=True)
    noted_on = models.DateField(default=clock.today)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "handover__person__home"
    privacy = classified(technical="id handover reached noted_on by", personal="still_uses alone note")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reached=True) | models.Q(still_uses="", alone=""),
                name="who_was_not_reached_told_nothing",
            ),
            AppendOnly(name="helpdesk_result_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.still_uses} {self.alone}"
