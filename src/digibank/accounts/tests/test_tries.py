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


def typed_code(user, code="nee"):
    """What is said of a code that is typed after the password, from an address where all is well."""
    answer = with_password(user).post(reverse("accounts:second_step"), {"code": code})
    return answer.context["form"].errors["code"][0]


@pytest.mark.rule("S-05")
def test_after_five_wrong_passwords_this_name_waits_at_this_address_and_only_there(clerk):
    tried("lies", times=5)

    here, elsewhere = tried("lies", PASSWORD), tried("lies", PASSWORD, address="10.0.0.2")

    assert (here.status_code, elsewhere.status_code) == (422, 302)


@pytest.mark.rule("V-03")
def test_who_tried_too_often_is_told_from_when_it_may_be_again(on_a_monday, in_english, clerk):
    here = [words_of(tried("lies")) for _time in range(6)][-1]
    for number in range(25):
        tried("lies", address=f"10.0.1.{number}")
    name = words_of(tried("lies", address="10.0.2.1"))

    assert (here, name) == ((422, [AGAIN % "9.15 o’clock"]), (422, [AGAIN % "10 o’clock"]))


@pytest.mark.rule("V-03")
def test_who_typed_too_many_codes_is_told_from_when_it_may_be_again(on_a_monday, in_english, clerk):
    with_app(clerk)
    said = []
    for _quarter in range(4):
        said.append([typed_code(clerk) for _time in range(6)][-1])
        clock.pass_time(minutes=15)

    clock.pass_time(hours=23)

    assert said == [AGAIN % when for when in ("9.15 o’clock", "9.30 o’clock", "9.45 o’clock", "tomorrow, 9 o’clock")]
    assert typed_code(clerk) == WRONG_CODE


AGAIN = "This was tried too often. Try again from %s, or ask your administrator to lift it."
WRONG_CODE = "This code is not right, or was used already. Type the code that you see now."


@pytest.mark.rule("S-05")
def test_what_is_refused_is_not_counted_elsewhere_or_the_hour_that_was_told_would_be_untrue(on_a_monday, clerk):
    for number in range(30):
        tried("lies", address=f"10.0.1.{number}")
    tried("lies", PASSWORD, address="10.0.2.1", times=5)
    clock.pass_time(hours=1)

    assert tried("lies", PASSWORD, address="10.0.2.1").status_code == 302


@pytest.mark.rule("S-05")
def test_two_addresses_of_one_network_at_home_count_as_one(clerk):
    tried("lies", times=5, address="2001:db8:1:2::1")

    answers = [tried("lies", PASSWORD, address=f"2001:db8:1:{network}::7").status_code for network in (2, 3)]

    assert answers == [422, 302]


@pytest.mark.rule("S-05")
def test_ones_own_password_is_counted_where_it_is_changed_too(clerk, as_clerk):
    typed = {"old_password": WRONG, "password": "nog vier andere woorden"}
    wrong = [as_clerk.post(reverse("accounts:account"), typed).context["form"].errors for _time in range(6)][-1]
    right = as_clerk.post(reverse("accounts:account"), typed | {"old_password": PASSWORD})

    assert wrong.as_data()["old_password"][0].code == "too_many_login_attempts"
    assert right.status_code == 422


@pytest.mark.rule("V-04")
def test_tries_that_were_counted_while_the_clock_was_ahead_hold_nobody_up(on_a_monday, in_english, clerk):
    with_app(clerk)
    clock.pass_time(days=1)
    tried("lies", times=6)
    for _time in range(6):
        typed_code(clerk)
    clock.pass_time(days=-1)

    assert tried("lies", PASSWORD).status_code == 302
    assert typed_code(clerk) == WRONG_CODE


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
def test_an_unknown_name_a_wrong_password_and_a_barred_account_are_answered_alike(
    on_a_monday, clerk, stranger, administrator
):
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
