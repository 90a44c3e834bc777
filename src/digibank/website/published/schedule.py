"""A year of true hours as others write hours: what is usual, and the days that are different."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from digibank.organisations.models import LAST, WEEK, OpeningHours, Place
from digibank.organisations.windows import HoursKind, Window
from digibank.organisations.working_days import is_public_holiday

YEAR = 366
DAY = timedelta(days=1)

Stretches = tuple[tuple[time, time], ...]
TrueHours = dict[date, list[Window]]


@dataclass(frozen=True)
class Usual:
    """On this weekday, or on the n-th one of a month, these are the hours; a later one wins over an earlier."""

    weekday: int
    nth: int | None
    stretches: Stretches

    def fits(self, day: date) -> bool:
        """Whether it speaks of this day."""
        if day.weekday() != self.weekday:
            return False
        if self.nth == LAST:
            return (day + WEEK).month != day.month
        return self.nth is None or (day.day - 1) // 7 + 1 == self.nth


@dataclass(frozen=True)
class Different:
    """From the first up to and including the last of these days the hours are these; none is closed."""

    first: date
    last: date
    stretches: Stretches


@dataclass(frozen=True)
class Schedule:
    """What is usual, and what is different in the time that was looked at."""

    usual: list[Usual]
    different: list[Different]


def true_hours(place: Place, first: date, days: int = YEAR) -> TrueHours:
    """The hours of so many days, of all kinds: computed once, for whoever writes them in several formats."""
    on = (first + DAY * ahead for ahead in range(days))
    return {day: place.hours_on(day, HoursKind.values) for day in on}


def schedule_of(place: Place, hours: TrueHours, *, kind: str = HoursKind.WALK_IN, rich: bool = True) -> Schedule:
    """The schedule of these days, which follow each other.

    A `rich` one also says what is usual in a week of the month; else those days are different ones.
    """
    usual = _usual(place, min(hours), kind, rich=rich)
    true = {
        day: tuple((one.opens, one.closes) for one in windows if one.kind == kind) for day, windows in hours.items()
    }
    return Schedule(usual, list(_different(true, usual)))


def _usual(place: Place, first: date, kind: str, *, rich: bool) -> list[Usual]:
    begun = [
        hours
        for hours in place.opening_hours.all()
        if hours.kind == kind
        and hours.every_weeks == 1
        and (hours.valid_from is None or hours.valid_from <= first)
        and (hours.valid_until is None or first < hours.valid_until)
        and (rich or hours.week_of_month is None)
    ]
    weekly = [hours for hours in begun if hours.week_of_month is None]
    nths = sorted({(hours.weekday, hours.week_of_month) for hours in begun if hours.week_of_month is not None})
    # The last week of a month after its fourth: where both are the same day, the last one speaks.
    nths.sort(key=lambda found: found[1] == LAST)
    plain = [Usual(day, None, _joined(weekly, day)) for day in OpeningHours.Weekday.values]
    special = [
        Usual(day, nth, _joined([*weekly, *(hours for hours in begun if hours.week_of_month == nth)], day))
        for day, nth in nths
    ]
    return [usual for usual in [*plain, *special] if usual.stretches]


def _joined(hours: Sequence[OpeningHours], weekday: int) -> Stretches:
    return tuple(sorted((found.opens, found.closes) for found in hours if found.weekday == weekday))


def _different(hours: dict[date, Stretches], usual: list[Usual]) -> Iterator[Different]:
    """Days after each other with the same hours are one; a day that is closed anyway may lie between closed ones."""
    run: Different | None = None
    reach = min(hours)
    for day, true in hours.items():
        said = _said(usual, day)
        # A reader may know our holidays or not: what is open on one is always told.
        differs = said != true or (bool(true) and is_public_holiday(day))
        if run and run.stretches == true and reach == day - DAY:
            reach = day
            run = Different(run.first, day, true) if differs else run
        elif differs:
            if run:
                yield run
            run, reach = Different(day, day, true), day
    if run:
        yield run


def _said(usual: list[Usual], day: date) -> Stretches:
    fitting = [one.stretches for one in usual if one.fits(day)]
    return fitting[-1] if fitting else ()
