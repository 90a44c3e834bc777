"""The pages behind a donor's link: where the devices are, and no trace of anybody who has one."""

import gzip
import re
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import DonatedDevice, Donation
from digibank.donations.tests.factories import a_donation, a_donor, accepted, an_offer, given, received
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.lending.tests.factories import a_loan, came_back
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person, an_address
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.batch_attestations import covers, lines_of
from digibank.refurbishment.models import Attestation, Erasure
from digibank.refurbishment.tests.factories import erased, the_disk, without_disk

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 3, 6, 0, tzinfo=UTC)
ROUND_TRIP = 8_000


@pytest.fixture(autouse=True)
def _monday(in_english):
    with clock.at(MONDAY):
        yield


@pytest.fixture
def donation(depot, laptop_class) -> Donation:
    return a_donation(depot, donor=a_donor(depot.organisation, "Simonne Kanarieke", phone="0470 12 34 56"))


def link_to(gift) -> str:
    return actions.give_link(gift, by=an_actor())[1]


def page_of(secret) -> str:
    return reverse("website:gift", args=[secret])


def entry_of(device) -> DonatedDevice:
    return DonatedDevice.objects.get(device=device)


def device_page(secret, device) -> str:
    return reverse("website:gift_device", args=[secret, entry_of(device).pk])


def words_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text.split("<main", 1)[1]).split())


def an_erased_device(donation) -> Device:
    device = given(donation, vendor="HP", product="ProBook 450")
    the_disk(device)
    clock.pass_time(hours=5)
    erased(device, an_actor())
    return Device.objects.get(pk=device.pk)


def at_a_desk(device, desk) -> Device:
    by = an_actor()
    inventory.approve(inventory.install(device, by=by), by=by)
    for kind in ("charger", "bag"):
        inventory.check_accessory(device, kind=kind, state="present", by=by)
    inventory.send(Device.objects.get(pk=device.pk), to=desk, by=by)
    return inventory.arrive(Device.objects.get(pk=device.pk), place=desk, by=by)


def test_a_donor_sees_each_device_and_how_far_it_came(client, donation):
    first, second = given(donation, vendor="Dell", product="Latitude"), an_erased_device(donation)
    actions.count_parts(donation, kind="mouse", count=4, by=an_actor())

    answer = client.get(page_of(link_to(donation)))

    words = words_of(answer)
    expected = [
        "Where are my devices?",
        donation.number,
        f"Dell Latitude {first.number} · We have it",
        f"HP ProBook 450 {second.number} · Data erased",
        "4 × Mouse",
    ]
    assert [said for said in expected if said.casefold() not in words.casefold()] == []
    assert "Kanarieke" not in answer.text


def test_a_device_has_its_steps_with_level_and_day(client, donation):
    device = an_erased_device(donation)

    words = words_of(client.get(device_page(link_to(donation), device)))

    expected = [
        "We received it. 23 November 2026",
        "The data are erased. Level Clear, on 23 November 2026.",
        device.number,
    ]
    assert [said for said in expected if said not in words] == []


@pytest.mark.rule("D-32")
def test_no_page_has_any_trace_of_who_borrows_of_desk_town_loan_or_day(client, donation, depot, town, desk):
    device = at_a_desk(an_erased_device(donation), desk)
    a_regulation(town)
    borrower = a_person(town, "Roza Vogelaar", address=an_address("Vogelstraat 7", "2288", "Kooidorp"))
    secret = link_to(donation)
    pages = [page_of(secret), device_page(secret, device)]
    before = [client.get(page).text for page in pages]
    clock.pass_time(hours=30)
    loan = a_loan(borrower, device)

    same_month = [client.get(page).text for page in pages]
    came_back(loan)
    back = [client.get(page).text for page in pages]
    with clock.at(NEXT_MONTH):
        later = [client.get(page).text for page in pages]

    assert [plain(text) for text in same_month] == [plain(text) for text in before] == [plain(text) for text in back]
    assert "In use since November 2026" in later[0]
    assert "We do not tell who uses it, or where." in later[1]
    canaries = [
        "Roza", "Vogelaar", "Vogelstraat", "2288", "Kooidorp", borrower.number, loan.number, desk.name, desk.street,
        town.name, "24 November", "Kanarieke",
    ]  # fmt: skip
    told = "\n".join([*same_month, *back, *later])
    assert [canary for canary in canaries if canary and canary in told] == []


