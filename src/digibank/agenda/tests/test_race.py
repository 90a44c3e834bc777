"""Many colleagues at once, each with a connection of their own."""

from datetime import date, timedelta
from functools import partial
from random import Random

import pytest

from digibank import clock
from digibank.agenda import actions
from digibank.agenda.models import Appointment, Engagement, Reminder, Slot
from digibank.agenda.openings import openings
from digibank.agenda.tests.factories import a_call, a_helper_there, a_moment, a_slot, a_wish, by_appointment
from digibank.agenda.tests.looking import counted, recounted
from digibank.audit.tests.factories import an_actor
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.people.models import Person
from digibank.people.tests.factories import a_person
from digibank.work.tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, PLACES, ROUNDS = 48, 12, 6
HALF_HOURS = [f"{9 + number // 2:02d}:{number % 2 * 30:02d}" for number in range(12)]


@pytest.mark.rule("G-01")
def test_forty_eight_at_once_for_twelve_places_gives_twelve_and_thirty_six_clear_refusals(help_point, town):
    slot = a_slot(help_point, capacity=PLACES, kind=Slot.Kind.GROUP)
    people = [a_person(town, f"Persoon {number}") for number in range(AT_ONCE)]
    actor = an_actor()

    came = all_at_once(lambda person=person: actions.book(slot, person=person, by=actor) for person in people)

    full = "no: This moment is full. Choose another one, or put the person on the call list."
    assert came == {"yes": PLACES, full: AT_ONCE - PLACES}
    assert counted() == recounted() == [PLACES]


@pytest.mark.rule("G-01")
def test_one_person_is_booked_once_however_often_it_is_asked_at_once(help_point, roza):
    slot, actor = a_slot(help_point, capacity=PLACES), an_actor()

    came = all_at_once([lambda: actions.book(slot, person=roza, by=actor)] * 8)

    assert came == {"yes": 1, "no: This person has a place at this moment already.": 7}
    assert counted() == recounted() == [1]


def test_one_of_many_colleagues_who_call_somebody_at_once_plans_the_moment(help_point, desk, roza):
    call, actor = a_call(desk, roza), an_actor()
    slots = [a_slot(help_point, starts_at=a_moment(24, f"{8 + number:02d}:00")) for number in range(8)]

    came = all_at_once(lambda slot=slot: actions.call_planned(call, slot=slot, by=actor) for slot in slots)

    assert came == {"yes": 1, "no: Someone else changed this just now. Reload the page and look again.": 7}
    assert counted() == recounted()
    assert sum(counted()) == 1


@pytest.mark.rule("G-01")
def test_bookings_moves_and_cancellations_through_each_other_never_wait_in_a_ring_nor_miscount(help_point, town):
    slots = [a_slot(help_point, starts_at=a_moment(24, "10:00") + timedelta(days=day), capacity=3) for day in range(3)]
    people = [a_person(town, f"Persoon {number}") for number in range(6)]
    actor = an_actor()

    came = all_at_once(
        lambda number=number: something_else_each_time(Random(number), slots, people, actor) for number in range(16)
    )

    assert came == {"yes": 16}
    assert counted() == recounted()
    assert all(taken <= 3 for taken in counted())


def something_else_each_time(chance: Random, slots: list[Slot], people: list[Person], actor) -> None:
    """A few acts after each other; a refusal is an answer too."""
    for _round in range(ROUNDS):
        planned = list(Appointment.objects.filter(state="planned"))
        try:
            if not planned or chance.random() < 0.4:
                actions.book(chance.choice(slots), person=chance.choice(people), by=actor)
            elif chance.random() < 0.5:
                actions.cancel(chance.choice(planned), by=actor)
            else:
                actions.move(chance.choice(planned), slot=chance.choice(slots), by=actor)
        except RuleBroken:
            continue


@pytest.mark.rule("AP-05")
@pytest.mark.parametrize("helpers", [1, 2])
def test_forty_eight_at_once_for_twelve_hours_are_twelve_for_each_helper(help_point, town, helpers):
    by_appointment(help_point, "09:00", "15:00")
    team = [a_helper_there(help_point, f"Help{number} Er") for number in range(helpers)]
    people = [a_person(town, f"Persoon {number}") for number in range(AT_ONCE)]
    actor = an_actor()

    came = all_at_once(
        partial(actions.book_with_helper, help_point, person=person, wish=a_wish(HALF_HOURS[number % 12]), by=actor)
        for number, person in enumerate(people)
    )

    words = [f"{int(at[:2])}{at[2:].replace(':', '.').removesuffix('.00')}" for at in HALF_HOURS]
    full = {f"no: No helper is free: tomorrow, {at} o’clock. Choose another hour.": 4 - helpers for at in words}
    assert came == {"yes": 12 * helpers} | full
    assert [helper.engagements.standing().count() for helper in team] == [12] * helpers
    assert openings(help_point, date(2026, 11, 24), 30) == []
    assert counted() == recounted() == [1] * (12 * helpers)


@pytest.mark.rule("AP-06")
def test_of_many_who_hold_the_last_hour_at_once_one_is_expected(help_point, town):
    by_appointment(help_point, "09:00", "09:30")
    a_helper_there(help_point)
    people, actor = [a_person(town, f"Persoon {number}") for number in range(16)], an_actor()

    def hold_and_confirm(person: Person) -> None:
        kept = actions.hold(help_point, wish=a_wish("09:00"), by=actor)
        actions.confirm(kept, person=person, topic="bank", by=actor)

    came = all_at_once(partial(hold_and_confirm, person) for person in people)

    assert came == {"yes": 1, "no: No helper is free: tomorrow, 9 o’clock. Choose another hour.": 15}
    assert Appointment.objects.count() == 1


@pytest.mark.rule("AP-05")
def test_bookings_holds_moves_and_cancellations_of_helpers_through_each_other_never_wait_in_a_ring(help_point, town):
    by_appointment(help_point, "09:00", "15:00")
    team = [a_helper_there(help_point, f"Help{number} Er") for number in range(2)]
    people = [a_person(town, f"Persoon {number}") for number in range(6)]

    came = all_at_once(partial(busy_with_helpers, Random(number), help_point, people) for number in range(16))

    assert came == {"yes": 16}
    planned = Appointment.objects.filter(state="planned")
    assert {one.slot.state for one in planned} == {"open"}
    assert Engagement.objects.standing().filter(slot__held_until=None).count() == planned.count()
    assert all(helper.engagements.standing().count() <= 12 for helper in team)


def busy_with_helpers(chance: Random, place, people: list[Person]) -> None:
    actor = an_actor()
    for _round in range(ROUNDS):
        planned, wish = list(Appointment.objects.filter(state="planned")), a_wish(chance.choice(HALF_HOURS))
        try:
            act = chance.random()
            if not planned or act < 0.4:
                actions.book_with_helper(place, person=chance.choice(people), wish=wish, by=actor)
            elif act < 0.5:
                actions.hold(place, wish=wish, by=actor)
            elif act < 0.7:
                actions.cancel(chance.choice(planned), by=actor)
            else:
                actions.move_with_helper(chance.choice(planned), place=place, wish=wish, by=actor)
        except RuleBroken:
            continue


@pytest.mark.rule("AP-15")
def test_of_many_workers_at_once_one_reminds(help_point, roza):
    with clock.at(a_moment(9, "10:00")):
        made = actions.book(a_slot(help_point), person=roza, by=an_actor())
    actor = an_actor()

    def remind() -> None:
        with clock.at(a_moment(20, "09:30")):
            actions.remind(made, by=actor)

    came = all_at_once([remind] * 8)

    assert came == {"yes": 8}
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)
