"""Transfers for tests, made through the actions."""

from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.logistics import actions
from digibank.logistics.models import Transfer
from digibank.organisations.models import Place


def asked(from_place: Place, to_place: Place, *devices: Device) -> Transfer:
    return actions.ask(from_place=from_place, to_place=to_place, devices=devices, by=an_actor())


def sent(transfer: Transfer) -> Transfer:
    return actions.send(transfer, by=an_actor())


def received(transfer: Transfer, *devices: Device, **details: object) -> Transfer:
    return actions.receive(transfer, arrived=[device.pk for device in devices], by=an_actor(), **details)


def back_at(desk: Place, device: Device) -> Device:
    """The device was brought to this desk, lent, and brought back there."""
    inventory.send(device, to=desk, by=an_actor())
    device = inventory.arrive(device, place=desk, by=an_actor())
    inventory.lend(device, by=an_actor())
    return inventory.take_back(device, place=desk, accessories={}, by=an_actor())
