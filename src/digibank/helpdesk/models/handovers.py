"""The warm handover of a loan and its sessions."""

from datetime import date, datetime, timedelta
from typing import Any, Self, cast

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment, Purpose
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.helpdesk.flows import LEARNING, REACHED, STILL_OPEN, HandoverState
from digibank.helpdesk.models.known import AtHelpPointQuerySet
from digibank.helpdesk.models.outcomes import Autonomy
from digibank.lending.flows import LoanState
from digibank.lending.models import Loan
from digibank.numbers import Series
from digibank.organisations.models import Place
from digibank.organisations.working_days import add_working_days
from digibank.people.models import Person, classified
from digibank.workforce.topics import Topic

HANDOVER_NUMBERS = Series("WO")

DAYS_TO_PLAN = 5
MISSES_BEFORE_A_CALL = 3
# One looks back within a week from the day on.
LATE_AFTER = timedelta(days=7)
# The device is not with the person any more; what was given stays (policy WO-04).
WITHOUT_DEVICE = (LoanState.RETURNED, LoanState.LOST, LoanState.STOLEN)


class HandoverQuerySet(AtHelpPointQuerySet["Handover"]):
    """Sets of handovers."""

    def of_person(self, person: Person) -> Self:
        """Those of this person, newest first."""
        return self.filter(person=person).order_by("-pk")

    def open(self) -> Self:
        """Those that somebody still follows."""
        return self.filter(state__in=STILL_OPEN)

    def with_agenda(self) -> Self:
        """Each with what its own rows and the agenda say: whether somebody is expected, and since when not."""
        theirs = _appointments(models.OuterRef("person"), models.OuterRef("loan"), models.OuterRef("opened_at"))
        held = Session.objects.filter(handover=models.OuterRef("pk"))
        expected = theirs.filter(state=AppointmentState.PLANNED)
        came = theirs.filter(state=AppointmentState.DONE).exclude(pk__in=Session.objects.with_appointment())
        newest = theirs.annotate(moment=Coalesce("slot__starts_at", "made_at")).order_by("-moment")
        return self.annotate(
            is_expected=models.Exists(expected),
            # Came, says the agenda, and nobody wrote down what was practised.
            is_untold=models.Exists(came),
            last_moment=models.Subquery(newest.values("moment")[:1]),
            last_held_on=models.Subquery(held.order_by("-held_on").values("held_on")[:1]),
        )

    def to_plan(self) -> Self:
        """Who has nothing planned, and needs it; not who brought the device back (policy WO-03, WO-04)."""
        still = self.with_agenda().filter(state__in=LEARNING, is_expected=False, is_untold=False)
        return still.exclude(loan__state__in=WITHOUT_DEVICE)

    def to_tell(self) -> Self:
        """Who came, and whose session nobody wrote down yet."""
        return self.with_agenda().filter(state__in=LEARNING, is_untold=True)

    def ended_with_the_loan(self) -> Self:
        """Who brought the device back and has nothing planned: these end by themselves (policy WO-04)."""
        still = self.with_agenda().filter(state__in=LEARNING, is_expected=False, is_untold=False)
        return still.filter(loan__state__in=WITHOUT_DEVICE)

    def to_call(self) -> Self:
        """Who is to be called after two weeks, the longest waiting on top."""
        return self.filter(state=HandoverState.CALL_DUE).order_by("call_by_on", "pk")

    def to_ask_after_course(self) -> Self:
        """Who went on to a course, of which nobody asked yet how it went."""
        waiting = self.filter(state=HandoverState.COURSE, course_told_on__isnull=True)
        return waiting.order_by("ask_course_on", "pk")

    def to_look_back(self) -> Self:
        """Who is to be asked after three months, the longest waiting on top."""
        return self.filter(state__in=REACHED, result__isnull=True).order_by("look_back_on", "pk")


