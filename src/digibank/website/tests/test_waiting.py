"""The page of who waits: the own place and why, and nothing about anybody else."""

import gzip
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.lending import actions
from digibank.lending.links import link_of
from digibank.lending.tests.waiting import a_queue_rule, comes, waits
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.ui.templatetags.ui import weekday

pytestmark = pytest.mark.django_db
ROUND_TRIP = 8_000


@pytest.fixture(autouse=True)
def _in_english_on_a_monday(in_english, on_a_monday):
    """Sentences are compared in the language of the code."""


def page_of(asked, name="wait"):
    return reverse(f"website:{name}", args=[link_of(asked)])


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.rule("U-39")
def test_who_waits_sees_the_own_place_its_points_and_nobody_else(client, laptop_class, desk, other_town):
    a_regulation(desk.organisation)
    a_queue_rule(desk.organisation)
    first = waits("Anna Eerst", laptop_class, desk)
    there = a_desk(other_town, name="Balie Hazelven")
    mine = waits("Bert Tweede", laptop_class, desk, also_at=[there])

    answer = client.get(page_of(mine))

    page = text_of(answer)
    assert answer.status_code == 200
    assert "You are number 2" in page
    assert ("lives in the municipality of the desk" in page, "You have 8 points." in page) == (True, True)
    assert ("Balie Hazelven" in page, "Here you are number 1." in page) == (True, True)
    assert [
        word for word in ("Anna", "Bert", first.number, first.person.number, mine.person.number) if word in page
    ] == []
    assert len(gzip.compress(answer.content)) <= ROUND_TRIP
    assert "<script" not in page
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")


@pytest.mark.rule("U-39")
def test_that_somebody_was_moved_up_is_told_and_not_why(client, laptop_class, desk):
    a_regulation(desk.organisation)
    asked = waits("Anna", laptop_class, desk)
    actions.move_up(asked, because="Begint morgen.", by=an_actor())

    page = text_of(client.get(page_of(asked)))

    assert ("A colleague put you in front by hand." in page, "Begint morgen." in page) == (True, False)


@pytest.mark.rule("U-39")
def test_each_state_says_what_happens_now(client, laptop_class, desk, depot):
    a_regulation(desk.organisation)
    asked, by = waits("Anna", laptop_class, desk), an_actor()
    comes(laptop_class, desk, depot)
    offer = actions.offer(asked, desk=desk, by=by)
    pages = [text_of(client.get(page_of(asked)))]
    actions.accept(offer, by=by)
    pages.append(text_of(client.get(page_of(asked))))
    actions.withdraw(asked, by=by)
    pages.append(text_of(client.get(page_of(asked))))

    titles = ["One is free for you", "One is kept for you", "You do not wait any more"]
    assert [title in page for title, page in zip(titles, pages, strict=True)] == [True] * 3
    assert weekday(offer.answer_by) in pages[0]


@pytest.mark.rule("U-39")
def test_who_does_not_need_it_any_more_says_so_once(client, laptop_class, desk):
    a_regulation(desk.organisation)
    asked = waits("Anna", laptop_class, desk)
    question = text_of(client.get(page_of(asked, "wait_stop")))
    typed = {"once": uuid4()}
    answers = [client.post(page_of(asked, "wait_stop"), typed) for _time in range(2)]
    late = client.post(page_of(asked, "wait_stop"), {"once": uuid4()})

    assert "Do you not need it any more?" in question
    assert [(answer.status_code, answer.url) for answer in answers] == [(303, ".././")] * 2
    asked.refresh_from_db()
    assert (asked.state, late.status_code) == ("withdrawn", 422)
    assert Event.objects.get(verb="lending.withdrawn").actor.kind == "link"


@pytest.mark.rule("U-39")
@pytest.mark.parametrize("link", ["1", "1:nonsense", "x:y", "999:"])
def test_a_link_that_is_not_ours_opens_nothing(link, laptop_class, desk):
    a_regulation(desk.organisation)
    waits("Anna", laptop_class, desk)

    assert Client().get(reverse("website:wait", args=[link])).status_code == 404
    assert Client().get(reverse("website:wait_stop", args=[link])).status_code == 404
