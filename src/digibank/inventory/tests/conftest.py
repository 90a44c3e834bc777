from collections.abc import Iterator

import pytest
from django.utils import translation

from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import a_class, a_depot, a_device
from digibank.organisations.models import Place


@pytest.fixture(autouse=True)
def in_english(request) -> Iterator[None]:
    """Tests compare the sentences of the code, not their translation."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_documents(settings, tmp_path) -> None:
    settings.DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def english(settings) -> None:
    """Pages answer in the language of the settings."""
    settings.LANGUAGE_CODE = "en"
    settings.LANGUAGES = [("en", "English")]


@pytest.fixture
def depot(association) -> Place:
    return a_depot(association)


@pytest.fixture
def laptop_class(db) -> DeviceClass:
    return a_class()


@pytest.fixture
def device(depot, laptop_class) -> Device:
    return a_device(depot, laptop_class)