class Handover(models.Model):
    """One resident is followed with a device, from the first session until they can do it alone.

    Made from the loan, after it began; a person who came without a loan has one too. What is planned stands in the
    agenda, and is asked there each time (decision 25).
    """

    class Because(models.TextChoices):
        OWN_WISH = "own_wish", _("does not want it any more")
        NEVER_CAME = "never_came", _("did not come")
        NOT_REACHED = "not_reached", _("is not reached any more")
        MOVED = "moved", _("moved, or cannot come")
        LOAN_ENDED = "loan_ended", _("the device came back")
        OTHER = "other", _("something else")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers")
    loan = models.OneToOneField(Loan, null=True, blank=True, on_delete=models.PROTECT, related_name="followed")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="handovers")
    followed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="handovers")
    state = models.CharField(max_length=11, choices=HandoverState, default=HandoverState.PLANNED)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    call_by_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=11, choices=Because, blank=True)
    # Where the person went on to, who helps at home, or how it stopped: in the helper's words.
    where_to = models.CharField(max_length=200, blank=True)
    ask_course_on = models.DateField(null=True, blank=True)
    course_told_on = models.DateField(null=True, blank=True)
    course_went = models.CharField(max_length=200, blank=True)
    look_back_on = models.DateField(null=True, blank=True)

    scope_path = "person__home"
    privacy = classified(
        technical="id person loan place followed_by state opened_at call_by_on ended_on because ask_course_on"
        " course_told_on look_back_on",
        personal="where_to course_went",
    )

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=HandoverState.CALL_DUE) ^ models.Q(call_by_on__isnull=True),
                name="a_call_after_two_weeks_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=STILL_OPEN) ^ models.Q(ended_on__isnull=False),
                name="an_ended_handover_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=REACHED) ^ models.Q(look_back_on__isnull=True),
                name="who_reached_an_end_is_asked_later",
            ),
            models.CheckConstraint(
                condition=models.Q(state=HandoverState.STOPPED) ^ models.Q(because=""),
                name="a_stopped_handover_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state=HandoverState.COURSE, ask_course_on__isnull=False) & ~models.Q(where_to="")
                | ~models.Q(state=HandoverState.COURSE) & models.Q(ask_course_on__isnull=True),
                name="a_course_has_a_place_and_a_day_to_ask",
            ),
            models.CheckConstraint(
                condition=models.Q(course_told_on__isnull=True, course_went="")
                | models.Q(course_told_on__isnull=False, state=HandoverState.COURSE) & ~models.Q(course_went=""),
                name="only_a_course_is_asked_after",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(loan__isnull=True, state__in=STILL_OPEN),
                name="one_open_handover_without_a_loan",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "state"], name="handovers_of_a_place"),
            models.Index(fields=["state", "call_by_on"], name="handovers_to_call"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on lists: WO-000012-5."""
        return HANDOVER_NUMBERS.of(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether somebody still follows it."""
        return self.state in STILL_OPEN

    @property
    def is_learning(self) -> bool:
        """Whether there is a next session to hold or to plan."""
        return self.state in LEARNING

    @property
    def plan_by_on(self) -> date:
        """The last day to plan the next session; of a row from `with_agenda` (policy WO-03)."""
        told = cast(Any, self)
        since = [_day(self.opened_at)]
        if told.last_moment:
            since.append(_day(told.last_moment))
        if told.last_held_on:
            since.append(told.last_held_on)
        return add_working_days(max(since), DAYS_TO_PLAN)

    @property
    def is_late_to_call(self) -> bool:
        """Whether the person should have been called by now (policy WO-05)."""
        return self.call_by_on is not None and self.call_by_on < clock.today()

    @property
    def is_late_to_ask_course(self) -> bool:
        """Whether one should have asked by now how the course goes."""
        waits = self.ask_course_on is not None and self.course_told_on is None
        return waits and cast(date, self.ask_course_on) < clock.today()

    @property
    def is_late_to_look_back(self) -> bool:
        """Whether one should have looked back by now: the day, and a week to do it in (policy WO-07)."""
        return self.look_back_on is not None and self.look_back_on + LATE_AFTER < clock.today()

    def appointments(self) -> models.QuerySet[Appointment]:
        """What the agenda holds for this handover, oldest first: of its loan, and made for the person since."""
        found = _appointments(self.person_id, self.loan_id, self.opened_at)
        return found.select_related("slot", "place", "person").order_by("pk")

    def misses_in_a_row(self) -> int:
        """How often the person did not come since they last did."""
        held = self.sessions.aggregate(models.Max("held_on"))["held_on__max"]
        noted = self.appointments().annotate(moment=Coalesce("slot__starts_at", "made_at"))
        came = [held] if held else []
        came += [_day(one.moment) for one in noted if one.state == AppointmentState.DONE]
        missed = [_day(one.moment) for one in noted if one.state == AppointmentState.MISSED]
        return sum(not came or day > max(came) for day in missed)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BRUSSELS).date()


def _appointments(person: Any, loan: Any, opened_at: Any) -> models.QuerySet[Appointment]:
    """The moment that the loan was made with, and what was planned for the person since; never that of another loan."""
    own = models.Q(loan__pk=loan) if loan is not None else models.Q(pk__isnull=True)
    since = models.Q(loan__isnull=True, made_at__gte=opened_at)
    return Appointment.objects.filter(own | since, person=person, purpose=Purpose.WARM_HANDOVER)


class SessionQuerySet(models.QuerySet["Session"]):
    """Sets of sessions."""

    def with_appointment(self) -> models.QuerySet[Any, Any]:
        """The appointments of which the session is written down."""
        return self.filter(appointment__isnull=False).values("appointment")


class Session(models.Model):
    """One time that we practised together: what, who did it, what was learned. Never changed."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="sessions")
    # None for who came by without a moment.
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    held_on = models.DateField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    # Codes of `Topic`.
    topics = models.JSONField(default=list)
    hands = models.CharField(max_length=8, choices=Autonomy)
    learned = models.CharField(max_length=200, blank=True)
    next_time = models.CharField(max_length=200, blank=True)
    is_last = models.BooleanField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "handover__person__home"
    privacy = classified(
        technical="id handover appointment held_on place is_last at by",
        personal="topics hands learned next_time",
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment"], name="one_session_per_appointment"),
            AppendOnly(name="helpdesk_session_append_only"),
        ]
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.held_on}"

    @property
    def topic_words(self) -> list[str]:
        """What was practised, in words."""
        return [str(Topic(code).label) for code in self.topics]
