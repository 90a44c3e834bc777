"""Task cards: one thing that is done by hand to one device, step by step. And helpers: who helps where, and when."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models

from digibank import clock
from digibank.accounts.models import User
from digibank.audit.models import Actor
from digibank.inventory.models import Device, DeviceFlag, FlagKind
from digibank.organisations.models import Place
from digibank.workforce.flows import ENDED, STANDING, CardState
from digibank.workforce.kinds import MAKES_SENSE, HelpKind, TaskKind, TaskStep, steps_for
from digibank.workforce.topics import Tongue, Topic

UNDONE_WITHIN = timedelta(minutes=1)
# Who stays longer than planned is still there for so long; then one says it again (policy VB-01).
STAYS_ON = timedelta(hours=1)


class TaskCardQuerySet(models.QuerySet["TaskCard"]):
    """Sets of task cards."""

    def standing(self) -> Self:
        """Cards that still ask for somebody."""
        return self.filter(state__in=STANDING)

    def in_hand_of(self, by: Actor) -> Self:
        """The card that somebody holds now: one at most (policy Y-01)."""
        return self.filter(state=CardState.TAKEN, taken_by=by)

    def to_take(self, depots: Iterable[Place]) -> Self:
        """Cards that can be taken at these depots, the longest waiting first.

        The device is still there, in a position where the task makes sense, and safe to touch (policy Y-06).
        """
        fits = models.Q()
        for kind, positions in MAKES_SENSE.items():
            fits |= models.Q(kind=kind, device__state__in=positions)
        unsafe = DeviceFlag.objects.open().filter(device=models.OuterRef("device"), kind=FlagKind.UNSAFE_BATTERY)
        here = self.filter(fits, state=CardState.OPEN, place__in=depots, device__place=models.F("place"))
        return here.exclude(models.Exists(unsafe)).order_by("laid_out_at", "pk")


class TaskCard(models.Model):
    """A task for one device that lies ready, is being done, is stuck, or has ended.

    `taken_by` is who does it or did it last; `scanned_at` is when that person held the right device; `steps_done`
    counts what is done of its steps. Nothing here says how long a step took: nobody is timed (policy Y-03).
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="task_cards")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="task_cards")
    kind = models.CharField(max_length=10, choices=TaskKind)
    state = models.CharField(max_length=10, choices=CardState, default=CardState.OPEN)
    laid_out_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    laid_out_at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    help_asked = models.CharField(max_length=15, choices=HelpKind, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    scope_path = "place__organisation"

    objects = TaskCardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "kind"],
                condition=models.Q(state__in=STANDING),
                name="one_standing_card_per_device_and_kind",
            ),
            models.UniqueConstraint(
                fields=["taken_by"], condition=models.Q(state=CardState.TAKEN), name="one_taken_card_per_worker"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=CardState.OPEN,
                    taken_by__isnull=True,
                    taken_at__isnull=True,
                    scanned_at__isnull=True,
                    steps_done=0,
                )
                | models.Q(state=CardState.WITHDRAWN)
                | (
                    models.Q(state__in=(CardState.TAKEN, CardState.STUCK, CardState.DONE))
                    & models.Q(taken_by__isnull=False, taken_at__isnull=False)
                ),
                name="a_taken_card_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(steps_done=0) | models.Q(scanned_at__isnull=False),
                name="no_step_before_the_right_device",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CardState.WITHDRAWN)
                | (models.Q(state=CardState.STUCK) & ~models.Q(help_asked=""))
                | (~models.Q(state=CardState.STUCK) & models.Q(help_asked="")),
                name="a_stuck_card_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | (models.Q(state__in=STANDING) & models.Q(ended_at__isnull=True)),
                name="an_ended_card_has_its_moment",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=CardState.WITHDRAWN) & ~models.Q(withdrawn_because=""))
                | (~models.Q(state=CardState.WITHDRAWN) & models.Q(withdrawn_because="")),
                name="a_withdrawn_card_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "state", "laid_out_at"], name="task_cards_by_place"),
            models.Index(fields=["taken_by", "ended_at"], name="task_cards_by_worker"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.device_id}"

    @property
    def steps(self) -> list[TaskStep]:
        """What is to be done, in order."""
        return steps_for(self.kind, self.device)

    @property
    def is_scanned(self) -> bool:
        """Whether the right device lies on the bench."""
        return self.scanned_at is not None

    @property
    def step(self) -> TaskStep:
        """The step that is to be done now."""
        steps = self.steps
        return steps[min(self.steps_done, len(steps) - 1)]

    @property
    def is_at_last_step(self) -> bool:
        """Whether the task is done after this step."""
        return self.steps_done >= len(self.steps) - 1

    @property
    def may_be_reopened(self) -> bool:
        """Whether "done" was said less than a minute ago."""
        return self.ended_at is not None and self.ended_at > clock.now() - UNDONE_WITHIN


