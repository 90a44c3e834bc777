"""A donation is closed when nothing of it is open, with what became of its devices; and opened again with a reason."""

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions as donations
from digibank.donations.models import Donation
from digibank.donations.offering import Offering
from digibank.donations.tests.factories import a_donation, accepted, an_offer, given, received
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import a_device, a_medium, erased
from digibank.inventory.tests.looking import refusal, verbs
from digibank.refurbishment import actions
from digibank.refurbishment.batches import media_by_device, media_of, open_points
from digibank.refurbishment.factor_files import shipped
from digibank.refurbishment.jobs import count_closed
from digibank.refurbishment.models import BatchClosing, BatchFigures, Part
from digibank.refurbishment.queries import donations_coming_in
from digibank.refurbishment.tests.factories import back_from_a_loan, lent_once, waste, without_disk

KINDS = ("reused", "parts", "recycled", "returned", "gone", "here")


@pytest.fixture
def donation(depot, laptop_class) -> Donation:
    return a_donation(depot)


def close(donation: Donation) -> BatchClosing:
    return actions.close_batch(donation, by=an_actor())


def open_for(donation: Donation) -> list[str]:
    return [point.sentence for point in open_points(Donation.objects.get(pk=donation.pk))]


def became(figures: BatchFigures) -> dict[str, int]:
    return {kind: count for kind in KINDS if (count := getattr(figures, kind))}


def harvested(device: Device, medium: StorageMedium) -> Part:
    """The storage of a device that is not used again, in the drawer."""
    inventory.write_off(device, because="Het scherm is stuk.", by=an_actor())
    return actions.harvest(device, kind="storage", description="SSD", medium=medium, by=an_actor())


def fitted(part: Part, device: Device) -> Device:
    """The part in another device."""
    actions.repair(device, problem="Geen schijf.", status=1, done="Schijf erin.", parts=[part], by=an_actor())
    return Device.objects.get(pk=device.pk)


@pytest.mark.rule("D-20")
def test_a_donation_of_which_all_is_settled_is_closed(donation):
    erased(a_medium(given(donation)))
    without_disk(given(donation))
    inventory.destroy(a_medium(given(donation), serial="S2"), because="Doorboord.", by=an_actor())

    closing = close(donation)

    donation.refresh_from_db()
    assert (closing.media, closing.settled, closing.stands, donation.closed_at) == (2, 2, True, clock.now())
    assert open_points(donation) == []
    assert verbs(closing) == ["refurbishment.batch_closed"]


@pytest.mark.rule("D-20")
def test_one_medium_that_is_not_settled_keeps_it_open_and_is_named(donation):
    device = given(donation)
    erased(a_medium(device))
    open_medium = a_medium(device, serial="S2")

    sentence, _field = refusal(lambda: close(donation))

    assert sentence == (
        f"This donation cannot be closed yet. {open_medium.number} in {device.number} is not erased or destroyed."
    )
    assert (BatchClosing.objects.count(), Donation.objects.get().closed_at) == (0, None)


@pytest.mark.rule("D-20")
def test_of_much_that_is_open_the_first_is_named(donation):
    devices = [given(donation) for _each in range(8)]

    sentence, _field = refusal(lambda: close(donation))

    assert sentence.endswith(f"{devices[4].number}. And 3 more: see the list.")


def test_the_stick_adds_nothing_to_a_closed_donation(donation, depot):
    without_disk(given(donation))
    before = list(donations_coming_in(depot))
    close(donation)

    assert (before, list(donations_coming_in(depot))) == ([donation], [])


@pytest.mark.rule("D-20")
def test_a_device_into_which_nobody_looked_keeps_it_open(donation):
    device = given(donation)

    assert open_for(donation) == [f"Nobody looked yet what storage is in {device.number}."]


@pytest.mark.rule("D-20")
def test_a_drive_that_was_taken_out_keeps_it_open(donation, depot):
    device = given(donation)
    drive = inventory.take_out(a_medium(device), lies_at=depot, by=an_actor())

    assert open_for(donation) == [f"{drive.number}, taken out of {device.number}, is not erased or destroyed."]


@pytest.mark.rule("D-20")
def test_a_harvested_drive_keeps_it_open_also_in_a_device_of_somebody_else(donation, depot, laptop_class):
    source, other = given(donation), a_device(depot, laptop_class)
    without_disk(other)
    medium = a_medium(source)
    part = harvested(source, medium)
    in_the_drawer = open_for(donation)
    erased(medium)
    fitted(part, other)
    settled = open_for(donation)

    inventory.doubt(medium, by=an_actor())

    assert in_the_drawer == [f"{medium.number} in {source.number} is not erased or destroyed."]
    assert settled == []
    assert open_for(donation) == [f"{medium.number} in {other.number} is not erased or destroyed."]
    assert refusal(lambda: close(donation))[0].endswith(
        f"{medium.number} in {other.number} is not erased or destroyed."
    )
    assert list(media_of(donation)) == [medium]
    assert media_by_device(donation) == {source.pk: [medium]}


