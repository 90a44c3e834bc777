"""Loose parts: what lies there is the sum of what came and went."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import LooseMovement, LooseStock
from digibank.errors import RuleBroken

pytestmark = pytest.mark.django_db


def lying(depot, kind="mouse") -> int:
    return LooseStock.objects.get(place=depot, kind=kind).count


@pytest.mark.rule("D-10")
def test_what_a_donation_brings_is_counted_by_itself_and_so_is_its_correction(depot, donation):
    actions.count_parts(donation, kind="mouse", count=6, by=an_actor())
    actions.count_parts(donation, kind="mouse", count=4, by=an_actor())
    actions.count_parts(donation, kind="mouse", count=4, by=an_actor())

    assert lying(depot) == 4
    assert [(moved.change, moved.why, moved.donation) for moved in LooseMovement.objects.all()] == [
        (-2, "donation", donation),
        (6, "donation", donation),
    ]


@pytest.mark.rule("D-10")
def test_the_stock_is_the_sum_of_its_movements(depot):
    actions.move_loose(depot, kind="charger", change=5, why="harvested", by=an_actor())
    actions.move_loose(depot, kind="charger", change=-2, why="used", by=an_actor())
    actions.count_loose(depot, kind="charger", count=7, by=an_actor())

    assert lying(depot, "charger") == 7
    assert LooseMovement.objects.aggregate(sum=Sum("change")) == {"sum": 7}


@pytest.mark.rule("D-10")
def test_no_more_goes_than_lies_there(depot, donation):
    actions.count_parts(donation, kind="mouse", count=3, by=an_actor())
    actions.move_loose(depot, kind="mouse", change=-3, why="used", by=an_actor())

    with pytest.raises(RuleBroken, match="Only 0 lie here"):
        actions.move_loose(depot, kind="mouse", change=-1, why="used", by=an_actor())
    with pytest.raises(RuleBroken, match="Only 0 lie here"):
        actions.count_parts(donation, kind="mouse", count=2, by=an_actor())

    assert (lying(depot), donation.parts.get().count) == (0, 3)


@pytest.mark.rule("D-10")
def test_the_database_keeps_movements_and_counts_not_below_nothing(depot):
    actions.move_loose(depot, kind="bag", change=2, why="harvested", by=an_actor())

    for change in (
        lambda: LooseMovement.objects.update(change=5),
        lambda: LooseMovement.objects.all().delete(),
        lambda: LooseStock.objects.update(count=-1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
