"""Colleagues for tests, made through the actions."""

from digibank.accounts import actions
from digibank.accounts.models import User
from digibank.audit.tests.factories import an_actor
from digibank.organisations.models import Organisation, Place

PASSWORD = "vier gewone woorden samen"


def a_user(username: str, full_name: str, organisation: Organisation, role: str, place: Place | None = None) -> User:
    user = actions.add_user(username=username, full_name=full_name, password=PASSWORD, by=an_actor())
    actions.give_role(user, organisation=organisation, role=role, place=place, by=an_actor())
    return user
