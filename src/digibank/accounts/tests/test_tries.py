"""Trying too often, and telling nothing to who tries."""

from uuid import uuid4

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse

from digibank import clock
from digibank.accounts import actions
from digibank.accounts.tests.factories import PASSWORD
from digibank.accounts.tests.test_second_lock import with_app, with_password
from digibank.audit.models import Event

pytestmark = pytest.mark.django_db

LOG_IN = reverse("accounts:log_in")
WRONG = "helemaal iets anders"


def tried(username, password=WRONG, address="10.0.0.1", times=1):
    client = Client(REMOTE_ADDR=address)
    return [client.post(LOG_IN, {"username": username, "password": password}) for _ in range(times)][-1]


def words_of(answer):
    return (answer.status_code, [str(error) for error in answer.context["form"].non_field_errors()])


@pytest.mark.rule("S-05")
def test_after_five_wrong_passwords_this_name_waits_at_this_address_and_only_there(clerk):
    tried("lies", times=5)

    here, elsewhere = tried("lies", PASSWORD), tried("lies", PASSWORD, address="10.0.0.2")

    assert (here.status_code, elsewhere.status_code) == (422, 302)
    assert "15 minuten" in words_of(here)[1][0] or "15 minutes" in words_of(here)[1][0]


@pytest.mark.rule("S-05")
def test_a_name_that_is_tried_from_everywhere_waits_but_not_where_its_owner_came_in_before(clerk):
    assert tried("lies", PASSWORD, address="10.0.0.1").status_code == 302
    for number in range(30):
        tried("lies", address=f"10.0.1.{number}")

    answers = [tried("lies", PASSWORD, address=address).status_code for address in ("10.0.2.1", "10.0.0.1")]

    assert answers == [422, 302]


@pytest.mark.rule("S-05")
def test_an_address_that_tries_many_names_waits(on_a_monday, clerk):
    for number in range(60):
        tried(f"naam{number}")
        clock.pass_time(seconds=2)  # Or the limit of the page itself comes first (policy V-03).

    assert tried("lies", PASSWORD).status_code == 422


@pytest.mark.rule("S-05")
def test_an_unknown_name_a_wrong_password_and_a_barred_account_are_answered_alike(clerk, stranger, administrator):
    actions.bar(stranger, by=administrator.actor)

    answers = [words_of(tried(name, word)) for name, word in [("lies", WRONG), ("niemand", WRONG), ("hugo", PASSWORD)]]
    locked = [words_of(tried(name, times=6)) for name in ("lies", "niemand", "hugo")]

    assert answers[1:] == answers[:1] * 2
    assert locked[1:] == locked[:1] * 2 != answers[1:]


@pytest.mark.rule("S-05")
def test_each_refusal_hashes_one_password(clerk, stranger, administrator, monkeypatch):
    actions.bar(stranger, by=administrator.actor)
    tried("gesloten", times=5)
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or encode(self, *args)
    )

    counts = []
    for name, word in [("lies", WRONG), ("niemand", WRONG), ("hugo", PASSWORD), ("gesloten", WRONG)]:
        hashed.clear()
        tried(name, word)
        counts.append(len(hashed))

    assert counts == [1, 1, 1, 1]


def test_a_right_password_is_not_counted(clerk):
    answers = [tried("lies", PASSWORD).status_code for _ in range(8)]

    assert answers == [302] * 8


@pytest.mark.rule("S-05")
def test_codes_are_counted_for_each_colleague_wherever_they_come_from(clerk):
    with_app(clerk)
    for _ in range(5):
        with_password(clerk).post(reverse("accounts:second_step"), {"code": "nee"})

    answer = with_password(clerk).post(reverse("accounts:second_step"), {"code": "123456"})

    assert answer.context["form"].has_error("code", "too_many_login_attempts")


@pytest.mark.rule("S-05")
def test_an_administrator_lets_try_again(clerk, as_administrator):
    tried("lies", times=5)

    as_administrator.post(reverse("accounts:lift_lock_out", args=[clerk.pk]), {"once": uuid4()})

    assert tried("lies", PASSWORD).status_code == 302


def test_the_trail_knows_of_tries_but_not_of_names(clerk):
    tried("lies", times=7)

    told = [(event.verb, event.facts) for event in Event.objects.filter(verb__in=TOLD).order_by("pk")]

    assert told == [("accounts.log_in_failed", {})] * 5 + [("accounts.locked_out", {})]


TOLD = ["accounts.log_in_failed", "accounts.locked_out"]
