"""An offer until something of it comes in: announced, filled, judged, withdrawn."""

import pytest
from django.db import IntegrityError, transaction

from digibank.accounts.rights import Can
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Decision, Offer, OfferedItem
from digibank.donations.offering import Offering
from digibank.donations.queries import depot_for
from digibank.donations.tests.factories import ADDRESS, a_donor, accepted, an_offer, received
from digibank.errors import RuleBroken
from digibank.inventory.tests.factories import a_depot
from digibank.organisations.tests.factories import a_desk, an_association

pytestmark = pytest.mark.django_db

CRT = {"ground": "crt", "advice": "recycling_park", "where": "form"}


def judged(offer, *, refused=(), **because):
    return actions.accept_all_except(offer, refused=refused, by=an_actor(), **{"where": "form"} | because)


def state_of(offer) -> str:
    return Offer.objects.get(pk=offer.pk).state


def a_collected_offer(depot, **details):
    donor = a_donor(depot.organisation, phone="0470 12 34 56", **ADDRESS)
    return actions.announce(depot, donor=donor, channel="phone", by=an_actor(), **details)


def test_an_offer_has_a_number_and_waits_for_preselection(offer):
    assert (offer.number[:3], state_of(offer)) == ("AB-", "announced")


@pytest.mark.rule("D-08")
def test_what_is_collected_has_an_address_and_a_telephone(depot):
    offer = a_collected_offer(depot, preferred_days=[3, 1, 3], part_of_day="morning")
    nobody, unreachable = None, a_donor(depot.organisation, **ADDRESS)

    refusals = []
    for donor in (nobody, unreachable):
        with pytest.raises(RuleBroken) as no:
            actions.announce(depot, donor=donor, channel="phone", by=an_actor())
        refusals.append(no.value.field)

    assert (offer.coming, offer.preferred_days, offer.part_of_day) == ("collected", [1, 3], "morning")
    assert refusals == ["street", "street"]


