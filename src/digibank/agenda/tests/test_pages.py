"""The pages of the agenda: who may open them, what they show, and what they say when they refuse."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Can, Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import queries
from digibank.agenda.models import Appointment, Slot
from digibank.agenda.tests.factories import NOW, a_call, a_moment, a_slot, an_appointment
from digibank.agenda.tests.looking import counted, recounted
from digibank.organisations.tests.factories import a_desk, open_on
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

OF_A_SLOT = ["slot", "book", "cancel_slot"]
OF_AN_APPOINTMENT = ["appointment", "note_done", "note_missed", "cancel"]
SENT = ["book", "note_done", "note_missed", "cancel"]


def url(name, key=None):
    return reverse(f"agenda:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def addresses(appointment: Appointment) -> dict[str, str]:
    """Every address, with this appointment and its moment."""
    keys = dict.fromkeys(OF_A_SLOT, appointment.slot_id) | dict.fromkeys(OF_AN_APPOINTMENT, appointment.pk)
    names = ["week", "today", "open_moments", "call", *OF_A_SLOT, *OF_AN_APPOINTMENT]
    return {name: url(name, keys.get(name)) for name in names}


def answers(client, pages: dict[str, str]) -> dict[str, int]:
    return {name: (client.post(at) if name in SENT else client.get(at)).status_code for name, at in pages.items()}


@pytest.fixture
def booked(help_point, roza) -> Appointment:
    return an_appointment(a_slot(help_point, capacity=2), roza)


def test_who_may_not_plan_is_refused_and_who_is_not_logged_in_is_sent_to_the_door(client, as_technician, booked):
    pages = addresses(booked)

    assert answers(as_technician, pages) == dict.fromkeys(pages, 403)
    assert answers(client, pages) == dict.fromkeys(pages, 302)


@pytest.mark.rule("G-03")
def test_a_clerk_books_and_the_help_point_itself_opens_and_calls_off(as_clerk, as_helper, booked):
    pages = {name: at for name, at in addresses(booked).items() if name not in SENT}

    assert answers(as_helper, pages) == dict.fromkeys(pages, 200)
    assert answers(as_clerk, pages) == dict.fromkeys(pages, 200) | {"cancel_slot": 404}
    assert url("cancel_slot", booked.slot_id) not in text_of(as_clerk.get(pages["slot"]))
    assert url("cancel_slot", booked.slot_id) in text_of(as_helper.get(pages["slot"]))


@pytest.mark.rule("B-03")
def test_behind_a_counter_residents_are_booked_at_places_of_its_organisation_only(desk, other_town, clerk):
    a_desk(other_town)
    anywhere = {place.organisation for place in queries.bookable_places(clerk)}

    clerk.confine_to(desk)

    assert anywhere == {desk.organisation, other_town}
    assert {place.organisation for place in queries.bookable_places(clerk)} == {desk.organisation}


@pytest.mark.rule("G-03")
def test_another_association_finds_nothing(elsewhere, booked):
    planner = a_user("piet", "Piet Elders", elsewhere.seat.organisation, Role.LENDING_CLERK)
    pages = {name: at for name, at in addresses(booked).items() if name in [*OF_A_SLOT, *OF_AN_APPOINTMENT]}

    assert answers(logged_in(planner), pages) == dict.fromkeys(pages, 404)
    assert booked.place.name not in text_of(logged_in(planner).get(url("week")))
    assert list(queries.bookable_places(planner)) == []


@pytest.mark.rule("G-05")
def test_a_neighbouring_town_sees_the_moment_and_nobody_in_it(as_stranger, booked):
    page = text_of(as_stranger.get(url("slot", booked.slot_id)))

    assert [words for words in ("Roza", booked.person.number, booked.number) if words in page] == []
    assert "1 person comes whom you may not see." in page
    assert as_stranger.get(url("appointment", booked.pk)).status_code == 404
    assert "Roza" not in text_of(as_stranger.get(url("week")))


@pytest.mark.rule("G-05")
def test_the_help_point_sees_a_number_and_the_town_a_name(as_helper, as_clerk, help_point, booked, farid):
    a_call(help_point, farid, "Farids zoon kent zijn uren nog niet.")

    pages = {
        who: text_of(client.get(url("slot", booked.slot_id))) + text_of(client.get(url("week")))
        for who, client in [("helper", as_helper), ("clerk", as_clerk)]
    }

    secret = ["Roza Peeters", "Farid Haddad", "Farids zoon"]
    assert [words for words in secret if words in pages["helper"]] == []
    assert [words for words in secret if words not in pages["clerk"]] == []
    assert [page.count(farid.number) > 0 for page in pages.values()] == [True, True]


@pytest.mark.rule("G-05")
def test_of_who_is_protected_only_the_own_town_knows_and_never_by_name(helper, as_helper, as_clerk, help_point, town):
    hidden = a_person(town, "Nora Stil", protected=True)
    slot = a_slot(help_point)
    appointment = an_appointment(slot, hidden)

    helper_page, clerk_page = (text_of(client.get(url("slot", slot.pk))) for client in (as_helper, as_clerk))

    assert list(Appointment.objects.visible_to(helper, Can.PLAN)) == []
    assert as_helper.get(url("appointment", appointment.pk)).status_code == 404
    assert "1 person comes whom you may not see." in helper_page
    assert hidden.number not in helper_page
    assert hidden.number in clerk_page
    assert "Nora" not in clerk_page


def test_moments_open_on_several_days_in_one_go_and_a_second_send_opens_nothing(as_helper, help_point):
    sent = {
        "once": str(uuid4()), "place": help_point.pk, "first_on": "2026-11-26", "weekdays": ["1", "2"],
        "times": "9 10.30, 14u15", "minutes": "45", "kind": "appointment", "capacity": "2", "note": "Warme overdracht",
    }  # fmt: skip

    first, second = (as_helper.post(url("open_moments"), sent) for _time in range(2))

    days = [(day, at) for day in (24, 25, 26) for at in ("09:00", "10:30", "14:15")]
    assert [slot.starts_at for slot in Slot.objects.all()] == [a_moment(day, at) for day, at in days]
    assert first["Location"] == second["Location"] == f"{url('week')}?week=2026-11-24"
    week = text_of(as_helper.get(first["Location"]))
    assert week.count("2 places left") == 9


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"times": "9.30 straks"}, "“straks” is no hour. Write hours such as 9.30, with a space between two."),
        ({"times": "25"}, "“25” is no hour."),
        ({"times": ""}, "This field is required."),
        ({"times": "19.00"}, "Digipunt Wilg is not open all through 26/11/2026 19.00."),
        ({"first_on": "2026-11-20"}, "20/11/2026 9.30 is over already."),
        ({"minutes": "0"}, "Ensure this value is greater than or equal to 5."),
    ],
)
def test_moments_that_do_not_fit_come_back_as_typed(as_helper, help_point, typed, sentence):
    sent = {
        "place": help_point.pk, "first_on": "2026-11-26", "times": "9.30", "minutes": "45", "kind": "appointment",
        "capacity": "1", "note": "Rustig uur",
    }  # fmt: skip

    answer = as_helper.post(url("open_moments"), sent | typed)

    assert (answer.status_code, Slot.objects.count()) == (422, 0)
    assert sentence in text_of(answer)
    assert "Rustig uur" in text_of(answer)


def test_who_has_no_place_opens_nothing(as_clerk, help_point, desk):
    desk_kind = type(desk).Kind.DEPOT
    type(desk).objects.filter(pk=desk.pk).update(kind=desk_kind)

    page = text_of(as_clerk.get(url("open_moments")))

    assert "You work at no help point or lending desk" in page
    assert "You work at no help point or lending desk" in text_of(as_clerk.get(url("week")))


@pytest.mark.parametrize("typed", ["number", "name"])
def test_a_clerk_books_somebody_by_number_or_by_name(as_clerk, help_point, roza, farid, typed):
    slot = a_slot(help_point)

    answer = as_clerk.post(url("book", slot.pk), {"person": roza.number if typed == "number" else "roza peet"})

    assert (answer.status_code, answer["Location"]) == (303, url("slot", slot.pk))
    assert [made.person for made in Appointment.objects.all()] == [roza]
    assert "full" in text_of(as_clerk.get(url("slot", slot.pk)))


def test_bookings_that_cannot_be_say_why(as_clerk, help_point, stranger, roza, farid):
    slot, full = a_slot(help_point, capacity=3), a_slot(help_point, starts_at=a_moment(25, "10:00"))
    an_appointment(full, farid)
    a_person(roza.home, "Roza Jansen")
    neighbour = a_person(stranger.seat.organisation, "Vreemde Vogel")

    refused = {
        "nobody": as_clerk.post(url("book", slot.pk), {"person": neighbour.number}),
        "several": as_clerk.post(url("book", slot.pk), {"person": "roza"}),
        "full": as_clerk.post(url("book", full.pk), {"person": roza.number}),
        "empty": as_clerk.post(url("book", slot.pk), {"person": ""}),
    }

    sentences = {
        "nobody": "Nobody like this is known here.",
        "several": "Several people fit. Type the number on the card, such as IN-000042-1.",
        "full": "This moment is full.",
        "empty": "This field is required.",
    }
    assert {why: answer.status_code for why, answer in refused.items()} == dict.fromkeys(refused, 422)
    assert [why for why, answer in refused.items() if sentences[why] not in text_of(answer)] == []
    assert counted() == recounted() == [0, 1]


def test_a_call_is_put_on_the_list_planned_and_then_moved(as_clerk, help_point, desk, roza):
    open_on(desk, *[(day, "08:00", "18:00") for day in range(7)])
    slot, later = a_slot(help_point), a_slot(desk, starts_at=a_moment(25, "10:00"))
    asked = text_of(as_clerk.get(f"{url('call')}?person={roza.number}"))
    sent = {"person": roza.number, "place": help_point.pk, "reason": "Roza zoekt een dag."}

    listed = as_clerk.post(url("call"), sent)
    page = url("appointment", Appointment.objects.get().pk)
    planned = as_clerk.post(page, {"slot": slot.pk})
    moved = as_clerk.post(page, {"slot": later.pk})

    assert roza.number in asked
    assert [answer["Location"] for answer in (listed, planned, moved)] == [page] * 3
    assert Appointment.objects.get().slot == later
    assert counted() == recounted() == [0, 1]


def test_a_choice_that_a_colleague_took_comes_back_with_the_others(as_clerk, help_point, roza, farid):
    gone, free = a_slot(help_point), a_slot(help_point, starts_at=a_moment(25, "10:00"))
    call = a_call(help_point, roza)
    an_appointment(gone, farid)

    nothing = as_clerk.post(url("appointment", call.pk), {"once": ""})
    answer = as_clerk.post(url("appointment", call.pk), {"slot": gone.pk})

    assert (nothing.status_code, answer.status_code) == (422, 422)
    assert "Choose a moment." in text_of(nothing)
    assert "This moment is full or called off. Choose another one." in text_of(answer)
    assert f'value="{free.pk}"' in text_of(answer)


def test_the_call_list_and_its_refusals(as_clerk, help_point, roza):
    answer = as_clerk.post(url("call"), {"person": roza.number, "place": help_point.pk, "reason": "code 4321"})

    assert (answer.status_code, Appointment.objects.count()) == (422, 0)
    assert "This text holds a password or code." in text_of(answer)


@pytest.mark.rule("G-04")
def test_the_red_lines_stand_on_top(as_clerk, clerk, help_point, roza, farid):
    with clock.at(NOW - timedelta(days=20)):
        late = a_call(help_point, farid)
    with clock.at(NOW - timedelta(days=21)):
        latest = a_call(help_point, roza)
    fresh = a_call(help_point, roza)

    page = text_of(as_clerk.get(url("week")))

    assert [seat.appointment for seat in queries.call_list(clerk)] == [latest, late, fresh]
    assert page.count("Too late: call today") == 2
    assert page.index(latest.number) < page.index(late.number) < page.index(fresh.number)


def test_who_came_is_noted_on_the_page_of_the_moment(as_helper, help_point, roza, farid):
    slot = a_slot(help_point, capacity=2)
    came, missed = an_appointment(slot, roza), an_appointment(slot, farid)
    before = as_helper.post(url("note_done", came.pk))

    with clock.at(slot.starts_at):
        page = text_of(as_helper.get(url("slot", slot.pk)))
        done = as_helper.post(url("note_done", came.pk))
        as_helper.post(url("note_missed", missed.pk))
        over = text_of(as_helper.get(url("appointment", missed.pk)))

    states = Appointment.objects.order_by("pk").values_list("state", flat=True)
    assert (before.status_code, done["Location"], list(states)) == (422, url("slot", slot.pk), ["done", "missed"])
    assert "This moment has not begun yet." in text_of(before)
    assert [at for at in (url("note_done", came.pk), url("note_missed", missed.pk)) if at not in page] == []
    assert f"{url('call')}?person={farid.number}" in over


def test_an_appointment_and_a_call_are_called_off(as_clerk, help_point, roza, booked):
    call = a_call(help_point, roza)

    answers = [as_clerk.post(url("cancel", each.pk)) for each in (booked, call)]

    assert [answer["Location"] for answer in answers] == [url("slot", booked.slot_id), url("appointment", call.pk)]
    assert {made.state for made in Appointment.objects.all()} == {"cancelled"}
    assert counted() == [0]


def test_a_moment_is_called_off_with_its_reason(as_helper, booked):
    page = url("cancel_slot", booked.slot_id)

    refused, done = as_helper.post(page, {"reason": ""}), as_helper.post(page, {"reason": "De lesgever is ziek."})

    booked.refresh_from_db()
    assert (refused.status_code, done["Location"], booked.call_by_on) == (422, url("week"), date(2026, 11, 30))
    assert "called off" in text_of(as_helper.get(url("slot", Slot.objects.get().pk)))


def test_another_week_is_shown_and_nonsense_is_this_week(as_helper, help_point):
    a_slot(help_point, starts_at=a_moment(30, "10:00"), note="Volgende week")

    shown = {
        week: "Volgende week" in text_of(as_helper.get(url("week"), {"week": week}))
        for week in ("", "2026-12-02", "2026-11-23", "straks", "0001-01-01", "9999-12-31")
    }

    assert {week for week, is_there in shown.items() if is_there} == {"2026-12-02"}


def test_the_first_free_moments_are_offered_from_a_day_on(help_point, roza):
    early, full, late = (a_slot(help_point, starts_at=a_moment(day, "10:00")) for day in (24, 25, 26))
    an_appointment(full, roza)

    assert queries.next_slots([help_point], count=5) == [early, late]
    assert queries.next_slots([help_point], count=1) == [early]
    assert queries.next_slots([help_point], count=5, from_on=date(2026, 11, 25)) == [late]


def test_the_sheet_of_today_shows_who_comes_and_is_not_kept(as_clerk, clerk, desk, roza):
    open_on(desk, *[(day, "08:00", "18:00") for day in range(7)])
    slot = a_slot(desk, starts_at=a_moment(23, "10:00"))
    a_slot(desk, starts_at=a_moment(24, "10:00"))
    an_appointment(slot, roza)

    answer = as_clerk.get(url("today"))

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert [(seen.slot, [seat.shows_name for seat in seen.seats], seen.unseen) for seen in queries.today(clerk)] == [
        (slot, [True], 0)
    ]


def test_a_long_week_costs_as_few_questions_as_a_short_one(as_helper, help_point, town):
    a_call(help_point, a_person(town))
    a_slot(help_point)
    with CaptureQueriesContext(connection) as short:
        as_helper.get(url("week"))
    for day in range(24, 29):
        a_slot(help_point, starts_at=a_moment(day, "14:00"))
        a_call(help_point, a_person(town))

    with CaptureQueriesContext(connection) as long:
        as_helper.get(url("week"))

    assert len(long) == len(short)
