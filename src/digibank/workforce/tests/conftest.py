"""A depot with a laptop that came in, and two who work by hand there. Sentences are those of the code."""

import pytest

from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device


@pytest.fixture(autouse=True)
def on_a_monday_in_english(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code; it is nine o'clock."""


@pytest.fixture
def device(depot, laptop_class) -> Device:
    return a_device(depot, laptop_class, accessories=["charger"])


@pytest.fixture
def second_worker(association, depot) -> User:
    return a_user("els", "Els Vlug", association, Role.SOCIAL_ECONOMY_WORKER, place=depot)
