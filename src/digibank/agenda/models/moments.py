"""Moments with places in them, and who is expected: at a moment, or on the list of people to call."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.flows import AppointmentState, SlotState
from digibank.agenda.models.where import Where
from digibank.audit.models import Actor
from digibank.comms.models import Message
from digibank.guards import ClosedOnce
from digibank.numbers import Series, fingerprint
from digibank.organisations.models import OpeningHours, Organisation, Place
from digibank.people.models import Person, classified, known_to
from digibank.workforce.topics import Topic

NUMBERS = Series("AF")
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 8 * 60
BOOKABLE_KINDS = (Place.Kind.HELP_POINT, Place.Kind.LENDING_DESK)


class Purpose(models.TextChoices):
    """What somebody is expected for."""

    WARM_HANDOVER = "warm_handover", _("warm handover")
    HELP = "help", _("help with a question")


class Through(models.TextChoices):
    """How an appointment was made."""

    STAFF = "staff", _("by a colleague")
    WEBSITE = "website", _("on the website")


class SlotQuerySet(models.QuerySet["Slot"]):
    """Sets of moments."""

    def coming(self) -> Self:
        """Open moments that have not begun."""
        return self.filter(state=SlotState.OPEN, starts_at__gt=clock.now())

    def free(self) -> Self:
        """Those of `coming` that still have a place. A moment of a helper is of the one for whom it was made."""
        return self.coming().filter(taken__lt=models.F("capacity")).exclude(kind=Slot.Kind.WITH_HELPER)


class Slot(models.Model):
    """A moment at a help point or lending desk, with places in it.

    `taken` counts the places that are held. Every act on an appointment counts it with the appointment itself, and
    the database refuses more than `capacity` (policy G-01). A moment with a helper is made when somebody is booked,
    for that one only (decision 26); until `held_until` it is kept for who is still answering questions.
    """

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", _("appointment")
        GROUP = "group", _("group session")
        WITH_HELPER = "with_helper", _("appointment with a helper")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    capacity = models.PositiveSmallIntegerField(default=1)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=SlotState, default=SlotState.OPEN)
    note = models.CharField(max_length=80, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)

    public = "Which moments are open is public; who comes stands on the appointment."

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken__gte=0, taken__lte=models.F("capacity")), name="a_slot_is_never_oversold"
            ),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="a_slot_has_a_place"),
            models.CheckConstraint(
                condition=models.Q(minutes__range=(SHORTEST_MINUTES, LONGEST_MINUTES)), name="a_slot_lasts_believably"
            ),
            models.CheckConstraint(
                condition=models.Q(state=SlotState.OPEN) | models.Q(taken=0), name="nobody_is_expected_when_called_off"
            ),
            models.UniqueConstraint(
                fields=["place", "starts_at", "kind"],
                # Two helpers at one place begin at the same hour.
                condition=models.Q(state=SlotState.OPEN) & ~models.Q(kind="with_helper"),
                name="a_moment_is_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(held_until__isnull=True) | models.Q(kind="with_helper", taken=0),
                name="nobody_is_expected_while_held",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="with_helper") | models.Q(capacity=1), name="a_helper_sees_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["place", "starts_at"], name="slots_by_place_and_moment")]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.starts_at.isoformat()}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def left(self) -> int:
        """How many places are left."""
        return self.capacity - self.taken

    @property
    def has_begun(self) -> bool:
        """Whether it is too late to book."""
        return self.starts_at <= clock.now()

    @property
    def is_bookable(self) -> bool:
        """Whether somebody can still be booked, as it was read."""
        ours = self.state == SlotState.OPEN and not self.is_with_helper
        return ours and not self.has_begun and self.left > 0

    @property
    def is_with_helper(self) -> bool:
        """Whether it was made for one appointment with a helper."""
        return self.kind == Slot.Kind.WITH_HELPER

    @property
    def what(self) -> str:
        """What it is for, in the words of whoever opened it."""
        return self.note or str(self.get_kind_display())


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Sets of appointments."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Those of persons the user may see, and those at places of the user's organisations.

        Of who is protected only the own municipality knows an appointment (policy G-05).
        """
        here = models.Q(place__organisation__in=user.reach[can], person__protected=False)
        return self.filter(known_to(user, can, "person__") | here)

    def to_call(self) -> Self:
        """The list of people to call, the longest waiting first; so the red ones are on top."""
        waiting = self.filter(state=AppointmentState.PLANNED, call_by_on__isnull=False)
        return waiting.order_by("call_by_on", "pk")

    def without_helper(self) -> Self:
        """Those to come that lost their helper, also who is to be called for it (policy AP-17)."""
        lost = self.filter(state=AppointmentState.PLANNED, helper_lost_at__isnull=False)
        return lost.exclude(slot__starts_at__lte=clock.now())


