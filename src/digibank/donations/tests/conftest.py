"""Sentences are compared in the language of the code, on pages as well."""

import pytest

from digibank.donations.models import Donation, Offer
from digibank.donations.tests.factories import a_donation, an_offer


@pytest.fixture(autouse=True)
def in_the_language_of_the_code(in_english) -> None:
    """Sentences are compared in the language of the code, on pages as well."""


@pytest.fixture
def donation(depot) -> Donation:
    return a_donation(depot)


@pytest.fixture
def offer(depot) -> Offer:
    """One laptop, brought to the depot."""
    return an_offer(depot)