def plain(text: str) -> str:
    """The page without what differs each time: the token and the key of its form."""
    return re.sub(r'(csrfmiddlewaretoken|once)" value="[^"]*"', r"\1", text)


@pytest.mark.rule("D-31")
@pytest.mark.rule("V-05")
def test_a_wrong_an_ended_and_a_never_given_secret_answer_alike(client, donation):
    ended = link_to(donation)
    secret = link_to(donation)
    wrong = secret[:-1] + ("A" if secret[-1] != "A" else "B")

    answers = [client.get(page_of(text)) for text in (ended, wrong, "never-given", "x" * 200)]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.text for answer in answers}) == 1
    assert client.get(page_of(secret)).status_code == 200


@pytest.mark.rule("D-31")
def test_nothing_of_another_gift_opens_with_the_link(client, donation, depot):
    mine, other = link_to(donation), a_donation(depot)
    device = an_erased_device(other)
    erasure = Erasure.objects.get()

    addresses = [
        device_page(mine, device),
        reverse("website:gift_attestation", args=[mine, entry_of(device).pk, erasure.pk]),
        reverse("website:gift_attestation", args=[mine, entry_of(given(donation)).pk, erasure.pk]),
        reverse("website:gift_receipt", args=[mine]),
        reverse("website:gift_letter", args=[mine]),
    ]

    assert [client.get(address).status_code for address in addresses] == [404] * 5


@pytest.mark.rule("D-31")
def test_the_page_stays_in_no_cache_and_no_search_engine_and_names_no_referrer(client, donation):
    secret = link_to(donation)

    for address in (page_of(secret), device_page(secret, given(donation))):
        headers = client.get(address).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"], headers["Referrer-Policy"]) == (
            "private, no-store", "noindex, nofollow", "strict-origin",
        )  # fmt: skip


@pytest.mark.rule("V-03")
@pytest.mark.rule("D-31")
def test_who_tries_addresses_is_held_up(client, donation):
    secret = link_to(donation)

    codes = [client.get(page_of(f"guess-{number}")).status_code for number in range(300)]

    assert (set(codes), client.get(page_of(secret)).status_code) == ({404}, 429)


def test_a_donor_makes_and_opens_the_attestation(client, donation):
    device = an_erased_device(donation)
    secret, erasure = link_to(donation), Erasure.objects.get()
    keys = [secret, entry_of(device).pk, erasure.pk]
    address, paper = reverse("website:gift_attest", args=keys), reverse("website:gift_attestation", args=keys)
    early = client.get(paper).status_code
    assert address in client.get(device_page(secret, device)).text

    answers = [client.post(address) for _send in range(2)]

    assert (early, [(answer.status_code, answer["Location"]) for answer in answers]) == (
        404,
        [(303, "./wisattest.pdf")] * 2,
    )
    assert paper == f"{address}wisattest.pdf"
    assert client.get(paper)["Content-Type"] == "application/pdf"
    assert paper in client.get(device_page(secret, device)).text
    assert Attestation.objects.get().written_by.follow_link.donation == donation


def test_the_receipt_is_there_until_the_donor_is_forgotten(client, donation):
    given(donation)
    donation.refresh_from_db()
    actions.keep_receipt(donation, receipt=b"%PDF-1.7", covers=donation.version, by=an_actor())
    secret = link_to(donation)
    address = reverse("website:gift_receipt", args=[secret])
    before = address in client.get(page_of(secret)).text, client.get(address).status_code

    actions.fade(donation.donor, asked=True, by=an_actor())

    assert before == (True, 200)
    assert (address in client.get(page_of(secret)).text, client.get(address).status_code) == (False, 404)


@pytest.mark.rule("D-34")
def test_a_donor_reads_what_was_refused_why_and_where_it_can_go(client, depot):
    offer = an_offer(depot)
    secret = link_to(offer)
    early = words_of(client.get(page_of(secret)))
    actions.refuse(
        offer,
        items=offer.items.all(),
        ground="crt",
        advice="shop",
        reason="It is too heavy.",
        where="form",
        by=an_actor(),
    )
    offer.refresh_from_db()
    actions.keep_letter(offer, letter=b"%PDF-1.7", covers=offer.last_judged, by=an_actor())

    answer = client.get(page_of(secret))

    assert ("What happens with my offer?" in early, "We still look at it" in early) == (True, True)
    words = words_of(answer)
    expected = ["What we could not take", "An old screen with a picture tube: It is too heavy.", "Bring it to a shop"]
    assert [said for said in expected if said not in words] == []
    assert client.get(reverse("website:gift_letter", args=[secret])).status_code == 200


