"""A company sends its list behind the link of its offer: no name, no log-in, nothing that is not its own."""

import gzip

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.links import link_of
from digibank.donations.lists import plans_of
from digibank.donations.tests.lists import LIST, a_company_offer, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday", "in_english")]

ROUND_TRIP = 8 * 1024


@pytest.fixture
def offer(depot):
    return a_company_offer(depot)


def url(name, offer, plan=None, link="") -> str:
    link = link or link_of(offer)
    return reverse(f"website:{name}", args=[link] if plan is None else [link, plan.pk])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_company_sends_a_list_without_a_name_or_a_log_in(client, offer):
    looked = client.post(url("give_list", offer), {"file": SimpleUploadedFile("lijst.csv", LIST.encode())}, follow=True)
    plan = plans_of(offer).get()
    assert ("Nothing is sent yet." in text_of(looked), "Send 2 rows" in text_of(looked)) == (True, True)

    client.post(url("give_list_words", offer, plan), {"word-0": "other", "is-0": "kopieermachine"})
    plan.refresh_from_db()
    done = client.post(url("give_list_send", offer, plan), {"seen": plan.digest}, follow=True)

    assert ("Your list was sent" in text_of(done), offer.items.count()) == (True, 3)


def test_the_page_of_thanks_of_a_company_leads_to_its_list(client, offer):
    assert url("give_list", offer) in client.get(reverse("website:given", args=[link_of(offer)])).content.decode()


def test_who_guesses_a_link_or_takes_that_of_another_offer_finds_nothing(client, offer, depot):
    plan, _sheet = sent(offer)
    other = a_company_offer(depot)
    names = ["give_list_rows", "give_list_refused"]
    acts = ["give_list_columns", "give_list_words", "give_list_send"]

    answers = [client.get(url("give_list", offer, link="7")), client.post(url("give_list", offer, link="7"))]
    for link in (link_of(other), f"{link_of(offer)}x"):
        answers += [client.get(url(name, offer, plan, link)) for name in names]
        answers += [client.post(url(name, offer, plan, link)) for name in acts]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.rule("T-02")
def test_a_list_that_changed_is_shown_anew_and_nothing_is_sent(client, offer):
    plan, _sheet = sent(offer)
    actions.add_items(offer, items=[actions.Offering(kind="laptop", serial="7GXK2P3")], by=an_actor())

    answer = client.post(url("give_list_send", offer, plan), {"seen": plan.digest})

    assert (answer.status_code, "The list changed since the preview." in text_of(answer)) == (422, True)
    assert ("Send 1 row" in text_of(answer), offer.items.count()) == (True, 1)


def test_a_column_that_is_chosen_twice_is_explained_at_its_question(client, offer):
    plan, _sheet = sent(offer)

    answer = client.post(url("give_list_columns", offer, plan), {"kind": "0", "vendor": "0"})

    assert (answer.status_code, "is a column that you chose twice" in text_of(answer)) == (422, True)


def test_the_rows_to_mend_come_with_their_reason(client, offer):
    plan, _sheet = sent(offer)

    lines = client.get(url("give_list_refused", offer, plan)).content.decode("utf-8-sig").splitlines()

    assert len(lines) == 4


def test_a_page_of_fifty_rows_comes_in_one_round_trip_and_needs_no_script(client, offer):
    rows = "\n".join(f"laptop;Dell;Latitude {n * 37 % 1000};{n * 7919:07X}" for n in range(300))
    plan, _sheet = sent(offer, f"soort;merk;model;serienummer\n{rows}")

    page = client.get(url("give_list_rows", offer, plan)).content

    assert (len(gzip.compress(page, 6)) <= ROUND_TRIP, b"<script" in page) == (True, False)
