from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from digibank import clock
from digibank.agenda.models import Slot
from digibank.agenda.tests.factories import a_help_point, a_slot
from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import a_class, a_depot, at_desk
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.organisations.tests.factories import a_member, a_regulation
from digibank.people.models import Person
from digibank.people.tests.factories import a_person

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def in_english(settings) -> Iterator[None]:
    """Tests compare the sentences of the code, not their translation."""
    settings.LANGUAGE_CODE = "en"
    settings.LANGUAGES = [("en", "English")]
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def on_a_monday() -> Iterator[None]:
    """It is Monday 23 November 2026, 9 o'clock in Brussels."""
    with clock.at(NOW):
        yield


@pytest.fixture
def depot(association) -> Place:
    return a_depot(association)


@pytest.fixture
def laptop_class(db) -> DeviceClass:
    return a_class()


@pytest.fixture
def laptop(desk, depot, laptop_class) -> Device:
    return at_desk(desk, laptop_class, depot=depot, vendor="Dell", product="Latitude")


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
def help_point(association) -> Place:
    ocmw = a_member(association, name="OCMW Wilgerdonk", kind=Organisation.Kind.OCMW)
    return a_help_point(ocmw)


@pytest.fixture
def slot(help_point) -> Slot:
    return a_slot(help_point)
