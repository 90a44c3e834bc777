from datetime import date

import pytest

from digibank.agenda.models import Slot
from digibank.agenda.tests.factories import a_slot
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import at_desk
from digibank.organisations.models import Regulation
from digibank.organisations.tests.factories import a_regulation
from digibank.people.models import Person
from digibank.people.tests.factories import a_person

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is a Monday."""


@pytest.fixture
def second_laptop(desk, depot, laptop_class) -> Device:
    return at_desk(desk, laptop_class, depot=depot, vendor="Dell", product="Inspiron")


@pytest.fixture
def regulation(town) -> Regulation:
    return a_regulation(town, devices_per_household=1, renewals=1, loan_months=12)


@pytest.fixture
def roza(town, regulation) -> Person:
    return a_person(town)


@pytest.fixture
def farid(town, regulation) -> Person:
    return a_person(town, "Farid Haddad")


@pytest.fixture
def slot(help_point) -> Slot:
    return a_slot(help_point)
