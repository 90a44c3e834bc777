from collections.abc import Iterator

import pytest
from django.utils import translation

from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device


@pytest.fixture(autouse=True)
def in_english(request) -> Iterator[None]:
    """Tests compare the sentences of the code, not their translation."""
    with translation.override("en"):
        yield


@pytest.fixture
def english(settings) -> None:
    """Pages answer in the language of the settings."""
    settings.LANGUAGE_CODE = "en"
    settings.LANGUAGES = [("en", "English")]


@pytest.fixture
def device(depot, laptop_class) -> Device:
    return a_device(depot, laptop_class)
