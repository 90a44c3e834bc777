import pytest
from conftest import logged_in
from django.test import Client

from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import a_help_point
from digibank.organisations.models import Organisation, Place
from digibank.organisations.tests.factories import a_member
from digibank.people.models import Person
from digibank.people.tests.factories import a_person


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is a Monday."""


@pytest.fixture
def ocmw(association) -> Organisation:
    return a_member(association, name="OCMW Wilgerdonk", kind=Organisation.Kind.OCMW)


@pytest.fixture
def help_point(ocmw) -> Place:
    return a_help_point(ocmw)


@pytest.fixture
def roza(town) -> Person:
    return a_person(town)


@pytest.fixture
def farid(town) -> Person:
    return a_person(town, "Farid Haddad")


@pytest.fixture
def helper(ocmw, help_point) -> User:
    """Works at the help point, and may see no resident of the municipality."""
    return a_user("hilde", "Hilde Helpt", ocmw, Role.LENDING_CLERK, place=help_point)


@pytest.fixture
def as_helper(helper) -> Client:
    return logged_in(helper)
