"""Appointments with a helper: offered, booked, held, moved and called off; and what the database itself refuses."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from digibank import clock
from digibank.agenda import actions
from digibank.agenda.models import Appointment, Engagement, Slot
from digibank.agenda.openings import openings
from digibank.agenda.queries import next_slots, slots_between
from digibank.agenda.tests.factories import (
    a_call,
    a_helper_there,
    a_moment,
    a_slot,
    a_wish,
    an_appointment,
    by_appointment,
    with_helper,
)
from digibank.agenda.tests.looking import refusal, verbs
from digibank.audit.tests.factories import an_actor
from digibank.organisations.models import ClosureSet
from digibank.workforce import actions as workforce

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 11, 24)
NOBODY = ("No helper is free: tomorrow, 10 o’clock. Choose another hour.", "starts_at")


@pytest.fixture
def mia(help_point):
    return a_helper_there(help_point)


def hours(place, minutes=30, **wish) -> list[str]:
    """Which hours are offered on Tuesday, as on the wall."""
    found = openings(place, TUESDAY, minutes, **wish)
    return [f"{one.starts_at.astimezone(clock.BRUSSELS):%H:%M}" for one in found]


def taken() -> list[tuple[str, str]]:
    """Who is taken now, and from when."""
    rows = Engagement.objects.standing().select_related("helper__user")
    return [(one.helper.first_name, f"{one.starts_at.astimezone(clock.BRUSSELS):%H:%M}") for one in rows]


@pytest.mark.rule("AP-01")
def test_a_place_with_hours_by_appointment_offers_those_and_another_its_open_door(help_point, mia):
    at_the_open_door = hours(help_point, 60)

    by_appointment(help_point, "09:00", "10:30")

    assert (at_the_open_door[0], at_the_open_door[-1]) == ("08:00", "17:00")
    assert hours(help_point, 60) == ["09:00", "09:15", "09:30"]


@pytest.mark.rule("AP-02")
def test_who_is_called_off_or_nobody_planned_offers_nothing(help_point):
    assert hours(help_point) == []
    shift = a_helper_there(help_point, hours="09:00-10:00").shifts.get()
    assert hours(help_point, 45) == ["09:00", "09:15"]

    workforce.call_shift_off(shift, by=an_actor())

    assert hours(help_point) == []


@pytest.mark.rule("AP-05")
def test_booking_takes_the_hour_and_the_helper(help_point, roza, mia):
    made = actions.book_with_helper(help_point, person=roza, wish=a_wish(topic="itsme"), by=an_actor())

    assert (made.state, made.purpose, made.topic, made.through, made.place) == (
        "planned", "help", "itsme", "staff", help_point,
    )  # fmt: skip
    assert (made.slot.kind, made.slot.starts_at, made.slot.taken) == ("with_helper", a_moment(24, "10:00"), 1)
    assert taken() == [("Mia", "10:00")]
    assert [at for at in hours(help_point) if "09:30" <= at <= "10:30"] == ["09:30", "10:30"]
    assert verbs(made) == ["agenda.booked"]


@pytest.mark.rule("AP-05")
def test_nobody_gets_an_hour_that_is_taken_over_or_outside(help_point, roza, farid, mia):
    with_helper(help_point, roza)

    refused = [
        refusal(lambda: with_helper(help_point, farid)),
        refusal(lambda: with_helper(help_point, farid, "17:45")),
        refusal(lambda: with_helper(help_point, farid, "11:07")),
    ]

    outside = (
        "There are no appointments at that hour, or it would last past closing. Choose another hour.",
        "starts_at",
    )
    assert refused == [NOBODY, outside, outside]
    with clock.at(a_moment(24, "12:00")):
        over = refusal(lambda: with_helper(help_point, farid, "11:00"))
    assert over == ("This hour is over already. Choose an hour that lies ahead.", "starts_at")
    assert Slot.objects.count() == 1


@pytest.mark.rule("AP-05")
def test_the_database_itself_refuses_a_helper_who_is_taken(help_point, roza, mia):
    slot = with_helper(help_point, roza).slot
    again = {"helper": mia, "slot": slot, "starts_at": a_moment(24, "10:15"), "ends_at": a_moment(24, "10:45")}

    with pytest.raises(DatabaseError), transaction.atomic():
        Engagement.objects.create(**again)
    Engagement.objects.create(**again | {"starts_at": a_moment(24, "10:30")})

    assert taken() == [("Mia", "10:00"), ("Mia", "10:30")]


@pytest.mark.rule("AP-07")
def test_a_colleague_books_all_the_same_with_a_reason_which_counts_only_while_nobody_is_free(
    help_point, roza, farid, mia
):
    first = with_helper(help_point, roza, despite="Moet vandaag.")
    second = with_helper(help_point, farid, despite="Moet vandaag.")

    assert (first.despite, second.despite) == ("", "Moet vandaag.")
    assert (first.slot.engagements.count(), second.slot.engagements.count()) == (1, 0)
    assert refusal(lambda: with_helper(help_point, farid, "17:45", despite="Toch."))[1] == "starts_at"
    assert refusal(lambda: with_helper(help_point, farid, despite="pincode 1234"))[1] == "despite"


@pytest.mark.rule("AP-06")
def test_an_hour_is_kept_for_a_quarter_of_an_hour_and_then_free_again(help_point, roza, farid, mia):
    kept = actions.hold(help_point, wish=a_wish(), by=an_actor())

    assert refusal(lambda: with_helper(help_point, farid)) == NOBODY
    with clock.at(clock.now() + timedelta(minutes=14)):
        assert "10:00" not in hours(help_point)
    with clock.at(clock.now() + timedelta(minutes=15)):
        assert "10:00" in hours(help_point)
        with_helper(help_point, farid)
        late = refusal(lambda: actions.confirm(kept, person=roza, topic="bank", by=an_actor()))

    assert late == ("We kept this hour for a quarter of an hour. That is over. Go back, and choose an hour.", None)
    assert [one.person for one in Appointment.objects.all()] == [farid]


@pytest.mark.rule("AP-06")
def test_who_answers_in_time_has_the_hour_once(help_point, roza, farid, mia):
    kept = actions.hold(help_point, wish=a_wish(), by=an_actor())

    made = actions.confirm(kept, person=roza, topic="bank", by=an_actor())
    twice = refusal(lambda: actions.confirm(kept, person=farid, topic="bank", by=an_actor()))

    assert (made.through, made.topic, made.slot.taken, made.slot.held_until) == ("website", "bank", 1, None)
    assert twice[0].startswith("We kept this hour for a quarter of an hour.")
    assert taken() == [("Mia", "10:00")]


@pytest.mark.rule("AP-06")
def test_what_is_held_stands_on_no_list_and_is_let_go(help_point, mia):
    kept = actions.hold(help_point, wish=a_wish(), by=an_actor())

    listed = (next_slots([help_point], count=5), slots_between([help_point], TUESDAY, TUESDAY + timedelta(days=1)))
    with clock.at(clock.now() + timedelta(minutes=20)):
        ended = [actions.end_holds(by=an_actor()) for _time in range(2)]

    assert (listed, ended, taken()) == (([], []), [1, 0], [])
    assert verbs(kept) == ["agenda.held", "agenda.hold_ended"]


@pytest.mark.rule("AP-08")
def test_calling_off_and_not_coming_free_the_helper_as_they_should(help_point, roza, farid, mia):
    off, missed = with_helper(help_point, roza), with_helper(help_point, farid, "11:00")

    actions.cancel(off, by=an_actor())
    with clock.at(a_moment(24, "11:05")):
        noted = actions.note_missed(missed, by=an_actor())

    off.slot.refresh_from_db()
    assert (off.slot.state, off.slot.taken, noted.state) == ("cancelled", 0, "missed")
    assert taken() == [("Mia", "11:00")]
    assert with_helper(help_point, roza).slot != off.slot


@pytest.mark.rule("AP-08")
def test_somebody_moves_a_quarter_of_an_hour_with_the_only_helper(help_point, roza, mia):
    made = with_helper(help_point, roza)

    moved = actions.move_with_helper(made, place=help_point, wish=a_wish("10:15"), by=an_actor())

    assert (moved.pk, moved.slot.starts_at) == (made.pk, a_moment(24, "10:15"))
    assert taken() == [("Mia", "10:15")]
    assert verbs(made) == ["agenda.booked", "agenda.moved"]


@pytest.mark.rule("AP-08")
def test_a_move_that_is_refused_leaves_everything_as_it_was(help_point, roza, farid, mia):
    made, other = with_helper(help_point, roza), with_helper(help_point, farid, "11:00")

    refusal(lambda: actions.move_with_helper(made, place=help_point, wish=a_wish("11:15"), by=an_actor()))
    actions.cancel(other, by=an_actor())
    over = refusal(lambda: actions.move_with_helper(other, place=help_point, wish=a_wish("12:00"), by=an_actor()))

    made.refresh_from_db()
    assert made.slot.starts_at == a_moment(24, "10:00")
    assert taken() == [("Mia", "10:00")]
    assert over == ("This appointment is over. Make a new one.", None)


def test_a_warm_handover_stays_with_the_moments_that_the_place_opened(help_point, roza, mia):
    handover = an_appointment(a_slot(help_point), roza)

    refused = refusal(lambda: actions.move_with_helper(handover, place=help_point, wish=a_wish(), by=an_actor()))

    assert refused[0].startswith("A warm handover takes place at a moment that the place opened.")


@pytest.mark.rule("AP-08")
def test_who_is_to_be_called_chooses_an_hour_with_a_helper(help_point, roza, mia):
    call = actions.put_on_call_list(help_point, person=roza, reason="Vraagt hulp.", purpose="help", by=an_actor())

    planned = actions.move_with_helper(call, place=help_point, wish=a_wish(), by=an_actor())

    assert (planned.call_by_on, planned.slot.starts_at) == (None, a_moment(24, "10:00"))
    assert verbs(call) == ["agenda.put_on_call_list", "agenda.call_planned"]


@pytest.mark.rule("AP-08")
def test_when_the_moment_is_called_off_the_person_is_called_and_the_helper_is_free(help_point, roza, mia):
    made = with_helper(help_point, roza)

    actions.cancel_slot(made.slot, reason="Mia is ziek.", by=an_actor())

    made.refresh_from_db()
    assert (made.slot, made.reason, taken()) == (None, "Mia is ziek.", [])


@pytest.mark.rule("AP-02")
def test_who_is_taken_elsewhere_is_not_offered_here(help_point, desk, roza):
    mia = a_helper_there(help_point, hours="08:00-12:00")
    workforce.plan_shift(
        mia.user, place=desk, starts_at=a_moment(24, "13:00"), ends_at=a_moment(24, "17:00"), by=an_actor()
    )
    by_appointment(desk, "12:00", "15:00")

    assert hours(desk, 120) == ["13:00"]
    assert [hour for hour in hours(help_point, 120) if hour > "10:00"] == []


@pytest.mark.rule("AP-01")
def test_a_closure_offers_nothing_whoever_is_planned(help_point, ocmw, mia):
    assert hours(help_point)

    days = ClosureSet.objects.create(organisation=ocmw, name="Brugdag")
    days.closures.create(from_on=TUESDAY, until_on=TUESDAY + timedelta(days=1), reason="Brugdag")
    help_point.closure_sets.add(days)

    assert hours(help_point) == []


def test_moments_by_hand_still_never_share_an_hour(help_point, roza, farid):
    a_helper_there(help_point)
    a_helper_there(help_point, "Jo Maes")

    with_helper(help_point, roza)
    a_slot(help_point)

    assert refusal(lambda: a_slot(help_point))[1] == "times"
    assert a_call(help_point, farid).slot is None
