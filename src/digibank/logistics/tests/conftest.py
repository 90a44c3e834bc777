"""Sentences are compared in the language of the code, on pages as well."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import a_class, a_depot, a_device, in_stock
from digibank.logistics.models import Transfer
from digibank.logistics.tests.factories import asked
from digibank.organisations.models import Place


@pytest.fixture(autouse=True)
def in_the_language_of_the_code(settings) -> Iterator[None]:
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
def device(depot, laptop_class) -> Device:
    return in_stock(a_device(depot, laptop_class, vendor="HP", product="ProBook", accessories=["charger"]))


@pytest.fixture
def second(depot, laptop_class) -> Device:
    return in_stock(a_device(depot, laptop_class))


@pytest.fixture
def transfer(depot, desk, device, second) -> Transfer:
    """Two devices that are to ride from the depot to the desk."""
    return asked(depot, desk, device, second)
