"""The pages of who may borrow: ticking what was seen, asking for an exception, deciding about it."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.lending import actions
from digibank.lending.models import Exemption, Loan, ProofSeen
from digibank.lending.tests.factories import CALL_LATER, a_loan, a_request
from digibank.lending.tests.looking import fresh
from digibank.lending.tests.test_borrowing import PROOFS
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person
from digibank.support.tests.factories import a_social_worker, an_ocmw


def url(name, *keys) -> str:
    return reverse(f"lending:{name}", args=keys)


def send(client, address, **typed):
    return client.post(address, {"once": str(uuid4())} | typed)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def mia(town):
    a_regulation(town, devices_per_household=1, proofs=PROOFS)
    return a_person(town, "Mia Claes")


@pytest.fixture
def asked(roza, laptop, clerk) -> Exemption:
    a_loan(roza, laptop)
    return actions.ask_exemption(roza, desk=laptop.place, rule="devices", reason="Studie", by=clerk.actor)


@pytest.mark.rule("U-70")
def test_a_clerk_ticks_what_lies_on_the_desk_and_sees_until_when_it_is_good(as_clerk, mia):
    shown = text_of(as_clerk.get(url("see_proofs", mia.pk)))
    answer = send(as_clerk, url("see_proofs", mia.pk), seen=["resident", "social"])
    after = text_of(as_clerk.get(url("lend", mia.pk)))

    assert ("A card or letter with your address" in shown, answer.status_code) == (True, 303)
    assert answer["Location"] == url("lend", mia.pk)
    assert ("23 November 2027" in after, "23 May 2027" in after) == (True, True)
    assert ProofSeen.objects.count() == 2


@pytest.mark.rule("U-70")
def test_nothing_ticked_is_explained_and_a_mistake_is_taken_back(as_clerk, mia):
    empty = send(as_clerk, url("see_proofs", mia.pk))
    send(as_clerk, url("see_proofs", mia.pk), seen=["resident"])
    back = send(as_clerk, url("unsee_proofs", mia.pk))
    again = send(as_clerk, url("unsee_proofs", mia.pk))

    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["seen"])
    assert (back.status_code, again.status_code) == (303, 422)
    assert "Nothing was ticked today. Reload the page." in text_of(again)


@pytest.mark.rule("U-70")
def test_preparing_shows_what_to_look_at_and_refuses_without(as_clerk, mia, laptop):
    page = url("prepare", mia.pk, laptop.pk)
    typed = {"slot": "call", "reason": CALL_LATER, "all_parts": "1"}

    no = send(as_clerk, page, **typed)
    yes = send(as_clerk, page, **typed, seen=["resident", "allowance"])

    assert (no.status_code, "Bring this, to show it only" in text_of(no)) == (422, True)
    assert (yes.status_code, Loan.objects.get().person) == (303, mia)


@pytest.mark.rule("U-70")
def test_a_request_says_what_the_person_is_to_bring(as_clerk, mia, laptop):
    asked = a_request(mia, laptop.device_class, laptop.place)

    assert "Bring this, to show it only: a card or letter with your address." in text_of(
        as_clerk.get(url("request", asked.pk))
    )


@pytest.mark.rule("U-74")
def test_a_clerk_asks_and_a_coordinator_decides_by_number(as_clerk, as_coordinator, roza, laptop, second_laptop):
    a_loan(roza, laptop)
    page = text_of(as_clerk.get(url("lend", roza.pk)))
    asked = send(as_clerk, url("ask_exemption", roza.pk), rule="devices", reason="Zij studeert en werkt.")
    exemption = Exemption.objects.get()
    waiting = text_of(as_coordinator.get(url("exemptions")))
    board = text_of(as_coordinator.get(reverse("desk:home")))
    shown = text_of(as_coordinator.get(url("exemption", exemption.pk)))
    granted = send(as_coordinator, url("exemption", exemption.pk), until_on="2026-12-24")

    assert (url("ask_exemption", roza.pk) in page, asked.status_code, granted.status_code) == (True, 303, 303)
    assert "Exceptions wait for a decision" in board
    assert [(roza.number in text, "Roza" in text) for text in (waiting, shown)] == [(True, False)] * 2
    assert (fresh(exemption).state, str(fresh(exemption).until_on)) == ("granted", "2026-12-24")


@pytest.mark.rule("U-74")
def test_a_social_worker_of_the_own_ocmw_decides_and_one_elsewhere_sees_nothing(asked, town, other_town):
    own, other = (a_social_worker(an_ocmw(town)), a_social_worker(an_ocmw(other_town), "ann"))

    pages = {who: logged_in(who).get(url("exemption", asked.pk)).status_code for who in (own, other)}
    refused = send(logged_in(own), url("refuse_exemption", asked.pk), answer="Er wachten er nog tien.")

    assert (pages, refused.status_code) == ({own: 200, other: 404}, 303)
    assert fresh(asked).answer == "Er wachten er nog tien."


@pytest.mark.rule("U-74")
def test_a_decision_that_breaks_a_rule_comes_back_with_its_sentence(as_coordinator, asked):
    late = send(as_coordinator, url("exemption", asked.pk), until_on="2031-01-01")
    silent = send(as_coordinator, url("refuse_exemption", asked.pk), answer="")

    assert (late.status_code, list(late.context["grant"].errors)) == (422, ["until_on"])
    assert (silent.status_code, list(silent.context["refuse"].errors)) == (422, ["answer"])


def test_a_stranger_finds_nothing_and_others_may_not_come_in(as_stranger, as_technician, as_clerk, asked, roza):
    of_person = ["see_proofs", "ask_exemption"]
    strangers = {name: as_stranger.get(url(name, roza.pk)).status_code for name in of_person}
    strangers["unsee_proofs"] = as_stranger.post(url("unsee_proofs", roza.pk)).status_code
    barred = {
        as_technician.get(url("see_proofs", roza.pk)).status_code,
        as_clerk.get(url("exemptions")).status_code,
        as_clerk.get(url("exemption", asked.pk)).status_code,
    }

    assert (set(strangers.values()), barred) == ({404}, {403})


def test_the_list_asks_as_many_questions_for_three_as_for_one(as_coordinator, asked, town, clerk):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            as_coordinator.get(url("exemptions"))
        return len(caught)

    queries()
    one = queries()
    for name in ("Jan Maes", "Piet Maes"):
        person = a_person(town, name)
        Exemption.objects.create(
            person=person, organisation=town, rule="devices", reason="Studie", asked_by=clerk.actor
        )

    assert queries() == one