@pytest.mark.rule("D-20")
def test_what_came_back_from_a_loan_is_open_until_it_is_erased_again(donation, desk):
    device = given(donation, accessories=["charger"])
    medium = erased(a_medium(device))
    for step in (inventory.pass_gate, inventory.install, inventory.approve):
        device = step(device, by=an_actor())
    back_from_a_loan(device, desk, an_actor())

    before = open_for(donation)
    medium.refresh_from_db()
    erased(medium)

    assert (before, open_for(donation)) == (
        [f"{medium.number} in {device.number} is not erased or destroyed."], [],
    )  # fmt: skip


@pytest.mark.rule("D-20")
def test_what_went_back_to_the_donor_keeps_its_data_and_keeps_nothing_open(donation, depot):
    back, unseen = given(donation), given(donation)
    a_medium(back)
    loose = inventory.take_out(a_medium(back, serial="S2"), lies_at=depot, by=an_actor())
    for device in (back, unseen):
        inventory.return_to_donor(device, because="Op vraag.", by=an_actor())

    today = open_for(donation)
    clock.pass_time(days=1)
    left_behind = open_for(donation)
    erased(loose)

    # Until the evening that can be undone, and then the data would be here again.
    assert [point for point in today if "given back today" in point] == [
        f"{device.number} was given back today, and that can still be undone. Close the donation tomorrow."
        for device in (back, unseen)
    ]
    assert left_behind == [f"{loose.number}, taken out of {back.number}, is not erased or destroyed."]
    assert became(close(donation).figures.get()) == {"returned": 2}


@pytest.mark.rule("D-20")
def test_a_difference_with_the_offer_keeps_it_open(depot, laptop_class):
    offer = an_offer(depot, Offering(kind="laptop"), Offering(kind="laptop"))
    here, gone = accepted(offer)
    [device] = received(here)
    without_disk(device)
    donation = Donation.objects.get()
    expected = open_for(donation)
    donations.miss(gone, by=an_actor())
    missing = open_for(donation)
    donations.settle_difference(gone, settlement="told", by=an_actor())

    sentence = f"Of offer {offer.number} not all is counted and settled with the donor."
    assert (expected, missing, open_for(donation)) == ([sentence], [sentence], [])


@pytest.mark.rule("D-20")
def test_of_a_closed_donation_the_offer_stays_as_it_is(depot, laptop_class):
    offer = an_offer(depot, Offering(kind="laptop"))
    [item] = accepted(offer)
    without_disk(received(item)[0])
    donation = close(Donation.objects.get()).donation

    closed = f"Donation {donation.number} is closed. Open it again first, and say why."
    for act in (
        lambda: donations.add_extra(offer, offering=Offering(kind="laptop"), by=an_actor()),
        lambda: donations.miss(item, by=an_actor()),
        lambda: donations.accept(offer, items=[item], where="door", by=an_actor()),
    ):
        assert refusal(act)[0] == closed


@pytest.mark.rule("D-20")
def test_a_device_on_the_list_of_locked_devices_keeps_it_open(donation):
    device = without_disk(given(donation))
    release = donations.ask_release(device, lock="google", by=an_actor())
    waits = open_for(donation)

    donations.keep_for_parts(release, by=an_actor())

    assert (waits, open_for(donation)) == ([f"{device.number} waits on the list of locked devices."], [])


def test_a_donation_is_closed_once(donation):
    without_disk(given(donation))
    close(donation)

    assert refusal(lambda: close(donation))[0] == (
        f"Donation {donation.number} is closed. Open it again first, and say why."
    )


@pytest.mark.rule("D-20")
def test_what_is_found_after_all_opens_it_again_with_a_reason(donation):
    device = without_disk(given(donation))
    first = close(donation)

    found = a_medium(device)
    opened = actions.reopen_batch(first, because="Een tweede schijf gevonden.", by=an_actor())
    still = open_for(donation)
    erased(found)
    second = close(donation)

    assert (opened.stands, opened.reopened_because, second.stands) == (False, "Een tweede schijf gevonden.", True)
    assert still == [f"{found.number} in {device.number} is not erased or destroyed."]
    assert [(closing.media, closing.figures.count()) for closing in donation.closings.all()] == [(1, 1), (0, 1)]
    assert verbs(first) == ["refurbishment.batch_closed", "refurbishment.batch_reopened"]


@pytest.mark.parametrize(("because", "said"), [(" ", "Write down why"), ("pincode 1234", "password or code")])
def test_the_reason_says_something_and_no_secret(donation, because, said):
    without_disk(given(donation))
    closing = close(donation)

    sentence, field = refusal(lambda: actions.reopen_batch(closing, because=because, by=an_actor()))

    assert (said in sentence, field) == (True, "because")


