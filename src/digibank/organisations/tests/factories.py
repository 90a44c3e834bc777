"""Organisations and places for tests, made through the actions."""

from datetime import date, time
from typing import Any

from digibank.audit.tests.factories import an_actor
from digibank.organisations import actions
from digibank.organisations.models import Organisation, Place, Regulation

Kind = Organisation.Kind


def an_association(name: str = "Digibank Wilgerstreek") -> Organisation:
    return actions.add_organisation(name=name, kind=Kind.ASSOCIATION, by=an_actor())


def a_member(association: Organisation, *, name: str, kind: str = Kind.MUNICIPALITY) -> Organisation:
    return actions.add_organisation(name=name, kind=kind, association=association, by=an_actor())


def a_desk(town: Organisation, **details: Any) -> Place:
    about = {
        "kind": Place.Kind.LENDING_DESK,
        "name": "Uitleendesk",
        "street": "Wilgenlaan 1",
        "postcode": "2399",
        "town": town.name,
        "phone": "014 00 00 00",
    }
    return actions.open_place(town, by=an_actor(), **about | details)


def open_on(place: Place, *stretches: tuple[int, str, str]) -> Place:
    """Hours of a week, such as (0, "09:00", "12:00") for Monday morning."""
    hours = [(day, time.fromisoformat(opens), time.fromisoformat(closes)) for day, opens, closes in stretches]
    return actions.set_hours(place, hours=hours, by=an_actor())


def a_regulation(town: Organisation, *, valid_from: date = date(2026, 1, 1), **rules: Any) -> Regulation:
    voted = {
        "voted_on": date(2025, 12, 15),
        "loan_months": 12,
        "renewals": 2,
        "devices_per_household": 1,
        "deposit_cents": 2500,
        "text": "U leent een toestel voor een jaar.",
    }
    return actions.adopt_regulation(town, valid_from=valid_from, by=an_actor(), **voted | rules)
