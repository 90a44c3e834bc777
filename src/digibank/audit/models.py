"""Actors and events."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.guards import AppendOnly


class Actor(models.Model):
    """Who or what acts: a user, a kiosk, the holder of a link or a badge, a job. Without a name; never deleted."""

    class Kind(models.TextChoices):
        USER = "user", _("staff member")
        KIOSK = "kiosk", _("kiosk")
        LINK = "link", _("holder of a secret link")
        BADGE = "badge", _("holder of a badge")
        JOB = "job", _("the system")

    kind = models.CharField(max_length=10, choices=Kind)
    code = models.SlugField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    public = "Actors have no name; whoever may see an event may see that somebody acted."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_actor_per_code"),
            models.CheckConstraint(
                condition=models.Q(kind="job") ^ models.Q(code=""), name="jobs_and_only_jobs_have_a_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code or self.pk}"


class EventQuerySet(models.QuerySet["Event"]):
    """Sets of events."""

    def about(self, *subjects: models.Model) -> Self:
        """Events that have any of these records as a subject, oldest first."""
        wanted = models.Q(pk__in=[])
        for subject in subjects:
            wanted |= models.Q(subjects__kind=subject._meta.label_lower, subjects__key=subject.pk)
        return self.filter(wanted).distinct().order_by("pk")


class Event(models.Model):
    """One thing that happened: verb in the past tense, who, when, and facts that are codes and numbers."""

    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(default=clock.now)
    facts = models.JSONField(default=dict)

    public = "Events hold codes and ids only; what they point to is shown through its own visible_to."

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["verb", "at"], name="events_by_verb")]
        constraints = [AppendOnly(name="audit_event_append_only")]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class Subject(models.Model):
    """What an event is about: a loan, and with it the device, the person, the place.

    No foreign key to it: a trail blocks nothing.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=60)
    key = models.BigIntegerField()

    public = "Points from an event to a record; holds nothing of the record."

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "event"], name="events_by_subject")]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "key"], name="a_subject_once_per_event"),
            AppendOnly(name="audit_subject_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


LONGEST_CODE = 64


def code_or_number(value: Any) -> bool:
    """Whether a fact may stand in the trail: a number, a yes or no, a date, or a code without spaces."""
    if value is None or isinstance(value, bool | int | float):
        return True
    return (
        isinstance(value, str)
        and len(value) <= LONGEST_CODE
        and all(c.isascii() and (c.isalnum() or c in "-_.:+") for c in value)
    )
