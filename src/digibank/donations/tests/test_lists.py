"""A list of what is offered becomes things of the offer: as it was shown, whole, and once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.actions.lists import OFFER_LIST
from digibank.donations.lists import SAMPLE
from digibank.donations.models import OfferedItem
from digibank.donations.tests.factories import a_donation, given
from digibank.donations.tests.lists import LIST, a_company_offer, sent
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.sheets.downloads import sample_csv
from digibank.sheets.kinds import Reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


@pytest.fixture
def offer(depot):
    return a_company_offer(depot)


def take_in(offer, plan, sheet, **told):
    return actions.take_in_list(offer, plan=plan, sheet=sheet, by=an_actor(), **{"seen": plan.digest} | told)


def reasons(plan) -> dict[int, list[str]]:
    return {row.number: [OFFER_LIST.sentence(Reason(*told)) for told in row.reasons] for row in plan.rows.all()}


@pytest.mark.rule("T-01")
def test_each_row_of_a_list_says_what_becomes_of_it(offer):
    plan, _sheet = sent(offer)

    assert [(row.number, row.verdict) for row in plan.rows.all()] == [
        (2, "coming"), (3, "coming"), (4, "known"), (5, "wrong"), (6, "wrong"),
    ]  # fmt: skip
    assert {number: told for number, told in reasons(plan).items() if told} == {
        4: ["The same stands in row 2 already."],
        5: ["We do not know “Kopieermachine”. Say above the list what it is."],
        6: ["A serial number is of one device. Give each device its own row."],
    }
    assert (plan.asked, OfferedItem.objects.count()) == ({"kind": {"kopieermachine": 1}}, 0)


@pytest.mark.rule("T-02")
def test_the_things_of_the_offer_are_those_that_were_shown(offer):
    plan, sheet = sent(offer)

    take_in(offer, plan, sheet)

    things = offer.items.values("kind", "vendor", "product", "serial", "count", "works", "age")
    assert list(things) == [
        {
            "kind": "laptop", "vendor": "Dell", "product": "Latitude 5490", "serial": "7GXK2P3", "count": 1,
            "works": "yes", "age": "new",
        },
        {
            "kind": "desktop", "vendor": "HP", "product": "ProDesk 400", "serial": "", "count": 12,
            "works": "yes", "age": "middle",
        },
    ]  # fmt: skip
    event = Event.objects.about(offer).get(verb="donations.list_taken_in")
    assert event.facts == {"rows": 2, "list": plan.pk}


@pytest.mark.rule("T-03")
def test_taking_a_list_in_twice_is_taking_it_in_once(offer):
    plan, sheet = sent(offer)
    take_in(offer, plan, sheet)

    take_in(offer, plan, sheet)
    again, _sheet = sent(offer)
    take_in(offer, again, sheet, seen="anything")

    assert (again.pk, offer.items.count()) == (plan.pk, 2)
    assert Event.objects.filter(verb="donations.list_taken_in").count() == 1


@pytest.mark.rule("T-04")
def test_a_refusal_in_the_middle_of_the_list_leaves_nothing(offer, monkeypatch):
    """The rule of the offer itself refuses what the judgement of rows let through."""
    plan, sheet = sent(offer)
    monkeypatch.setattr("digibank.donations.offering.MOST_ALIKE", 5)

    with pytest.raises(RuleBroken, match="from 1 to 5"):
        take_in(offer, plan, sheet)

    plan.refresh_from_db()
    assert (offer.items.count(), plan.is_committed) == (0, False)


def test_a_device_that_we_have_is_there_already_until_it_is_gone(offer, depot):
    device = given(a_donation(depot), serial="7gxk2p3")

    assert reasons(sent(offer)[0])[2] == ["We have a device with this serial number already."]

    inventory.write_off(device, by=an_actor())
    assert reasons(sent(offer)[0])[2] == []


@pytest.mark.rule("T-02")
def test_a_thing_that_was_offered_meanwhile_makes_the_list_another(offer):
    plan, sheet = sent(offer)
    actions.add_items(offer, items=[actions.Offering(kind="laptop", serial="7GXK2P3")], by=an_actor())

    with pytest.raises(RuleBroken, match="The list changed since the preview"):
        take_in(offer, plan, sheet)

    again = actions.look_again(offer, plan=plan, sheet=sheet, by=an_actor())
    assert reasons(again)[2] == ["This serial number is in this offer already."]
    assert offer.items.count() == 1


def test_a_withdrawn_offer_takes_no_list(offer):
    plan, sheet = sent(offer)
    actions.withdraw(offer, by=an_actor())

    for refused in (lambda: take_in(offer, plan, sheet), lambda: sent(offer)):
        with pytest.raises(RuleBroken, match="Nothing can be added to this offer any more"):
            refused()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("laptop;;3,56938E+14;;", "The spreadsheet shortened this number. Make the column text, and type the number again."),
        ("laptop;;;0;", "“How many” must be a number from 1 to 200."),
        ("laptop;;;twaalf;", "“How many” must be a number from 1 to 200."),
        ("laptop;;;;pincode 1234", "“Remarks” holds a code or number that we may not keep. Take it out."),
        (f"laptop;;;;{'x' * 201}", "“Remarks” is longer than 200 signs. Make it shorter."),
        (";;;;", None),
        (";onbekend;;;", "“Kind” is empty. Fill it in, or choose which column it is."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_row_is_said_at_its_column(offer, row, told):
    plan, _sheet = sent(offer, f"soort;merk;serienr;aantal;opmerkingen\n{row}\nlaptop;;;;\n")

    assert reasons(plan).get(2) in ([told], [told, told], None if told is None else [told])
    assert plan.wrong == (told is not None)


def test_what_is_told_of_the_state_in_other_words_is_kept_as_a_remark(offer):
    plan, sheet = sent(offer, "soort;staat;nota\ntablet;glas gebarsten;met hoes\n")

    take_in(offer, plan, sheet)

    assert (offer.items.get().works, offer.items.get().remarks) == ("", "met hoes; glas gebarsten")


def test_the_sample_comes_in_as_it_is(offer):
    plan, _sheet = sent(offer, sample_csv(OFFER_LIST, SAMPLE).decode("utf-8-sig"))

    assert (set(plan.columns), plan.coming, plan.total) == ({column.name for column in OFFER_LIST.columns}, 3, 3)


def test_a_long_list_takes_as_many_questions_to_the_database_as_a_short_one(offer):
    asked = []
    for length in (1, 300):
        text = "soort;serienummer\n" + "\n".join(f"laptop;S{length}X{n}" for n in range(length))
        with CaptureQueriesContext(connection) as queries:
            plan, sheet = sent(offer, text)
            take_in(offer, plan, sheet)
        asked.append(len(queries))

    assert (asked[0], offer.items.count()) == (asked[1], 301)


def test_nothing_that_people_typed_goes_to_the_trail(offer):
    plan, sheet = sent(offer)
    take_in(offer, plan, sheet)

    told = str(list(Event.objects.values_list("facts", flat=True)))

    assert [word for word in ("Dell", "7GXK2P3", "Kopieermachine") if word in told] == []


def test_a_list_of_another_offer_is_another_plan(offer, depot):
    other = a_company_offer(depot)

    assert sent(offer, LIST)[0].pk != sent(other, LIST)[0].pk
