"""Skills talks: ten everyday tasks, answered in faces, and what somebody wants to be able to do first."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import ClosedOnce
from digibank.helpdesk.models.handovers import Handover
from digibank.helpdesk.models.known import AtHelpPointQuerySet
from digibank.helpdesk.tasks import NEWEST, Task, tasks_of
from digibank.organisations.models import Place
from digibank.people.models import Person, classified

LONGEST_WISH = 300


class TalkQuerySet(AtHelpPointQuerySet["SkillsTalk"]):
    """Sets of talks."""

    def of_person(self, person: Person) -> Self:
        """Those of this person, the first one on top."""
        return self.filter(person=person).order_by("pk")

    def finished(self) -> Self:
        """Talks that were told to their end."""
        return self.filter(finished_at__isnull=False)

    def unfinished(self) -> Self:
        """Talks that can be gone on with."""
        return self.filter(finished_at__isnull=True)


class SkillsTalk(models.Model):
    """One talk with a resident. Nothing in it has to be answered; it can be stopped and gone on with (policy WO-09).

    Once it is finished nothing in it changes any more: that is how somebody sees later how far they came.
    """

    class Occasion(models.TextChoices):
        FIRST = "first", _("at the beginning")
        AFTER = "after", _("after the handover")
        LATER = "later", _("three months later")
        BETWEEN = "between", _("in between")

    class Way(models.TextChoices):
        SCREEN = "screen", _("on the screen")
        PAPER = "paper", _("on paper")

    class OwnDevice(models.TextChoices):
        YES = "yes", _("Yes, my own")
        SHARED = "shared", _("I share one")
        NO = "no", _("No")

    class Internet(models.TextChoices):
        YES = "yes", _("Yes, at home")
        MOBILE = "mobile", _("Only on my smartphone")
        NO = "no", _("No")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="skills_talks")
    handover = models.ForeignKey(Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="talks")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=7, choices=Occasion)
    wording = models.PositiveSmallIntegerField(default=NEWEST)
    way = models.CharField(max_length=6, choices=Way, default=Way.SCREEN)
    own_device = models.CharField(max_length=6, choices=OwnDevice, blank=True)
    internet = models.CharField(max_length=6, choices=Internet, blank=True)
    helped_by = models.CharField(max_length=80, blank=True)
    wish = models.CharField(max_length=LONGEST_WISH, blank=True)
    held_on = models.DateField(default=clock.today)
    started_at = models.DateTimeField(default=clock.now)
    started_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    scope_path = "person__home"
    privacy = classified(
        technical="id person handover place occasion wording way held_on started_at started_by finished_at",
        personal="own_device internet helped_by wish",
    )

    objects = TalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(finished_at__isnull=True), name="one_talk_at_a_time"
            ),
            ClosedOnce(
                closed="finished_at",
                fixed=("person_id", "handover_id", "occasion", "wording", "way", "started_at", "started_by_id"),
                name="helpdesk_skillstalk_closed_once",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.held_on}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.finished_at is not None

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks as they were asked."""
        return tasks_of(self.wording)

    def told(self) -> dict[str, str]:
        """The answers by the code of their task; what was not answered is not there."""
        return {answer.task: answer.says for answer in self.answers.all()}


class TalkAnswer(models.Model):
    """How somebody does one task, as they say it. It may change as long as the talk goes on."""

    class Says(models.TextChoices):
        SELF = "self", _("Myself")
        HELP = "help", _("With help")
        NOT_YET = "not_yet", _("Not yet")

    talk = models.ForeignKey(SkillsTalk, on_delete=models.PROTECT, related_name="answers")
    task = models.CharField(max_length=20)
    says = models.CharField(max_length=7, choices=Says)

    scope_path = "talk__person__home"
    privacy = classified(technical="id talk task", personal="says")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "task"], name="a_task_is_answered_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.task} {self.says}"