class Helper(models.Model):
    """A colleague, often a volunteer, who helps people at help points.

    What is kept is what the queue needs: the account, what they know, what they speak. No address, no statute.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="helper")

    scope_path = "user__memberships__organisation"

    class Meta:
        ordering = ["user__full_name", "pk"]

    def __str__(self) -> str:
        return self.first_name

    @property
    def first_name(self) -> str:
        """What people call the helper; the only name that screens show."""
        return self.user.full_name.split(maxsplit=1)[0]

    @property
    def topics(self) -> set[str]:
        """What the helper knows well; nothing written down is a bit of everything."""
        return {skill.topic for skill in self.skills.all()}

    @property
    def tongues(self) -> set[str]:
        """The languages the helper helps in, besides Dutch."""
        return {spoken.tongue for spoken in self.spoken.all()}


class HelperSkill(models.Model):
    """One thing that a helper knows well."""

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="skills")
    topic = models.CharField(max_length=15, choices=Topic)

    scope_path = "helper__user__memberships__organisation"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["helper", "topic"], name="a_skill_once_per_helper")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.topic


class HelperTongue(models.Model):
    """One language in which a helper helps."""

    helper = models.ForeignKey(Helper, on_delete=models.CASCADE, related_name="spoken")
    tongue = models.CharField(max_length=3, choices=Tongue)

    scope_path = "helper__user__memberships__organisation"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["helper", "tongue"], name="a_language_once_per_helper")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.tongue


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Sets of shifts."""

    def present(self) -> Self:
        """Who is there now: came, did not leave, and was planned until an hour ago at most (policy VB-01)."""
        return self.filter(came_at__isnull=False, left_at__isnull=True, ends_at__gt=clock.now() - STAYS_ON)

    def of_day(self, day: date) -> Self:
        """Those that begin on this day, by the clock on the wall, and were not called off."""
        begins = datetime.combine(day, time.min, clock.BRUSSELS)
        return self.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1), called_off_at__isnull=True)


class Shift(models.Model):
    """When a helper is at a place: planned from and until, and when they really came and left.

    `table` is the number of the table or desk where visitors are called to; empty until the helper came.
    """

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="shifts")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    table = models.PositiveSmallIntegerField(null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_shift_lasts"),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True)
                | (models.Q(came_at__isnull=False) & models.Q(left_at__gte=models.F("came_at"))),
                name="who_left_came_before",
            ),
            models.CheckConstraint(
                condition=models.Q(called_off_at__isnull=True) | models.Q(came_at__isnull=True),
                name="who_came_was_not_called_off",
            ),
            models.CheckConstraint(
                condition=models.Q(came_at__isnull=True, table__isnull=True)
                | (models.Q(came_at__isnull=False) & models.Q(table__range=(1, 99))),
                name="who_came_has_a_table",
            ),
            models.UniqueConstraint(
                fields=["helper"],
                condition=models.Q(came_at__isnull=False, left_at__isnull=True),
                name="a_helper_is_at_one_place",
            ),
        ]
        indexes = [models.Index(fields=["place", "starts_at"], name="shifts_by_place")]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.helper_id} {self.place_id} {self.starts_at.isoformat()}"

    @property
    def is_late(self) -> bool:
        """Whether the helper should have come by now."""
        stands = self.came_at is None and self.called_off_at is None
        return stands and self.starts_at < clock.now() < self.ends_at
