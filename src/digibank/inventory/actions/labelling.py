"""Whether the label is on the device: said by who stuck it there."""

from django.db import transaction

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.inventory.models import Device


@transaction.atomic
def note_labelled(device: Device, *, by: Actor) -> Device:
    """Say that the label was stuck on the device and can be read."""
    device = Device.objects.locked(device)
    record("inventory.labelled", device, by=by, about=[device.place])
    return device


@transaction.atomic
def undo_labelled(device: Device, *, by: Actor) -> Device:
    """Say that it was not: a slip of the hand."""
    device = Device.objects.locked(device)
    record("inventory.label_undone", device, by=by, about=[device.place])
    return device
