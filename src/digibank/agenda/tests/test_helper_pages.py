"""The pages of appointments with a helper: what they offer, what they refuse, and the week with its helpers."""

import re

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import actions as agenda
from digibank.agenda import queries
from digibank.agenda.fullness import why_full
from digibank.agenda.models import Appointment
from digibank.agenda.tests.factories import a_helper_there, a_moment, a_wish, by_appointment, with_helper
from digibank.agenda.tests.looking import verbs
from digibank.audit.tests.factories import an_actor
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.people.tests.factories import a_person
from digibank.workforce import actions as workforce
from digibank.workforce.models import Helper

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def full_at_nine(client, page: str, **more: str):
    """The page that asks why, after nine o'clock was chosen on this page."""
    answer = client.post(page, {"other_on": "2026-11-24", "other_at": "09:00", **more})
    assert answer.status_code == 303
    return client.get(answer["Location"])


def sent_along(answer) -> dict[str, str]:
    """What the page of a full hour sends without showing it, and to which address."""
    page = answer.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return hidden | {"to": re.search(r'method="post" action="([^"]+/toch/)"', page)[1]}


@pytest.fixture
def asked(help_point, roza) -> str:
    """The page on which Roza gets an hour at the help point."""
    by_appointment(help_point, "09:00", "10:00")
    return reverse("agenda:book_with_helper", args=[roza.pk]) + f"?place={help_point.pk}&minutes=30&topic=bank"


@pytest.mark.rule("AP-03")
def test_a_clerk_books_an_hour_of_those_that_are_offered(as_clerk, help_point, roza, asked):
    a_helper_there(help_point, topics=["bank"])

    page = text_of(as_clerk.get(asked))
    answer = as_clerk.post(asked, {"starts_at": a_moment(24, "09:30").isoformat()})

    made = Appointment.objects.get()
    assert [
        words
        for words in ("Tuesday 24 November 2026, 9 o’clock", "Tuesday 24 November 2026, 9.30 o’clock")
        if words not in page
    ] == []
    assert "9.15" not in page
    assert (answer.status_code, answer["Location"]) == (303, reverse("agenda:appointment", args=[made.pk]))
    assert (made.person, made.topic, made.slot.starts_at) == (roza, "bank", a_moment(24, "09:30"))
    assert "bank" in text_of(as_clerk.get(answer["Location"]))


@pytest.mark.rule("AP-07")
def test_while_nobody_is_free_the_page_says_so_and_asks_why(as_clerk, help_point, farid, asked):
    a_helper_there(help_point)
    with_helper(help_point, farid, "09:00")
    full = full_at_nine(as_clerk, asked, hidden="on")
    sent = sent_along(full)
    refused = as_clerk.post(sent.pop("to"), sent | {"despite": ""})
    booked = as_clerk.post(sent_along(full)["to"], sent | {"despite": "Haar uitkering stopt morgen."})

    made = Appointment.objects.latest("pk")
    assert [full.status_code, refused.status_code, booked.status_code] == [200, 422, 303]
    assert "<b>Mia</b> has an appointment then" in text_of(full)
    assert ("Write down why." in text_of(refused), "<b>Mia</b>" in text_of(refused)) == (True, True)
    assert (made.despite, made.topic, made.hidden, made.slot.engagements.count()) == (
        "Haar uitkering stopt morgen.", "bank", True, 0,
    )  # fmt: skip


@pytest.mark.rule("AP-07")
def test_who_became_free_while_the_page_was_read_is_taken_and_no_reason_is_kept(as_clerk, help_point, farid, asked):
    a_helper_there(help_point)
    other = with_helper(help_point, farid, "09:00")
    sent = sent_along(full_at_nine(as_clerk, asked))
    agenda.cancel(other, by=an_actor())

    as_clerk.post(sent.pop("to"), sent | {"despite": "Dringend."})

    made = Appointment.objects.latest("pk")
    assert (made.despite, made.slot.engagements.get().helper.first_name) == ("", "Mia")


@pytest.mark.rule("AP-07")
def test_a_move_to_a_full_hour_is_confirmed_too_and_the_reason_stands_in_no_address(
    as_clerk, help_point, roza, farid, asked
):
    a_helper_there(help_point)
    made = with_helper(help_point, roza, "09:30")
    with_helper(help_point, farid, "09:00")
    sent = sent_along(full_at_nine(as_clerk, reverse("agenda:move_with_helper", args=[made.pk])))

    moved = as_clerk.post(sent["to"], sent | {"despite": "Kan niet later."})

    made.refresh_from_db()
    assert (moved.status_code, made.despite, made.slot.starts_at) == (303, "Kan niet later.", a_moment(24, "09:00"))
    assert "?" not in sent["to"] + moved["Location"]


def test_who_comes_to_the_page_of_a_full_hour_without_an_hour_chooses_one_first(as_clerk, roza):
    pages = [reverse(f"agenda:{name}", args=[roza.pk]) for name in ("book_full", "book_with_helper")]

    assert as_clerk.get(f"{pages[0]}?starts_at=noon")["Location"] == pages[1]


@pytest.mark.rule("AP-07")
def test_outside_the_hours_no_reason_helps(as_clerk, help_point, farid, asked):
    a_helper_there(help_point)
    with_helper(help_point, farid, "09:00")
    sent = sent_along(full_at_nine(as_clerk, asked))
    to = sent.pop("to")
    evening = sent | {"starts_at": a_moment(24, "20:00").isoformat(), "despite": "Toch."}

    refused = [as_clerk.post(to, evening), as_clerk.post(to, sent | {"place": "0", "despite": "Toch."})]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert "There are no appointments at that hour" in text_of(refused[0])
    assert Appointment.objects.count() == 1


