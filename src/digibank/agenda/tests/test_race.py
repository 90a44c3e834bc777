"""Many colleagues at once, each with a connection of their own."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import connection

from digibank.agenda import actions
from digibank.agenda.models import Appointment, Slot
from digibank.agenda.tests.factories import a_call, a_moment, a_slot
from digibank.agenda.tests.looking import counted, recounted
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.people.models import Person
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, PLACES, ROUNDS = 48, 12, 6
LONGEST_WAIT_SECONDS = 60


def all_at_once(acts: Iterable[Callable[[], object]]) -> Counter:
    """Do all acts at the same moment; counts what came of them."""
    waiting = list(acts)
    barrier = Barrier(len(waiting))
    # The clock of the test is set in each thread too.
    contexts = [copy_context() for _act in waiting]

    def run(act: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(LONGEST_WAIT_SECONDS)
            return outcome(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(waiting)) as pool:
        done = [pool.submit(context.run, run, act) for context, act in zip(contexts, waiting, strict=True)]
        return Counter(future.result() for future in done)


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except RuleBroken as refused:
        return f"no: {refused}"
    except Exception as error:  # noqa: BLE001  whatever goes wrong is what this test counts
        return f"error: {error!r}"
    return "yes"


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
