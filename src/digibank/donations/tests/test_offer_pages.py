"""The pages of offers: who may open them, what they do, and what they say when they refuse."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation, LooseStock, Offer, OfferedItem
from digibank.donations.offering import Offering
from digibank.donations.receipts import refused_of
from digibank.donations.tests.factories import a_donor, accepted, an_offer, received
from digibank.files import actions as files
from digibank.inventory.labels import label_of
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot
from digibank.organisations.tests.factories import an_association
from digibank.people.models import Donor

OF_AN_OFFER = ["offer", "add_extra"]
OF_A_THING = ["receive", "photo"]
ACTS_ON_AN_OFFER = ["add_item", "judge", "withdraw", "bring_back", "settle"]
ACTS_ON_A_THING = ["take_decision_back", "refuse_at_door", "miss", "expect_again"]
OF_NOBODY = ["offers", "announce", "loose_parts"]
CRT = {"ground": "crt", "advice": "recycling_park"}


def url(name, key=None) -> str:
    return reverse(f"donations:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def addresses(offer, names) -> dict[str, str]:
    """These addresses, with the records of this offer."""
    thing = offer.items.first()
    keys = dict.fromkeys([*OF_AN_OFFER, *ACTS_ON_AN_OFFER], offer.pk) | dict.fromkeys(
        [*OF_A_THING, *ACTS_ON_A_THING], thing.pk
    )
    return {name: url(name, keys.get(name)) for name in names}


@pytest.fixture
def offer(depot, actor) -> Offer:
    """Two laptops and a screen that Simonne Verbist brings, the first with a photo."""
    offer = an_offer(depot, Offering(kind="laptop", vendor="Dell", count=2), Offering(kind="screen"))
    photo = files.store(b"\xff\xd8\xff photo", media_type="image/jpeg", name="offered-device.jpg", by=actor)
    OfferedItem.objects.filter(pk=offer.items.first().pk).update(photo=photo)
    return offer


@pytest.fixture
def expected(offer, laptop_class) -> Offer:
    accepted(offer)
    return offer


@pytest.fixture
def elsewhere_technician(db):
    other = an_association("Digibank Elders")
    a_depot(other, name="Loods Elders")
    return logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))


def state_of(offer) -> str:
    return Offer.objects.get(pk=offer.pk).state


def test_technicians_and_coordinators_open_every_page(as_technician, as_coordinator, offer):
    pages = addresses(offer, [*OF_NOBODY, *OF_AN_OFFER, *OF_A_THING])
    acts = addresses(offer, [*ACTS_ON_AN_OFFER, *ACTS_ON_A_THING, "move_loose"])

    for client in (as_technician, as_coordinator):
        assert {name: client.get(at).status_code for name, at in pages.items()} == dict.fromkeys(pages, 200)
        assert {name: client.get(at).status_code for name, at in acts.items()} == dict.fromkeys(acts, 405)


@pytest.mark.rule("D-03")
def test_a_lending_clerk_sees_no_offers(as_clerk, offer):
    pages = addresses(offer, [*OF_NOBODY, *OF_AN_OFFER, *OF_A_THING])
    acts = addresses(offer, [*ACTS_ON_AN_OFFER, *ACTS_ON_A_THING, "move_loose"])

    answers = {name: as_clerk.get(at) for name, at in pages.items()} | {n: as_clerk.post(at) for n, at in acts.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 403)


@pytest.mark.rule("D-03")
def test_a_technician_of_another_association_finds_nothing(elsewhere_technician, offer):
    client = elsewhere_technician
    pages = addresses(offer, [*OF_AN_OFFER, *OF_A_THING])
    acts = addresses(offer, [*ACTS_ON_AN_OFFER, *ACTS_ON_A_THING])

    answers = {name: client.get(at) for name, at in pages.items()} | {n: client.post(at) for n, at in acts.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 404)
    assert offer.number not in text_of(client.get(url("offers"), {"q": "verbist"}))
    assert state_of(offer) == "announced"


@pytest.mark.rule("D-03")
def test_the_donor_of_an_offer_stands_on_no_page_of_its_device(as_technician, expected):
    [device, _other] = received(expected.items.first())

    told = [as_technician.get(reverse("inventory:device", args=[device.pk])).text, str(label_of(device))]

    assert [words for words in told if "Verbist" in words or expected.number in words] == []


def test_an_offer_is_written_down_by_telephone_without_e_mail(as_technician, depot):
    a = {"who": "person", "name": "Jef Wouters", "depot": depot.pk, "channel": "phone", "part_of_day": "morning",
         "phone": "0470 12 34 56", "street": "Dorp 1", "postcode": "2399", "town": "Wilgerdonk",
         "preferred_days": ["0", "4"]}  # fmt: skip

    answer = as_technician.post(url("announce"), a)

    offer = Offer.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("offer", offer.pk))
    assert (offer.donor.name, offer.coming, offer.preferred_days, offer.channel) == (
        "Jef Wouters", "collected", [0, 4], "phone",
    )  # fmt: skip
    assert "Monday, Friday, in the morning" in text_of(as_technician.get(answer["Location"]))


def test_who_wants_it_collected_without_address_is_told_why_that_cannot_be(as_technician, depot):
    told = {"who": "person", "name": "Jef", "depot": depot.pk, "channel": "phone", "part_of_day": "any"}

    answer = as_technician.post(url("announce"), told)

    assert answer.status_code == 422
    assert "To collect it we need a name, an address and a telephone number." in answer.text
    assert (Offer.objects.count(), Donor.objects.count()) == (0, 0)


def test_a_donor_who_looks_known_is_shown_first(as_technician, depot, offer):
    told = {"who": "person", "name": "Simonne Verbist", "depot": depot.pk, "channel": "phone", "part_of_day": "any",
            "drop_off": depot.pk}  # fmt: skip

    shown = as_technician.post(url("announce"), told)
    chosen = as_technician.post(url("announce"), told | {"donor": offer.donor.pk})

    assert (shown.status_code, shown.context["known"]) == (422, [offer.donor])
    assert (chosen.status_code, Donor.objects.count()) == (303, 1)


def test_without_a_depot_nothing_is_written_down(association, as_technician):
    assert "Your organisation has no depot" in as_technician.get(url("announce")).text


@pytest.mark.rule("P-04")
def test_one_touch_accepts_everything(as_technician, offer):
    answer = as_technician.post(url("judge", offer.pk), {"where": "form", "advice": "recycling_park", "others": "good"})

    assert answer.status_code == 303
    assert state_of(offer) == "preselected"


@pytest.mark.rule("P-04")
def test_all_is_good_except_what_is_ticked(as_technician, offer):
    screen = offer.items.last()

    as_technician.post(
        url("judge", offer.pk), {"where": "form", "refused": [screen.pk], "reason": "Beeldbuis", "others": "good"} | CRT
    )

    page = text_of(as_technician.get(url("offer", offer.pk)))
    assert [item.preselection for item in offer.items.all()] == ["accepted", "refused"]
    assert "An old screen with a picture tube: Beeldbuis" in page
    assert "From what the donor told · Tine Schroef" in page


def test_only_what_is_ticked_is_refused_and_the_others_wait(as_technician, offer):
    told = {"where": "form", "refused": [offer.items.last().pk], "others": "only_ticked"} | CRT

    as_technician.post(url("judge", offer.pk), told)

    assert [item.preselection for item in offer.items.all()] == ["undecided", "refused"]


@pytest.mark.rule("P-02")
def test_a_refusal_without_a_ground_comes_back_with_what_was_ticked(as_technician, offer):
    screen = offer.items.last()

    answer = as_technician.post(
        url("judge", offer.pk), {"where": "form", "refused": [screen.pk], "advice": "shop", "reason": "Beeldbuis"}
    )

    assert answer.status_code == 422
    assert "The law knows five grounds." in answer.text
    assert answer.context["judge_form"]["refused"].value() == [str(screen.pk)]
    assert "Beeldbuis" in answer.text


def test_a_decision_is_taken_back_with_one_touch(as_technician, expected):
    as_technician.post(url("take_decision_back", expected.items.first().pk))

    assert state_of(expected) == "announced"


def test_something_is_added_and_the_offer_waits_again(as_technician, expected):
    told = {"kind": "phone", "count": "3", "vendor": "Fairphone", "works": "yes", "age": "new"}

    as_technician.post(url("add_item", expected.pk), told)

    added = expected.items.last()
    assert (added.kind, added.count, added.vendor, added.works, added.age) == ("phone", 3, "Fairphone", "yes", "new")
    assert state_of(expected) == "announced"


def test_withdrawing_is_undone_on_the_same_page(as_technician, offer):
    as_technician.post(url("withdraw", offer.pk))
    withdrawn = state_of(offer)
    as_technician.post(url("bring_back", offer.pk))

    assert (withdrawn, state_of(offer)) == ("withdrawn", "announced")


def test_an_act_that_came_too_late_is_explained(as_technician, expected):
    item = expected.items.first()
    received(item)

    answers = [
        as_technician.post(url("take_decision_back", item.pk)),
        as_technician.post(url("withdraw", expected.pk)),
        as_technician.post(url("bring_back", expected.pk)),
        as_technician.post(url("miss", item.pk)),
        as_technician.post(url("expect_again", item.pk)),
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert [bool(answer.context["plain"].errors) for answer in answers] == [True] * 5


def test_things_get_their_number_when_they_are_received(as_technician, expected, laptop_class):
    item = expected.items.first()
    page = as_technician.get(url("receive", item.pk))

    answer = as_technician.post(
        url("receive", item.pk),
        {
            "came_as": page.context["form"].initial["came_as"],
            "count": "2",
            "vendor": "Dell",
            "accessories": ["charger"],
        },
    )

    assert (answer.status_code, answer["Location"]) == (303, url("offer", expected.pk))
    assert page.context["form"].initial["came_as"] == f"class:{laptop_class.pk}"
    assert [device.vendor for device in Device.objects.all()] == ["Dell", "Dell"]
    assert Donation.objects.get().number in as_technician.get(answer["Location"]).text


def test_a_thing_received_twice_by_a_double_click_is_received_once(as_technician, expected, laptop_class):
    item = expected.items.first()
    told = {"came_as": f"class:{laptop_class.pk}", "count": "2", "once": str(uuid4())}

    answers = [as_technician.post(url("receive", item.pk), told).status_code for _click in range(2)]

    assert (answers, Device.objects.count()) == ([303, 303], 2)


@pytest.mark.rule("D-10")
def test_a_screen_comes_in_as_a_loose_part(as_technician, expected, depot):
    screen = expected.items.last()
    came_as = as_technician.get(url("receive", screen.pk)).context["form"].initial["came_as"]

    as_technician.post(url("receive", screen.pk), {"came_as": came_as, "count": "1"})

    assert (came_as, LooseStock.objects.get(place=depot).count) == ("part:screen", 1)


def test_too_many_is_explained_and_what_was_typed_stays(as_technician, expected, laptop_class):
    told = {"came_as": f"class:{laptop_class.pk}", "count": "5", "product": "Latitude 7490"}

    answer = as_technician.post(url("receive", expected.items.first().pk), told)

    assert answer.status_code == 422
    assert "Of this thing 2 were offered." in answer.text
    assert "Latitude 7490" in answer.text


@pytest.mark.rule("P-05")
def test_one_of_two_is_refused_at_the_door(as_technician, expected):
    item = expected.items.first()

    as_technician.post(url("refuse_at_door", item.pk), {"count": "1", "reason": "Roest"} | CRT)
    too_many = as_technician.post(url("refuse_at_door", expected.items.last().pk), {"count": "9"} | CRT)

    assert [(thing.count, thing.preselection) for thing in expected.items.all()] == [
        (1, "refused"), (1, "accepted"), (1, "accepted"),
    ]  # fmt: skip
    assert item.decisions.last().where == "door"
    assert too_many.status_code == 422


@pytest.mark.rule("D-09")
def test_differences_are_settled_with_the_donor_in_one_act(as_technician, expected, laptop_class):
    laptops, screen = expected.items.all()
    as_technician.post(url("miss", laptops.pk))
    as_technician.post(url("miss", screen.pk))
    nothing = as_technician.post(url("settle", expected.pk), {"settlement": "told"})

    as_technician.post(
        url("settle", expected.pk),
        {"items": [laptops.pk, screen.pk], "settlement": "stays_missing", "note": "Dinsdag gebeld"},
    )

    assert nothing.status_code == 422
    assert state_of(expected) == "settled"
    assert text_of(as_technician.get(url("offer", expected.pk))).count("It will not come: Dinsdag gebeld") == 2


def test_that_it_is_missing_is_undone(as_technician, expected):
    item = expected.items.first()
    as_technician.post(url("miss", item.pk))
    as_technician.post(url("expect_again", item.pk))

    assert expected.items.first().reception == "expected"


def test_what_comes_besides_is_received_at_once(as_technician, expected, laptop_class):
    as_technician.post(url("add_extra", expected.pk), {"came_as": f"class:{laptop_class.pk}", "count": "1"})
    as_technician.post(url("add_extra", expected.pk), {"came_as": "part:mouse", "count": "4"})
    refused = as_technician.post(url("add_extra", expected.pk), {"came_as": "part:mouse", "count": ""})

    assert [(item.kind, item.count, item.reception) for item in expected.items.filter(is_extra=True)] == [
        ("laptop", 1, "arrived"), ("accessories", 4, "arrived"),
    ]  # fmt: skip
    assert refused.status_code == 422


@pytest.mark.rule("P-06")
def test_the_receipt_lists_what_was_refused_with_reason_and_advice(expected, laptop_class):
    laptops, screen = expected.items.all()
    received(laptops)
    actions.refuse(expected, items=[screen], reason="Beeldbuis", where="door", by=an_actor(), **CRT)

    [(item, decision)] = refused_of(Donation.objects.get())

    assert (item, decision.get_ground_display(), decision.reason, decision.get_advice_display()) == (
        screen, "an old screen with a picture tube", "Beeldbuis",
        "Bring it to the recycling park. That is free for electrical devices.",
    )  # fmt: skip


def test_a_thing_without_a_photo_has_none(as_technician, offer):
    shown = as_technician.get(url("photo", offer.items.first().pk))

    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert as_technician.get(url("photo", offer.items.last().pk)).status_code == 404


def test_the_list_shows_what_is_still_to_do_and_finds_the_rest(as_technician, depot, offer):
    over = an_offer(depot, donor=a_donor(depot.organisation, "Jef Wouters"))
    actions.withdraw(over, by=an_actor())

    shown = {
        words: [found.pk for found in as_technician.get(url("offers"), dict([words])).context["page"].rows]
        for words in [("shown", ""), ("shown", "withdrawn"), ("q", "wouters"), ("q", "dell"), ("shown", "nonsense")]
    }

    assert list(shown.values()) == [[offer.pk], [over.pk], [over.pk], [offer.pk], [offer.pk]]


def test_lists_and_pages_ask_the_database_as_often_for_three_as_for_one(as_technician, depot, laptop_class):
    def asked(address) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_technician.get(address).status_code == 200
        return len(queries)

    one = an_offer(depot, Offering(kind="laptop"))
    accepted(one)
    many = an_offer(depot, *[Offering(kind="laptop", vendor=f"Maker {number}") for number in range(3)])
    accepted(many)
    as_technician.get(url("offers"))
    page = (asked(url("offer", one.pk)), asked(url("offer", many.pk)))
    two = asked(url("offers"))
    an_offer(depot, Offering(kind="laptop"))

    assert page[0] == page[1]
    assert asked(url("offers")) == two


@pytest.mark.rule("D-10")
def test_loose_parts_come_go_and_are_counted_on_their_page(as_technician, depot):
    def move(why, count):
        told = {"place": depot.pk, "kind": "charger", "why": why, "count": count}
        return as_technician.post(url("move_loose"), told).status_code

    answers = [move("harvested", 5), move("used", 2), move("counted", 7), move("discarded", 9)]

    page = text_of(as_technician.get(url("loose_parts")))
    assert answers == [303, 303, 303, 422]
    assert LooseStock.objects.get().count == 7
    assert [sign for sign in ("+5", "-2", "+4") if f"<b>{sign}</b>" not in page] == []


def test_the_page_of_loose_parts_asks_as_often_for_three_as_for_one(as_technician, depot):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_technician.get(url("loose_parts"))
        return len(queries)

    actions.move_loose(depot, kind="bag", change=1, why="harvested", by=an_actor())
    asked()
    one = asked()
    for kind in ("mouse", "charger"):
        actions.move_loose(depot, kind=kind, change=1, why="harvested", by=an_actor())

    assert asked() == one
