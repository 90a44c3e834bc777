"""The page where a donation is attested and closed: who may open it, what it does, and what it says when it refuses."""

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions as donations
from digibank.donations.models import Donation
from digibank.donations.tests.factories import a_donation, given
from digibank.inventory.tests.factories import a_depot, a_medium, erased
from digibank.inventory.tests.looking import text_of
from digibank.organisations.tests.factories import an_association
from digibank.refurbishment import actions
from digibank.refurbishment.batch_attestations import covers, lines_of
from digibank.refurbishment.models import BatchAttestation, BatchClosing
from digibank.refurbishment.tests.factories import waste, without_disk

OPENED = ["batch", "batch_attestation"]


@pytest.fixture
def donation(depot, laptop_class) -> Donation:
    return a_donation(depot)


def url(name, key):
    return reverse(f"refurbishment:{name}", args=[key])


def close(donation) -> BatchClosing:
    return actions.close_batch(donation, by=an_actor())


def addresses(donation) -> dict[str, str]:
    without_disk(given(donation))
    paper = actions.keep_batch_attestation(
        donation, paper=b"%PDF-1.7 paper", listed=covers(donation, lines_of(donation)), by=an_actor()
    )
    closing = close(donation)
    about = {"batch_attestation": paper.pk, "count_batch": closing.pk, "reopen_batch": closing.pk}
    names = [*OPENED, "attest_batch", "close_batch", "count_batch", "reopen_batch"]
    return {name: url(name, about.get(name, donation.pk)) for name in names}


def answers(client, pages) -> dict[str, int]:
    return {name: (client.get(at) if name in OPENED else client.post(at)).status_code for name, at in pages.items()}


def test_technicians_and_coordinators_open_the_page_and_the_paper(as_technician, as_coordinator, donation):
    pages = addresses(donation)

    for client in (as_technician, as_coordinator):
        assert {name: client.get(pages[name]).status_code for name in OPENED} == dict.fromkeys(OPENED, 200)


@pytest.mark.rule("D-03")
def test_a_lending_clerk_and_an_administrator_may_not(as_clerk, as_administrator, donation):
    pages = addresses(donation)

    for client in (as_clerk, as_administrator):
        assert answers(client, pages) == dict.fromkeys(pages, 403)


@pytest.mark.rule("D-03")
def test_a_technician_of_another_association_finds_nothing(donation):
    other = an_association("Digibank Elders")
    a_depot(other, name="Loods Elders")
    stranger = logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))
    pages = addresses(donation)

    assert answers(stranger, pages) == dict.fromkeys(pages, 404)


@pytest.mark.rule("D-20")
def test_the_page_names_what_is_open_with_the_way_there(as_coordinator, donation):
    device = given(donation)
    medium = a_medium(device)
    locked = without_disk(given(donation))
    donations.ask_release(locked, lock="google", by=an_actor())

    page = as_coordinator.get(url("batch", donation.pk))
    refused = as_coordinator.post(url("close_batch", donation.pk))

    sentences = [
        f"{medium.number} in {device.number} is not erased or destroyed.",
        f"{locked.number} waits on the list of locked devices.",
    ]
    assert [(point.sentence, address) for point, address in page.context["points"]] == [
        (sentences[0], url("medium", medium.pk)),
        (sentences[1], reverse("donations:releases_of", args=[donation.pk])),
    ]
    assert "Close the donation</span>" not in text_of(page)
    assert (refused.status_code, " ".join(["cannot be closed yet.", *sentences]) in text_of(refused)) == (422, True)


def test_a_donation_is_attested_closed_and_opened_again(as_technician, donation, small_papers):
    erased(a_medium(given(donation)))
    page = url("batch", donation.pk)

    attested = as_technician.post(url("attest_batch", donation.pk))
    closed = as_technician.post(url("close_batch", donation.pk))
    closing = BatchClosing.objects.get()
    shown = text_of(as_technician.get(page))
    opened = as_technician.post(url("reopen_batch", closing.pk), {"because": "Nog een schijf gevonden."})

    assert {answer["Location"] for answer in (attested, closed, opened)} == {page}
    assert [words for words in [f"{donation.number}/1", "1 storage medium was settled.", "Still with us"]
            if words not in shown] == []  # fmt: skip
    assert "Make a new version" not in shown
    assert "Nog een schijf gevonden." in text_of(as_technician.get(page))
    assert Donation.objects.get().closed_at is None


