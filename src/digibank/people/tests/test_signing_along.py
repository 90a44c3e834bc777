"""Who signs along with a person: written down once, seen where the person lives, and ended."""

from datetime import timedelta

import pytest
from conftest import logged_in
from django.urls import reverse

from digibank import clock
from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.people import actions
from digibank.people.models import Representative, is_under_age, who_signs_along
from digibank.people.queries import representatives_shown
from digibank.people.tests.factories import a_person

pytestmark = [pytest.mark.rule("U-97"), pytest.mark.usefixtures("in_english")]


def noted(person, actor, **details):
    about = {"kind": "guardian", "name": "Mter. Lies Aerts", "proof_seen_on": clock.today()} | details
    return actions.note_representative(person, by=actor, **about)


def refusal(person, actor, **details):
    with pytest.raises(RuleBroken) as no:
        noted(person, actor, **details)
    return str(no.value), no.value.field


def under_age(town):
    return a_person(town, "Noor Maes", birth_year=clock.today().year - 15)


def test_a_guardian_signs_along_from_today_until_that_ends(town, actor):
    person = a_person(town)

    guardian = noted(person, actor)

    assert who_signs_along(person) == guardian
    actions.end_representative(guardian, by=actor)
    assert who_signs_along(person) is None


def test_somebody_whose_time_is_over_signs_along_no_more(town, actor):
    person = a_person(town)
    noted(person, actor, until_on=clock.today() + timedelta(days=2))

    with clock.at(clock.now() + timedelta(days=2)):
        assert who_signs_along(person) is None


def test_the_trail_tells_that_somebody_signs_along_and_not_who(town, actor):
    person = a_person(town)

    guardian = noted(person, actor, contact="014 21 00 00")

    event = Event.objects.get(verb="people.representative_noted")
    assert event.facts == {"representative": guardian.pk, "kind": "guardian"}


def test_one_signs_along_at_a_time(town, actor):
    person = a_person(town)
    noted(person, actor)

    assert refusal(person, actor, name="Jan Aerts") == (
        "Somebody signs along with this person already. End that first.",
        "name",
    )


def test_a_parent_signs_along_with_a_minor_only(town, actor):
    child = under_age(town)

    parent = noted(child, actor, kind="parent", name="An Maes")

    assert (is_under_age(child), who_signs_along(child)) == (True, parent)
    assert refusal(a_person(town), actor, kind="parent")[1] == "kind"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"proof_seen_on": timedelta(days=1)}, "proof_seen_on"),
        ({"until_on": timedelta(days=0)}, "until_on"),
        ({"contact": "wachtwoord 1234"}, "contact"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(town, actor, details, field):
    about = {key: clock.today() + given if isinstance(given, timedelta) else given for key, given in details.items()}

    assert refusal(a_person(town), actor, **about)[1] == field
    assert not Representative.objects.exists()


def test_what_ended_does_not_end_twice(town, actor):
    guardian = noted(a_person(town), actor)
    actions.end_representative(guardian, by=actor)

    with pytest.raises(RuleBroken, match="ended already"):
        actions.end_representative(guardian, by=actor)


def test_a_desk_elsewhere_sees_the_person_and_not_who_signs_along(town, other_town, clerk, stranger, actor):
    person = a_person(town)
    guardian = noted(person, actor)
    until_on = clock.today() + timedelta(days=30)
    actions.open_across_border(person, organisation=other_town, reason="verhuist", until_on=until_on, by=actor)

    shown = [representatives_shown(person, user) for user in (clerk, stranger)]
    page = logged_in(stranger).get(reverse("people:person", args=[person.pk]))

    assert shown == [[guardian], []]
    assert (page.status_code, "Lies Aerts" in page.content.decode()) == (200, False)


def test_the_page_of_a_person_tells_who_signs_along_and_ends_it(as_clerk, town, actor):
    person = a_person(town)

    sent = as_clerk.post(
        reverse("people:note_representative", args=[person.pk]),
        {"kind": "guardian", "name": "Mter. Lies Aerts", "proof_seen_on": clock.today().isoformat()},
    )
    shown = as_clerk.get(sent.url).content.decode()
    ended = as_clerk.post(reverse("people:end_representative", args=[Representative.objects.get().pk]))

    assert (sent.status_code, "Mter. Lies Aerts" in shown) == (303, True)
    assert (ended.status_code, who_signs_along(person)) == (303, None)


def test_a_refusal_keeps_what_was_typed(as_clerk, town, actor):
    person = a_person(town)
    typed = {"kind": "parent", "name": "An Maes", "proof_seen_on": clock.today().isoformat()}

    page = as_clerk.post(reverse("people:note_representative", args=[person.pk]), typed)

    told = page.content.decode()
    assert (page.status_code, "A parent signs along with a minor only" in told, "An Maes" in told) == (422, True, True)


def test_ending_twice_is_explained_on_the_page_of_the_person(as_clerk, town, actor):
    guardian = noted(a_person(town), actor)
    actions.end_representative(guardian, by=actor)

    page = as_clerk.post(reverse("people:end_representative", args=[guardian.pk]))

    assert (page.status_code, "This ended already" in page.content.decode()) == (422, True)


def test_strangers_find_nothing(town, stranger, actor):
    guardian = noted(a_person(town), actor)
    elsewhere = logged_in(stranger)

    answers = [
        elsewhere.get(reverse("people:note_representative", args=[guardian.person_id])).status_code,
        elsewhere.post(reverse("people:end_representative", args=[guardian.pk])).status_code,
    ]

    assert answers == [404, 404]
