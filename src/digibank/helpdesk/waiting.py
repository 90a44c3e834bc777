"""How long one waits, told honestly: from the help times of this place and who is there now, or not at all (VB-07)."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import quantiles

from django.db.models import DurationField, ExpressionWrapper, F, Sum
from django.utils.translation import gettext as _

from digibank import clock
from digibank.helpdesk.flows import VisitState
from digibank.helpdesk.models import Touch, Visit
from digibank.organisations.models import Place
from digibank.workforce.models import Shift

LOOKS_BACK = timedelta(days=60)
FEWEST = 10  # With fewer visits behind us nothing is said.
NEWEST = 200
STEP = 5  # Minutes: nothing finer is ever said.
LONG = 90


@dataclass(frozen=True)
class Estimate:
    """Between how many minutes and how many, in steps of five."""

    least: int
    most: int


@dataclass(frozen=True)
class Pace:
    """How fast it goes at a place.

    A quarter of the visits takes less help than `short` minutes, a quarter more than `long`; so many helpers are there,
    and so many of them help somebody now.
    """

    short: float
    long: float
    helpers: int
    busy: int

    def for_who_has(self, before: int) -> Estimate:
        """For who has so many waiting before them. Who is being helped now takes some more of the time as well."""
        free = max(self.helpers - self.busy, 0)
        if before < free:
            return Estimate(0, STEP)
        turns = before - free
        least = self.short * turns / self.helpers
        most = self.long * (turns + self.helpers) / self.helpers
        return Estimate(int(least // STEP) * STEP, ceil(most / STEP) * STEP)


def pace_of(place: Place) -> Pace | None:
    """How fast it goes here now; None when nobody is there to help, or too few visits were timed to say."""
    helpers = Shift.objects.present().filter(place=place).count()
    minutes = _help_minutes(place)
    if not helpers or len(minutes) < FEWEST:
        return None
    short, _middle, long = quantiles(minutes, n=4)
    busy = Touch.objects.filter(visit__day__place=place, ended_at__isnull=True).values("helper").distinct().count()
    return Pace(short, long, helpers, min(busy, helpers))


def estimate(place: Place, before: int) -> Estimate | None:
    """How long who has so many waiting before them waits here; None when there is no ground to say anything."""
    pace = pace_of(place)
    return pace.for_who_has(before) if pace else None


def in_words(found: Estimate | None) -> str:
    """What people read. It never says more than we know."""
    if found is None:
        return _("We do not know yet how long it takes.")
    said = {"least": found.least, "most": found.most}
    if found.most <= STEP:
        return _("It is your turn very soon.")
    if found.least == 0:
        return _("Probably less than %(most)s minutes.") % said
    if found.least >= LONG:
        return _("Probably more than an hour and a half.")
    return _("Probably between %(least)s and %(most)s minutes.") % said


def _help_minutes(place: Place) -> list[float]:
    """The minutes of help of each of the newest visits that were helped here."""
    since = clock.now() - LOOKS_BACK
    took = ExpressionWrapper(F("touches__ended_at") - F("touches__started_at"), output_field=DurationField())
    done = Visit.objects.at_the_place().filter(day__place=place, state=VisitState.DONE, ended_at__gt=since)
    rows = done.annotate(took=Sum(took)).order_by("-ended_at").values_list("took", flat=True)[:NEWEST]
    return [row.total_seconds() / 60 for row in rows if row]