def test_a_closing_is_opened_again_once(donation):
    without_disk(given(donation))
    closing = close(donation)
    actions.reopen_batch(closing, because="Nog een schijf.", by=an_actor())

    assert refusal(lambda: actions.reopen_batch(closing, because="Nog een.", by=an_actor()))[0] == (
        "This donation is open already. Reload the page."
    )
    assert refusal(lambda: actions.count_batch(closing, by=an_actor()))[0].startswith("This donation was opened again.")
    newer = close(donation)
    assert refusal(lambda: actions.reopen_batch(closing, because="Nog een.", by=an_actor()))[0] == (
        "This donation was closed again meanwhile. Reload the page."
    )
    newer.refresh_from_db()
    assert newer.stands


# Figures


@pytest.mark.rule("D-21")
def test_each_device_counts_once_in_what_became_of_them(donation, depot, desk):
    lent = given(donation, accessories=["charger"])
    lent_once(lent, desk, an_actor())
    recycled = given(donation)
    waste(recycled, grams=2350)
    for_parts = without_disk(given(donation))
    inventory.write_off(for_parts, because="Stuk.", by=an_actor())
    actions.harvest(for_parts, kind="memory", description="8 GB", by=an_actor())
    inventory.return_to_donor(given(donation), because="Op vraag.", by=an_actor())
    inventory.lose(without_disk(given(donation)), by=an_actor())
    without_disk(given(donation))
    clock.pass_time(days=1)

    figures = close(donation).figures.get()

    assert (figures.devices, became(figures)) == (6, dict.fromkeys(KINDS, 1))
    assert (figures.grams, figures.reckoned, figures.kilograms) == (2350, 0, None)


@pytest.mark.rule("D-21")
def test_what_reuse_spares_is_a_range_of_the_devices_of_which_it_is_known(donation, association, desk):
    lent_once(given(donation, accessories=["charger"]), desk, an_actor())
    without_disk(given(donation))
    factors = actions.adopt_factors(association, content=shipped(), by=an_actor())
    actions.count_effects(association, by=an_actor())

    figures = close(donation).figures.get()

    assert (figures.reckoned, figures.kilograms, figures.factor_set) == (1, (50, 118, 235), factors)


@pytest.mark.rule("D-21")
def test_later_changes_make_new_figures_and_the_closed_ones_stay(donation):
    device = given(donation)
    without_disk(device)
    closing = close(donation)

    unchanged = actions.count_batch(closing, by=an_actor())
    waste(device, grams=1900)
    changed = actions.count_batch(closing, by=an_actor())

    assert unchanged == closing.figures.last()
    assert [(became(figures), figures.grams) for figures in closing.figures.all()] == [
        ({"recycled": 1}, 1900),
        ({"here": 1}, 0),
    ]
    assert (changed, verbs(closing)) == (
        closing.figures.first(), ["refurbishment.batch_closed", "refurbishment.batch_counted"],
    )  # fmt: skip


@pytest.mark.rule("D-21")
def test_each_night_closed_donations_get_new_figures_when_something_changed(donation, depot):
    device = given(donation)
    without_disk(device)
    other = a_donation(depot)
    without_disk(given(other))
    for one in (donation, other):
        close(one)
    waste(device)

    assert [count_closed(an_actor()) for _night in range(2)] == [1, 0]
    assert BatchFigures.objects.count() == 3


# What the database refuses by itself


@pytest.mark.rule("D-20")
def test_the_database_closes_no_donation_with_an_open_medium_and_none_twice(donation):
    without_disk(given(donation))
    closing = close(donation)
    about = {"donation": donation, "closed_by": an_actor()}

    for name, wrong in [
        ("a_closed_donation_has_no_open_medium", {"media": 2, "settled": 1}),
        ("a_donation_is_closed_once|UNIQUE", {"media": 0, "settled": 0}),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BatchClosing.objects.create(**about | wrong)
    with pytest.raises(Exception, match="refurbishment_batchclosing_sealed"), transaction.atomic():
        BatchClosing.objects.filter(pk=closing.pk).update(media=3, settled=3)
    with pytest.raises(IntegrityError, match="who_reopens_a_donation_says_why"), transaction.atomic():
        BatchClosing.objects.filter(pk=closing.pk).update(reopened_at=clock.now())


@pytest.mark.rule("D-21")
def test_the_database_knows_what_figures_can_be(donation):
    without_disk(given(donation))
    closing = close(donation)
    about = {"closing": closing, "counted_by": an_actor()} | dict.fromkeys((*KINDS, "devices", "grams"), 0)

    for name, wrong in [
        ("each_device_of_a_donation_counts_once", {"devices": 1}),
        ("what_a_donation_spares_is_a_range", {"low_grams": 1, "likely_grams": 2, "high_grams": 3}),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            BatchFigures.objects.create(**about | wrong)