def test_the_link_of_an_offer_shows_the_devices_once_they_are_here(client, depot):
    offer = an_offer(depot)
    secret = link_to(offer)
    (item,) = accepted(offer)
    expected = words_of(client.get(page_of(secret)))

    received(item, vendor="Acer", product="Aspire")

    assert "It may come" in expected
    assert f"Acer Aspire {Device.objects.get().number} · We have it" in words_of(client.get(page_of(secret)))


def test_the_page_comes_in_one_round_trip_and_asks_as_much_for_one_as_for_three(client, donation):
    secret = link_to(donation)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(secret))
        return len(queries)

    without_disk(given(donation, vendor="Dell", product="Latitude 1"))
    one = asked()
    for number in range(2, 4):
        without_disk(given(donation, vendor="Dell", product=f"Latitude {number}"))
    three = asked()
    for number in range(4, 40):
        given(donation, vendor="Dell", product=f"Latitude {number}")

    sizes = [
        len(gzip.compress(client.get(page).content))
        for page in (page_of(secret), device_page(secret, Device.objects.first()))
    ]
    assert one == three
    assert [size for size in sizes if size > ROUND_TRIP] == []
    assert "<script" not in client.get(page_of(secret)).text


def test_many_devices_come_in_pages(client, donation):
    secret = link_to(donation)
    for number in range(52):
        given(donation, vendor="Dell", product=f"Latitude {number}")

    first = client.get(page_of(secret))
    second = Client().get(page_of(secret) + first.context["page"].older_url)

    assert "More devices" in first.text
    assert ("Latitude 0" in words_of(second), "The devices before" in second.text) == (True, True)


# What the donor has to do, and what closes a gift.


def release_page(secret, release) -> str:
    return reverse("website:gift_release", args=[secret, release.pk])


@pytest.mark.rule("D-33")
def test_a_donor_tells_that_a_device_is_released_and_a_technician_looks(client, donation):
    device = given(donation, vendor="Apple", product="iPad", serial="DMPX1")
    release = actions.ask_release(device, lock="apple", by=an_actor())
    secret = link_to(donation)
    listed, asked = client.get(page_of(secret)), client.get(release_page(secret, release))

    answers = [client.post(release_page(secret, release)) for _send in range(2)]

    release.refresh_from_db()
    assert (release_page(secret, release) in listed.text, "icloud.com/find" in asked.text) == (True, True)
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, "./")] * 2
    assert (release.state, release.told_by, release.is_free) == ("told", donation.follow_links.get().actor, False)
    assert "You released it. We still look." in client.get(page_of(secret)).text
    assert "I released it" not in client.get(release_page(secret, release)).text
    actions.confirm_free(release, how="It starts as new.", by=an_actor())
    late = client.post(release_page(secret, release))
    assert (late.status_code, "is free already" in late.text) == (422, True)
    assert "Locked with your account" not in client.get(page_of(secret)).text


@pytest.mark.rule("D-33")
def test_nobody_releases_a_device_of_another_gift(client, donation, depot):
    other = a_donation(depot)
    release = actions.ask_release(given(other), lock="google", by=an_actor())
    secret = link_to(donation)

    assert [answer(release_page(secret, release)).status_code for answer in (client.get, client.post)] == [404, 404]
    assert release_page(secret, release) not in client.get(page_of(secret)).text
    release.refresh_from_db()
    assert release.state == "asked"


def test_what_cannot_be_released_asks_nothing_more(client, donation):
    release = actions.ask_release(given(donation), lock="managed", by=an_actor())
    actions.tell_cannot(release, by=an_actor())
    secret = link_to(donation)

    page = client.get(release_page(secret, release)).text

    assert ("You told us that it stays locked." in page, "I released it" in page) == (True, False)