@pytest.mark.rule("D-08")
def test_the_database_refuses_to_collect_from_nobody(offer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(coming="collected", drop_off=None, donor=None)


def test_a_place_that_takes_no_donations_is_refused(depot, desk):
    with pytest.raises(RuleBroken, match="Choose another place"):
        actions.announce(depot, donor=None, channel="phone", drop_off=desk, by=an_actor())


@pytest.mark.rule("D-03")
def test_a_donor_of_another_organisation_is_refused(depot, town):
    with pytest.raises(RuleBroken, match="Another organisation keeps this donor"):
        an_offer(depot, donor=a_donor(town))


@pytest.mark.rule("D-06")
@pytest.mark.parametrize("thing", [{"remarks": "wachtwoord geheim1"}, {"vendor": "Pincode 1234"}])
def test_words_about_an_offer_hold_no_secret(offer, depot, thing):
    with pytest.raises(RuleBroken):
        actions.add_items(offer, items=[Offering(kind="tablet", **thing)], by=an_actor())
    with pytest.raises(RuleBroken):
        an_offer(depot, remarks="pincode 1234")

    assert offer.items.count() == 1


def test_many_things_are_written_down_in_one_transaction(offer, django_assert_max_num_queries):
    many = [Offering(kind="laptop", vendor="Dell", serial=f"SN{number}") for number in range(300)]

    with django_assert_max_num_queries(16):
        added = actions.add_items(offer, items=many, by=an_actor())

    assert len(added) == 300
    assert offer.items.count() == 301


def test_of_many_things_one_that_is_wrong_leaves_none(offer):
    twice = [Offering(kind="laptop", serial="SN1"), Offering(kind="laptop"), Offering(kind="tablet", serial="SN1")]

    with pytest.raises(RuleBroken, match="stands twice") as no:
        actions.add_items(offer, items=twice, by=an_actor())

    assert no.value.field == "serial"
    assert offer.items.count() == 1


@pytest.mark.parametrize(("thing", "field"), [
    ({"count": 0}, "count"),
    ({"count": 201}, "count"),
    ({"count": 2, "serial": "SN1"}, "serial"),
])  # fmt: skip
def test_impossible_numbers_are_refused(offer, thing, field):
    with pytest.raises(RuleBroken) as no:
        actions.add_items(offer, items=[Offering(kind="laptop", **thing)], by=an_actor())

    assert no.value.field == field


@pytest.mark.rule("P-04")
def test_all_is_good_except_what_is_named(depot):
    offer = an_offer(depot, Offering(kind="laptop"), Offering(kind="screen"), Offering(kind="tablet"))
    _laptop, screen, _tablet = offer.items.all()

    judged(offer, refused=[screen], **CRT)

    assert [item.preselection for item in offer.items.all()] == ["accepted", "refused", "accepted"]
    assert [decision.verdict for decision in Decision.objects.order_by("item")] == ["accepted", "refused", "accepted"]
    assert state_of(offer) == "preselected"


@pytest.mark.rule("P-03")
def test_who_judged_when_and_where_stays_known_whatever_is_judged_later(offer):
    [item] = offer.items.all()
    first, second = an_actor(), an_actor()
    actions.refuse(offer, items=[item], reason="Scharnier los", by=first, **CRT | {"where": "on_site"})
    refused = state_of(offer)
    actions.take_decision_back(item, by=second)
    undecided = state_of(offer)
    actions.accept(offer, items=[item], where="door", by=second)

    assert [(d.verdict, d.ground, d.reason, d.where, d.by) for d in item.decisions.all()] == [
        ("refused", "crt", "Scharnier los", "on_site", first),
        ("undecided", "", "", "on_site", second),
        ("accepted", "", "", "door", second),
    ]
    assert (refused, undecided, state_of(offer)) == ("refused", "announced", "preselected")


@pytest.mark.rule("P-03")
def test_the_database_keeps_a_decision_as_it_was(offer):
    accepted(offer)

    for change in (lambda: Decision.objects.update(where="door"), lambda: Decision.objects.all().delete()):
        with pytest.raises(IntegrityError, match="donations_decision_only_fades"), transaction.atomic():
            change()


@pytest.mark.rule("P-02")
@pytest.mark.parametrize("field", ["ground", "advice"])
def test_a_refusal_needs_a_ground_and_advice(offer, field):
    with pytest.raises(RuleBroken) as no:
        actions.refuse(offer, items=offer.items.all(), by=an_actor(), **CRT | {field: ""})
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(item=offer.items.get(), verdict="refused", by=an_actor(), **CRT | {field: ""})

    assert no.value.field == field


@pytest.mark.rule("P-02")
def test_nothing_is_refused_when_nothing_is_named(offer):
    with pytest.raises(RuleBroken, match="Choose what you refuse"):
        actions.refuse(offer, items=[], by=an_actor(), **CRT)


@pytest.mark.rule("P-01")
def test_the_database_refuses_that_something_is_received_that_was_not_accepted(offer):
    with pytest.raises(IntegrityError), transaction.atomic():
        OfferedItem.objects.update(reception="arrived")


@pytest.mark.rule("P-01")
def test_what_was_not_judged_is_not_received(offer, laptop_class):
    with pytest.raises(RuleBroken):
        received(offer.items.get())


def test_one_more_thing_makes_that_somebody_has_to_judge_again(offer):
    accepted(offer)

    actions.add_items(offer, items=[Offering(kind="phone")], by=an_actor())

    assert state_of(offer) == "announced"


def test_an_offer_of_which_all_is_refused_is_over_and_can_be_thought_over(offer):
    judged(offer, refused=offer.items.all(), **CRT)
    over = Offer.objects.get()
    actions.take_decision_back(offer.items.get(), by=an_actor())

    assert (over.state, over.ended_at is not None) == ("refused", True)
    assert (state_of(offer), Offer.objects.get().ended_at) == ("announced", None)


def test_withdrawing_can_be_undone_and_what_was_judged_stays(offer):
    accepted(offer)
    actions.withdraw(offer, by=an_actor())
    withdrawn = state_of(offer)
    actions.bring_back(offer, by=an_actor())

    assert (withdrawn, state_of(offer)) == ("withdrawn", "preselected")


def test_a_withdrawn_offer_takes_nothing_more(offer):
    actions.withdraw(offer, by=an_actor())

    with pytest.raises(RuleBroken, match="Write down a new offer"):
        actions.add_items(offer, items=[Offering(kind="phone")], by=an_actor())


def test_a_withdrawn_offer_is_not_judged(offer):
    actions.withdraw(offer, by=an_actor())

    with pytest.raises(RuleBroken, match="Undo that first"):
        accepted(offer)


def test_what_came_in_partly_is_not_withdrawn(depot, laptop_class):
    offer = an_offer(depot, Offering(kind="laptop"), Offering(kind="tablet"))
    laptop, _tablet = accepted(offer)
    received(laptop)

    with pytest.raises(RuleBroken, match="A part of it came in"):
        actions.withdraw(offer, by=an_actor())


def test_what_came_in_is_not_judged_again(offer, laptop_class):
    [item] = accepted(offer)
    received(item)

    with pytest.raises(RuleBroken):
        actions.refuse(offer, items=[item], by=an_actor(), **CRT)
    with pytest.raises(RuleBroken):
        actions.take_decision_back(item, by=an_actor())


def test_offers_are_found_by_number_donor_serial_number_and_word(depot):
    offer = an_offer(depot, Offering(kind="laptop", vendor="Dell", product="Latitude 7490", serial="XK42"))
    an_offer(depot, donor=None)

    found = [list(Offer.objects.matching(word)) for word in (offer.number, "verbist", "xk42", "latitude")]

    assert found == [[offer]] * 4


def test_offers_are_seen_where_one_has_the_right(offer, technician, clerk, elsewhere):
    seen = [list(Offer.objects.visible_to(user, Can.SEE_DONATIONS)) for user in (technician, clerk, elsewhere)]

    assert seen == [[offer], [], []]


def test_the_depot_is_that_of_the_place_its_organisation_or_the_association(association, town, depot):
    desk = a_desk(town, name="Bibliotheek")
    before = depot_for(desk)
    own = a_depot(town, name="Loods")
    elsewhere = a_desk(an_association("Digibank Elders"), name="Ver")

    assert [before, depot_for(desk), depot_for(own), depot_for(None), depot_for(elsewhere)] == [
        depot, own, own, depot, None,
    ]  # fmt: skip


def test_the_trail_knows_codes_and_no_words(offer):
    actions.refuse(offer, items=offer.items.all(), reason="Van Jef", by=an_actor(), **CRT)

    event = Event.objects.get(verb="donations.items_judged")
    assert event.facts == {"verdict": "refused", "where": "form", "ground": "crt", "lines": 1, "things": 1}