def test_without_a_reason_it_stays_closed(as_technician, donation):
    without_disk(given(donation))
    closing = close(donation)

    answer = as_technician.post(url("reopen_batch", closing.pk), {"because": "paswoord zon12"})

    assert (answer.status_code, "paswoord zon12" in text_of(answer)) == (422, True)
    assert "This text holds a password or code." in text_of(answer)
    assert BatchClosing.objects.get().stands


@pytest.mark.rule("D-19")
def test_the_page_refuses_to_attest_what_is_open(as_technician, donation):
    a_medium(given(donation))

    answer = as_technician.post(url("attest_batch", donation.pk))

    assert (answer.status_code, "Nothing can be attested yet." in text_of(answer)) == (422, True)
    assert BatchAttestation.objects.count() == 0


@pytest.mark.rule("D-21")
def test_later_figures_stand_above_the_earlier_ones(as_technician, donation):
    device = given(donation)
    without_disk(device)
    closing = close(donation)
    page = url("batch", donation.pk)
    before = text_of(as_technician.get(page))
    waste(device, grams=2350)

    offered = "Count again" in text_of(as_technician.get(page))
    answer = as_technician.post(url("count_batch", closing.pk))

    facts = [dict(facts) for _figures, facts in as_technician.get(page).context["figures"]]
    assert ("Count again" in before, offered, answer.status_code) == (False, True, 303)
    assert facts == [
        {"Devices": "1", "Recycled": "1", "Waste": "2,350 kg"},
        {"Devices": "1", "Still with us, to be made ready or lent": "1"},
    ]


def test_what_comes_after_the_closing_is_shown_as_such(as_technician, donation):
    device = without_disk(given(donation))
    close(donation)
    a_medium(device)

    assert "closed, and something is open again" in text_of(as_technician.get(url("batch", donation.pk)))


def test_the_tabs_lead_to_the_pages_of_this_donation(as_technician, donation):
    pages = [
        reverse("donations:donation", args=[donation.pk]),
        reverse("donations:releases_of", args=[donation.pk]),
        url("batch", donation.pk),
    ]

    for page in pages:
        shown = as_technician.get(page).context["tabs"]
        assert [(tab["url"], tab["current"]) for tab in shown] == [(address, address == page) for address in pages]


def test_the_board_of_the_workshop_shows_what_is_locked_for_too_long(as_technician, donation):
    release = donations.ask_release(given(donation), lock="google", by=an_actor())
    board = reverse("refurbishment:board")
    before = text_of(as_technician.get(board))
    type(release).objects.update(asked_on="2026-10-01")
    late = text_of(as_technician.get(board))
    donations.tell_released(release, by=an_actor())

    assert "30 days" not in before
    assert "1 device was not released within 30 days" in late
    assert "Look whether 1 device is free" in text_of(as_technician.get(board))


@pytest.mark.rule("D-03")
def test_from_the_device_a_technician_comes_to_the_list_and_a_clerk_does_not(as_technician, as_clerk, donation):
    device = given(donation)
    there = f"{reverse('donations:releases_of', args=[donation.pk])}?toestel={device.pk}"

    pages = [url("device", device.pk), reverse("desk:device", args=[device.pk])]

    assert [there in as_technician.get(page).content.decode() for page in pages] == [True, True]
    assert there not in as_clerk.get(pages[1]).content.decode()


@pytest.mark.parametrize("settled", [False, True])
def test_three_devices_take_as_many_queries_as_one(as_technician, donation, settled):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(url("batch", donation.pk))
        return len(asked)

    def one_more():
        medium = a_medium(given(donation))
        if settled:
            erased(medium)

    one_more()
    queries()
    one = queries()
    one_more()
    one_more()

    assert queries() == one