@pytest.mark.rule("D-32")
def test_the_figures_of_a_closed_gift_show_from_the_next_month_on(client, donation, desk):
    device = at_a_desk(an_erased_device(donation), desk)
    inventory.hold(device, place=desk, by=an_actor())
    inventory.lend(device, by=an_actor())
    donation.refresh_from_db()
    refurbishment.close_batch(donation, by=an_actor())
    secret = link_to(donation)
    this_month = words_of(client.get(page_of(secret)))

    with clock.at(NEXT_MONTH):
        later = words_of(client.get(page_of(secret)))

    assert "What became of it" not in this_month
    assert "Counted in November 2026. Devices 1 Borrowed by residents 1" in later


def test_the_attestation_of_the_whole_gift_is_there_once_it_was_made(client, donation):
    an_erased_device(donation)
    secret = link_to(donation)
    address = reverse("website:gift_batch_attestation", args=[secret])
    early = client.get(address).status_code
    donation.refresh_from_db()

    refurbishment.keep_batch_attestation(
        donation, paper=b"%PDF-1.7 all", listed=covers(donation, lines_of(donation)), by=an_actor()
    )

    assert (early, client.get(address).content) == (404, b"%PDF-1.7 all")
    assert address in client.get(page_of(secret)).text
    actions.fade(donation.donor, asked=True, by=an_actor())
    assert client.get(address).status_code == 404
    assert address not in client.get(page_of(secret)).text


@pytest.mark.rule("D-31")
@pytest.mark.rule("V-01")
def test_the_secret_stands_in_no_table_whatever_the_donor_sends(client, donation):
    release = actions.ask_release(given(donation), lock="apple", by=an_actor())
    device, secret = an_erased_device(donation), link_to(donation)

    client.post(release_page(secret, release))
    client.post(reverse("website:gift_attest", args=[secret, entry_of(device).pk, Erasure.objects.get().pk]))

    rows = [str(list(model._base_manager.values_list())) for model in apps.get_models()]
    assert (Attestation.objects.count(), [row for row in rows if secret in row]) == (1, [])


@pytest.mark.rule("D-32")
def test_a_lock_that_came_with_a_loan_is_not_asked_of_the_donor(client, donation, desk):
    device = at_a_desk(an_erased_device(donation), desk)
    inventory.hold(device, place=desk, by=an_actor())
    inventory.lend(device, by=an_actor())
    inventory.take_back(Device.objects.get(pk=device.pk), place=desk, accessories={}, by=an_actor())
    release = actions.ask_release(Device.objects.get(pk=device.pk), lock="google", by=an_actor())
    secret = link_to(donation)

    assert "Locked with your account" not in client.get(page_of(secret)).text
    assert client.get(release_page(secret, release)).status_code == 404


@pytest.mark.rule("D-32")
def test_what_was_released_before_a_loan_reads_the_same_on_the_day_of_the_loan(client, donation, desk):
    release = actions.ask_release(an_erased_device(donation), lock="apple", by=an_actor())
    actions.confirm_free(release, how="It starts as new.", by=an_actor())
    device = at_a_desk(Device.objects.get(pk=release.device.pk), desk)
    inventory.hold(device, place=desk, by=an_actor())
    page = release_page(link_to(donation), release)
    before = client.get(page)
    clock.pass_time(hours=1)

    inventory.lend(device, by=an_actor())

    after = client.get(page)
    assert (before.status_code, after.status_code, plain(after.text)) == (200, 200, plain(before.text))


@pytest.mark.rule("D-31")
@pytest.mark.rule("D-37")
def test_no_paper_with_the_name_of_somebody_else_stays_behind_the_link(client, depot):
    offer = an_offer(depot)
    secret, right = link_to(offer), offer.donor
    received(accepted(offer)[0])
    address = reverse("website:gift_receipt", args=[secret])

    def printed() -> None:
        clock.pass_time(hours=1)
        donation = Donation.objects.get()
        paper = f"%PDF {donation.donor.name}".encode()
        actions.keep_receipt(donation, receipt=paper, covers=donation.version, by=an_actor())

    other = a_donor(depot.organisation, "Simonne Kanarieke")
    actions.join_donor(offer, donor=other, by=an_actor())
    printed()
    actions.join_donor(offer, donor=right, by=an_actor())
    after = client.get(address).status_code
    printed()

    assert (after, client.get(address).content) == (404, f"%PDF {right.name}".encode())
