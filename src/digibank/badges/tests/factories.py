"""Shared computers, badges and windows at a counter, made as people make them."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from digibank.accounts.models import User
from digibank.audit.tests.factories import an_actor
from digibank.badges import actions
from digibank.badges.models import Badge, SharedComputer
from digibank.organisations.models import Place

CODE = "8264"
OTHER_CODE = "597130"


def a_computer(place: Place, name: str = "Balie links") -> tuple[SharedComputer, str]:
    """A shared computer and the secret of its browser."""
    return actions.register_computer(place, name=name, by=an_actor())


def a_badge(user: User, code: str = CODE) -> tuple[Badge, str]:
    """A badge and what stands in its square."""
    return actions.issue_badge(user, code=code, by=an_actor())


def a_window(secret: str, *, checks_forms: bool = False) -> Client:
    """The browser of a shared computer."""
    client = Client(enforce_csrf_checks=checks_forms)
    client.cookies[settings.COUNTER_COOKIE_NAME] = secret
    return client


def scan(window: Client, content: str):
    return window.post(reverse("badges:counter"), {"badge": content})


def type_code(window: Client, code: str = CODE):
    return window.post(reverse("badges:code"), {"code": code})


def come_in(window: Client, content: str, code: str = CODE):
    scan(window, content)
    return type_code(window, code)
