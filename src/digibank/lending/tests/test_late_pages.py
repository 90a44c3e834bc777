"""The pages of late loans: the ladder, a pause, the calls, and what the coordinator sees."""

from datetime import date, timedelta

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.comms.models import Message
from digibank.lending import jobs
from digibank.lending.models import Pause, Request
from digibank.lending.tests.factories import a_loan
from digibank.lending.tests.looking import fresh
from digibank.lending.tests.waiting import comes
from digibank.organisations.models import Organisation
from digibank.organisations.tests.factories import a_member
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, a_person

BY_PHONE = {"prefers": "phone", "ways": [Way("phone", LANDLINE)]}
DUE_ON = date(2027, 11, 23)


def url(name, *keys):
    return reverse(f"lending:{name}", args=keys)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.fixture
def loan(town, regulation, laptop):
    """A loan of somebody who likes to be called."""
    return a_loan(a_person(town, "Anna Belt", **BY_PHONE), laptop)


@pytest.fixture
def late_by(actor):
    """The worker looks so many days after the last day."""

    def passes(days):
        clock.pass_time(days=(DUE_ON - clock.today()).days + days)
        return jobs.remind(actor)

    return passes


@pytest.fixture
def cora(association):
    return a_user("cora", "Cora Coördinator", association, Role.COORDINATOR)


@pytest.mark.rule("U-62")
def test_the_page_of_a_late_loan_shows_what_was_done_and_what_comes_next(as_clerk, loan, late_by):
    before = text_of(as_clerk.get(url("loan", loan.pk)))
    late_by(14)
    at = text_of(as_clerk.get(url("loan", loan.pk)))
    late_by(42)
    done = text_of(as_clerk.get(url("loan", loan.pk)))

    assert "Ask nothing for a while" not in before
    assert ("Put on the call list" in at, "A letter" in at, "from 4 January 2028" in at) == (True, True, True)
    assert "All was done that the rules say. The coordinator decides." in done


@pytest.mark.rule("U-65")
def test_a_clerk_pauses_the_ladder_with_a_reason(as_clerk, loan, late_by):
    late_by(14)
    until_on = clock.today() + timedelta(days=10)

    wrong = as_clerk.post(url("pause", loan.pk), {"until_on": until_on, "because": "other", "note": ""})
    secret = as_clerk.post(url("pause", loan.pk), {"until_on": until_on, "because": "ill", "note": "pincode 1234"})
    right = as_clerk.post(url("pause", loan.pk), {"until_on": until_on, "because": "ill", "note": "Belt zelf."})

    assert (wrong.status_code, wrong.context["form"].errors) == (422, {"note": ["Write down why, in a few words."]})
    assert (secret.status_code, list(secret.context["form"].errors)) == (422, ["note"])
    assert (right.status_code, right.url) == (303, url("loan", loan.pk))
    assert Pause.objects.get().until_on == until_on
    assert "Belt zelf." in text_of(as_clerk.get(url("loan", loan.pk)))


@pytest.mark.rule("U-65")
def test_late_loans_stand_on_the_same_list_of_calls_with_words_and_answers(as_clerk, loan, late_by):
    late_by(14)
    call = Message.objects.get(template="lending/reminder")
    page = text_of(as_clerk.get(url("calls")))
    no_day = as_clerk.post(url("called_late", call.pk), {"how": "agreed", "agreed_on": ""})
    agreed_on = clock.today() + timedelta(days=3)
    agreed = as_clerk.post(url("called_late", call.pk), {"how": "agreed", "agreed_on": agreed_on})

    assert ("Anna Belt" in page, loan.number in page, LANDLINE[-2:] in page) == (True,) * 3
    assert "Can you bring it back? On which day?" in page
    assert no_day.status_code == 422
    assert "Choose the day on which the person brings it." in text_of(no_day)
    assert (agreed.status_code, agreed.url) == (303, url("calls"))
    assert (fresh(call).state, Pause.objects.get().until_on) == ("done", agreed_on)
    assert "Anna Belt" not in text_of(as_clerk.get(url("calls")))


@pytest.mark.rule("U-63")
def test_a_call_that_is_noted_twice_by_a_double_click_is_one_call(as_clerk, loan, late_by):
    late_by(14)
    call = Message.objects.get(template="lending/reminder")
    once = as_clerk.get(url("calls")).context["late"][0]["form"]["once"].value()

    answers = [as_clerk.post(url("called_late", call.pk), {"how": "not_reached", "once": once}) for _click in range(2)]

    assert ([answer.status_code for answer in answers], fresh(call).calls) == ([303, 303], 1)


def test_strangers_find_no_pause_and_no_call(stranger, loan, late_by):
    late_by(14)
    neighbour, call = logged_in(stranger), Message.objects.get(template="lending/reminder")

    assert neighbour.get(url("pause", loan.pk)).status_code == 404
    assert neighbour.post(url("called_late", call.pk), {"how": "reached"}).status_code == 404
    assert "Anna Belt" not in text_of(neighbour.get(url("calls")))


@pytest.mark.rule("U-62")
def test_lists_of_late_loans_and_calls_ask_as_much_for_one_as_for_three(as_clerk, loan, depot, late_by):
    clock.pass_time(days=20)
    for name in ("Bob Cools", "Cis Daems"):
        person = a_person(loan.desk.organisation, name, **BY_PHONE)
        a_loan(person, comes(loan.device.device_class, loan.desk, depot))
    pages = [f"{url('loans')}?shown=overdue", url("calls")]

    late_by(14)
    for_one = [queries_of(as_clerk, page) for page in pages]
    late_by(34)
    for_three = [queries_of(as_clerk, page) for page in pages]

    assert text_of(as_clerk.get(pages[0])).count("put on the call list") == 3
    assert len(as_clerk.get(pages[1]).context["late"]) == 3
    assert for_one == for_three


@pytest.mark.rule("U-66")
def test_after_the_last_step_the_coordinator_finds_the_number_and_no_name(cora, loan, late_by):
    late_by(42)
    client = logged_in(cora)

    page = text_of(client.get(url("ladders_done")))

    assert (loan.number in page, loan.desk.name in page, "Anna" in page) == (True, True, False)
    assert client.get(url("loan", loan.pk)).status_code == 403


@pytest.mark.rule("U-64")
def test_the_desk_writes_down_which_partner_sent_the_person(as_clerk, roza, desk, laptop_class):
    about = {"name": "Buurthuis De Brug", "kind": Organisation.Kind.PARTNER}
    partner = a_member(desk.organisation.association, **about)

    answer = as_clerk.post(
        url("ask", roza.pk),
        {"device_class": laptop_class.pk, "desk": desk.pk, "asked_through": "partner", "sent_by": partner.pk},
    )

    assert (answer.status_code, Request.objects.get().sent_by) == (303, partner)
