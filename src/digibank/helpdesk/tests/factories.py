"""Helpers who are there and visitors who came, made through the actions. The help point is open from 8 to 18."""

from datetime import date, datetime, time
from typing import Any

from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import actions as agenda
from digibank.agenda.models import Appointment, Slot, local_moment
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions
from digibank.helpdesk.models import Visit
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.workforce import actions as workforce
from digibank.workforce.models import Shift


def at(hour: int, minute: int = 0) -> datetime:
    """This hour on Monday 23 November 2026, in Brussels."""
    return local_moment(date(2026, 11, 23), time(hour, minute))


def a_digihelper(place: Place, name: str = "Mia De Smet") -> User:
    return a_user(name.split(maxsplit=1)[0].lower(), name, place.organisation, Role.DIGIHELPER, place=place)


def there(
    user: User, place: Place, table: int = 1, topics: tuple[str, ...] = (), tongues: tuple[str, ...] = ()
) -> Shift:
    """This helper is at the place now."""
    workforce.describe_helper(user, topics=topics, tongues=tongues, by=an_actor())
    return workforce.come(user, place=place, table=table, by=user.actor)


def a_helper(place: Place, name: str = "Mia De Smet", table: int = 1, **knows: tuple[str, ...]) -> Shift:
    """A new helper who is at the place now."""
    return there(a_digihelper(place, name), place, table, **knows)


def a_visit(place: Place, **details: Any) -> Visit:
    return actions.walk_in(place, by=an_actor(), **details)


def an_appointment(place: Place, person: Person, hour: int, minute: int = 0) -> Appointment:
    slot = agenda.open_slot(
        place, starts_at=at(hour, minute), minutes=45, kind=Slot.Kind.APPOINTMENT, capacity=1, by=an_actor()
    )
    return agenda.book(slot, person=person, by=an_actor())


def by(shift: Shift) -> Any:
    """The actor of this helper."""
    return shift.helper.user.actor


def called(shift: Shift) -> Visit:
    return actions.call_next(shift, by=by(shift))


def in_help(shift: Shift) -> Visit:
    return actions.start(called(shift), by=by(shift))


def done(shift: Shift, topic: str = "itsme", solved: str = "yes", **rest: Any) -> Visit:
    return actions.finish(in_help(shift), topic=topic, solved=solved, by=by(shift), **rest)
