"""Appointments: booked, called, moved, kept or missed; and that the count of each moment stays right."""

from datetime import date, timedelta

import pytest

from digibank import clock
from digibank.agenda import actions
from digibank.agenda.models import Appointment, Slot
from digibank.agenda.tests.factories import NOW, a_call, a_moment, a_slot, an_appointment
from digibank.agenda.tests.looking import counted, recounted, refusal, verbs
from digibank.audit.tests.factories import an_actor
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

FULL = ("This moment is full. Choose another one, or put the person on the call list.", "slot")
OFF = ("This moment is called off or has begun. Choose another one.", "slot")
CHANGED = "Someone else changed this just now. Reload the page and look again."


def during(slot):
    return clock.at(slot.starts_at + timedelta(minutes=5))


def test_booking_takes_a_place(help_point, roza):
    slot = a_slot(help_point, capacity=2)

    made = actions.book(slot, person=roza, by=an_actor())

    assert (made.state, made.place, made.purpose, made.is_red) == ("planned", help_point, "warm_handover", False)
    assert made.number == str(made)
    assert made.number.startswith("AF-")
    assert (counted(), recounted()) == ([1], [1])
    assert verbs(made) == verbs(roza)[1:] == ["agenda.booked"]


@pytest.mark.rule("G-01")
def test_a_full_moment_takes_nobody_more(help_point, roza, farid):
    slot = a_slot(help_point)
    an_appointment(slot, roza)

    refused = refusal(lambda: actions.book(slot, person=farid, by=an_actor()))

    assert refused == FULL
    assert (counted(), recounted()) == ([1], [1])


def test_a_moment_that_is_off_or_begun_takes_nobody(help_point, roza):
    off, begun = a_slot(help_point), a_slot(help_point, starts_at=a_moment(23, "10:00"))
    actions.cancel_slot(off, reason="Ziek", by=an_actor())

    with during(begun):
        refused = [refusal(lambda: actions.book(slot, person=roza, by=an_actor())) for slot in (off, begun)]  # noqa: B023

    assert refused == [OFF, OFF]
    assert counted() == [0, 0]


def test_nobody_has_two_places_at_one_moment(help_point, roza):
    slot = a_slot(help_point, capacity=3)
    an_appointment(slot, roza)

    refused = refusal(lambda: actions.book(slot, person=roza, by=an_actor()))

    assert refused == ("This person has a place at this moment already.", None)
    assert (counted(), recounted()) == ([1], [1])


def test_calling_an_appointment_off_frees_the_place_for_somebody_or_the_same_person(help_point, roza):
    slot = a_slot(help_point)
    first = an_appointment(slot, roza)

    cancelled = actions.cancel(first, by=an_actor())
    again = actions.book(slot, person=roza, by=an_actor())

    assert (cancelled.state, again.state) == ("cancelled", "planned")
    assert (counted(), recounted()) == ([1], [1])
    assert verbs(first) == ["agenda.booked", "agenda.cancelled"]


def test_what_is_over_is_not_called_off_again(help_point, roza):
    appointment = an_appointment(a_slot(help_point), roza)
    actions.cancel(appointment, by=an_actor())

    refused = refusal(lambda: actions.cancel(appointment, by=an_actor()))

    assert refused[0].startswith("This is not possible now: the state is “called off”.")
    assert counted() == [0]


@pytest.mark.rule("G-04")
def test_a_call_has_five_working_days_and_then_turns_red(help_point, roza):
    with clock.at(NOW - timedelta(days=13)):  # the Tuesday before Armistice Day, which is no working day
        call = a_call(help_point, roza, "Roza kent haar dochters uren nog niet.")
    red = {}
    for day in (17, 18, 19):
        with clock.at(a_moment(day, "12:00")):
            red[day] = call.is_red

    assert (call.call_by_on, call.slot, call.state) == (date(2026, 11, 18), None, "planned")
    assert red == {17: False, 18: False, 19: True}
    assert verbs(call) == ["agenda.put_on_call_list"]


def test_a_call_that_was_made_or_is_off_is_not_red(help_point, roza, farid):
    made = actions.note_done(a_call(help_point, roza), by=an_actor())
    off = actions.cancel(a_call(help_point, farid), by=an_actor())

    with clock.at(NOW + timedelta(days=30)):
        assert (made.is_red, off.is_red) == (False, False)


def test_a_call_needs_a_reason_without_secrets_at_a_place_with_help(help_point, association, roza):
    reasons = [refusal(lambda text=text: a_call(help_point, roza, text)) for text in (" ", "wachtwoord zon1")]

    assert reasons == [
        ("Write down why.", "reason"),
        ("This text holds a password or code. We never keep these. Take it out and save again.", "reason"),
    ]
    assert Appointment.objects.count() == 0


@pytest.mark.rule("G-04")
def test_who_was_called_chooses_a_moment_also_elsewhere(help_point, desk, roza):
    call = a_call(desk, roza)
    slot = a_slot(help_point)

    planned = actions.call_planned(call, slot=slot, by=an_actor())

    planned.refresh_from_db()
    assert (planned.slot, planned.place, planned.call_by_on) == (slot, help_point, None)
    assert planned.reason == "Nog geen uur gevonden."
    assert (counted(), recounted()) == ([1], [1])
    assert verbs(call) == ["agenda.put_on_call_list", "agenda.call_planned"]


