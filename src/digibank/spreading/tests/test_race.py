"""Coordinators at the same moment, each with a connection of their own."""

import pytest

from digibank.audit.tests.factories import an_actor
from digibank.inventory.tests.factories import a_device, in_stock
from digibank.lending.tests.waiting import waits
from digibank.logistics.models import Transfer, TransferLine
from digibank.spreading import actions
from digibank.spreading.models import Proposal
from digibank.work.tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def proposal(proposed, depot, boom, laptop_class) -> Proposal:
    """Three laptops of the depot for three who wait at one desk."""
    for _laptop in range(3):
        in_stock(a_device(depot, laptop_class, accessories=list(laptop_class.expected_accessories())))
    for name in ("An", "Bo", "Cé"):
        waits(name, laptop_class, boom)
    return proposed()


@pytest.mark.rule("X-06")
def test_eight_coordinators_who_accept_one_line_at_once_make_one_ride(proposal):
    by, line = an_actor(), proposal.lines.get()

    came = all_at_once([lambda: actions.accept(proposal, lines=[line], by=by)] * 8)

    assert came["yes"] == 1
    assert came.total() - came["yes"] == sum(count for said, count in came.items() if said.startswith("no: "))
    assert (Transfer.objects.count(), TransferLine.objects.count()) == (1, 3)


@pytest.mark.rule("X-08")
def test_who_accepts_while_the_next_proposal_is_made_gets_all_of_it_or_nothing(proposal, association):
    by, line = an_actor(), proposal.lines.get()

    came = all_at_once(
        [
            lambda: actions.accept(proposal, lines=[line], by=by),
            lambda: actions.propose(association, by=by),
        ]
    )

    accepted = came["yes"] == 2
    assert not [said for said in came if said.startswith("error")]
    assert Proposal.objects.filter(state="open").count() == 1
    assert TransferLine.objects.count() == (3 if accepted else 0)
