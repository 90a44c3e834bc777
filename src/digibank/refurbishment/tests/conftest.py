"""It is Monday morning, just before the first run of nwipe; sentences are compared in the language of the code."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from conftest import logged_in

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import a_device
from digibank.refurbishment.tests.factories import the_disk


@pytest.fixture(autouse=True)
def in_the_language_of_the_code(in_english) -> None:
    """Sentences are compared in the language of the code, on pages as well."""


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    """A device that is registered now is erased by the runs of the logs, which begin at 07.41 in Brussels."""
    with clock.at(datetime(2026, 11, 23, 6, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def device(depot, laptop_class) -> Device:
    return a_device(depot, laptop_class, vendor="HP", product="ProBook 450 G7", serial="5CD0123456")


@pytest.fixture
def medium(device) -> StorageMedium:
    """The disk in the device; and the run of the log is over."""
    made = the_disk(device)
    clock.pass_time(hours=5)
    return made


@pytest.fixture
def colleague(association) -> User:
    """Another technician of the same workshop."""
    return a_user("bram", "Bram Bout", association, Role.TECHNICIAN)


@pytest.fixture
def as_colleague(colleague):
    return logged_in(colleague)
