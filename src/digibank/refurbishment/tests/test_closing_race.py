"""Colleagues who close a donation while others still add to it, each with a connection of their own."""

import pytest

from digibank.agenda.tests.test_race import all_at_once
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions as donations
from digibank.donations.models import Donation, Release
from digibank.donations.tests.factories import a_donation, given
from digibank.refurbishment import actions
from digibank.refurbishment.batch_attestations import covers, lines_of
from digibank.refurbishment.models import BatchAttestation, BatchClosing
from digibank.refurbishment.tests.factories import without_disk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def donation(depot, laptop_class) -> Donation:
    return a_donation(depot)


@pytest.mark.rule("D-20")
def test_of_many_who_close_a_donation_at_once_one_does(donation):
    without_disk(given(donation))
    actor = an_actor()

    came = all_at_once([lambda: actions.close_batch(donation, by=actor)] * 6)

    assert came == {"yes": 1, f"no: Donation {donation.number} is closed. Open it again first, and say why.": 5}
    assert (BatchClosing.objects.count(), BatchClosing.objects.get().figures.count()) == (1, 1)


@pytest.mark.rule("D-20")
@pytest.mark.parametrize("turn", range(3))
def test_what_is_closed_holds_nothing_that_a_colleague_added_or_asked_meanwhile(donation, laptop_class, turn):
    device = without_disk(given(donation))
    actor = an_actor()

    came = all_at_once(
        [
            lambda: actions.close_batch(donation, by=actor),
            lambda: donations.add_device(donation, device_class=laptop_class, by=actor),
            lambda: donations.ask_release(device, lock="google", by=actor),
            lambda: donations.count_parts(donation, kind="mouse", count=2, by=actor),
        ]
    )

    assert [said for said in came if said.startswith("error")] == []
    closing = BatchClosing.objects.filter(donation=donation).first()
    if closing:
        assert closing.figures.get().devices == donation.given.count() == 1
        assert not Release.objects.open().exists()
    else:
        assert donation.given.count() == 2 or Release.objects.open().exists()


@pytest.mark.rule("D-19")
def test_the_same_attestation_made_at_once_is_one_paper(donation):
    without_disk(given(donation))
    actor = an_actor()
    listed = covers(donation, lines_of(donation))

    came = all_at_once(
        [lambda: actions.keep_batch_attestation(donation, paper=b"%PDF-1.7", listed=listed, by=actor)] * 4
    )

    assert (came, BatchAttestation.objects.count()) == ({"yes": 4}, 1)
