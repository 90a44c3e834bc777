"""Making an appointment on the website: six pages, no account, the hour kept while one answers; and calling it off."""

import re

import pytest
from django.urls import reverse

from digibank import clock
from digibank.agenda.models import Appointment, Slot
from digibank.agenda.newcomers import link_of
from digibank.agenda.tests.factories import a_help_point, a_helper_there, a_moment, by_appointment
from digibank.helpdesk.models import Question
from digibank.organisations.models import Place
from digibank.people.models import Person

pytestmark = pytest.mark.django_db

ANSWERS = {
    "topic": "itsme",
    "starts_at": a_moment(24, "09:30").isoformat(),
    "name": "Roza Peeters",
    "reach": "0470 12 34 56",
}


@pytest.fixture(autouse=True)
def in_english_on_a_monday(in_english, on_a_monday) -> None:
    """Sentences are compared in the language of the code, and it is a Monday."""


@pytest.fixture
def point(town) -> Place:
    place = by_appointment(a_help_point(town), "09:00", "10:00")
    a_helper_there(place)
    return place


def answered(client, point, **changes):
    """Answer each question on its page; the last answer."""
    address = reverse("website:book", args=["waar"])
    answer = None
    for name, value in ({"place": str(point.pk)} | ANSWERS | changes | {"": ""}).items():
        answer = client.post(address, {name: value} if name else {})
        if answer.status_code != 303:
            return answer
        address = answer["Location"]
    return answer


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.rule("AP-11")
def test_a_resident_makes_an_appointment_in_six_pages_without_an_account(client, point, town):
    answer = answered(client, point)

    made = Appointment.objects.get()
    page = text_of(client.get(answer["Location"]))
    assert (made.through, made.topic, made.slot.starts_at) == ("website", "itsme", a_moment(24, "09:30"))
    assert (made.person.name, made.person.home, made.person.prefers) == ("Roza Peeters", town, "sms")
    assert made.number in page
    assert "Tuesday 24 November 2026, 9.30 o’clock" in page
    assert [word for word in ("Roza", "itsme", "0470") if word in page] == []


@pytest.mark.rule("AP-11")
@pytest.mark.parametrize(
    ("reach", "prefers"), [("", "card"), ("014 21 00 00", "phone"), ("roza@voorbeeld.be", "email")]
)
def test_nobody_needs_a_telephone_or_an_e_mail(client, point, reach, prefers):
    answered(client, point, reach=reach)

    assert Person.objects.get().prefers == prefers


@pytest.mark.rule("AP-06")
def test_before_the_last_page_only_the_hour_is_kept_and_another_hour_takes_its_place(client, point):
    address = reverse("website:book", args=["waar"])
    for name in ("place", "topic"):
        address = client.post(address, {name: ({"place": str(point.pk)} | ANSWERS)[name]})["Location"]
    when = client.post(address, {"starts_at": ANSWERS["starts_at"]})["Location"]

    back = re.search(r'class="quick back" href="([^"]+)"', client.get(when).content.decode())
    assert back
    client.post(back[1].replace("&amp;", "&"), {"starts_at": a_moment(24, "09:00").isoformat()})

    assert (Person.objects.count(), Appointment.objects.count()) == (0, 0)
    assert list(Slot.objects.filter(state="open").values_list("starts_at", flat=True)) == [a_moment(24, "09:00")]


@pytest.mark.rule("AP-06")
def test_who_answers_too_slowly_is_told_so_and_nothing_is_kept(client, point):
    address = reverse("website:book", args=["waar"])
    for name, value in ({"place": str(point.pk)} | ANSWERS).items():
        address = client.post(address, {name: value})["Location"]

    with clock.at(a_moment(23, "09:20")):
        late = client.post(address, {})

    assert late.status_code == 422
    assert "We kept this hour for a quarter of an hour." in text_of(late)
    assert (Person.objects.count(), Appointment.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": ""}, "Choose an answer."),
        ({"topic": ""}, "Choose an answer."),
        ({"starts_at": a_moment(24, "11:00").isoformat()}, "This hour is taken meanwhile."),
        ({"name": ""}, "This field is required."),
        ({"reach": "12"}, "Nobody can be called on this number."),
        ({"reach": "roza@"}, "Enter a valid email address."),
    ],
)
def test_an_answer_that_cannot_be_comes_back(client, point, changes, sentence):
    answer = answered(client, point, **changes)

    assert (answer.status_code, Person.objects.count()) == (422, 0)
    assert sentence in text_of(answer)


