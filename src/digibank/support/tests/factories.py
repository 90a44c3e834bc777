"""An OCMW that serves a town, its social worker, and what she gives, made through the actions."""

from datetime import timedelta
from typing import Any

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.organisations import actions as organisations
from digibank.organisations.models import Organisation
from digibank.people.models import Person
from digibank.support import actions
from digibank.support.models import Entitlement


def an_ocmw(town: Organisation, name: str = "") -> Organisation:
    return organisations.add_organisation(
        name=name or f"OCMW {town.name}",
        kind=Organisation.Kind.OCMW,
        association=town.association,
        serves=town,
        by=an_actor(),
    )


def a_social_worker(ocmw: Organisation, username: str = "mia", full_name: str = "Mia Sociaal") -> User:
    return a_user(username, full_name, ocmw, Role.SOCIAL_WORKER)


def an_entitlement(person: Person, kind: str = "goes_before", *, days: int = 100, **details: Any) -> Entitlement:
    """What the OCMW of the person's town gives, from today on."""
    ocmw = Organisation.objects.filter(serves=person.home).first() or an_ocmw(person.home)
    known: dict[str, Any] = {"organisation": ocmw, "valid_until": clock.today() + timedelta(days=days)} | details
    return actions.grant(person, kind=kind, by=an_actor(), **known)
