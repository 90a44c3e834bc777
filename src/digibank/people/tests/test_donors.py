import pytest
from django.db import IntegrityError, transaction

from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.people.actions import donors
from digibank.people.models import Donor


def a_donor(association, actor, name="Simonne Verbist", **details) -> Donor:
    return donors.register(organisation=association, name=name, by=actor, **details)


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value), refused.value.field


@pytest.mark.rule("D-02")
def test_a_name_is_enough(association, actor):
    donor = a_donor(association, actor)

    assert (donor.name, donor.kind, donor.shown_phone, donor.email, donor.address) == (
        "Simonne Verbist",
        "private person",
        "",
        "",
        "",
    )
    assert [(event.verb, event.facts) for event in Event.objects.about(donor)] == [
        ("people.donor_registered", {"legal": False})
    ]
    assert str(donor) == str(donor.pk)


def test_all_that_is_told_is_kept_in_one_spelling(association, actor):
    address = {"street": "Heidestraat 5", "postcode": "2399", "town": "Wilgerdonk"}
    donor = a_donor(
        association,
        actor,
        "De Linde",
        is_legal_person=True,
        phone="014 21 00 00",
        email="Info@Linde.example",
        **address,
    )

    donor.refresh_from_db()
    assert (donor.kind, donor.phone, donor.shown_phone, donor.email, donor.address) == (
        "company or organisation",
        "+3214210000",
        "014 21 00 00",
        "info@linde.example",
        "Heidestraat 5, 2399 Wilgerdonk",
    )


@pytest.mark.rule("D-06")
@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": "Jef wachtwoord geheim1"}, "name"),
        ({"street": "BE71 0961 2345 6769", "postcode": "2399", "town": "Malle"}, "street"),
        ({"phone": "0470"}, "phone"),
        ({"street": "Dorp 1"}, "street"),
        ({"town": "Malle"}, "street"),
    ],
)
def test_what_may_not_be_kept_is_refused_at_its_field(association, actor, told, field):
    said = refusal(lambda: a_donor(association, actor, **told))

    assert said[1] == field
    assert Donor.objects.count() == 0


def test_a_donor_without_a_name_does_not_exist(association, actor):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_donor(association, actor, "")


def test_a_donor_is_known_by_name_telephone_or_email(association, actor):
    simonne = a_donor(association, actor, "Simonne Verbist", phone="0470 12 34 56")
    linde = a_donor(association, actor, "De Linde", email="info@linde.example")
    known = Donor.objects.known_as

    assert set(known(name="SIMONNE VÉRBIST")) == {simonne}
    assert set(known(name="Jef", phone="+32470123456")) == {simonne}
    assert set(known(name="Jef", email="Info@linde.example")) == {linde}
    assert set(known(name="Simonne")) == set()


def test_a_donor_is_found_by_how_the_words_of_the_name_begin(association, actor):
    simonne = a_donor(association, actor)

    assert list(Donor.objects.named("verb")) == list(Donor.objects.named("Verbist Sim")) == [simonne]
    assert list(Donor.objects.named("erbist")) == list(Donor.objects.named(" ?")) == []


ADDRESS = {"street": "Heidestraat 5", "postcode": "2399", "town": "Wilgerdonk"}


@pytest.mark.rule("D-35")
def test_a_private_donor_fades_and_the_row_stays(association, actor):
    donor = a_donor(association, actor, phone="0470 12 34 56", email="s@verbist.example", contact="Jef", **ADDRESS)

    donors.fade(donor, by=actor)
    again = donors.fade(donor, by=actor)

    kept = Donor.objects.values().get()
    told = {field for field, value in kept.items() if value not in ("", False)}
    assert told == {"id", "organisation_id", "registered_at", "faded_at"}
    assert (again.has_faded, again.called, list(Donor.objects.known())) == (True, "name not kept any more", [])
    assert [(event.verb, event.facts) for event in Event.objects.about(donor)][1:] == [
        ("people.donor_faded", {"asked": False})
    ]


@pytest.mark.rule("D-35")
def test_nobody_finds_who_faded(association, actor):
    donors.fade(a_donor(association, actor, phone="0470 12 34 56"), by=actor)

    assert list(Donor.objects.named("verb")) == []
    assert list(Donor.objects.known_as(name="Simonne Verbist", phone="+32470123456")) == []


@pytest.mark.rule("D-35")
def test_a_company_does_not_fade_and_the_database_refuses_a_half_faded_donor(association, actor):
    company = a_donor(association, actor, "De Linde", is_legal_person=True)
    person = a_donor(association, actor)

    assert refusal(lambda: donors.fade(company, by=actor)) == (
        "This is a company or organisation. Only private persons are forgotten.", None,
    )  # fmt: skip
    for half in ({"name": ""}, {"faded_at": company.registered_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Donor.objects.filter(pk=person.pk).update(**half)
