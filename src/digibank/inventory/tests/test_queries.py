"""What is counted of devices."""

import pytest

from digibank.inventory import actions, queries
from digibank.inventory.flows import Position
from digibank.inventory.tests.factories import a_class, a_depot, a_device, at_desk, past_the_gate


@pytest.fixture
def tablet(db):
    return a_class("tablet", "Tablet", accessories=["charger", "start_card"])


def test_devices_are_counted_by_class_and_position_in_the_order_of_their_life(
    association, town, depot, laptop_class, tablet
):
    past_the_gate(a_device(depot, laptop_class))
    a_device(depot, laptop_class)
    a_device(depot, laptop_class)
    a_device(a_depot(town), laptop_class)

    laptops, tablets = queries.devices_by_class({association.pk})

    assert (laptops.device_class, laptops.total) == (laptop_class, 3)
    assert laptops.positions == [(Position.RECEIVED, 2), (Position.ERASED, 1)]
    assert (tablets.device_class, tablets.total, tablets.positions) == (tablet, 0, [])
    assert tablets.accessories == ["charger", "start card"]


def test_devices_are_counted_by_position_within_the_organisations(association, town, depot, laptop_class):
    a_device(depot, laptop_class)
    a_device(a_depot(town), laptop_class)

    assert queries.devices_by_position({association.pk}, Position) == {Position.RECEIVED: 1}


def test_what_is_free_at_a_desk_is_what_is_ready_less_what_is_promised(desk, depot, laptop_class, tablet, actor):
    for _time in range(2):
        at_desk(desk, laptop_class, depot=depot)
    held = at_desk(desk, laptop_class, depot=depot)
    actions.hold(held, place=desk, by=actor)
    actions.promise(laptop_class, place=desk, by=actor)
    actions.check_accessory(at_desk(desk, tablet, depot=depot), kind="charger", state="missing", by=actor)

    free = queries.free_by_desk_and_class({desk.organisation_id})

    assert (free[desk.pk, laptop_class.pk], free[desk.pk, tablet.pk]) == (1, 0)


def test_a_loan_keeps_a_device_until_it_is_let_go(desk, depot, laptop_class, actor):
    device = at_desk(desk, laptop_class, depot=depot)
    held = actions.hold(device, place=desk, by=actor)
    during = queries.is_kept_for_loan(device)

    actions.release(held, by=actor)

    assert (during, queries.is_kept_for_loan(device)) == (True, False)
