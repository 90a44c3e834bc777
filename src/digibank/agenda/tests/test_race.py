"""Many colleagues at once, each with a connection of their own."""

from datetime import timedelta
from random import Random

import pytest

from digibank.agenda import actions
from digibank.agenda.models import Appointment, Slot
from digibank.agenda.tests.factories import a_call, a_moment, a_slot
from digibank.agenda.tests.looking import counted, recounted
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.people.models import Person
from digibank.people.tests.factories import a_person
from digibank.work.tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, PLACES, ROUNDS = 48, 12, 6


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
