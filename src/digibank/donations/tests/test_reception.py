"""What was expected against what comes in, and what is agreed about the difference."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Decision, Donation, LooseStock, Offer
from digibank.donations.offering import Offering
from digibank.donations.standing import stands_at
from digibank.donations.tests.factories import accepted, an_offer, received
from digibank.errors import RuleBroken
from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import a_class

pytestmark = pytest.mark.django_db

DOOR = {"ground": "damaged", "advice": "recycling_park", "where": "door"}


@pytest.fixture(autouse=True)
def _laptops(laptop_class):
    """There is something a laptop can come in as."""


def a_tablet_class() -> DeviceClass:
    return a_class("tablet", name="Tablet", shape="tablet")


def now(offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def counted(offer) -> list[tuple[str, int, str]]:
    return [(item.kind, item.count, item.reception) for item in offer.items.all()]


@pytest.mark.rule("D-12")
def test_a_thing_of_three_becomes_three_devices_of_one_donation(depot):
    offer = an_offer(
        depot, Offering(kind="laptop", vendor="Dell", product="Latitude", count=3), Offering(kind="tablet")
    )
    laptops, tablet = accepted(offer)

    three = received(laptops, vendor="Dell", accessories=["charger"])
    received(tablet, device_class=a_tablet_class())

    donation = Donation.objects.get()
    assert (donation.offer, donation.donor, donation.place) == (offer, offer.donor, depot)
    assert donation.given.count() == 4
    assert [device.number for device in three] == [str(known) for known in Device.objects.order_by("pk")[:3]]
    assert {given.offered_as for given in donation.given.filter(device__in=three)} == {laptops}
    assert now(offer).state == "settled"


def test_what_is_not_here_yet_stays_expected_with_its_decisions(depot):
    offer = an_offer(depot, Offering(kind="laptop", count=5))
    [item] = accepted(offer)

    received(item, count=3)

    assert counted(offer) == [("laptop", 3, "arrived"), ("laptop", 2, "expected")]
    assert [decision.verdict for decision in offer.items.last().decisions.all()] == ["accepted"]
    assert now(offer).state == "preselected"


def test_more_than_was_offered_is_refused(offer):
    [item] = accepted(offer)

    with pytest.raises(RuleBroken, match="something extra") as no:
        received(item, count=2)

    assert no.value.field == "count"


@pytest.mark.rule("D-09")
@pytest.mark.parametrize("settlement", ["told", "correct", "stays_missing"])
def test_what_is_missing_stays_open_until_it_is_settled_with_the_donor(depot, settlement):
    offer = an_offer(depot, Offering(kind="laptop"), Offering(kind="laptop"))
    here, gone = accepted(offer)
    received(here)

    actions.miss(gone, by=an_actor())
    missing = now(offer)
    actions.settle_difference(gone, settlement=settlement, note="Gebeld", by=an_actor())

    assert (missing.state, missing.ended_at) == ("received", None)
    assert (now(offer).state, now(offer).ended_at is not None) == ("settled", True)


def test_what_was_missing_can_come_after_all(offer):
    [item] = accepted(offer)
    actions.miss(item, by=an_actor())
    actions.expect_again(item, by=an_actor())
    expected = now(offer).state
    actions.miss(item, by=an_actor())
    received(item)

    assert (expected, now(offer).state) == ("preselected", "settled")


@pytest.mark.rule("D-09")
def test_something_else_than_was_offered_is_a_difference(depot):
    offer = an_offer(depot, Offering(kind="laptop"), Offering(kind="laptop"))
    other_shape, said_so = accepted(offer)

    received(other_shape, device_class=a_tablet_class())
    received(said_so, is_different=True)

    assert counted(offer) == [("laptop", 1, "different")] * 2
    assert now(offer).state == "received"


def test_that_something_stays_missing_is_not_said_of_what_came(offer):
    [item] = accepted(offer)
    received(item, is_different=True)

    with pytest.raises(RuleBroken, match="This one came"):
        actions.settle_difference(item, settlement="stays_missing", by=an_actor())


def test_only_an_open_difference_is_settled(offer):
    [item] = accepted(offer)
    received(item)

    with pytest.raises(RuleBroken, match="no open difference"):
        actions.settle_difference(item, settlement="told", by=an_actor())


@pytest.mark.rule("D-09")
def test_something_extra_is_received_also_when_all_was_settled(offer):
    [item] = accepted(offer)
    received(item)
    settled = now(offer).state

    extra = actions.add_extra(offer, offering=Offering(kind="laptop", count=2), by=an_actor())
    received(extra)
    with_extra = now(offer).state
    actions.settle_difference(extra, settlement="told", by=an_actor())

    assert (settled, with_extra, now(offer).state) == ("settled", "received", "settled")
    assert [(decision.verdict, decision.where) for decision in extra.decisions.all()] == [("accepted", "door")]
    assert Donation.objects.get().given.count() == 3


def test_nothing_extra_comes_before_the_offer_is_judged(offer):
    with pytest.raises(RuleBroken, match="Judge first"):
        actions.add_extra(offer, offering=Offering(kind="laptop"), by=an_actor())


@pytest.mark.rule("P-05")
def test_some_of_several_alike_are_refused_at_the_door(depot):
    offer = an_offer(depot, Offering(kind="laptop", count=5))
    [item] = accepted(offer)

    part = actions.split(item, count=2, by=an_actor())
    actions.refuse(offer, items=[part], by=an_actor(), **DOOR)
    received(offer.items.last())

    assert [(thing.count, thing.preselection, thing.reception) for thing in offer.items.all()] == [
        (2, "refused", "expected"),
        (3, "accepted", "arrived"),
    ]
    assert [(d.verdict, d.where) for d in part.decisions.all()] == [("accepted", "form"), ("refused", "door")]
    assert now(offer).state == "settled"


@pytest.mark.rule("P-05")
def test_what_was_missing_is_refused_at_the_door_when_it_comes(offer):
    [item] = accepted(offer)
    actions.miss(item, by=an_actor())

    actions.refuse(offer, items=[item], by=an_actor(), **DOOR)

    assert (now(offer).state, offer.items.get().reception) == ("refused", "expected")


def test_a_serial_number_is_of_one_device(depot):
    offer = an_offer(depot, Offering(kind="laptop", count=2))
    [item] = accepted(offer)

    with pytest.raises(RuleBroken, match="of one device"):
        received(item, serial="SN1")

    assert Donation.objects.count() == 0


@pytest.mark.rule("D-10")
def test_screens_and_loose_parts_are_counted_and_get_no_number(depot):
    offer = an_offer(depot, Offering(kind="screen", count=4), Offering(kind="screen", count=2))
    first, second = accepted(offer)

    for item in (first, second):
        actions.receive_parts(item, kind="screen", count=item.count, by=an_actor())

    assert Donation.objects.get().parts.get().count == 6
    assert LooseStock.objects.get(place=depot, kind="screen").count == 6
    assert Device.objects.count() == 0
    assert now(offer).state == "settled"


@pytest.mark.rule("P-06")
def test_a_receipt_from_before_a_refusal_lists_less_than_there_is(depot):
    offer = an_offer(depot, Offering(kind="laptop"), Offering(kind="laptop"))
    here, refused = accepted(offer)
    received(here)
    donation = Donation.objects.get()
    actions.keep_receipt(donation, receipt=b"%PDF-1.7 paper", covers=donation.version, by=an_actor())

    actions.refuse(offer, items=[refused], by=an_actor(), **DOOR)

    assert Donation.objects.get().current_receipt is None


ACTS = {
    "add": lambda offer, _item: actions.add_items(offer, items=[Offering(kind="laptop", count=2)], by=an_actor()),
    "accept": lambda offer, item: actions.accept(offer, items=[item], where="form", by=an_actor()),
    "refuse": lambda offer, item: actions.refuse(offer, items=[item], by=an_actor(), **DOOR),
    "all": lambda offer, _item: actions.accept_all_except(offer, refused=[], where="door", by=an_actor()),
    "think again": lambda _offer, item: actions.take_decision_back(item, by=an_actor()),
    "receive one": lambda _offer, item: received(item, count=1),
    "receive": lambda _offer, item: received(item),
    "miss": lambda _offer, item: actions.miss(item, by=an_actor()),
    "expect": lambda _offer, item: actions.expect_again(item, by=an_actor()),
    "settle": lambda _offer, item: actions.settle_difference(item, settlement="told", by=an_actor()),
    "extra": lambda offer, _item: actions.add_extra(offer, offering=Offering(kind="laptop"), by=an_actor()),
    "withdraw": lambda offer, _item: actions.withdraw(offer, by=an_actor()),
    "bring back": lambda offer, _item: actions.bring_back(offer, by=an_actor()),
}


@pytest.mark.rule("P-01")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5)), max_size=14))
def test_whatever_happens_an_offer_stands_where_its_things_are(depot, acts):
    offer = an_offer(depot)

    for name, which in acts:
        items = list(offer.items.all())
        try:
            ACTS[name](now(offer), items[which % len(items)])
        except RuleBroken:
            continue

    known = now(offer)
    assert known.state in ("withdrawn", stands_at(known))
    assert [item.preselection for item in offer.items.all()] == [
        item.decision.verdict if item.decision else "undecided" for item in offer.items.all()
    ]
    came = offer.items.filter(reception__in=["arrived", "different"])
    assert sum(item.count for item in came) == Device.objects.filter(given_with__donation__offer=offer).count()
    assert not Decision.objects.filter(verdict="refused", ground="").exists()
