"""Where a colleague is logged in, and ending it."""

import pytest
from allauth.usersessions.models import UserSession
from conftest import logged_in
from django.test import Client
from django.urls import reverse

from digibank.accounts import actions
from digibank.accounts.devices import kind_of
from digibank.accounts.models import User
from digibank.accounts.tests.factories import PASSWORD
from digibank.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S-08")]

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
ACCOUNT = reverse("accounts:account")


def on(agent, username="lies"):
    client = Client(headers={"user-agent": agent})
    client.post(reverse("accounts:log_in"), {"username": username, "password": PASSWORD})
    return client


def is_inside(client):
    return client.get(ACCOUNT).status_code == 200


def test_devices_are_listed_and_this_one_is_marked(clerk):
    here, there = on(FIREFOX), on(PHONE)

    page = here.get(ACCOUNT).context

    assert [session["device"] for session in page["sessions"]] == [kind_of(PHONE)]
    assert (page["device"], page["here"].user) == (kind_of(FIREFOX), clerk)
    assert is_inside(there)


def test_one_session_ends_and_is_really_gone(clerk):
    here, there, third = on(FIREFOX), on(PHONE), on(PHONE)
    ended = UserSession.objects.get(session_key=there.session.session_key)

    here.post(reverse("accounts:end_session", args=[ended.pk]))

    assert [is_inside(client) for client in (here, there, third)] == [True, False, True]


def test_ending_what_is_not_there_is_told_as_it_is_and_leaves_no_trace(in_english, clerk, stranger):
    here, there, neighbour = on(FIREFOX), on(PHONE), on(PHONE, "hugo")
    pks = [UserSession.objects.get(session_key=client.session.session_key).pk for client in (there, neighbour)]

    said = []
    for pk in (pks[0], pks[0], pks[1]):
        answer = here.post(reverse("accounts:end_session", args=[pk]), follow=True)
        said.append([str(message) for message in answer.context["messages"]])

    assert said == [["You are logged out there."], [GONE], [GONE]]
    assert is_inside(neighbour)
    assert Event.objects.filter(verb="accounts.sessions_ended").count() == 1


GONE = "You were logged out there already."


def test_all_other_sessions_end_at_once(clerk):
    here, others = on(FIREFOX), [on(PHONE), on(PHONE)]

    here.post(reverse("accounts:end_other_sessions"))

    assert [is_inside(client) for client in (here, *others)] == [True, False, False]


def test_nobody_ends_the_session_of_another(clerk, stranger):
    here = on(FIREFOX)
    session = UserSession.objects.get(user=clerk)

    logged_in(stranger).post(reverse("accounts:end_session", args=[session.pk]))

    assert is_inside(here)


def test_another_password_ends_the_others_and_keeps_this_one_in_the_list(clerk):
    here, there = on(FIREFOX), on(PHONE)

    here.post(ACCOUNT, {"old_password": PASSWORD, "password": "nog vier andere woorden"})

    assert [is_inside(client) for client in (here, there)] == [True, False]
    assert [session.user for session in UserSession.objects.all()] == [clerk]
    assert here.get(ACCOUNT).context["here"]


def test_barring_ends_all_sessions(clerk, administrator):
    here, there = on(FIREFOX), on(PHONE)

    actions.bar(User.objects.get(pk=clerk.pk), by=administrator.actor)
    actions.let_in(User.objects.get(pk=clerk.pk), by=administrator.actor)

    assert [is_inside(client) for client in (here, there)] == [False, False]
    assert not UserSession.objects.exists()


def test_a_session_that_was_planted_gets_another_key_at_the_log_in(clerk):
    client = Client()
    client.get(reverse("accounts:passkey"))  # Begins a session.
    planted = client.session.session_key

    client.post(reverse("accounts:log_in"), {"username": "lies", "password": PASSWORD})

    assert planted
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_inside(thief)


@pytest.mark.parametrize(
    ("agent", "has"),
    [(FIREFOX, "Firefox"), (PHONE, "iPhone"), ("", ""), ("Mozilla/5.0 (X11; CrOS) Chrome/1", "Chrome")],
)
def test_a_device_is_told_in_words(agent, has):
    assert has in kind_of(agent)
