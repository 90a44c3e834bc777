"""Who lost the link of an appointment finds it with the number and three letters; who guesses learns nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.agenda import actions
from digibank.agenda.models import NUMBERS, Appointment
from digibank.agenda.newcomers import link_of
from digibank.agenda.tests.factories import (
    a_call,
    a_help_point,
    a_helper_there,
    a_moment,
    a_wish,
    somebody_at_home,
    with_helper,
)
from digibank.audit.tests.factories import an_actor
from digibank.people import actions as people
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

NOT_FOUND = "We find no appointment with this number and these letters. Look again, or call us."


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is a Monday."""


@pytest.fixture
def point(town):
    place = a_help_point(town)
    a_helper_there(place)
    return place


@pytest.fixture
def made(point, town) -> Appointment:
    return with_helper(point, a_person(town, "Roza Peeters"))


def found(client, number: str, letters: str = "pee"):
    return client.post(reverse("website:find_appointment"), {"number": number, "letters": letters})


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.rule("AP-16")
@pytest.mark.parametrize("letters", ["pee", "PEE", "Peeters"])
def test_the_number_and_three_letters_lead_to_the_page_of_the_link(client, made, letters):
    answer = found(client, made.number.lower().replace("-", " "), letters)

    page = text_of(client.get(answer["Location"]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("website:appointment", args=[link_of(made)]))
    assert "Tuesday 24 November 2026, 10 o’clock" in page
    assert [word for word in ("Roza", "Peeters") if word in page] == []


@pytest.mark.rule("AP-12")
@pytest.mark.rule("AP-22")
def test_behind_the_link_of_a_visit_at_home_stand_neither_its_address_nor_its_word(client, point, town):
    for name in ("Jo Maes", "Ann Claes"):
        a_helper_there(point, name)
    wish = a_wish(where="at_home")
    visit = actions.book_with_helper(point, person=somebody_at_home(town), wish=wish, by=an_actor())

    page = text_of(client.get(found(client, visit.number)["Location"]))

    assert "We come to your home." in page
    assert [word for word in ("Wilgenstraat", "Roza", visit.code_word, point.street) if word in page] == []


@pytest.mark.rule("AP-16")
def test_from_there_one_calls_it_off(client, made):
    link = found(client, made.number)["Location"]

    client.post(f"{link}afzeggen/", {})

    made.refresh_from_db()
    assert made.state == "cancelled"


@pytest.mark.rule("AP-16")
def test_every_other_answer_is_the_same_and_costs_the_same(client, made):
    pages = {}
    for name, number, letters in [
        ("other letters", made.number, "jan"),
        ("first name", made.number, "roz"),
        ("never given", NUMBERS.of(made.pk + 1), "pee"),
        ("mistyped", "AF-000001-9", "pee"),
        ("no number", "dinsdag", "pee"),
    ]:
        with CaptureQueriesContext(connection) as asked:
            answer = found(client, number, letters)
        shown = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(answer))
        shown = shown.replace(f'value="{number}"', "").replace(f'value="{letters}"', "")
        pages[name] = (answer.status_code, shown, sum("agenda_appointment" in one["sql"] for one in asked), len(asked))

    assert len(set(pages.values())) == 1
    status, page, asked, _all = pages["never given"]
    assert (status, NOT_FOUND in page, asked) == (422, True, 1)


@pytest.mark.rule("AP-16")
def test_what_is_over_called_off_hidden_or_of_a_protected_person_is_not_found(client, made, point, town):
    off = with_helper(point, a_person(town, "Ann Peeters"), "11:00")
    actions.cancel(off, by=an_actor())
    hidden = with_helper(point, a_person(town, "Els Peeters"), "12:00", hidden=True)
    shy = a_person(town, "Mia Peeters")
    protected = with_helper(point, shy, "13:00")
    people.edit(shy, version=shy.version, protected=True, by=an_actor())

    answers = [found(client, one.number).status_code for one in (off, hidden, protected)]
    with clock.at(a_moment(24, "10:00")):
        answers.append(found(client, made.number).status_code)

    assert answers == [422, 422, 422, 422]


def test_who_is_to_be_called_finds_that_too(client, point, town):
    call = a_call(point, a_person(town, "Roza Peeters"))

    answer = found(client, call.number)

    assert "We call you to choose another hour." in text_of(client.get(answer["Location"]))


@pytest.mark.rule("AP-16")
def test_a_number_is_tried_six_times_a_day_however_it_is_written_and_from_wherever(client, made):
    spellings = [made.number, made.number.lower(), made.number.replace("-", " ")] * 2
    tried = [
        client.post(
            reverse("website:find_appointment"), {"number": number, "letters": "xyz"}, REMOTE_ADDR=f"203.0.113.{at}"
        ).status_code
        for at, number in enumerate(spellings)
    ]

    assert (tried, found(client, made.number).status_code) == ([422] * 6, 429)
    assert found(client, NUMBERS.of(made.pk + 1)).status_code == 422
    with clock.at(a_moment(24, "09:01")):
        assert found(client, made.number).status_code == 303


@pytest.mark.rule("AP-16")
def test_a_number_that_was_never_given_is_counted_like_any_other(client, made):
    never = NUMBERS.of(made.pk + 1)

    assert [found(client, never).status_code for _time in range(7)] == [422] * 6 + [429]


def test_empty_answers_come_back_and_the_page_is_small(client):
    page = client.get(reverse("website:find_appointment"), headers={"Accept-Encoding": "gzip"})

    assert (page.status_code, found(client, "", "").status_code) == (200, 422)
    assert len(page.content) <= 8 * 1024
