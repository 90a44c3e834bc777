"""The attestation of a whole donation: when it is made, and what stands on it, read back from the paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions as donations
from digibank.donations.models import Donation
from digibank.donations.tests.factories import a_donation, a_donor, given
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import a_medium
from digibank.inventory.tests.factories import erased as settled_by_hand
from digibank.inventory.tests.looking import refusal, verbs
from digibank.refurbishment import actions
from digibank.refurbishment.batch_attestations import batch_attestation_pdf, covers, facts_of, lines_of
from digibank.refurbishment.models import BatchAttestation, Erasure
from digibank.refurbishment.tests.factories import back_from_a_loan, erased, installed, the_disk, without_disk

PAPER = b"%PDF-1.7 paper"


@pytest.fixture
def donation(depot, laptop_class) -> Donation:
    donor = a_donor(depot.organisation, "Drukkerij De Linde", is_legal_person=True)
    return a_donation(depot, donor=donor)


def kept(donation: Donation, paper: bytes = PAPER, **about) -> BatchAttestation:
    listed = covers(donation, lines_of(donation))
    return actions.keep_batch_attestation(donation, **{"paper": paper, "listed": listed, "by": an_actor()} | about)


def words_of(donation: Donation) -> str:
    paper = batch_attestation_pdf(donation, lines_of(donation), drawn_up_by="Tine Schroef")
    reader = PdfReader(BytesIO(paper))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def destroyed(medium, first, second, **how) -> Erasure:
    waits = actions.write_down_destruction(medium, **{"way": "drilled", "by": first} | how)
    return actions.state_seen(waits, signs=waits.unsaid, by=second)


@pytest.mark.once
@pytest.mark.rule("D-19")
def test_the_paper_lists_every_device_and_medium_with_what_was_done(donation, technician, colleague):
    wiped = given(donation, vendor="HP", product="ProBook 450", serial="5CD01")
    the_disk(wiped)
    broken, firm = given(donation), given(donation)
    drilled, shredded = a_medium(broken, serial="WD-1", kind="hdd"), a_medium(firm, serial="WD-2", kind="hdd")
    empty, back = without_disk(given(donation)), given(donation)
    absent = inventory.state_absent(a_medium(empty, serial="X9"), because="De houder is leeg.", by=an_actor())
    by_hand = settled_by_hand(a_medium(given(donation), serial="Y7"))
    clock.pass_time(hours=5)
    first = erased(wiped, technician.actor)
    second = destroyed(drilled, technician.actor, colleague.actor)
    third = destroyed(
        shredded, technician.actor, colleague.actor, way="shredded", firm="Versnippering Peeters", certificate=PAPER
    )
    inventory.return_to_donor(back, because="Op vraag.", by=an_actor())

    words = words_of(donation)

    told = [
        "Erasure attestation for the whole donation", f"{donation.number}/1", "Drukkerij De Linde", "6 devices with 5 storage media",
        wiped.number, "HP ProBook 450", "5CD01", "S3TWNX0K512345", "Overwritten by nwipe", "nwipe 0.42.",
        first.number, second.number, third.number, "Clear: 1, Destroy: 2", "WD-1", "WD-2", "23/11/2026",
        "Destroyed by Tine Schroef, seen by Bram Bout.",
        "Destroyed by Versnippering Peeters. Certificate read by Bram Bout.",
        absent.number, "Was not in the device: De houder is leeg.", by_hand.number, "Erased: nwipe",
        "Given back to the donor, with what stood on it.", "Tine Schroef", "drew up this list",
    ]  # fmt: skip
    assert [said for said in told if said not in words] == []


@pytest.mark.once
@pytest.mark.rule("D-19")
def test_an_exception_stands_on_the_paper_with_who_approved_it(donation, technician, colleague):
    device = given(donation)
    the_disk(device, kind="nvme")
    clock.pass_time(hours=5)
    actions.exempt(erased(device, technician.actor), reason="This drive cannot sanitize itself.", by=colleague.actor)

    assert "Exception, approved by Bram Bout: This drive cannot sanitize itself." in words_of(donation)


@pytest.mark.rule("D-19")
def test_what_is_not_settled_is_not_attested_and_is_named(donation):
    device = given(donation)
    medium = a_medium(device)

    sentence, _field = refusal(lambda: kept(donation))

    assert sentence == (f"Nothing can be attested yet. {medium.number} in {device.number} is not erased or destroyed.")
    assert BatchAttestation.objects.count() == 0


def test_a_donation_without_devices_has_nothing_to_attest(donation):
    assert refusal(lambda: kept(donation))[0] == ("No device came in with this donation. There is nothing to attest.")


@pytest.mark.rule("D-19")
def test_the_paper_is_kept_as_it_was_and_a_change_makes_a_new_version(donation):
    without_disk(given(donation))
    first = kept(donation)
    same = kept(donation, b"%PDF-1.7 the same again")
    without_disk(given(donation))
    second = kept(donation, b"%PDF-1.7 more")

    assert (same, first.number, second.number) == (first, f"{donation.number}/1", f"{donation.number}/2")
    assert [paper.document.content() for paper in (first, second)] == [PAPER, b"%PDF-1.7 more"]
    assert first.document.name == f"attestation-{donation.number}-1.pdf"
    assert verbs(second) == ["refurbishment.batch_attested"]


@pytest.mark.rule("D-19")
def test_what_changed_since_it_was_printed_is_noticed(donation):
    without_disk(given(donation))
    listed = covers(donation, lines_of(donation))
    without_disk(given(donation))

    assert refusal(lambda: kept(donation, listed=listed))[0] == (
        "A colleague changed something just now. Look at the list and make the attestation again."
    )


@pytest.mark.rule("D-19")
def test_what_a_borrower_left_and_was_erased_later_is_no_concern_of_the_donor(donation, desk, technician, colleague):
    device = given(donation, accessories=["charger"])
    medium = the_disk(device)
    clock.pass_time(hours=5)
    first = erased(device, technician.actor)
    installed(device, technician.actor)
    device.refresh_from_db()
    inventory.approve(device, by=colleague.actor)
    device.refresh_from_db()
    back_from_a_loan(device, desk, technician.actor)
    destroyed(type(medium).objects.get(pk=medium.pk), technician.actor, colleague.actor)

    done = [(line.medium, line.erasure.technique) for line in lines_of(donation)]

    assert done == [(medium, "overwritten"), (medium, "destroyed")]
    assert lines_of(donation)[0].erasure == first


@pytest.mark.rule("D-36")
def test_a_paper_with_a_name_that_was_forgotten_meanwhile_is_not_kept_and_a_new_one_is_made(depot, laptop_class):
    donation = a_donation(depot, donor=a_donor(depot.organisation, "Roza"))
    without_disk(given(donation))
    listed = covers(donation, lines_of(donation))
    donations.fade(donation.donor, asked=True, by=an_actor())

    refused, _field = refusal(lambda: kept(donation, listed=listed))

    assert refused == ("A colleague changed something just now. Look at the list and make the attestation again.")
    assert kept(Donation.objects.get()).version == 1


@pytest.mark.rule("D-32")
def test_a_disk_that_went_in_after_a_loan_stands_on_no_paper_for_the_donor(donation, desk, technician, colleague):
    device = given(donation, accessories=["charger"])
    medium = the_disk(device)
    clock.pass_time(hours=5)
    erased(device, technician.actor)
    installed(device, technician.actor)
    inventory.approve(Device.objects.get(pk=device.pk), by=colleague.actor)
    kept(donation)
    before = covers(donation, lines_of(donation))
    clock.pass_time(hours=1)
    device = back_from_a_loan(Device.objects.get(pk=device.pk), desk, technician.actor)
    clock.pass_time(hours=1)
    left = a_medium(device, serial="LEFT-BY-THE-BORROWER", kind="hdd")
    destroyed(left, technician.actor, colleague.actor)

    assert [line.medium for line in lines_of(donation)] == [medium]
    assert Erasure.objects.filter(medium=left, state="accepted").exists()
    settled_by_hand(StorageMedium.objects.get(pk=medium.pk))
    assert covers(donation, lines_of(donation)) == before


@pytest.mark.rule("D-02")
def test_somebody_who_gave_no_name_stands_so_on_the_paper(depot, laptop_class):
    donation = a_donation(depot, donor=None)
    without_disk(given(donation))

    facts = dict(facts_of(donation, lines_of(donation)))

    assert facts == {
        "Given by": "somebody who gave no name",
        "What it lists": "1 device with 0 storage media",
        "Levels reached": "nothing was erased",
    }
