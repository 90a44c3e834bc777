"""The hours of a place as a calendar that telephones read. Only here hours become recurrence rules."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

from digibank import clock
from digibank.organisations.models import OpeningHours, Place
from digibank.organisations.windows import HoursKind, Window
from digibank.website.published.schedule import DAY, YEAR

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_of(place: Place, first: date, *, days: int = YEAR) -> bytes:
    """So many days from `first`: the same bytes all through a day on which nothing changes."""
    calendar = _ical().Calendar()
    for key, value in [("prodid", "-//Digibank//NL"), ("version", "2.0"), ("x-wr-calname", place.name)]:
        calendar.add(key, value)
    for event in [*_rules(place, first, days), *_replacements(place, first, days)]:
        event.add("dtstamp", datetime.combine(first, time(0), UTC))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _rules(place: Place, first: date, days: int) -> Iterator[Any]:
    """An event for each rule, which comes back, and leaves out what is closed."""
    for hours in place.opening_hours.all():
        on = [day for day in (first + DAY * ahead for ahead in range(days)) if hours.holds_on(day)]
        true = [
            day for day in on if hours.window in place.hours_on(day, HoursKind.values) and not _replaced(place, day)
        ]
        if not true:
            continue
        event = _event(f"hours-{hours.pk}", place, on[0], hours.window)
        event.add("rrule", _recurrence(hours, on[-1]))
        for day in sorted(set(on) - set(true)):
            event.add("exdate", _local(day, hours.opens))
        yield event


def _replaced(place: Place, day: date) -> bool:
    return place.closure_on(day) is not None


def _replacements(place: Place, first: date, days: int) -> Iterator[Any]:
    for day in (first + DAY * ahead for ahead in range(days)):
        closure = place.closure_on(day)
        for instead in closure.replacements_at(place) if closure else []:
            yield _event(f"instead-{instead.pk}-{day:%Y%m%d}", place, day, instead.window)


def _recurrence(hours: OpeningHours, last: date) -> dict[str, Any]:
    until = datetime.combine(last + timedelta(days=1), time(0), clock.BRUSSELS).astimezone(UTC)
    if hours.week_of_month is not None:
        return {"freq": "monthly", "byday": f"{hours.week_of_month}{_DAYS[hours.weekday]}", "until": until}
    return {"freq": "weekly", "interval": hours.every_weeks, "byday": _DAYS[hours.weekday], "until": until}


def _event(key: str, place: Place, day: date, window: Window) -> Any:
    words = {
        HoursKind.WALK_IN: _("Open: %(place)s"),
        HoursKind.APPOINTMENT: _("By appointment: %(place)s"),
        HoursKind.PHONE: _("By telephone: %(place)s"),
    }
    where = window.stop or place
    event = _ical().Event()
    event.add("uid", f"{key}@digibank")
    event.add("dtstart", _local(day, window.opens))
    event.add("dtend", _local(day, window.closes))
    event.add("summary", words[HoursKind(window.kind)] % {"place": place.name})
    event.add("location", f"{where.name}, {where.street}, {where.postcode} {where.town}")
    if window.stop is None and place.on_the_map:
        event.add("geo", place.on_the_map)
    event.add("transp", "TRANSPARENT")
    return event


def _local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.BRUSSELS)


# Loaded by the first calendar that is read.
@cache
def _ical() -> Any:
    return import_module("icalendar")
