"""What became of the data: each medium is settled, then the device passes the gate."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit
from digibank.errors import RuleBroken, refusing
from digibank.inventory.flows import DEVICE_FLOW, MEDIUM_FLOW, MediumState
from digibank.inventory.gate import make_known, recount, refuse_open, refuse_outside_a_workshop
from digibank.inventory.models import Device, StorageMedium
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def add_medium(
    device: Device,
    *,
    kind: str,
    by: Actor,
    product: str = "",
    serial: str = "",
    capacity_bytes: int | None = None,
    fitted_new_at: datetime | None = None,
) -> StorageMedium:
    """Write down a storage medium that a person saw and a report did not list.

    `fitted_new_at` is when a new one was put in that we bought.
    """
    device = Device.objects.locked(device)
    with refusing(StorageMedium, "a_medium_once_per_device", _twice(), field="serial"):
        medium = StorageMedium.objects.create(
            device=device,
            kind=kind,
            product=product,
            serial=serial,
            capacity_bytes=capacity_bytes,
            fitted_new_at=fitted_new_at,
        )
    make_known(device)
    record("inventory.medium_added", medium, by=by, about=[device], kind=kind)
    return medium


@transaction.atomic
def edit_medium(medium: StorageMedium, *, version: int, by: Actor, **changes: Any) -> StorageMedium:
    """Correct what is told about a medium that is still to be erased.

    That is kind, product, serial, capacity_bytes, fitted_new_at. Raises RuleBroken for a settled medium: the statement
    is about what stood there.
    """
    device = Device.objects.locked(medium.device)
    medium = StorageMedium.objects.get(pk=medium.pk)
    if medium.state != MediumState.TO_ERASE:
        raise RuleBroken(_("%(number)s is settled. What was stated about it stays.") % {"number": medium.number})
    with refusing(StorageMedium, "a_medium_once_per_device", _twice(), field="serial"):
        changed = edit(medium, version=version, **changes)
    if changed:
        record("inventory.medium_edited", medium, by=by, about=[device], fields=".".join(changed))
    return medium


@transaction.atomic
def state_no_storage(device: Device, *, because: str, by: Actor) -> Device:
    """Say that somebody looked and no storage is inside; the reason stands on the device (policy I-02)."""
    refuse_secrets(because, field="because")
    device = Device.objects.locked(device)
    if device.media.inside().exclude(state=MediumState.ABSENT).exists():
        raise RuleBroken(_("There is storage in this device. Settle each medium by itself."))
    device.no_storage_because = because
    device.save(update_fields=["no_storage_because"])
    make_known(device)
    record("inventory.no_storage_stated", device, by=by)
    return device


@transaction.atomic
def state_absent(medium: StorageMedium, *, because: str, by: Actor) -> StorageMedium:
    """Say that a medium the report listed is not in the device (any more), and why."""
    refuse_secrets(because, field="because")
    device = Device.objects.locked(medium.device)
    if StorageMedium.objects.loose().filter(pk=medium.pk).exists():
        raise RuleBroken(
            _("%(number)s was taken out and is on the list of loose drives. Erase it, or have it destroyed.")
            % {"number": medium.number}
        )
    MEDIUM_FLOW.move(medium, "state_absent", settled_at=clock.now(), settled_because=because)
    recount(device)
    record("inventory.medium_absent", medium, by=by, about=[device])
    return medium


@transaction.atomic
def destroy(medium: StorageMedium, *, because: str, by: Actor) -> StorageMedium:
    """Say that a medium was taken out and destroyed, and how."""
    refuse_secrets(because, field="because")
    device = Device.objects.locked(medium.device)
    MEDIUM_FLOW.move(medium, "destroy", settled_at=clock.now(), settled_because=because)
    recount(device)
    record("inventory.medium_destroyed", medium, by=by, about=[device])
    return medium


@transaction.atomic
def erase(medium: StorageMedium, *, because: str, by: Actor) -> StorageMedium:
    """Say that the data on a medium are erased. The evidence is the workshop's; the medium keeps a short reference."""
    device = Device.objects.locked(medium.device)
    MEDIUM_FLOW.move(medium, "erase", settled_at=clock.now(), settled_because=because)
    recount(device)
    record("inventory.medium_erased", medium, by=by, about=[device])
    return medium


@transaction.atomic
def move_medium(medium: StorageMedium, *, to: Device, by: Actor) -> StorageMedium:
    """Put a medium that was taken out of one device into another. It keeps its state, and only an erased one may go."""
    devices = {device.pk: device for device in Device.objects.locked_together([medium.device, to])}
    medium = StorageMedium.objects.get(pk=medium.pk)
    if medium.state != MediumState.ERASED:
        raise RuleBroken(
            _("%(number)s is not erased. Erase it before it goes into a device.") % {"number": medium.number},
            field="parts",
        )
    source, target = devices[medium.device_id], devices[to.pk]
    with refusing(StorageMedium, "a_medium_once_per_device", _twice(), field="parts"):
        medium.device = target
        medium.save(update_fields=["device"])
    for device in (source, target):
        recount(device)
    record("inventory.medium_moved", medium, by=by, about=[source, target])
    return medium


@transaction.atomic
def pass_gate(device: Device, *, by: Actor) -> Device:
    """Let the device through: every medium in it is erased, absent or destroyed (policy I-02)."""
    device = Device.objects.locked(device)
    refuse_outside_a_workshop(device)
    recount(device)
    refuse_open(device)
    with refusing(Device, "nothing_unerased_past_the_gate", _("Storage in this device is not settled yet.")):
        DEVICE_FLOW.move(device, "pass_gate")
    record("inventory.gate_passed", device, by=by)
    return device


def _twice() -> str:
    return _("This serial number is in the device already.")
