"""Visits with their number of the day, and each stretch in which somebody helped."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.agenda.models import Appointment
from digibank.guards import ClosedOnce
from digibank.helpdesk.flows import ENDED, IN_HAND, STANDING, VisitState
from digibank.organisations.models import Place
from digibank.people.models import Person, classified
from digibank.workforce.models import Helper
from digibank.workforce.topics import Tongue, Topic

UNDONE_WITHIN = timedelta(minutes=1)
# Who comes later than this after the hour of the appointment waits as who has none (policy VB-02).
KEEPS_ITS_HOUR = timedelta(minutes=15)


class Origin(models.TextChoices):
    """How somebody came."""

    WALK_IN = "walk_in", _("without an appointment")
    APPOINTMENT = "appointment", _("with an appointment")
    AT_HOME = "at_home", _("at home")
    BY_PHONE = "by_phone", _("called by us")


# T for at home and by telephone: thuis, telefoon.
LETTERS = {Origin.APPOINTMENT: "A", Origin.WALK_IN: "B", Origin.AT_HOME: "T", Origin.BY_PHONE: "T"}
# Nobody came to the help point for these: no queue, no table (policy VB-14).
OUTSIDE = (Origin.AT_HOME, Origin.BY_PHONE)


class CameFor(models.TextChoices):
    """For whom the visitor comes. Who asks for somebody else names nobody (policy VB-05)."""

    ONESELF = "oneself", _("for oneself")
    TOGETHER = "together", _("somebody came along")
    ANOTHER = "another", _("for somebody else")


class QueueDay(models.Model):
    """A day at a place. Its row is locked while a number is given or somebody is called, so that neither happens twice.

    The numbers begin anew each day.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="queue_days")
    on = models.DateField(default=clock.today)
    last_walk_in = models.PositiveSmallIntegerField(default=0)
    last_appointment = models.PositiveSmallIntegerField(default=0)
    last_outside = models.PositiveSmallIntegerField(default=0, db_default=0)

    scope_path = "place__organisation"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "on"], name="a_place_has_a_day_once")]
        ordering = ["-on", "place"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.on}"


class VisitQuerySet(models.QuerySet["Visit"]):
    """Sets of visits."""

    def at(self, place: Place, on: date | None = None) -> Self:
        """Those of a day at this place; today when no day is given."""
        return self.filter(day__place=place, day__on=on or clock.today())

    def standing(self) -> Self:
        """Those that still ask for somebody."""
        return self.filter(state__in=STANDING)

    def waiting(self) -> Self:
        """Those that may be called."""
        return self.filter(state=VisitState.WAITING)

    def at_the_place(self) -> Self:
        """Without those at home and by telephone: nobody came for them."""
        return self.exclude(origin__in=OUTSIDE)

    def in_hand_of(self, helper: Helper) -> Self:
        """Those that this helper called or helps, or waits for."""
        return self.filter(state__in=IN_HAND, helper=helper)


class Visit(models.Model):
    """Somebody came to a help point: known or not, with an appointment or without.

    `came_at` is when; it never changes, so who is put back keeps the place. `helper` is who called or helps now, or did
    so last. What was wished (topic, language) is for the queue: a wished language leaves the row of a known person when
    the visit ends, for of nobody a language group is kept.
    """

    day = models.ForeignKey(QueueDay, on_delete=models.PROTECT, related_name="visits")
    origin = models.CharField(max_length=15, choices=Origin)
    serial = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    appointment = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="visit"
    )
    came_for = models.CharField(max_length=10, choices=CameFor, default=CameFor.ONESELF)
    topic = models.CharField(max_length=15, choices=Topic, blank=True)
    tongue = models.CharField(max_length=3, choices=Tongue, blank=True)
    interpreter = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.WAITING)
    came_at = models.DateTimeField(default=clock.now)
    helper = models.ForeignKey(Helper, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    table = models.PositiveSmallIntegerField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "day__place__organisation"
    privacy = classified(
        technical="id day origin serial person appointment state came_at helper table called_at calls ended_at",
        personal="came_for topic tongue interpreter",
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "origin", "serial"], name="a_number_once_a_day"),
            models.UniqueConstraint(
                fields=["helper"], condition=models.Q(state=VisitState.CALLED), name="a_helper_calls_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["day", "person"],
                condition=models.Q(origin=Origin.WALK_IN, state__in=STANDING),
                name="a_person_waits_with_one_number",
            ),
            models.CheckConstraint(
                condition=(~models.Q(origin=Origin.WALK_IN) & models.Q(appointment__isnull=False, person__isnull=False))
                | models.Q(origin=Origin.WALK_IN, appointment__isnull=True),
                name="an_appointment_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(came_for=CameFor.ANOTHER) | models.Q(person__isnull=True),
                name="who_asks_for_another_names_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(state=VisitState.WAITING, helper__isnull=True, called_at__isnull=True)
                | models.Q(state=VisitState.LEFT)
                | (
                    ~models.Q(state__in=(VisitState.WAITING, VisitState.LEFT))
                    & models.Q(helper__isnull=False, called_at__isnull=False)
                    & (models.Q(table__isnull=False) ^ models.Q(origin__in=OUTSIDE))
                ),
                name="a_called_visit_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | (models.Q(state__in=STANDING) & models.Q(ended_at__isnull=True)),
                name="an_ended_visit_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=STANDING) | models.Q(person__isnull=True) | models.Q(tongue=""),
                name="of_no_person_a_language_is_kept",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "state", "came_at"], name="visits_by_day"),
            models.Index(fields=["person", "-id"], name="visits_of_a_person"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What is called and stands on the ticket, good for the day: B12."""
        return f"{LETTERS[Origin(self.origin)]}{self.serial}"

    @property
    def is_outside(self) -> bool:
        """Whether it is at home or by telephone."""
        return self.origin in OUTSIDE

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.day.place

    @property
    def first_name(self) -> str:
        """What a helper may call the visitor; empty for who is unknown, and for who is protected (policy VB-08)."""
        if self.person is None or self.person.protected:
            return ""
        return self.person.name.split(maxsplit=1)[0]

    @property
    def minutes_waited(self) -> int:
        """For how many whole minutes the visitor waits or waited, until the last call."""
        return max(int(((self.called_at or self.ended_at or clock.now()) - self.came_at) / timedelta(minutes=1)), 0)

    @property
    def may_be_reopened(self) -> bool:
        """Whether "done" was said less than a minute ago."""
        return self.state == VisitState.DONE and bool(self.ended_at and self.ended_at > clock.now() - UNDONE_WITHIN)


class Touch(models.Model):
    """A stretch in which a helper helped a visitor, from the minute it began until it ended. Never changed after."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="touches")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="touches")
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "visit__day__place__organisation"
    privacy = classified(technical="id visit helper started_at ended_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["helper"], condition=models.Q(ended_at__isnull=True), name="a_helper_helps_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="a_touch_ends_after_it_begins",
            ),
            ClosedOnce(
                closed="ended_at", fixed=("visit_id", "helper_id", "started_at"), name="helpdesk_touch_closed_once"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.helper_id}"
