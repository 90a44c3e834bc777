from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from digibank import clock
from digibank.audit.models import Event
from digibank.donations import actions, queries
from digibank.donations.models import DonatedDevice, DonatedParts, Donation, Receipt
from digibank.donations.tests.factories import a_donation, a_donor, given
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory.models import Accessory, Device
from digibank.inventory.tests.factories import a_device
from digibank.people.models import Donor


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value), refused.value.field


def trail(*subjects) -> list[tuple[str, dict[str, object]]]:
    return [(event.verb, event.facts) for event in Event.objects.about(*subjects)]


def a_receipt(donation, actor, content=b"%PDF one") -> Receipt:
    donation.refresh_from_db()
    return actions.keep_receipt(donation, receipt=content, covers=donation.version, by=actor)


def test_a_donation_has_a_number_a_day_a_depot_and_a_donor(depot, actor):
    donor = a_donor(depot.organisation)

    donation = actions.register(depot, donor=donor, remarks="Laders zitten in de doos.", by=actor)

    assert (donation.number, donation.donor, donation.place) == (str(donation), donor, depot)
    assert donation.number.startswith("SC-")
    assert (donation.received_on, donation.remarks) == (clock.today(), "Laders zitten in de doos.")
    assert trail(donation) == [("donations.registered", {"named": True})]
    assert Event.objects.about(donor).last().verb == "donations.registered"


@pytest.mark.rule("D-02")
def test_who_gives_no_name_is_nobody(depot, actor):
    donation = actions.register(depot, donor=None, by=actor)

    assert (donation.donor, Donor.objects.count()) == (None, 0)
    assert trail(donation) == [("donations.registered", {"named": False})]


def test_what_came_in_earlier_is_written_down_later_never_before(depot, actor):
    yesterday, tomorrow = (clock.today() + timedelta(days=days) for days in (-1, 1))

    late = actions.register(depot, donor=None, received_on=yesterday, by=actor)
    sentence = refusal(lambda: actions.register(depot, donor=None, received_on=tomorrow, by=actor))

    assert late.received_on == yesterday
    assert sentence == ("This day is still to come. Choose the day on which it came in.", "received_on")


@pytest.mark.rule("D-03")
def test_a_donor_that_another_organisation_keeps_is_not_taken_over(depot, town, actor):
    elsewhere = a_donor(town)

    said = refusal(lambda: actions.register(depot, donor=elsewhere, by=actor))

    assert said == ("Another organisation keeps this donor. Write the name down here.", "name")


@pytest.mark.rule("D-06")
def test_remarks_hold_no_secrets(depot, actor):
    said = refusal(lambda: actions.register(depot, donor=None, remarks="pincode 1234", by=actor))

    assert said[1] == "remarks"
    assert Donation.objects.count() == 0


def test_a_device_gets_its_number_with_the_donation(donation, laptop_class, actor):
    device = actions.add_device(
        donation, device_class=laptop_class, vendor="Acer", product="Aspire", serial="S1", accessories=["bag"], by=actor
    )

    assert (device.place, device.owner) == (donation.place, donation.place.organisation)
    assert (device.title, device.serial) == ("Acer Aspire", "S1")
    assert dict(device.accessories.values_list("kind", "state")) == {
        "bag": Accessory.State.PRESENT,
        "charger": Accessory.State.MISSING,
    }
    assert queries.of_device(device) == donation
    assert trail(device) == [
        ("inventory.device_registered", {"device_class": "laptop"}),
        ("donations.device_added", {}),
    ]


def test_a_device_that_nobody_gave_has_no_donation(depot):
    assert queries.of_device(a_device(depot)) is None


@pytest.mark.rule("D-04")
def test_a_device_is_given_once(donation):
    device = given(donation)
    other = a_donation(donation.place, donor=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        DonatedDevice.objects.create(donation=other, device=device)

    assert queries.of_device(device) == donation


def test_nothing_is_registered_when_the_link_fails(donation, laptop_class, actor):
    Donation.objects.filter(pk=donation.pk).delete()

    with pytest.raises(Donation.DoesNotExist):
        actions.add_device(donation, device_class=laptop_class, by=actor)

    assert Device.objects.count() == 0


def test_a_later_count_of_parts_corrects_the_earlier_one(donation, actor):
    actions.count_parts(donation, kind="mouse", count=12, by=actor)
    actions.count_parts(donation, kind="mouse", count=11, by=actor)
    actions.count_parts(donation, kind="bag", count=3, by=actor)

    assert [(parts.kind, parts.count, str(parts)) for parts in donation.parts.all()] == [
        ("bag", 3, "bag 3"),
        ("mouse", 11, "mouse 11"),
    ]
    assert trail(donation)[1] == ("donations.parts_counted", {"kind": "mouse", "count": 12})


@pytest.mark.rule("D-05")
def test_a_receipt_holds_until_something_is_added(donation, actor):
    given(donation)
    first = a_receipt(donation, actor)
    holds = Donation.objects.get().current_receipt

    actions.count_parts(donation, kind="mouse", count=2, by=actor)
    afterwards = Donation.objects.get().current_receipt
    second = a_receipt(donation, actor, b"%PDF two")

    assert (holds, afterwards, Donation.objects.get().current_receipt) == (first, None, second)
    assert [receipt.document.content() for receipt in donation.receipts.all()] == [b"%PDF two", b"%PDF one"]
    assert (first.document.name, first.document.media_type) == (f"receipt-{donation.number}.pdf", "application/pdf")
    assert trail(donation)[-1] == ("donations.receipt_written", {"receipt": second.pk, "covers": 3})


@pytest.mark.rule("D-05")
def test_a_receipt_printed_before_a_device_was_added_is_not_kept(donation, actor):
    given(donation)
    seen = Donation.objects.get()
    given(donation)

    said = refusal(lambda: actions.keep_receipt(seen, receipt=b"%PDF", covers=seen.version, by=actor))

    assert said == ("A colleague added something just now. Look at the list and make the receipt again.", None)
    assert (Receipt.objects.count(), Document.objects.count()) == (0, 0)


def test_a_receipt_of_nothing_is_refused(donation, actor):
    actions.count_parts(donation, kind="mouse", count=0, by=actor)

    said = refusal(lambda: a_receipt(donation, actor))

    assert said == ("Nothing is written down yet. Add a device or loose parts first.", None)


@pytest.mark.rule("D-05")
def test_the_database_keeps_a_receipt_as_it_was(donation, actor):
    given(donation)
    receipt = a_receipt(donation, actor)

    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(covers=9)

    assert Receipt.objects.get().covers == receipt.covers


def test_a_donation_is_found_by_its_number_a_device_or_the_donor(donation):
    device = given(donation)
    nameless = a_donation(donation.place, donor=None)

    def found(text: str) -> list[Donation]:
        return list(Donation.objects.matching(text))

    assert found(donation.number) == found(device.number) == [donation]
    assert found("verbist") == found("SIMONNE") == found("Simönne ver") == [donation]
    assert found(nameless.number) == [nameless]
    assert found("Verbist Jef") == found("ERBIST") == found("?!") == []


def test_parts_and_links_say_their_keys(donation, actor):
    given(donation)

    assert [str(entry) for entry in donation.given.all()] == [f"{donation.pk} {Device.objects.get().pk}"]
    assert str(a_receipt(donation, actor)) == f"{donation.pk} 2"
    assert DonatedParts.objects.count() == 0
