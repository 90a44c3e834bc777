"""What is kept back is taken on no transfer to a desk."""

import pytest

from digibank.inventory import actions
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, FlagKind
from digibank.inventory.tests.factories import a_device, in_stock
from digibank.inventory.tests.looking import refusal
from digibank.logistics import actions as logistics


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


@pytest.mark.rule("I-11")
def test_a_transfer_takes_nothing_along_that_is_kept_back(desk, depot, laptop_class, actor):
    ready, flagged = in_stock(a_device(depot, laptop_class)), in_stock(a_device(depot, laptop_class))
    transfer = logistics.ask(from_place=depot, to_place=desk, devices=[ready, flagged], by=actor)
    actions.raise_flag(flagged, kind=FlagKind.WIPE_FAILED, by=actor)
    said = f"{flagged.number} is kept back: erasing failed. It may ride to a workshop only.", "devices"

    assert refusal(lambda: logistics.send(transfer, by=actor)) == said
    logistics.leave_out(transfer.lines.get(device=flagged), by=actor)
    logistics.send(transfer, by=actor)

    assert (state_of(ready), state_of(flagged)) == (Position.IN_TRANSIT, Position.STOCK)
    assert refusal(lambda: logistics.ask(from_place=depot, to_place=desk, devices=[flagged], by=actor)) == said
