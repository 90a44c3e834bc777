"""Refusals are compared in the language of the code."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_the_language_of_the_code():
    with translation.override("en"):
        yield