def test_a_call_stays_on_the_list_when_the_moment_is_full(help_point, roza, farid):
    slot, call = a_slot(help_point), a_call(help_point, farid)
    an_appointment(slot, roza)

    refused = refusal(lambda: actions.call_planned(call, slot=slot, by=an_actor()))

    call.refresh_from_db()
    assert refused == FULL
    assert (call.slot, call.call_by_on) == (None, date(2026, 11, 30))


def test_moving_frees_the_first_place_and_takes_another(help_point, roza):
    early, late = a_slot(help_point), a_slot(help_point, starts_at=a_moment(25, "10:00"))
    appointment = an_appointment(early, roza)

    moved = actions.move(appointment, slot=late, by=an_actor())

    assert moved.slot == late
    assert (counted(), recounted()) == ([0, 1], [0, 1])
    assert verbs(appointment) == ["agenda.booked", "agenda.moved"]


def test_moves_that_lead_nowhere_are_refused_and_change_nothing(help_point, roza, farid):
    slot, full = a_slot(help_point, capacity=2), a_slot(help_point, starts_at=a_moment(25, "10:00"))
    booked, over, call = an_appointment(slot, roza), an_appointment(full, roza), a_call(help_point, farid)
    actions.cancel(over, by=an_actor())
    an_appointment(full, farid)
    other = a_slot(help_point, starts_at=a_moment(26, "10:00"), capacity=2)

    refused = [
        refusal(lambda: actions.move(booked, slot=slot, by=an_actor())),
        refusal(lambda: actions.move(booked, slot=full, by=an_actor())),
        refusal(lambda: actions.move(call, slot=slot, by=an_actor())),
        refusal(lambda: actions.move(over, slot=other, by=an_actor())),
        refusal(lambda: actions.call_planned(booked, slot=other, by=an_actor())),
    ]

    assert refused == [
        ("This person has this moment already. Choose another one.", "slot"),
        FULL,
        ("This person is on the list of people to call. Reload the page, and choose a moment.", None),
        ("This appointment is over. Make a new one.", None),
        ("This person has a moment already. Reload the page to see which.", None),
    ]
    assert counted() == recounted() == [1, 1, 0]


def test_nobody_moves_to_a_moment_they_have_already(help_point, roza):
    early, late = a_slot(help_point), a_slot(help_point, starts_at=a_moment(25, "10:00"), capacity=2)
    appointment = an_appointment(early, roza)
    an_appointment(late, roza)

    refused = refusal(lambda: actions.move(appointment, slot=late, by=an_actor()))

    assert refused == ("This person has a place at this moment already.", None)
    assert counted() == recounted() == [1, 1]


def test_who_is_slower_than_a_colleague_changes_nothing(help_point, roza):
    early, late = a_slot(help_point), a_slot(help_point, starts_at=a_moment(25, "10:00"))
    seen = an_appointment(early, roza)
    actions.move(Appointment.objects.get(pk=seen.pk), slot=late, by=an_actor())

    refused = refusal(lambda: actions.cancel(seen, by=an_actor()))

    assert refused == (CHANGED, None)
    assert counted() == recounted() == [0, 1]


def test_it_is_noted_who_came_and_who_did_not_and_a_slip_is_corrected(help_point, roza, farid):
    slot = a_slot(help_point, capacity=2)
    came, missed = an_appointment(slot, roza), an_appointment(slot, farid)

    with during(slot):
        came = actions.note_missed(came, by=an_actor())
        came = actions.note_done(came, by=an_actor())
        missed = actions.note_missed(missed, by=an_actor())

    assert (came.state, missed.state) == ("done", "missed")
    assert counted() == recounted() == [2]
    assert verbs(came) == ["agenda.booked", "agenda.missed", "agenda.done"]


def test_nothing_is_noted_before_its_time(help_point, roza, farid):
    early, call = an_appointment(a_slot(help_point), roza), a_call(help_point, farid)

    refused = [
        refusal(lambda: actions.note_done(early, by=an_actor())),
        refusal(lambda: actions.note_missed(early, by=an_actor())),
        refusal(lambda: actions.note_missed(call, by=an_actor())),
    ]

    wait = "This moment has not begun yet. Come back when it has, or call the appointment off."
    assert refused == [
        (wait, None),
        (wait, None),
        ("This person has no moment to miss yet. Call first, and choose a moment together.", None),
    ]


def test_who_comes_by_while_on_the_call_list_was_helped(help_point, roza):
    call = actions.note_done(a_call(help_point, roza), by=an_actor())

    assert (call.state, call.slot) == ("done", None)


def test_every_field_of_an_appointment_is_classified():
    fields = {field.name for field in Appointment._meta.get_fields() if field.concrete}

    assert fields == set(Appointment.privacy)


@pytest.mark.rule("G-01")
def test_the_count_stays_right_whatever_happens(help_point, town):
    slots = [a_slot(help_point, starts_at=a_moment(day, "10:00"), capacity=2) for day in (24, 25, 26)]
    people = [a_person(town, f"Persoon {number}") for number in range(4)]
    first, second = (an_appointment(slots[0], person) for person in people[:2])
    call = a_call(help_point, people[2])
    actions.move(first, slot=slots[1], by=an_actor())
    actions.call_planned(call, slot=slots[0], by=an_actor())
    actions.cancel(second, by=an_actor())
    an_appointment(slots[2], people[3])
    actions.cancel_slot(slots[2], reason="Ziek", by=an_actor())

    assert counted() == recounted() == [1, 1, 0]
    assert [slot.left for slot in Slot.objects.free()] == [1, 1]
