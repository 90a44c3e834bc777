from datetime import timedelta

import pytest

from digibank import clock
from digibank.errors import RuleBroken
from digibank.people import actions
from digibank.people.actions import Way, doubles
from digibank.people.models import Verdict
from digibank.people.queries import Details, possible_doubles, same_persons
from digibank.people.tests.factories import MOBILE, a_person, an_address

SAME_NUMBER = "the same telephone or e-mail"
SAME_YEAR = "a similar name and the same year of birth"
SAME_POSTCODE = "a similar name and the same postcode"


def suggested(described, viewer):
    return [(double.person, double.reasons) for double in possible_doubles(described, viewer)]


def test_the_same_number_suggests_a_double(town, clerk):
    known = a_person(town, "Roza Peeters", ways=[Way("phone", MOBILE)])

    found = suggested(Details.typed(name="Jef Maes", values=["+32470123456"]), clerk)

    assert found == [(known, (SAME_NUMBER,))]


def test_a_number_of_somebody_in_between_tells_nothing(town, clerk):
    a_person(town, "Roza Peeters", ways=[Way("someone", MOBILE, "Els")])

    assert suggested(Details.typed(name="Els Maes", values=["+32470123456"]), clerk) == []


@pytest.mark.parametrize("name", ["Peeters Roza", "Rosa Peters", "Roza Maria Peeters", "ROZA PÉÉTERS"])
def test_a_similar_name_of_the_same_year_suggests_a_double(town, clerk, name):
    known = a_person(town, "Roza Peeters", birth_year=1950)

    assert suggested(Details.typed(name=name, birth_year=1950), clerk) == [(known, (SAME_YEAR,))]


def test_a_similar_name_alone_suggests_nothing(town, clerk):
    a_person(town, "Roza Peeters", birth_year=1950, address=an_address())

    assert suggested(Details.typed(name="Roza Peeters", birth_year=1951, postcode="2399"), clerk) == []


def test_the_most_reasons_come_first(town, clerk):
    one = a_person(town, "Roza Peeters", address=an_address())
    two = a_person(town, "Roza Peeters", address=an_address(), birth_year=1950, ways=[Way("phone", MOBILE)])

    typed = Details.typed(name="Roza Peeters", birth_year=1950, postcode="2390", values=["+32470123456"])

    assert suggested(typed, clerk) == [(two, (SAME_NUMBER, SAME_YEAR, SAME_POSTCODE)), (one, (SAME_POSTCODE,))]


def test_a_registered_person_is_compared_with_the_others(town, clerk):
    one, two = a_person(town, birth_year=1950), a_person(town, birth_year=1950)

    assert suggested(one, clerk) == [(two, (SAME_YEAR,))]


def test_nobody_of_another_municipality_is_suggested(town, other_town, clerk, stranger):
    a_person(town, birth_year=1950)
    typed = Details.typed(name="Roza Peeters", birth_year=1950)

    assert (len(suggested(typed, clerk)), suggested(typed, stranger)) == (1, [])


def test_an_opened_person_is_suggested(town, other_town, stranger, actor):
    known = a_person(town, birth_year=1950)
    until_on = clock.today() + timedelta(days=9)
    actions.open_across_border(known, organisation=other_town, reason="verhuist", until_on=until_on, by=actor)

    assert suggested(Details.typed(name="Roza Peeters", birth_year=1950), stranger) == [(known, (SAME_YEAR,))]


def test_a_protected_person_is_never_suggested(town, clerk):
    hidden = a_person(town, birth_year=1950, protected=True)
    other = a_person(town, birth_year=1950)

    assert (suggested(other, clerk), suggested(hidden, clerk)) == ([], [])


def test_who_was_said_to_be_different_is_not_suggested_again(town, clerk, actor):
    one, two = a_person(town, birth_year=1950), a_person(town, birth_year=1950)

    doubles.say_different(two, one, by=actor)

    assert (suggested(one, clerk), suggested(two, clerk)) == ([], [])


def test_a_link_moves_nothing_and_can_be_undone(town, clerk, actor):
    one, two = a_person(town, birth_year=1950), a_person(town, birth_year=1950)

    doubles.link_same(one, two, by=actor)
    linked = (same_persons(one, clerk), same_persons(two, clerk), suggested(one, clerk))
    doubles.unlink_same(two, one, by=actor)

    assert linked == ([two], [one], [])
    assert (same_persons(one, clerk), suggested(one, clerk)) == ([], [(two, (SAME_YEAR,))])


def test_different_persons_may_turn_out_the_same(town, actor):
    one, two = a_person(town), a_person(town)
    doubles.say_different(one, two, by=actor)

    doubles.link_same(one, two, by=actor)

    said = [(verdict.says, verdict.ended_at is None) for verdict in Verdict.objects.all()]
    assert said == [("different", False), ("same", True)]


def test_a_link_is_undone_before_the_opposite_is_said(town, actor):
    one, two = a_person(town), a_person(town)
    doubles.link_same(one, two, by=actor)

    with pytest.raises(RuleBroken, match="Undo the link first"):
        doubles.say_different(one, two, by=actor)


def test_what_is_not_linked_cannot_be_undone(town, actor):
    with pytest.raises(RuleBroken, match="not linked"):
        doubles.unlink_same(a_person(town), a_person(town), by=actor)


def test_a_record_is_not_linked_with_itself(town, actor):
    person = a_person(town)

    with pytest.raises(RuleBroken, match="one and the same record"):
        doubles.link_same(person, person, by=actor)
