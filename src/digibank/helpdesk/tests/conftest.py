"""A help point on a Monday morning at nine, with who works there."""

import pytest
from conftest import logged_in
from django.test import Client

from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import a_help_point
from digibank.helpdesk.models import Handover
from digibank.helpdesk.tests.factories import a_digihelper
from digibank.helpdesk.tests.factories_following import a_handover
from digibank.lending.models import Loan
from digibank.lending.tests.factories import a_loan
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.organisations.tests.factories import a_member, a_regulation
from digibank.people.models import Person
from digibank.people.tests.factories import a_person


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is a Monday."""


@pytest.fixture
def ocmw(association) -> Organisation:
    return a_member(association, name="OCMW Wilgerdonk", kind=Organisation.Kind.OCMW)


@pytest.fixture
def point(ocmw) -> Place:
    return a_help_point(ocmw)


@pytest.fixture
def roza(town, regulation) -> Person:
    return a_person(town)


@pytest.fixture
def mia(point) -> User:
    return a_digihelper(point)


@pytest.fixture
def receiver(point) -> User:
    return a_user("rik", "Rik Onthaal", point.organisation, Role.RECEPTION, place=point)


@pytest.fixture
def as_mia(mia) -> Client:
    return logged_in(mia)


@pytest.fixture
def as_receiver(receiver) -> Client:
    return logged_in(receiver)


@pytest.fixture
def regulation(town) -> Regulation:
    return a_regulation(town, devices_per_household=3, renewals=1, loan_months=12)


@pytest.fixture
def loan(roza, laptop) -> Loan:
    """A loan that began, of which the borrower is on the list of people to call."""
    return a_loan(roza, laptop)


@pytest.fixture
def handover(loan) -> Handover:
    return a_handover(loan)


@pytest.fixture
def helper(help_point) -> User:
    """Helps at the help point of the OCMW, and may know no resident of the municipality."""
    return a_user("hilde", "Hilde Helpt", help_point.organisation, Role.GUIDE, place=help_point)


@pytest.fixture
def as_helper(helper) -> Client:
    return logged_in(helper)
