"""How many hand-overs fit a day: refused with the next day that has room, and counted under a lock."""

import pytest
from django.urls import reverse

from digibank.agenda import actions
from digibank.agenda.models import Appointment, DayLimit
from digibank.agenda.queries import next_slots
from digibank.agenda.tests.factories import a_call, a_moment, a_slot, an_appointment
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.people.tests.factories import a_person
from digibank.work.tests.at_once import all_at_once

TUESDAY = 1


def limited(place, count):
    return actions.set_day_limits(place, limits={TUESDAY: count}, by=an_actor())


@pytest.mark.django_db
@pytest.mark.rule("C-02")
def test_a_full_day_is_refused_and_the_next_day_with_room_is_told(help_point, town, roza):
    limited(help_point, 1)
    first, second = a_slot(help_point), a_slot(help_point, starts_at=a_moment(24, "14:00"))
    later = a_slot(help_point, starts_at=a_moment(26, "10:00"))
    an_appointment(first, roza)
    full = "On Tuesday 24 November Digipunt Wilg has its 1 hand-overs. The next day with room is Thursday 26 November."

    with pytest.raises(RuleBroken) as no:
        an_appointment(second, a_person(town, "Farid"))

    assert str(no.value) == full
    assert next_slots([help_point], count=5) == [later]


@pytest.mark.django_db
@pytest.mark.rule("C-02")
def test_without_another_day_the_desk_is_asked_to_open_one(help_point, town, roza, desk):
    limited(help_point, 0)

    with pytest.raises(RuleBroken, match="Open moments on another day"):
        an_appointment(a_slot(help_point), roza)
    with pytest.raises(RuleBroken, match="Open moments on another day"):
        actions.call_planned(
            a_call(desk, roza), slot=a_slot(help_point, starts_at=a_moment(24, "14:00")), by=an_actor()
        )


@pytest.mark.django_db
@pytest.mark.rule("C-02")
def test_who_moves_within_the_day_counts_once_and_who_is_called_off_makes_room(help_point, town, roza):
    limited(help_point, 1)
    first, second = a_slot(help_point), a_slot(help_point, starts_at=a_moment(24, "14:00"))

    moved = actions.move(an_appointment(first, roza), slot=second, by=an_actor())
    actions.cancel(moved, by=an_actor())
    an_appointment(first, a_person(town, "Farid"))

    assert Appointment.objects.filter(state="planned").count() == 1


@pytest.mark.django_db
def test_a_day_without_a_limit_takes_as_many_as_there_are_moments(help_point, roza):
    limited(help_point, 1)
    limited(help_point, None)

    assert not DayLimit.objects.exists()
    assert an_appointment(a_slot(help_point), roza).slot


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("C-02")
def test_sixteen_at_once_for_a_day_of_three_are_three_however_many_moments_there_are(help_point, town):
    limited(help_point, 3)
    slots = [
        a_slot(help_point, starts_at=a_moment(24, f"{8 + n // 4:02d}:{n % 4 * 15:02d}"), minutes=15) for n in range(16)
    ]
    people = [a_person(town, f"Persoon {number}") for number in range(16)]
    actor = an_actor()

    came = all_at_once(
        lambda slot=slot, person=person: actions.book(slot, person=person, by=actor)
        for slot, person in zip(slots, people, strict=True)
    )

    full = "no: On Tuesday 24 November Digipunt Wilg has its 3 hand-overs. Open moments on another day."
    assert came == {"yes": 3, full: 13}


@pytest.mark.django_db
def test_the_limits_are_set_on_a_page_of_the_own_places_only(as_clerk, as_stranger, desk):
    address = reverse("agenda:set_day_limits", args=[desk.pk])

    answer = as_clerk.post(address, {"day_1": "4", "day_3": ""})
    refused = as_clerk.post(address, {"day_1": "-4"})

    assert (answer.status_code, refused.status_code, as_stranger.get(address).status_code) == (303, 422, 404)
    assert [(row.weekday, row.handovers) for row in DayLimit.objects.all()] == [(1, 4)]
