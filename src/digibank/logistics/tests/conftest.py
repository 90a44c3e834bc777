"""Sentences are compared in the language of the code, on pages as well."""

import pytest

from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device, in_stock
from digibank.logistics.models import Transfer
from digibank.logistics.tests.factories import asked


@pytest.fixture(autouse=True)
def in_the_language_of_the_code(in_english) -> None:
    """Sentences are compared in the language of the code, on pages as well."""


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
