"""Outreach: where we went to meet people, how many we spoke to, and what we promised."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.organisations.models import Organisation
from digibank.people.models import Person, classified

MOST_SPOKEN_TO = 2000


class Outreach(models.Model):
    """One time that somebody of us went to people. Whom we spoke to is counted, never named (policy WO-14)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="outreach")
    held_on = models.DateField()
    where = models.CharField(max_length=120)
    partner = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    went = models.ManyToManyField(User, related_name="+")
    spoken_to = models.PositiveSmallIntegerField()
    # How many of them, for groups that one sees or hears by oneself; they overlap, and nothing is guessed.
    older = models.PositiveSmallIntegerField(default=0)
    other_language = models.PositiveSmallIntegerField(default=0)
    with_children = models.PositiveSmallIntegerField(default=0)
    noted_at = models.DateTimeField(default=clock.now)
    noted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(spoken_to__lte=MOST_SPOKEN_TO)
                & models.Q(older__lte=models.F("spoken_to"))
                & models.Q(other_language__lte=models.F("spoken_to"))
                & models.Q(with_children__lte=models.F("spoken_to")),
                name="a_group_is_part_of_who_we_spoke_to",
            ),
            AppendOnly(name="helpdesk_outreach_append_only"),
        ]
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.where}"


class OutreachPromiseQuerySet(models.QuerySet["OutreachPromise"]):
    """Sets of what was promised."""

    def to_do(self, user: User, can: Can) -> Self:
        """What the user's organisations promised and did not do yet, the longest waiting on top."""
        theirs = self.filter(outreach__organisation__in=user.reach[can])
        return theirs.filter(done_on__isnull=True).order_by("by_on", "pk")


class OutreachPromise(models.Model):
    """Something that we promised there, who does it, and by when."""

    class Kind(models.TextChoices):
        CALL = "call", _("call somebody back")
        QUESTION = "question", _("find an answer")
        VISIT = "visit", _("come back there")

    outreach = models.ForeignKey(Outreach, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=8, choices=Kind)
    what = models.CharField(max_length=200)
    by_on = models.DateField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    scope_path = "outreach__organisation"
    privacy = classified(technical="id outreach kind by_on owner done_on done_by", personal="what")

    objects = OutreachPromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, done_by__isnull=True)
                | models.Q(done_on__isnull=False, done_by__isnull=False),
                name="what_was_promised_is_done_by_somebody",
            )
        ]
        ordering = ["by_on", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.by_on}"

    @property
    def is_red(self) -> bool:
        """Whether it should have been done by now."""
        return self.done_on is None and self.by_on < clock.today()


class MetAt(models.Model):
    """A resident who came to us because of an outreach. Said once, never changed; no row says nothing (promise 21)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="met_at")
    outreach = models.ForeignKey(Outreach, on_delete=models.PROTECT, related_name="came")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "person__home"
    privacy = classified(technical="id person at by", statistic="outreach")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="one_way_in_per_person"),
            AppendOnly(name="helpdesk_metat_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.outreach_id}"