class Appointment(models.Model):
    """Somebody is expected for something: in a slot, or to be called before a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    slot = models.ForeignKey(Slot, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="appointments")
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.WARM_HANDOVER)
    call_by_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AppointmentState, default=AppointmentState.PLANNED)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # When the present moment was chosen: who chose it just now needs no reminder (policy AP-14).
    chosen_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    topic = models.CharField(max_length=15, choices=Topic, blank=True, default="", db_default="")
    through = models.CharField(max_length=10, choices=Through, default=Through.STAFF, db_default=Through.STAFF.value)
    # Nobody may learn of it: no message, no paper, no calendar (policy AP-09).
    hidden = models.BooleanField(default=False, db_default=False)
    # Why it was made while no helper was free.
    despite = models.CharField(max_length=200, blank=True, default="", db_default="")
    # The helper was called off and no other was free; empty again when another moment is chosen (policy AP-17).
    helper_lost_at = models.DateTimeField(null=True, blank=True, editable=False)
    where = models.CharField(max_length=10, choices=Where, default=Where.AT_POINT, db_default=Where.AT_POINT.value)
    # What the helpers say at the door, and the message that tells the person so (policy AP-23).
    code_word = models.CharField(max_length=30, blank=True, default="", db_default="")
    announcement = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="announces"
    )

    scope_path = "person__home"
    privacy = classified(
        technical="id person slot place purpose call_by_on state made_at chosen_at through helper_lost_at announcement",
        personal="reason topic hidden despite where code_word",
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slot__isnull=False, call_by_on__isnull=True)
                | models.Q(slot__isnull=True, call_by_on__isnull=False),
                name="a_slot_or_a_day_to_call_by",
            ),
            models.CheckConstraint(
                condition=models.Q(call_by_on__isnull=True) | ~models.Q(reason=""), name="a_call_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=models.Q(state=AppointmentState.PLANNED),
                name="a_person_once_in_a_slot",
            ),
            models.CheckConstraint(
                condition=models.Q(where=Where.AT_HOME) ^ models.Q(code_word=""), name="a_visit_at_home_has_a_code_word"
            ),
            models.CheckConstraint(
                condition=models.Q(where=Where.AT_POINT) | models.Q(purpose=Purpose.HELP, through=Through.STAFF),
                name="only_a_colleague_plans_help_elsewhere",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "call_by_on"],
                name="people_to_call_by_place",
                condition=models.Q(state=AppointmentState.PLANNED, call_by_on__isnull=False),
            )
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on papers: AF-000017-3."""
        return NUMBERS.of(self.pk)

    @property
    def is_red(self) -> bool:
        """Whether the person should have been called by now (policy G-04)."""
        late = self.call_by_on is not None and self.call_by_on < clock.today()
        return late and self.state == AppointmentState.PLANNED

    @property
    def where_to_come(self) -> str:
        """The street and town of its place; a place that rides stands at a stop then."""
        place = self.place
        return place.address_at(self.slot.starts_at) if self.slot else f"{place.street}, {place.postcode} {place.town}"

    @property
    def has_card(self) -> bool:
        """Whether it goes on a card: its moment is to come, and nobody needs to hide it (policy AP-09)."""
        coming = self.slot is not None and not self.slot.has_begun
        return coming and self.state == AppointmentState.PLANNED and not self.hidden

    @property
    def may_be_noted(self) -> bool:
        """Whether one can say already how it went: the moment has begun, or the person came while on the list."""
        return self.slot is None or self.slot.has_begun


class DayLimit(models.Model):
    """How many hand-overs fit a place on this day of the week. No row sets no limit.

    The row is locked while one is planned there, so that two colleagues never plan the last one (policy C-02).
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="day_limits")
    weekday = models.PositiveSmallIntegerField(choices=OpeningHours.Weekday)
    handovers = models.PositiveSmallIntegerField()

    public = "How many fit a day shows in which moments are free."

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "weekday"], name="one_limit_per_place_and_weekday")]
        ordering = ["place", "weekday"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.get_weekday_display()}: {self.handovers}"


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    """Sets of links to a calendar."""

    def open(self) -> Self:
        """Links that still open their calendar."""
        return self.filter(ended_at__isnull=True)

    def opening_with(self, secret: str) -> "CalendarLink | None":
        """The open link with this secret; None for one that ended, is wrong, or was never given."""
        found = self.open().select_related("place__organisation", "user")
        return found.filter(fingerprint=fingerprint(secret)).first()


class CalendarLink(models.Model):
    """An address with a secret in it, at which a telephone reads the calendar of a place or of a colleague.

    Only the fingerprint of the secret is kept (policy C-03).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="calendar_links")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="calendar_links")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "organisation"

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place__isnull=False) ^ models.Q(user__isnull=False), name="a_calendar_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(ended_at=None), name="one_open_calendar_link_per_place"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="one_open_calendar_link_per_colleague"
            ),
            ClosedOnce(
                closed="ended_at",
                fixed=("organisation_id", "place_id", "user_id", "fingerprint", "made_at", "made_by_id"),
                name="agenda_calendarlink_closed_once",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.place_id or ''} {self.user_id or ''}".strip()


def local_moment(day: date, at: time) -> datetime:
    """This hour of the clock in Brussels on this day, whichever offset holds then; in UTC."""
    return datetime.combine(day, at, clock.BRUSSELS).astimezone(UTC)
