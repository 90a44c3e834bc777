from datetime import timedelta

import pytest

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can, Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.organisations.tests.factories import a_member
from digibank.people import actions
from digibank.people.models import Person
from digibank.people.queries import accesses_shown, find_across_border
from digibank.people.tests.factories import a_person

REFUSED = "This number and name do not belong together"


def seen_by(user):
    return set(Person.objects.visible_to(User.objects.get(pk=user.pk), Can.SEE_PEOPLE))


def opened_to(person, town, actor, days=30):
    until_on = clock.today() + timedelta(days=days)
    return actions.open_across_border(
        person, organisation=town, reason="verhuist naar hier", until_on=until_on, by=actor
    )


def test_a_person_is_seen_by_the_own_municipality_only(town, other_town, clerk, stranger):
    mine, theirs = a_person(town), a_person(other_town)

    assert [seen_by(user) for user in (clerk, stranger)] == [{mine}, {theirs}]


def test_nobody_else_sees_persons(town, coordinator, technician, administrator):
    a_person(town)

    assert [seen_by(user) for user in (coordinator, technician, administrator)] == [set(), set(), set()]


def test_an_opened_person_is_seen_until_the_last_day(town, other_town, stranger, actor):
    person = a_person(town)
    access = opened_to(person, other_town, actor)

    assert seen_by(stranger) == {person}
    with clock.at(clock.now() + timedelta(days=30)):
        assert seen_by(stranger) == set()
    event = Event.objects.get(verb="people.opened_across_border")
    assert (event.actor, event.facts) == (actor, {"access": access.pk, "until_on": access.until_on.isoformat()})


def test_why_a_person_is_open_to_one_municipality_is_not_told_to_a_third(town, other_town, clerk, stranger, actor):
    person, third = a_person(town), a_member(town.association, name="Derdedorp")
    opened_to(person, other_town, actor)
    opened_to(person, third, actor)
    somebody = a_user("derde", "Der De", third, Role.LENDING_CLERK)

    told = [{access.organisation for access in accesses_shown(person, who)} for who in (clerk, stranger, somebody)]

    assert told == [{other_town, third}, {other_town}, {third}]


def test_who_becomes_protected_is_open_to_nobody_else(town, other_town, clerk, stranger, actor):
    person = a_person(town)
    opened_to(person, other_town, actor)

    actions.edit(person, version=1, protected=True, by=actor)

    assert (seen_by(clerk), seen_by(stranger)) == ({person}, set())


def test_a_person_is_opened_once_at_a_time(town, other_town, actor):
    person = a_person(town)
    opened_to(person, other_town, actor)

    with pytest.raises(RuleBroken, match="open to you already"):
        opened_to(person, other_town, actor)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_person_is_opened_for_a_year_at_most(town, other_town, actor, days):
    with pytest.raises(RuleBroken, match="at most a year"):
        opened_to(a_person(town), other_town, actor, days=days)


def test_a_reason_holds_no_secrets(town, other_town, actor):
    with pytest.raises(RuleBroken) as no:
        actions.open_across_border(
            a_person(town), organisation=other_town, reason="pincode 1234", until_on=clock.today(), by=actor
        )

    assert no.value.field == "reason"


def test_a_person_is_found_across_the_border_by_number_and_name(town, other_town, actor):
    person = a_person(town, "Renée Peeters")

    found = find_across_border(number=person.number, name="renee  PEETERS", organisation=other_town, by=actor)

    assert found == person


def test_one_refusal_whether_unknown_or_otherwise_named_or_protected(town, other_town, actor):
    person, hidden = a_person(town, "Roza Peeters"), a_person(town, "Els Maes", protected=True)
    tries = [("IN-999999-9", "Els Maes"), (person.number, "Roza"), (hidden.number, "Els Maes"), ("niets", "")]

    said = {refusal(number, name, other_town, actor) for number, name in tries}

    assert said == {f"{REFUSED}. Look at the person’s card and try again."}


def test_guessing_stops_after_five_refusals(town, other_town, actor):
    person = a_person(town)
    for _ in range(5):
        actions.note_border_refused(other_town, by=actor)

    assert "tried too often today" in refusal(person.number, person.name, other_town, actor)
    with clock.at(clock.now() + timedelta(days=1)):
        assert find_across_border(number=person.number, name=person.name, organisation=other_town, by=actor) == person


def test_who_lives_here_is_in_the_list(town, actor):
    person = a_person(town)

    assert "lives in your own municipality" in refusal(person.number, person.name, town, actor)


def refusal(number, name, town, actor):
    with pytest.raises(RuleBroken) as no:
        find_across_border(number=number, name=name, organisation=town, by=actor)
    return str(no.value)
