"""A log-in outside: connecting it to one's own account, taking it away, and what is told of it."""

import pytest
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from digibank.accounts import actions
from digibank.accounts.adapters import OutsideAdapter
from digibank.accounts.tests.test_second_lock import SECRET, code_of
from digibank.audit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.rule("S-09")]


def back(client, uid, user=None):
    """Come back from outside, where one is `uid`, to connect it; what is said then."""
    request = client.get(reverse("accounts:log_in")).wsgi_request
    if user:
        request.user = user
    login = SocialLogin(account=SocialAccount(provider="outside", uid=uid))
    login.state["process"] = "connect"
    login.lookup()
    with pytest.raises(ImmediateHttpResponse) as answered:
        OutsideAdapter().pre_social_login(request, login)
    assert answered.value.response.url == reverse("accounts:second_lock")
    return [str(said) for said in get_messages(request)]


def connections():
    return [(account.uid, account.user.username) for account in SocialAccount.objects.order_by("uid")]


def told_of(user):
    return [event.verb for event in Event.objects.about(user) if "outside" in event.verb]


def test_connecting_it_is_said_and_stands_on_the_trail_once(in_english, clerk, as_clerk):
    said = [back(as_clerk, "7") for _time in range(2)]

    assert said == [["The log-in outside opens your account from now on."]] * 2
    assert (connections(), told_of(clerk)) == ([("7", "lies")], ["accounts.outside_connected"])


def test_one_that_opens_the_account_of_a_colleague_is_refused_in_words(in_english, stranger, as_stranger, as_clerk):
    back(as_stranger, "7")

    said = back(as_clerk, "7")

    assert said == ["This log-in outside opens the account of a colleague. Log in there as yourself and try again."]
    assert connections() == [("7", "hugo")]


def test_who_is_logged_in_no_more_connects_nothing(client):
    assert (back(client, "7", AnonymousUser()), connections()) == ([], [])


@pytest.mark.rule("S-06")
def test_who_takes_it_away_shows_first_who_is_there(clerk, as_clerk):
    SocialAccount.objects.create(user=clerk, provider="outside", uid="7")
    stale = Client()
    stale.force_login(clerk)

    answers = []
    for client in (stale, as_clerk, as_clerk):
        answer = client.post(reverse("accounts:disconnect_outside"))
        answers.append((answer.url.partition("?")[0], len(connections())))

    assert answers == [
        (reverse("accounts:prove"), 1), (reverse("accounts:second_lock"), 0), (reverse("accounts:second_lock"), 0),
    ]  # fmt: skip
    assert told_of(clerk) == ["accounts.outside_disconnected"]


@pytest.mark.rule("S-03")
def test_who_comes_from_outside_with_one_factor_shows_the_second_lock_here_and_is_in(clerk, client, rf):
    actions.add_app(clerk, secret=SECRET, by=clerk.actor)
    client.get(reverse("accounts:log_in"))
    request, session = rf.get("/"), client.session
    request.session, request.user = session, AnonymousUser()
    with context.request_context(request):
        led_to = perform_login(request, Login(user=clerk, redirect_url="/balie/"))
    session.save()

    asked = client.get(led_to.url)
    inside = client.post(led_to.url, {"code": code_of(SECRET)})

    assert (asked.status_code, inside.url) == (200, "/balie/")


def test_another_site_cannot_begin_to_connect_it(as_clerk, settings):
    settings.OIDC_NAME = "Elders"

    answer = as_clerk.get(reverse("accounts:connect_outside"), headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.url, "socialaccount_states" in as_clerk.session) == (reverse("accounts:second_lock"), False)


def test_nobody_gets_an_account_through_a_log_in_outside(rf):
    assert OutsideAdapter().is_open_for_signup(rf.get("/"), SocialLogin()) is False


def test_what_went_wrong_outside_is_in_the_log_without_what_the_other_side_told(client, caplog):
    request = client.get(reverse("accounts:log_in")).wsgi_request
    caplog.clear()
    broken = OAuth2Error("Invalid id_token of lies@example.org")
    broken.__cause__ = ValueError("lies@example.org is not known here")

    with pytest.raises(ImmediateHttpResponse) as answered:
        OutsideAdapter().on_authentication_error(request, "outside", "unknown", broken)

    assert answered.value.response.status_code == 403
    assert caplog.messages == ["The log-in outside failed: unknown OAuth2Error because of ValueError"]
