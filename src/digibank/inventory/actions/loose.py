"""A drive is taken out of a device and lies by itself, or goes back in; or what was erased turns out not to be."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.flows import DEVICE_FLOW, MEDIUM_FLOW, OUT_OF_SIGHT, MediumState
from digibank.inventory.gate import recount, refuse_outside_a_workshop
from digibank.inventory.models import Device, StorageMedium
from digibank.organisations.models import Place


@transaction.atomic
def take_out(medium: StorageMedium, *, lies_at: Place, by: Actor) -> StorageMedium:
    """Take a drive out of its device, in a workshop (policy E-09).

    It keeps its number, its state and its history, and gets a sticker; the device does not count it any more.
    """
    device = Device.objects.locked(medium.device)
    if device.state in OUT_OF_SIGHT:
        raise RuleBroken(_("%(number)s is gone. Report it found first.") % {"number": device.number})
    refuse_outside_a_workshop(device)
    medium = StorageMedium.objects.get(pk=medium.pk)
    if medium.is_loose or medium.state not in (MediumState.TO_ERASE, MediumState.ERASED):
        raise RuleBroken(_("%(number)s is not in the device any more.") % {"number": medium.number})
    if lies_at.kind != Place.Kind.DEPOT:
        raise RuleBroken(_("A loose drive stays in the workshop of a depot. Choose a depot."), field="lies_at")
    medium.taken_out_at, medium.lies_at = clock.now(), lies_at
    medium.save(update_fields=["taken_out_at", "lies_at"])
    recount(device)
    record("inventory.medium_taken_out", medium, by=by, about=[device, lies_at])
    return medium


@transaction.atomic
def put_back(medium: StorageMedium, *, by: Actor) -> StorageMedium:
    """Put a drive back into the device it came out of; from now on the device counts it again.

    Raises RuleBroken when its data are not settled and the device is past the gate.
    """
    device = Device.objects.locked(medium.device)
    refuse_outside_a_workshop(device)
    medium = StorageMedium.objects.get(pk=medium.pk)
    if not medium.is_loose or medium.state == MediumState.DESTROYED:
        raise RuleBroken(_("%(number)s is no loose drive.") % {"number": medium.number})
    if medium.state == MediumState.TO_ERASE and device.is_past_the_gate:
        raise RuleBroken(
            _("%(number)s is not erased yet, and the device is. Erase the drive first.") % {"number": medium.number}
        )
    medium.taken_out_at, medium.lies_at = None, None
    twice = _("This serial number is in the device already.")
    with refusing(StorageMedium, "a_medium_once_per_device", twice):
        medium.save(update_fields=["taken_out_at", "lies_at"])
    recount(device)
    record("inventory.medium_put_back", medium, by=by, about=[device])
    return medium


@transaction.atomic
def doubt(medium: StorageMedium, *, by: Actor) -> StorageMedium:
    """Say that data were found on a medium that counts as erased: it is to be erased again (policy E-07).

    A device that is not sent yet starts again before the gate. Raises RuleBroken when it left already: then the
    medium stays as it is until the device is back, and whoever asks has to raise the alarm.
    """
    device = Device.objects.locked(medium.device)
    medium = StorageMedium.objects.get(pk=medium.pk)
    if not medium.is_loose and device.is_past_the_gate:
        DEVICE_FLOW.move(device, "call_back")
    MEDIUM_FLOW.move(medium, "doubt", settled_at=None, settled_because="")
    recount(device)
    record("inventory.medium_doubted", medium, by=by, about=[device])
    return medium
