"""A desk in Wilgerdonk with a laptop and a borrower, and colleagues who may see less."""

import pytest

from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import at_desk
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people.models import Person
from digibank.people.tests.factories import a_person


@pytest.fixture
def laptop(desk, depot, laptop_class) -> Device:
    return at_desk(desk, laptop_class, depot=depot, vendor="Dell", product="Latitude", serial="SN-4711")


@pytest.fixture
def second_laptop(desk, depot, laptop_class) -> Device:
    return at_desk(desk, laptop_class, depot=depot, vendor="Lenovo", product="ThinkPad")


@pytest.fixture
def roza(town) -> Person:
    a_regulation(town)
    return a_person(town)


@pytest.fixture
def other_desk(other_town) -> Place:
    a_regulation(other_town)
    return a_desk(other_town, name="Balie Hazelven")


@pytest.fixture
def neighbour(other_town, other_desk) -> User:
    """A lending clerk of the other town, at a desk of its own."""
    return a_user("nele", "Nele Naburig", other_town, Role.LENDING_CLERK, place=other_desk)