def at_step(client, point, *names) -> str:
    """The address of the page after these answers."""
    address = reverse("website:book", args=["waar"])
    for name in names:
        address = client.post(address, {name: ({"place": str(point.pk)} | ANSWERS)[name]})["Location"]
    return address


def way_out(answer) -> str:
    """Where the page leads for who cannot go on."""
    found = re.search(r'href="(/vraag-stellen/antwoord/[^"]+)"', answer.content.decode())
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.rule("AP-19")
def test_when_no_hour_is_free_the_page_says_what_now_and_the_help_point_is_asked(client, town):
    point = by_appointment(a_help_point(town))
    page = client.get(at_step(client, point, "place", "topic"))

    asked = client.get(way_out(page))
    thanks = client.post(way_out(page), {"reach": "Kerkstraat 3, 2399 Wilgerdonk"})

    question = Question.objects.get()
    words = text_of(page)
    assert [
        sentence
        for sentence in ("No hour is free in these four weeks.", "What can you do now?", "Then call us, or come by.")
        if sentence not in words
    ] == []
    assert "<fieldset" not in words
    assert ("How do we give you the answer?" in text_of(asked), thanks.status_code) == (True, 303)
    assert (question.place, question.source, question.topic, question.reach, question.state) == (
        point, "web", "itsme", "Kerkstraat 3, 2399 Wilgerdonk", "open",
    )  # fmt: skip
    assert question.text == "I would like an appointment, and find no hour on the website. Which hour is possible?"


@pytest.mark.rule("AP-19")
def test_who_finds_no_hour_that_suits_asks_the_help_point(client, point):
    page = client.get(at_step(client, point, "place", "topic"))

    client.post(way_out(page), {"reach": "014 21 00 01"})

    assert "No hour suits me. Look for one with me." in text_of(page)
    assert (Question.objects.get().reach, Slot.objects.count()) == ("014 21 00 01", 0)


@pytest.mark.rule("AP-19")
def test_who_has_no_telephone_may_be_written_to(client, point):
    page = client.get(at_step(client, point, "place", "topic", "starts_at", "name"))

    client.post(way_out(page), {"reach": "Kerkstraat 3, 2399 Wilgerdonk"})

    assert "I have no telephone. Write me a letter." in text_of(page)
    assert Question.objects.get().text == (
        "My name is Roza Peeters. I would like an appointment on Tuesday 24 November 2026, 9.30 o’clock."
        " Please write to me."
    )


@pytest.mark.rule("AP-19")
def test_the_other_pages_lead_nowhere_else(client, point):
    pages = [
        at_step(client, point),
        at_step(client, point, "place"),
        at_step(client, point, "place", "topic", "starts_at"),
    ]

    assert [page for page in pages if "/vraag-stellen/antwoord/" in client.get(page).content.decode()] == []


@pytest.mark.rule("AP-12")
def test_behind_the_link_one_calls_it_off_and_the_hour_is_free(client, point):
    answered(client, point)
    made = Appointment.objects.get()
    page = reverse("website:appointment_cancel", args=[link_of(made)])

    shown, sent = client.get(page), client.post(page, {})

    made.refresh_from_db()
    after = text_of(client.get(reverse("website:appointment", args=[link_of(made)])))
    assert (shown.status_code, sent.status_code, made.state, made.slot.state) == (200, 303, "cancelled", "cancelled")
    assert "Your appointment is called off" in after
    assert client.post(page, {}).status_code == 422


@pytest.mark.rule("AP-12")
def test_an_hour_that_has_begun_is_not_called_off_and_a_made_up_link_opens_nothing(client, point):
    answered(client, point)
    made = Appointment.objects.get()

    with clock.at(a_moment(24, "09:31")):
        late = client.post(reverse("website:appointment_cancel", args=[link_of(made)]), {})

    assert (late.status_code, "The hour has begun. Call us." in text_of(late)) == (422, True)
    assert client.get(reverse("website:appointment", args=["7:verzonnen"])).status_code == 404


def test_a_page_that_comes_too_early_begins_again(client, point):
    pages = [reverse("website:book", args=[step]) for step in ("wanneer", "nakijken", "dansen")]

    assert {client.get(page)["Location"] for page in pages} == {reverse("website:book", args=["waar"])}


def test_each_page_is_small(client, point):
    address, sizes = reverse("website:book", args=["waar"]), []
    for name, value in ({"place": str(point.pk)} | ANSWERS | {"": ""}).items():
        sizes.append(len(client.get(address, headers={"Accept-Encoding": "gzip"}).content))
        address = client.post(address, {name: value} if name else {})["Location"]
    sizes.append(len(client.get(address, headers={"Accept-Encoding": "gzip"}).content))

    assert max(sizes) <= 8 * 1024
