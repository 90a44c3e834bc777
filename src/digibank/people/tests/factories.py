"""Residents for tests, made through the actions."""

from typing import Any

from digibank.audit.tests.factories import an_actor
from digibank.organisations.models import Organisation
from digibank.people import actions
from digibank.people.actions import Way
from digibank.people.models import Person

MOBILE = "0470 12 34 56"
LANDLINE = "014 21 00 00"


def a_person(home: Organisation, name: str = "Roza Peeters", **details: Any) -> Person:
    """Somebody who comes by at the desk, unless other ways are given."""
    known: dict[str, Any] = {"prefers": "card", "ways": [Way("desk")]} | details
    return actions.register(home=home, name=name, by=an_actor(), **known)


def an_address(street: str = "Kerkstraat 12", postcode: str = "2390", town: str = "Malle") -> dict[str, str]:
    return {"street": street, "postcode": postcode, "town": town}
