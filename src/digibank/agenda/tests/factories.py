"""Moments and appointments for tests, made through the actions."""

from datetime import UTC, date, datetime, time
from typing import Any

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import actions
from digibank.agenda.engaging import Wish
from digibank.agenda.models import Appointment, Slot, local_moment
from digibank.audit.tests.factories import an_actor
from digibank.organisations import actions as organisations
from digibank.organisations.models import Organisation, Place
from digibank.organisations.tests.factories import a_desk, open_on
from digibank.people.actions import Way
from digibank.people.models import ContactWay, Person
from digibank.people.tests.factories import a_person
from digibank.workforce import actions as workforce
from digibank.workforce.models import Helper

# A Monday; the help point is open each day from 8 to 18.
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def a_help_point(organisation: Organisation, **details: Any) -> Place:
    about = {"kind": Place.Kind.HELP_POINT, "name": "Digipunt Wilg"} | details
    return open_on(a_desk(organisation, **about), *[(day, "08:00", "18:00") for day in range(7)])


def a_moment(day: int, at: str) -> datetime:
    """An hour on a day of November 2026, in Brussels."""
    return local_moment(date(2026, 11, day), time.fromisoformat(at))


def a_slot(place: Place, *, starts_at: datetime | None = None, **details: Any) -> Slot:
    about = {"minutes": 45, "kind": Slot.Kind.APPOINTMENT, "capacity": 1}
    return actions.open_slot(place, starts_at=starts_at or a_moment(24, "10:00"), by=an_actor(), **about | details)


def an_appointment(slot: Slot, person: Person) -> Appointment:
    return actions.book(slot, person=person, by=an_actor())


def a_call(place: Place, person: Person, reason: str = "Nog geen uur gevonden.") -> Appointment:
    return actions.put_on_call_list(place, person=person, reason=reason, by=an_actor())


def a_helper_there(place: Place, name: str = "Mia De Smet", hours: str = "08:00-18:00", **knows: Any) -> Helper:
    """A helper who is planned at the place on Tuesday 24 November 2026."""
    user = a_user(name.split(maxsplit=1)[0].lower(), name, place.organisation, Role.DIGIHELPER, place=place)
    known: dict[str, Any] = {"topics": (), "tongues": ()} | knows
    workforce.describe_helper(user, by=an_actor(), **known)
    starts, ends = (a_moment(24, at) for at in hours.split("-"))
    return workforce.plan_shift(user, place=place, starts_at=starts, ends_at=ends, by=an_actor()).helper


def by_appointment(place: Place, opens: str = "09:00", closes: str = "15:00", weekday: int = 1) -> Place:
    """The place gives appointments in these hours, each week on this day."""
    hours = {"kind": "appointment", "weekday": weekday}
    organisations.add_hours(
        place, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes), by=an_actor(), **hours
    )
    return place


def somebody_at_home(home: Organisation, name: str = "Roza Peeters", street: str = "Wilgenstraat 7") -> Person:
    """Somebody who lives at this address and has a telephone."""
    address = {"street": street, "postcode": "2390", "town": "Wilgerdonk"}
    return a_person(home, name, address=address, ways=[Way(ContactWay.Kind.PHONE, "014 22 33 44")])


def a_wish(at: str = "10:00", minutes: int = 30, **rest: Any) -> Wish:
    return Wish(a_moment(24, at), minutes, **rest)


def with_helper(place: Place, person: Person, at: str = "10:00", **rest: Any) -> Appointment:
    return actions.book_with_helper(place, person=person, wish=a_wish(at), by=an_actor(), **rest)
