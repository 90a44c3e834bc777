"""A calendar as telephones read it: moments, days of return, deliveries. Never a name (policy C-03)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import ngettext

from digibank import clock
from digibank.agenda.flows import HOLDING
from digibank.agenda.models import Appointment, CalendarLink, Slot
from digibank.agenda.queries import own_places, slots_between, without_hidden
from digibank.lending.models import Loan
from digibank.logistics.models import OPEN, STILL_OPEN, Transfer
from digibank.organisations.models import Place

BACK, AHEAD = timedelta(days=30), timedelta(days=180)


def calendar_of(link: CalendarLink) -> bytes:
    """The calendar behind this link; the same as long as nothing in it changes."""
    if link.place:
        name = link.place.name
        events = [*_moments([link.place], link), *_due_back(link.place, link), *_deliveries(link.place, link)]
    else:
        assert link.user is not None
        name = link.user.full_name
        events = [*_moments(own_places(link.user), link)]
    calendar = _ical().Calendar()
    for key, value in [("prodid", "-//Digibank//NL"), ("version", "2.0"), ("x-wr-calname", name)]:
        calendar.add(key, value)
    for event in events:
        calendar.add_component(event)
    # Describes both changes of the clock for each zone that an hour is told in.
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def is_readable(link: CalendarLink) -> bool:
    """Whether the calendar may be read still: the place is in use, or the colleague still plans somewhere."""
    if link.place:
        return link.place.given_up_on is None
    assert link.user is not None
    return link.user.is_active and own_places(link.user).exists()


def _moments(places: Iterable[Place], link: CalendarLink) -> Iterator[Any]:
    today = clock.today()
    slots = without_hidden(slots_between(places, today - BACK, today + AHEAD))
    by_slot: dict[int | None, list[Appointment]] = {slot.pk: [] for slot in slots}
    known = Appointment.objects.filter(slot__in=slots, state__in=HOLDING, person__protected=False, hidden=False)
    for appointment in known.order_by("pk"):
        by_slot[appointment.slot_id].append(appointment)
    for slot in slots:
        expected = by_slot[slot.pk]
        yield _event(
            f"moment-{slot.pk}",
            link,
            slot.starts_at.astimezone(clock.BRUSSELS),
            slot.ends_at.astimezone(clock.BRUSSELS),
            f"{_what(slot)}: {_expected(len(expected))}",
            location=slot.place.name,
            text="\n".join(f"{one.number} {one.get_purpose_display()}" for one in expected),
        )


def _what(slot: Slot) -> str:
    # Not the note of a moment: that is free text.
    return str(slot.get_kind_display())


def _expected(count: int) -> str:
    return ngettext("%(count)s expected", "%(count)s expected", count) % {"count": count}


def _due_back(desk: Place, link: CalendarLink) -> Iterator[Any]:
    """How many devices come back on each day."""
    today = clock.today()
    rows = Loan.objects.running().at(desk).filter(
        person__protected=False, due_on__gte=today - BACK, due_on__lt=today + AHEAD
    )  # fmt: skip
    for day, count in rows.order_by("due_on").values_list("due_on").annotate(count=Count("pk")):
        words = ngettext("%(count)s device due back", "%(count)s devices due back", count) % {"count": count}
        yield _event(f"due-{desk.pk}-{day:%Y%m%d}", link, day, day + timedelta(days=1), words, location=desk.name)


def _deliveries(desk: Place, link: CalendarLink) -> Iterator[Any]:
    """What is on a list or rides to the desk, on the day it left or was asked."""
    lines = Count("lines", filter=Q(lines__outcome__in=STILL_OPEN))
    rides = Transfer.objects.filter(to_place=desk, state__in=OPEN, turned_at=None).annotate(devices=lines)
    for ride in rides:
        day = (ride.sent_at or ride.asked_at).astimezone(clock.BRUSSELS).date()
        count: int = ride.devices  # type: ignore[attr-defined]  # annotated above
        words = ngettext("Delivery of %(count)s device", "Delivery of %(count)s devices", count) % {"count": count}
        text = f"{ride.number} {ride.get_state_display()}"
        yield _event(f"delivery-{ride.pk}", link, day, day + timedelta(days=1), words, location=desk.name, text=text)


def _event(
    key: str, link: CalendarLink, starts: date, ends: date, summary: str, *, location: str, text: str = ""
) -> Any:
    event = _ical().Event()
    event.add("uid", f"{key}@digibank")
    # A moment that stays: else the calendar would be another one each time it is read.
    event.add("dtstamp", link.made_at)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", summary)
    event.add("location", location)
    if text:
        event.add("description", text)
    if not isinstance(starts, datetime):
        event.add("transp", "TRANSPARENT")
    return event


# Loaded by the first calendar that is read.
@cache
def _ical() -> Any:
    return import_module("icalendar")
