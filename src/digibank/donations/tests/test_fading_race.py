"""Colleagues who forget a donor while others join an offer to that donor, each with a connection of their own."""

import pytest

from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Offer
from digibank.donations.tests.factories import a_donor, an_offer
from digibank.work.tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.rule("D-35")
@pytest.mark.parametrize("turn", range(4))
def test_what_is_joined_to_a_donor_while_that_one_is_forgotten_keeps_no_words(depot, in_english, turn):
    donor, actor = a_donor(depot.organisation, "Roza"), an_actor()
    offers = [an_offer(depot, remarks="Third floor.") for _offer in range(5)]

    came = all_at_once(
        [
            *[lambda offer=offer: actions.join_donor(offer, donor=donor, by=actor) for offer in offers],
            lambda: actions.fade(donor, asked=True, by=actor),
        ]
    )

    assert [said for said in came if said.startswith("error")] == []
    donor.refresh_from_db()
    assert not donor.has_faded or not Offer.objects.filter(donor=donor).exclude(remarks="").exists()