def test_the_page_of_a_full_hour_says_what_keeps_each_helper(help_point, farid):
    by_appointment(help_point, "09:00", "12:00")
    a_helper_there(help_point, "Mia De Smet", topics=["itsme"])
    a_helper_there(help_point, "Jo Maes", "09:00-10:15")
    a_helper_there(help_point, "Ann Claes", "14:00-15:00")
    a_helper_there(help_point, "Bea Duys", tongues=["fr"])
    bea = Helper.objects.get(user__username="bea")
    agenda.book_with_helper(help_point, person=farid, wish=a_wish(prefers=bea.pk), by=an_actor())

    full = why_full(help_point, a_wish("10:00", topic="bank"))
    offered = why_full(help_point, a_wish("10:00", topic="itsme"))

    assert full.helpers == [
        ("Bea", "has an appointment then"), ("Jo", "is not there all the time"), ("Mia", "does not know this topic"),
    ]  # fmt: skip
    assert offered is None
    assert why_full(help_point, a_wish("10:00", topic="bank", where="at_home")) is None


def test_an_hour_that_is_not_offered_or_not_chosen_comes_back(as_clerk, help_point, asked):
    a_helper_there(help_point)

    answers = [
        as_clerk.post(asked, {"starts_at": a_moment(24, "12:00").isoformat()}),
        as_clerk.post(asked, {"starts_at": "", "hidden": "on"}),
        as_clerk.post(asked.replace("minutes=30", "minutes=7"), {"other_on": "2026-11-24", "other_at": "09:00"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "This hour is taken meanwhile." in text_of(answers[0])
    assert "Choose an hour." in text_of(answers[1])
    assert "checked" in text_of(answers[1])
    assert "First say what is asked" in text_of(answers[2])
    assert Appointment.objects.count() == 0


@pytest.mark.rule("AP-08")
def test_an_appointment_moves_to_another_hour_on_its_page(as_clerk, help_point, roza, asked):
    a_helper_there(help_point)
    made = with_helper(help_point, roza, "09:00")
    address = reverse("agenda:move_with_helper", args=[made.pk])

    page = text_of(as_clerk.get(reverse("agenda:appointment", args=[made.pk])))
    answer = as_clerk.post(address, {"starts_at": a_moment(24, "09:30").isoformat()})

    made.refresh_from_db()
    assert address in page
    assert (answer.status_code, made.slot.starts_at) == (303, a_moment(24, "09:30"))
    assert verbs(made) == ["agenda.booked", "agenda.moved"]


def test_strangers_and_who_may_not_plan_find_nothing(as_stranger, as_technician, elsewhere, asked):
    place, roza = Place.objects.get(kind="help_point"), Person.objects.get()
    a_helper_there(place)
    made = with_helper(place, roza, "09:00")
    far = logged_in(a_user("piet", "Piet Elders", elsewhere.seat.organisation, Role.LENDING_CLERK))
    pages = [asked, reverse("agenda:move_with_helper", args=[made.pk]), reverse("agenda:helpers", args=[place.pk])]

    assert [as_stranger.get(page).status_code for page in pages] == [404, 404, 404]
    assert [far.get(page).status_code for page in pages] == [404, 404, 404]
    assert [as_technician.get(page).status_code for page in pages] == [403, 403, 403]


@pytest.mark.rule("G-05")
def test_the_week_shows_each_helper_with_who_comes_and_who_is_not_there(as_helper, help_point, roza, farid):
    a_helper_there(help_point, hours="09:00-12:00")
    jo = a_helper_there(help_point, "Jo Maes", hours="13:00-17:00")
    with_helper(help_point, roza, "10:00")
    with_helper(help_point, farid, "14:00")
    address = reverse("agenda:helpers", args=[help_point.pk])
    before = text_of(as_helper.get(address))

    workforce.call_shift_off(jo.shifts.get(), by=an_actor())

    after = text_of(as_helper.get(address))
    assert before.index(">Jo<") < before.index(">Mia<")
    assert [roza.number in before, farid.number in before, "Roza" in before] == [True, True, False]
    assert ("helper is not there" in before, "helper is not there" in after) == (False, True)


def test_the_pages_ask_as_many_questions_for_three_as_for_one(as_clerk, as_helper, help_point, town, asked):
    by_appointment(help_point, "10:00", "17:00")
    counts = []
    for number in range(3):
        a_helper_there(help_point, f"Help{number} Er", topics=["bank"], tongues=["fr"])
        with_helper(help_point, a_person(town, f"Persoon {number}"), f"{10 + number}:00")
        for client, page in [(as_clerk, asked), (as_helper, reverse("agenda:helpers", args=[help_point.pk]))]:
            client.get(page)
            with CaptureQueriesContext(connection) as queries_of:
                client.get(page)
            counts.append(len(queries_of))

    assert counts[:2] == counts[4:]


@pytest.mark.rule("AP-09")
def test_what_is_hidden_stands_on_no_paper_and_in_the_week_of_colleagues_only(
    as_clerk, helper, help_point, roza, asked
):
    a_helper_there(help_point)

    as_clerk.post(asked, {"starts_at": a_moment(24, "09:00").isoformat(), "hidden": "on"})

    with clock.at(a_moment(24, "08:30")):
        printed = queries.today(helper)
    assert Appointment.objects.get().hidden
    assert printed == []
    assert roza.number in text_of(logged_in(helper).get(reverse("agenda:helpers", args=[help_point.pk])))
