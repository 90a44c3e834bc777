"""Somebody at a shared computer with a password: all their rights, and guarded as with a badge."""

import pytest
from conftest import logged_in
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import PASSWORD, a_user
from digibank.audit.tests.factories import an_actor
from digibank.badges import actions
from digibank.badges.tests.factories import come_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday"), pytest.mark.rule("B-09")]

COUNTER, CODE_PAGE, DESK = reverse("badges:counter"), reverse("badges:code"), reverse("desk:home")
ACCOUNT, HERE, LOG_OUT = reverse("accounts:account"), reverse("badges:still_here"), reverse("accounts:log_out")
COOKIE = settings.COUNTER_COOKIE_NAME


@pytest.fixture
def at_work(registered, clerk) -> Client:
    """The browser of the shared computer, where the clerk of this desk logged in with a password."""
    client = logged_in(clerk)
    client.cookies[COOKIE] = registered[1]
    client.get(DESK)
    return client


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_the_bar_stands_on_each_page_and_the_account_stays_open(at_work):
    shown = {page: at_work.get(page) for page in (DESK, ACCOUNT)}

    assert [answer.status_code for answer in shown.values()] == [200, 200]
    assert ["Lies</b> · Balie links" in answer.content.decode() for answer in shown.values()] == [True, True]
    assert {answer["Cache-Control"] for answer in shown.values()} == {"no-store"}
    assert f'href="{ACCOUNT}"' in shown[DESK].content.decode()
    assert reverse("badges:own") in shown[ACCOUNT].content.decode()


def test_nothing_of_it_stands_elsewhere(clerk):
    elsewhere = logged_in(clerk).get(DESK)

    assert "data-counter" not in elsewhere.content.decode()


def test_rights_are_those_of_the_person_and_not_of_the_place(registered, other_town, a_resident):
    far = a_user("bea", "Bea Ver", other_town, Role.LENDING_CLERK)
    window = logged_in(far)
    window.cookies[COOKIE] = registered[1]

    assert window.get(reverse("desk:person", args=[a_resident(other_town, "Rik Daar").pk])).status_code == 200


def test_it_locks_itself_after_the_same_minutes(at_work):
    clock.pass_time(minutes=2)
    stayed = at_work.post(HERE).status_code
    clock.pass_time(minutes=2)
    still = at_work.get(DESK).status_code
    clock.pass_time(minutes=4)
    gone = at_work.get(ACCOUNT)

    assert (stayed, still) == (204, 200)
    assert (gone["Location"], gone["Clear-Site-Data"]) == (f"{COUNTER}?waarom=idle", '"cache", "storage"')
    assert at_work.get(DESK).status_code == 302


@pytest.mark.rule("B-07")
def test_a_clock_that_is_set_back_a_little_keeps_no_screen_open(at_work, window, lies):
    come_in(window, lies[1])
    clock.pass_time(minutes=-1)
    here = [client.get(DESK).status_code for client in (at_work, window)]

    clock.pass_time(minutes=4)

    assert here == [200, 200]
    assert [client.get(DESK)["Location"] for client in (at_work, window)] == [f"{COUNTER}?waarom=idle"] * 2


@pytest.mark.parametrize("way", [LOG_OUT, reverse("badges:lock")])
def test_locking_leads_to_the_counter_screen(at_work, way):
    answer = at_work.post(way)

    assert answer["Location"].startswith(COUNTER)
    assert at_work.get(DESK).status_code == 302


def test_who_went_to_a_log_in_outside_is_still_at_this_computer(registered, clerk):
    window = Client()
    window.cookies[COOKIE] = registered[1]
    window.get(reverse("accounts:outside"))
    del window.cookies[COOKIE]  # What another site leads to comes without it.
    window.post(reverse("accounts:log_in"), {"username": clerk.username, "password": PASSWORD})

    back = window.get(ACCOUNT)
    clock.pass_time(minutes=4)

    assert "data-counter" in back.content.decode()
    assert window.get(ACCOUNT)["Location"] == f"{COUNTER}?waarom=idle"


@pytest.mark.parametrize("page", [COUNTER, DESK, ACCOUNT])
def test_a_scan_of_a_badge_on_any_page_ends_it(at_work, lies, page):
    field = {"badge" if page == COUNTER else "q": lies[1]}

    scanned = at_work.post(page, field)

    assert (scanned.status_code, scanned["Location"]) == (303, CODE_PAGE)
    assert at_work.get(DESK).status_code == 302


def test_where_the_computer_ended_who_worked_there_is_out(at_work, computer):
    actions.end_computer(computer, by=an_actor())

    assert at_work.get(DESK).status_code == 302
    assert "_auth_user_id" not in at_work.session


def test_it_costs_one_query_a_page(at_work, clerk):
    elsewhere = logged_in(clerk)
    at_work.get(DESK)
    elsewhere.get(DESK)

    assert queries(at_work, DESK) - queries(elsewhere, DESK) == 1
