import pytest

from digibank.accounts.models import User
from digibank.organisations.models import Organisation
from digibank.people.models import Person
from digibank.people.tests.factories import a_person
from digibank.support.tests.factories import a_social_worker, an_ocmw


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is Monday 23 November 2026."""


@pytest.fixture
def ocmw(town) -> Organisation:
    return an_ocmw(town)


@pytest.fixture
def mia(ocmw) -> User:
    return a_social_worker(ocmw)


@pytest.fixture
def roza(town) -> Person:
    return a_person(town)
