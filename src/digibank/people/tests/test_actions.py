from datetime import UTC, date, datetime

import pytest

from digibank import clock
from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.people import actions
from digibank.people.actions import Way
from digibank.people.models import ContactWay, StatisticsCard
from digibank.people.tests.factories import LANDLINE, MOBILE, a_person, an_address

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
TOLD = {"age_band": "55+", "gender": "f", "job_seeker": "no", "target_groups_told": "answered", "how_came": "ocmw"}


def ways_of(person):
    return list(person.ways.values_list("kind", "value", "who", "relation"))


def facts_of(person):
    return list(Event.objects.about(person).values_list("verb", "facts"))


def test_a_name_and_one_way_is_enough(town, actor):
    person = actions.register(home=town, name="Roza Peeters", prefers="card", ways=[Way("desk")], by=actor)

    assert (person.name, person.birth_year, ways_of(person)) == ("Roza Peeters", None, [("desk", "", "", "")])
    assert facts_of(person) == [("people.registered", {"ways": 1, "letters": False})]


def test_an_address_for_letters_is_a_way(town, actor):
    person = actions.register(home=town, name="Roza", prefers="letter", address=an_address(), by=actor)

    assert str(person.address.street) == "Kerkstraat 12"


def test_ways_are_kept_in_one_spelling(town):
    ways = [
        Way("phone", MOBILE),
        Way("phone", LANDLINE),
        Way("email", "Roza@Voorbeeld.be"),
        Way("someone", MOBILE, "Els", "dochter"),
    ]
    person = a_person(town, ways=ways)

    assert ways_of(person) == [
        ("mobile", "+32470123456", "", ""),
        ("phone", "+3214210000", "", ""),
        ("email", "roza@voorbeeld.be", "", ""),
        ("someone", "+32470123456", "Els", "dochter"),
    ]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"ways": []}, "There must be one way to reach this person"),
        ({"prefers": "letter"}, "“letter” does not reach this person"),
        ({"prefers": "sms", "ways": [Way("phone", LANDLINE)]}, "“text message” does not reach this person"),
        ({"ways": [Way("phone", "0470")]}, "Nobody can be called on this number"),
        ({"ways": [Way("email", "roza@")]}, "This is no e-mail address"),
        ({"ways": [Way("someone")]}, "Write down through whom"),
        ({"ways": [Way("desk"), Way("desk")]}, "This is written down already"),
        ({"name": "Roza 85.07.30-033.28"}, "national number"),
        ({"called": "pincode 1234"}, "password or code"),
        ({"ways": [Way("someone", "", "Els", "code 1234")]}, "password or code"),
        ({"address": an_address("BE71 0961 2345 6769")}, "account number"),
    ],
)
def test_registering_is_refused(town, told, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        a_person(town, **{"name": "Roza Peeters"} | told)


def test_a_resident_belongs_to_a_municipality(association):
    with pytest.raises(RuleBroken, match="belongs to a municipality"):
        a_person(association)


def test_an_edit_says_which_fields_and_not_what(town, actor):
    person = a_person(town)

    actions.edit(person, version=1, name="Rosa Peeters", birth_year=1950, by=actor)

    person.refresh_from_db()
    assert (person.name, person.birth_year, person.search, person.version) == ("Rosa Peeters", 1950, " rosa peeters", 2)
    assert facts_of(person)[1:] == [("people.edited", {"name": True, "birth_year": True})]


def test_an_edit_that_changes_nothing_leaves_no_trace(town, actor):
    person = a_person(town)

    actions.edit(person, version=1, name=person.name, by=actor)

    assert len(facts_of(person)) == 1


def test_nobody_overwrites_a_colleague_unseen(town, actor):
    person = a_person(town)
    actions.edit(person, version=1, name="Rosa", by=actor)

    with pytest.raises(RuleBroken, match="Someone else changed this"):
        actions.edit(person, version=1, name="Rosalie", by=actor)


def test_a_channel_that_reaches_nobody_is_refused(town, actor):
    with pytest.raises(RuleBroken) as no:
        actions.edit(a_person(town), version=1, prefers="email", by=actor)

    assert no.value.field == "prefers"


def test_the_last_way_cannot_be_ended(town, actor):
    person = a_person(town)

    with pytest.raises(RuleBroken, match="one way to reach"):
        actions.end_way(person.ways.get(), by=actor)

    assert ContactWay.objects.get().until_on is None


def test_the_preferred_way_cannot_be_ended(town, actor):
    person = a_person(town, prefers="phone", ways=[Way("phone", MOBILE), Way("desk")])

    with pytest.raises(RuleBroken, match="does not reach this person"):
        actions.end_way(person.ways.get(kind="mobile"), by=actor)


def test_a_way_that_ended_may_come_back(town, actor):
    person = a_person(town, ways=[Way("desk"), Way("phone", MOBILE)])

    actions.end_way(person.ways.get(kind="mobile"), by=actor)
    added = actions.add_way(person, way=Way("phone", MOBILE), by=actor)

    assert [way.pk for way in person.current_ways if way.value] == [added.pk]


def test_when_somebody_was_reached_is_kept(town, actor):
    person = a_person(town, ways=[Way("phone", MOBILE)])

    with clock.at(MONDAY):
        actions.note_reached(person.ways.get(), by=actor)

    assert person.ways.get().last_reached_on == date(2026, 11, 23)


def test_moving_house_keeps_the_old_address(town, actor):
    with clock.at(MONDAY):
        person = a_person(town, address=an_address())
        actions.move_house(person, from_on=date(2026, 12, 1), by=actor, **an_address("Dorp 1"))

    rows = list(person.addresses.values_list("street", "from_on", "until_on"))
    assert rows == [
        ("Dorp 1", date(2026, 12, 1), None),
        ("Kerkstraat 12", date(2026, 11, 23), date(2026, 12, 1)),
    ]


def test_the_same_day_corrects_the_address(town, actor):
    with clock.at(MONDAY):
        person = a_person(town, address=an_address())
        actions.move_house(person, from_on=date(2026, 11, 23), by=actor, **an_address("Kerkstraat 21"))

    assert list(person.addresses.values_list("street", "until_on")) == [("Kerkstraat 21", None)]


def test_moving_back_in_time_is_refused(town, actor):
    with clock.at(MONDAY):
        person = a_person(town, address=an_address())
        with pytest.raises(RuleBroken, match="holds from 23/11/2026"):
            actions.move_house(person, from_on=date(2026, 11, 1), by=actor, **an_address())


def test_who_has_no_address_gets_one_later(town, actor):
    person = a_person(town)

    actions.move_house(person, from_on=clock.today(), by=actor, **an_address())

    assert person.address.postcode == "2390"


def test_leaving_an_address_needs_another_way(town, actor):
    person = a_person(town, address=an_address(), ways=[])

    with pytest.raises(RuleBroken, match="one way to reach"):
        actions.leave_address(person.addresses.get(), by=actor)


def test_an_address_can_be_left(town, actor):
    person = a_person(town, address=an_address())

    actions.leave_address(person.addresses.get(), by=actor)

    assert person.address is None


def test_the_card_keeps_what_was_told(town, actor):
    person = a_person(town)

    card = actions.fill_card(person, target_groups=["older", "low_schooling"], by=actor, **TOLD)

    card.refresh_from_db()
    assert {name: getattr(card, name) for name in TOLD} == TOLD
    assert (card.target_groups, card.version) == (["older", "low_schooling"], 2)
    assert facts_of(person)[1:] == [("people.card_filled", {"first": True})]


def test_not_asked_and_will_not_say_differ(town, actor):
    card = actions.fill_card(a_person(town), gender="will_not_say", by=actor)

    assert (card.gender, card.age_band) == ("will_not_say", "not_asked")


def test_groups_without_an_answer_are_refused(town, actor):
    with pytest.raises(RuleBroken) as no:
        actions.fill_card(a_person(town), target_groups=["older"], target_groups_told="not_asked", by=actor)

    assert no.value.field == "target_groups_told"


def test_the_same_card_twice_in_the_same_moment_is_filled_once(town, actor):
    person = a_person(town)

    with clock.at(MONDAY):
        cards = [actions.fill_card(person, version=version, by=actor, **TOLD) for version in (1, 2)]

    assert [card.version for card in cards] == [2, 2]
    assert [verb for verb, _facts in facts_of(person)] == ["people.registered", "people.card_filled"]


def test_two_colleagues_do_not_overwrite_a_card(town, actor):
    person = a_person(town)
    actions.fill_card(person, version=1, by=actor, **TOLD)

    with pytest.raises(RuleBroken, match="Someone else changed this"):
        actions.fill_card(person, version=1, by=actor, gender="m")

    assert StatisticsCard.objects.get().gender == "f"


NOT_USED = "This is not used now. Reload the page to see what is known."


def test_a_way_that_ended_keeps_the_day_it_ended(town, actor):
    with clock.at(MONDAY):
        person = a_person(town, ways=[Way("desk"), Way("phone", MOBILE)])
        way = person.ways.get(kind="mobile")
        actions.end_way(way, by=actor)
        clock.pass_time(days=3)

        with pytest.raises(RuleBroken) as no:
            actions.end_way(way, by=actor)

    way.refresh_from_db()
    assert (str(no.value), way.until_on) == (NOT_USED, date(2026, 11, 23))


def test_an_address_of_before_is_not_left_once_more(town, actor):
    with clock.at(MONDAY):
        person = a_person(town, address=an_address())
        earlier = person.addresses.get()
        clock.pass_time(days=3)
        new = actions.move_house(person, **an_address(street="Beekweg 3"), from_on=clock.today(), by=actor)
        latest = actions.move_house(person, **an_address(street="Dreef 1"), from_on=date(2026, 12, 1), by=actor)

        said = []
        for address in (earlier, latest):
            with pytest.raises(RuleBroken) as no:
                actions.leave_address(address, by=actor)
            said.append(str(no.value))

        assert person.address == new
    assert said == [NOT_USED, NOT_USED]
