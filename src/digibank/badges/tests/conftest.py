"""The counter of a town: its computer, two colleagues with a badge, and one who has no role there."""

import pytest

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.badges.tests.factories import a_badge, a_computer, a_window


@pytest.fixture
def registered(desk):
    return a_computer(desk)


@pytest.fixture
def computer(registered):
    return registered[0]


@pytest.fixture
def window(registered):
    """The browser of the shared computer."""
    return a_window(registered[1])


@pytest.fixture
def lies(clerk):
    """The badge of the clerk of this desk, and what stands in its square."""
    return a_badge(clerk)


@pytest.fixture
def toon(town, desk):
    """A technician of the same desk, who may not see residents."""
    return a_badge(a_user("toon", "Toon Vijs", town, Role.TECHNICIAN, place=desk))
