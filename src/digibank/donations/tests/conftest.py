"""Sentences are compared in the language of the code, on pages as well."""

import pytest
from django.utils import translation

from digibank.donations.models import Donation
from digibank.donations.tests.factories import a_donation
from digibank.inventory.models import DeviceClass
from digibank.inventory.tests.factories import a_class, a_depot
from digibank.organisations.models import Place


@pytest.fixture(autouse=True)
def in_the_language_of_the_code(settings):
    settings.LANGUAGE_CODE = "en"
    settings.LANGUAGES = [("en", "English")]
    with translation.override("en"):
        yield


@pytest.fixture
def depot(association) -> Place:
    return a_depot(association)


@pytest.fixture
def laptop_class(db) -> DeviceClass:
    return a_class()


@pytest.fixture
def donation(depot) -> Donation:
    return a_donation(depot)
