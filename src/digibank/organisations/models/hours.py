"""When places are open: hours of a week or of some weeks, where they ride to, and what keeps them shut."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.editing import Versioned
from digibank.guards import NoOverlap
from digibank.organisations.models.places import Organisation, Place
from digibank.organisations.windows import HoursKind, Window

WEEK = timedelta(weeks=1)
LAST = -1
# Of hours that hold each week, for ever, the database itself sees that they stay apart.
_PLAIN = "every_weeks = 1 AND week_of_month IS NULL AND valid_from IS NULL AND valid_until IS NULL"


class Stop(Versioned):
    """Where a place that rides stands at some of its hours: a square, a hall."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="stops")
    name = models.CharField(max_length=80)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=4)
    town = models.CharField(max_length=60)

    public = "Where a help point stands is public."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="a_stop_name_once_per_place"),
            models.CheckConstraint(condition=models.Q(postcode__regex=r"^[1-9][0-9]{3}$"), name="a_stop_in_belgium"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


class OpeningHoursQuerySet(models.QuerySet["OpeningHours"]):
    """Sets of hours."""

    def plain(self) -> Self:
        """Hours without appointment that hold at the place itself each week, for ever: those of the week's form."""
        return self.filter(
            kind=HoursKind.WALK_IN, every_weeks=1, week_of_month=None, valid_from=None, valid_until=None, stop=None
        )


class OpeningHours(Versioned):
    """One stretch of a week: Tuesday from 9 to 12. It may hold in some weeks only, for a time, or at a stop.

    Two of them on one day are a split shift. Days are half-open: at `valid_until` it holds no more.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    class WeekOfMonth(models.IntegerChoices):
        FIRST = 1, _("first")
        SECOND = 2, _("second")
        THIRD = 3, _("third")
        FOURTH = 4, _("fourth")
        LAST = LAST, _("last")

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="opening_hours")
    kind = models.CharField(
        max_length=15, choices=HoursKind, default=HoursKind.WALK_IN, db_default=HoursKind.WALK_IN.value
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()
    every_weeks = models.PositiveSmallIntegerField(default=1, db_default=1)
    # A day in a week that counts, when it is not each week.
    anchor_on = models.DateField(null=True, blank=True)
    week_of_month = models.SmallIntegerField(choices=WeekOfMonth, null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    stop = models.ForeignKey(Stop, null=True, blank=True, on_delete=models.PROTECT, related_name="hours")

    public = "Opening hours are public."

    objects = OpeningHoursQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="hours_close_after_they_open"
            ),
            models.CheckConstraint(condition=models.Q(every_weeks__range=(1, 8)), name="hours_come_within_eight_weeks"),
            models.CheckConstraint(
                condition=models.Q(every_weeks=1) | models.Q(anchor_on__isnull=False, week_of_month__isnull=True),
                name="some_weeks_count_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(week_of_month__isnull=True) | models.Q(week_of_month__range=(1, 4))
                | models.Q(week_of_month=LAST),
                name="a_week_of_a_month",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="hours_hold_a_day_at_least",
            ),
            NoOverlap(
                fields=("place_id", "weekday", "kind"), starts="opens", ends="closes", of="time", where=_PLAIN,
                name="hours_apart",
            ),
        ]  # fmt: skip
        ordering = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"

    @property
    def window(self) -> Window:
        """What it opens on a day on which it holds."""
        return Window(self.opens, self.closes, self.kind, self.stop)

    @property
    def is_plain(self) -> bool:
        """Whether it holds at the place itself each week, for ever, without appointment: as `plain` says of rows."""
        special = (self.week_of_month, self.valid_from, self.valid_until, self.stop_id)
        return self.kind == HoursKind.WALK_IN and self.every_weeks == 1 and special == (None,) * len(special)

    def is_over(self, day: date) -> bool:
        """Whether it holds no more on this day nor on a later one."""
        return self.valid_until is not None and self.valid_until <= day

    def holds_on(self, day: date) -> bool:
        """Whether it is for this day, as far as no closure says otherwise."""
        return day.weekday() == self.weekday and self._is_valid_on(day) and self._falls_in_week_of(day)

    def clashes_with(self, other: "OpeningHours") -> bool:
        """Whether on any day both hold, for the same kind, at an hour that is in both."""
        same = self.weekday == other.weekday and self.kind == other.kind
        if not same or self.opens >= other.closes or other.opens >= self.closes:
            return False
        starts = [day for day in (self.valid_from, other.valid_from) if day]
        first = max(starts, default=date(2001, 1, 1))
        first += timedelta(days=(self.weekday - first.weekday()) % 7)
        # After 28 years the calendar repeats itself, until 2099: what does not meet in those never does.
        return any(self.holds_on(day) and other.holds_on(day) for day in (first + WEEK * n for n in range(28 * 53)))

    def _is_valid_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)

    def _falls_in_week_of(self, day: date) -> bool:
        if self.week_of_month == LAST:
            return (day + WEEK).month != day.month
        if self.week_of_month is not None:
            return (day.day - 1) // 7 + 1 == self.week_of_month
        if self.anchor_on is None:
            return True
        return (_monday(day) - _monday(self.anchor_on)) // WEEK % self.every_weeks == 0


class ClosureSet(Versioned):
    """Days that several places are shut together, entered once: “Herfstvakantie 2026”. Places follow it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="closure_sets")
    name = models.CharField(max_length=80)
    places = models.ManyToManyField(Place, blank=True, related_name="closure_sets")

    public = "Closures are announced."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_closure_set_name_once"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """Days on which a place stays shut although its hours say otherwise; half-open: `until_on` is open again.

    It is of one place, or of a set that places follow. With replacement windows the place is open in those instead.
    """

    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")
    closure_set = models.ForeignKey(
        ClosureSet, null=True, blank=True, on_delete=models.CASCADE, related_name="closures"
    )
    from_on = models.DateField()
    until_on = models.DateField()
    # Everybody can read this one; the other one is shown to who manages the place.
    reason = models.CharField(max_length=80)
    internal_reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    public = "Closures are announced; the internal reason stands only on the pages of who manages the place."

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gt=models.F("from_on")), name="a_closure_lasts_a_day"),
            models.CheckConstraint(
                condition=models.Q(place__isnull=True) ^ models.Q(closure_set__isnull=True),
                name="a_closure_is_of_a_place_or_a_set",
            ),
        ]
        ordering = ["from_on"]

    def __str__(self) -> str:
        return f"{self.reason} {self.from_on}"

    @property
    def last_on(self) -> date:
        """The last day of it."""
        return self.until_on - timedelta(days=1)

    def covers(self, day: date) -> bool:
        """Whether this closure says what happens on this day."""
        return self.from_on <= day < self.until_on

    def replacements_at(self, place: Place) -> "list[ReplacementHours]":
        """What is open at this place after all: of a set, not what is at a stop of another place (policy OH-08)."""
        return [one for one in self.replacements.all() if one.stop is None or one.stop.place_id == place.pk]


class ReplacementHours(models.Model):
    """What is open on the days of a closure after all: 10 to 12 instead of the whole day.

    At a `stop` it is for the place of that stop only, also when the closure is of a set.
    """

    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="replacements")
    kind = models.CharField(max_length=15, choices=HoursKind, default=HoursKind.WALK_IN)
    opens = models.TimeField()
    closes = models.TimeField()
    stop = models.ForeignKey(Stop, null=True, blank=True, on_delete=models.CASCADE, related_name="replacements")

    public = "Opening hours are public."

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="replacements_close_after_they_open"
            ),
            NoOverlap(
                fields=("closure_id", "kind"), starts="opens", ends="closes", of="time", name="replacements_apart"
            ),
        ]
        ordering = ["opens"]

    def __str__(self) -> str:
        return f"{self.opens:%H.%M}–{self.closes:%H.%M}"

    @property
    def window(self) -> Window:
        """What it opens."""
        return Window(self.opens, self.closes, self.kind, self.stop)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
