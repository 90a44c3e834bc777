import pytest

from digibank.audit.tests.factories import an_actor
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.spreading import actions
from digibank.spreading.queries import minimums_seen


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is a Monday."""


@pytest.fixture
def boom(town) -> Place:
    """A desk with rules, where people wait."""
    a_regulation(town)
    return a_desk(town, name="Boom")


@pytest.fixture
def geel(other_town) -> Place:
    a_regulation(other_town)
    return a_desk(other_town, name="Geel")


@pytest.fixture
def proposed(association):
    """Makes the proposal of now."""
    return lambda: actions.propose(association, by=an_actor())


@pytest.fixture
def minimum(laptop_class):
    """Sets the minimum of laptops at a desk."""
    return lambda desk, count: actions.set_minimums(
        desk, counts={laptop_class: count}, seen=minimums_seen(desk), by=an_actor()
    )
