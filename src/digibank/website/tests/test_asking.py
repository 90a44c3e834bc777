"""Asking something on the website: four questions, nothing kept before the last, an answer within five working days."""

import re

import pytest
from django.urls import reverse

from digibank.accounts.models import Post
from digibank.agenda.tests.factories import a_help_point
from digibank.helpdesk.models import Question
from digibank.organisations.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is a Monday."""


@pytest.fixture
def point(town) -> Place:
    return a_help_point(town)


def told(point, **changes) -> list[dict[str, str]]:
    typed = {
        "place": str(point.pk),
        "topic": "itsme",
        "text": "Hoe zet ik itsme op mijn nieuwe gsm?",
        "reach": "0470 1",
    }
    return [{name: value} for name, value in (typed | changes).items()]


def asked(client, answers, address=None):
    """Answer each question on its page; the last answer."""
    address = address or reverse("website:ask", args=["waar"])
    answer = None
    for typed in answers:
        answer = client.post(address, typed)
        if answer.status_code != 303:
            return answer
        address = answer["Location"]
    return answer


@pytest.mark.rule("VB-12")
def test_a_resident_asks_in_four_pages_and_gets_a_number(client, point):
    answer = asked(client, told(point))

    question = Question.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert (question.source, question.place, question.topic, question.reach) == ("web", point, "itsme", "0470 1")
    assert (question.person, question.owner, question.due_on.isoformat()) == (None, None, "2026-11-30")
    assert question.number in page
    assert "0470" not in page
    assert "itsme" not in page


def test_nothing_is_kept_before_the_last_page_and_no_address_can_be_read(client, point):
    answer = asked(client, told(point)[:3])

    assert (Question.objects.count(), Post.objects.count()) == (0, 0)
    assert "itsme" not in answer["Location"]
    assert "session" not in "".join(client.cookies)


def test_the_same_page_sent_twice_is_one_question(client, point):
    last = asked(client, told(point)[:3])["Location"]
    once = re.search(r'name="once" value="([^"]+)"', client.get(last).content.decode())
    assert once

    first, second = (client.post(last, {"reach": "0470 1", "once": once[1]}) for _time in range(2))

    assert (first["Location"], Question.objects.count()) == (second["Location"], 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": ""}, "Choose an answer."),
        ({"topic": ""}, "Choose an answer."),
        ({"text": "Mijn pincode is 1234"}, "This text holds a password or code."),
        ({"text": ""}, "This field is required."),
        ({"reach": ""}, "This field is required."),
    ],
)
def test_an_answer_that_cannot_be_comes_back(client, point, changes, sentence):
    answer = asked(client, told(point, **changes))

    assert (answer.status_code, Question.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


def test_a_page_that_comes_too_early_or_was_tampered_with_begins_again(client, point):
    pages = [reverse("website:ask", args=["vraag"]), reverse("website:ask", args=["vraag"]) + "?tot=verzonnen"]
    pages += [reverse("website:ask", args=["dansen"])]

    assert {client.get(page)["Location"] for page in pages} == {reverse("website:ask", args=["waar"])}


def test_a_help_point_that_was_given_up_meanwhile_is_told(client, point):
    last = asked(client, told(point)[:3])["Location"]
    Place.objects.update(given_up_on="2026-11-22")

    answer = client.post(last, {"reach": "0470 1"})

    assert answer.status_code == 422
    assert "This help point answers no questions any more." in answer.content.decode()


def test_a_number_that_was_never_given_is_not_found(client, point):
    assert client.get(reverse("website:asked", args=["7:verzonnen"])).status_code == 404


def test_each_page_is_small(client, point):
    address = reverse("website:ask", args=["waar"])
    sizes = []
    for typed in told(point):
        sizes.append(len(client.get(address, headers={"Accept-Encoding": "gzip"}).content))
        address = client.post(address, typed)["Location"]

    assert max(sizes) <= 8 * 1024
