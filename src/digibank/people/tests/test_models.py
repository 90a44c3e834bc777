from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.people import actions
from digibank.people.actions import Way, doubles
from digibank.people.models import Address, ContactWay, Person, StatisticsCard, Verdict, search_text
from digibank.people.tests.factories import a_person, an_address
from digibank.searching import FEW

KINDS = {"personal", "statistic", "technical"}


def test_every_field_is_classified():
    unclassified = {
        model.__name__: {field.name for field in model._meta.get_fields() if field.concrete} ^ set(model.privacy)
        for model in apps.get_app_config("people").get_models()
    }

    assert {name: fields for name, fields in unclassified.items() if fields} == {}


def test_fields_are_classified_as_one_of_three_kinds():
    kinds = {kind for model in apps.get_app_config("people").get_models() for kind in model.privacy.values()}

    assert kinds == KINDS


def test_no_field_exists_for_national_number_password_or_bank():
    names = {field.name for model in apps.get_app_config("people").get_models() for field in model._meta.get_fields()}
    forbidden = ("national", "rrn", "password", "pin", "iban", "bank", "account")

    assert [name for name in names if any(word in name for word in forbidden)] == []


def test_what_belongs_to_a_person_is_shown_by_keys_and_codes_only(town, other_town, actor):
    one, other = a_person(town, address=an_address(), prefers="letter"), a_person(town, "Farid Haddad")
    until_on = clock.today() + timedelta(days=30)
    access = actions.open_across_border(one, organisation=other_town, reason="Verhuist.", until_on=until_on, by=actor)
    card = actions.fill_card(one, gender="f", by=actor)
    verdict = doubles.link_same(one, other, by=actor)
    address, way = one.addresses.get(), one.ways.get()

    shown = [str(row) for row in (access, card, verdict, address, way)]

    assert shown == [
        f"{one.pk} {other_town.pk}",
        f"{card.pk}",
        f"{one.pk} same {other.pk}",
        f"{address.pk}",
        f"{way.pk}",
    ]
    assert (verdict.other(one), verdict.other(other)) == (other, one)


def test_a_person_is_shown_by_number_and_never_by_name(town):
    person = a_person(town)

    assert str(person) == person.number
    assert person.number.startswith("IN-")


def test_a_person_is_addressed_as_asked(town):
    assert a_person(town, "Roza Peeters").addressed_as == "Roza Peeters"
    assert a_person(town, "Roza Peeters", called="Mevrouw Peeters").addressed_as == "Mevrouw Peeters"


def test_what_is_searched_has_a_space_before_each_word():
    assert search_text("Renée Çelik", "Mevr.") == " renee celik mevr"


@pytest.mark.parametrize("text", ["roz", "peet roz", "ROZA", "0470 12 34 56", "ROZA@voorbeeld.be"])
def test_a_person_is_found_by_parts_of_what_is_known(town, text):
    ways = [Way("phone", "0470123456"), Way("email", "roza@voorbeeld.be")]
    person = a_person(town, "Roza Peeters", prefers="phone", ways=ways)
    a_person(town, "Jef Maes")

    assert list(Person.objects.matching(text)) == [person]


def test_a_protected_person_is_found_by_number_only(town):
    person = a_person(town, "Roza Peeters", protected=True)

    assert list(Person.objects.matching("roza")) == []
    assert list(Person.objects.matching(person.number)) == [person]


def test_channels_follow_from_the_ways(town):
    person = a_person(
        town,
        address=an_address(),
        ways=[Way("phone", "0470 12 34 56"), Way("email", "r@voorbeeld.be"), Way("someone", "", "Els", "dochter")],
    )

    assert person.channels() == {"card", "letter", "phone", "sms", "email"}


def test_the_database_refuses_two_addresses_at_once(town):
    person = a_person(town, address=an_address())

    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(person=person, from_on=date(2030, 1, 1), **an_address())


def test_the_database_refuses_a_telephone_without_number(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactWay.objects.create(person=a_person(town), kind="phone")


def test_the_database_refuses_groups_that_were_not_told(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        StatisticsCard.objects.create(person=a_person(town), older=True)


def test_the_database_refuses_a_verdict_about_one_record(town):
    person = a_person(town)

    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(first=person, second=person, says="same")


def test_an_empty_card_says_not_asked_everywhere(town):
    card = StatisticsCard(person=a_person(town))

    answers = (card.age_band, card.gender, card.target_groups_told, card.job_seeker, card.how_came)
    assert answers == ("not_asked",) * 5
    assert card.target_groups_shown == "not asked"


def test_groups_are_told_as_none_or_by_name():
    none = StatisticsCard(target_groups_told="answered")
    some = StatisticsCard(target_groups_told="answered", older=True, low_schooling=True)

    assert none.target_groups_shown == "none of these"
    assert some.target_groups_shown == "older person, little schooling"


@pytest.mark.parametrize("many", [3, FEW + 20])
def test_a_name_is_found_among_few_and_among_many(town, many):
    Person.objects.bulk_create(
        Person(
            home=town, name=f"Emma Peeters {number}", prefers="letter", search=search_text(f"Emma Peeters {number}", "")
        )
        for number in range(many)
    )
    other = a_person(town, name="Jan Vermeersch")

    found = {text: Person.objects.matching(text).count() for text in ("peet", "EMMA", "eters", "j v", "meersch", "x")}

    assert found == {"peet": many, "EMMA": many, "eters": 0, "j v": 1, "meersch": 0, "x": 0}
    assert Person.objects.matching("verm").get() == other


def test_a_name_that_changed_is_found_by_the_new_one_only(town, actor):
    person = a_person(town, name="Emma Peeters")
    actions.edit(person, version=person.version, name="Emma Wouters", by=actor)

    assert [Person.objects.matching(text).count() for text in ("peeters", "wouters", "emma")] == [0, 1, 1]
