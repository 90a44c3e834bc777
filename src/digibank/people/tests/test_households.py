"""Who live together: only where they live it is known, and only of who may be known."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.people import actions
from digibank.people.models import HouseholdMember, Person, counted_with
from digibank.people.tests.factories import a_person
from digibank.people.tests.test_visibility import opened_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

KEY = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"')


def at(name, *keys):
    return reverse(f"people:{name}", args=keys)


def refusal(act):
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value), refused.value.field


def together(*persons, by):
    for other in persons[1:]:
        actions.live_together(persons[0], with_=other, by=by)


def counted(person, organisation):
    return set(Person.objects.filter(pk__in=counted_with(person, organisation)))


@pytest.mark.rule("U-30")
def test_who_live_together_count_as_one_until_one_leaves(town, actor):
    roza, jef, els = (a_person(town, name) for name in ("Roza Maes", "Jef Maes", "Els Maes"))
    before = counted(roza, town)
    together(roza, jef, els, by=actor)

    whole = [counted(person, town) for person in (roza, jef, els)]
    actions.live_apart(els, by=actor)

    assert before == {roza}
    assert whole == [{roza, jef, els}] * 3
    assert [counted(person, town) for person in (roza, jef, els)] == [{roza, jef}, {roza, jef}, {els}]
    assert [event.verb for event in Event.objects.about(els) if "lives" in event.verb] == [
        "people.lives_together",
        "people.lives_apart",
    ]


def test_who_is_left_alone_lives_with_nobody_and_may_start_again(town, actor):
    roza, jef, els = (a_person(town, name) for name in ("Roza Maes", "Jef Maes", "Els Maes"))
    together(roza, jef, by=actor)
    actions.live_apart(jef, by=actor)

    none = refusal(lambda: actions.live_apart(roza, by=actor))
    together(els, roza, by=actor)
    together(roza, jef, by=actor)

    assert none == ("This person lives with nobody we know. Reload the page.", None)
    assert counted(jef, town) == {roza, jef, els}


@pytest.mark.rule("U-30")
def test_a_household_lives_in_one_municipality_and_each_in_one_household(town, other_town, actor):
    roza, jef, els, piet = (a_person(town, name) for name in ("Roza", "Jef", "Els", "Piet"))
    elsewhere = a_person(other_town, "Nel Buur")
    together(roza, jef, by=actor)
    together(els, piet, by=actor)

    said = [
        refusal(lambda other=other: actions.live_together(roza, with_=other, by=actor))
        for other in (roza, elsewhere, jef, els)
    ]

    assert said == [
        ("This is the same person. Type the number of who lives in the same house.", "number"),
        ("Who live together live in one municipality. Look at the number once more.", "number"),
        ("These two live together already. Reload the page.", "number"),
        ("Both live with others already. Take one of them out first.", "number"),
    ]
    assert HouseholdMember.objects.count() == 4


@pytest.mark.rule("U-31")
def test_outside_the_own_municipality_a_protected_housemate_does_not_count(town, other_town, actor):
    roza, hidden = a_person(town, "Roza Maes"), a_person(town, "Jef Verborgen", protected=True)
    together(roza, hidden, by=actor)

    assert (counted(roza, town), counted(roza, other_town)) == ({roza, hidden}, {roza})
    assert counted(hidden, other_town) == {roza, hidden}


@pytest.mark.rule("U-31")
def test_only_where_they_live_it_is_seen_who_live_together(town, other_town, as_clerk, as_stranger, actor):
    roza, jef = a_person(town, "Roza Maes"), a_person(town, "Jef Maes")
    hidden = a_person(town, "Els Verborgen", protected=True)
    together(roza, jef, hidden, by=actor)
    opened_to(roza, other_town, actor)
    opened_to(jef, other_town, actor)

    here = as_clerk.get(at("person", roza.pk)).content.decode()
    there = as_stranger.get(at("person", roza.pk)).content.decode()

    assert ("Jef Maes" in here, hidden.number in here, "Verborgen" in here) == (True, True, False)
    assert [word for word in ("Jef Maes", hidden.number, "Lives with", "Take apart") if word in there] == []
    assert as_stranger.get(at("live_together", roza.pk)).status_code == 404
    assert as_stranger.post(at("live_apart", roza.pk, jef.pk)).status_code == 404


@pytest.mark.rule("U-31")
def test_the_thread_of_a_person_tells_another_municipality_nothing_of_a_household(
    town, other_town, as_clerk, as_stranger, actor
):
    roza = a_person(town, "Roza Maes")
    opened_to(roza, other_town, actor)
    page = reverse("desk:person", args=[roza.pk])
    alone = KEY.sub("", as_stranger.get(page).content.decode())
    together(roza, a_person(town, "Els Verborgen", protected=True), by=actor)

    assert KEY.sub("", as_stranger.get(page).content.decode()) == alone
    assert "Lives together with somebody" in as_clerk.get(page).content.decode()


def test_who_lives_there_too_is_added_by_number_and_taken_apart(as_clerk, town):
    roza, jef = a_person(town, "Roza Maes"), a_person(town, "Jef Maes")
    typed = {"once": uuid4(), "number": jef.number}

    added = [as_clerk.post(at("live_together", roza.pk), typed) for _time in range(2)]
    lived = counted(roza, town)
    apart = as_clerk.post(at("live_apart", roza.pk, jef.pk), {"once": uuid4()})
    stale = as_clerk.post(at("live_apart", roza.pk, jef.pk), {"once": uuid4()})

    assert [(answer.status_code, answer.url) for answer in added] == [(303, at("person", roza.pk))] * 2
    assert (lived, apart.status_code, counted(roza, town)) == ({roza, jef}, 303, {roza})
    assert (stale.status_code, "This person lives with nobody we know." in stale.content.decode()) == (422, True)


@pytest.mark.rule("U-31")
def test_a_number_of_another_municipality_answers_as_a_number_of_nobody(as_clerk, town, other_town):
    roza = a_person(town, "Roza Maes")
    numbers = [
        a_person(other_town, "Nel Buur").number,
        a_person(other_town, "Els Verborgen", protected=True).number,
        "IN-999999-4",
    ]

    answers = [as_clerk.post(at("live_together", roza.pk), {"number": number}) for number in numbers]
    pages = {
        KEY.sub("", answer.content.decode()).replace(number, "")
        for answer, number in zip(answers, numbers, strict=True)
    }

    assert [answer.status_code for answer in answers] == [422] * 3
    assert len(pages) == 1
    assert "Nobody of your municipality has this number." in pages.pop()


def test_as_many_queries_for_one_housemate_as_for_three(as_clerk, town, actor, django_assert_num_queries):
    roza = a_person(town, "Roza Maes")
    together(roza, a_person(town, "Jef Maes"), by=actor)
    as_clerk.get(at("person", roza.pk))
    with CaptureQueriesContext(connection) as with_one:
        as_clerk.get(at("person", roza.pk))
    together(roza, a_person(town, "Els Maes"), a_person(town, "Bo Maes"), by=actor)

    with django_assert_num_queries(len(with_one)):
        as_clerk.get(at("person", roza.pk))
