"""A device is lost, stolen or taken out of use, and what of that is put right."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory.flows import DEVICE_FLOW, OUT_OF_SIGHT, Position
from digibank.inventory.gate import recount, use_media
from digibank.inventory.models import Commitment, Device
from digibank.inventory.queries import is_kept_for_loan
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets

HERE_AGAIN: dict[str, Any] = {"gone_at": None, "gone_from": "", "gone_because": ""}


@transaction.atomic
def lose(device: Device, *, by: Actor, because: str = "") -> Device:
    """Say that nobody knows where it is. A loan is ended by the chapter that knows it."""
    device = _gone(device, "lose", because)
    record("inventory.lost", device, by=by, about=[device.place])
    return device


@transaction.atomic
def steal(device: Device, *, by: Actor, because: str = "") -> Device:
    """Say that it was stolen; the report to the police stands with the loan or in the reason."""
    device = _gone(device, "steal", because)
    record("inventory.stolen", device, by=by, about=[device.place])
    return device


@transaction.atomic
def write_off(device: Device, *, by: Actor, because: str = "") -> Device:
    """Take a device out of use. Its media stay on the list until they are settled."""
    device = _gone(device, "write_off", because)
    record("inventory.written_off", device, by=by, about=[device.place])
    return device


@transaction.atomic
def find(device: Device, *, place: Place, by: Actor) -> Device:
    """Say that a device that was gone is here again; its data are to be erased again (policy I-07)."""
    device = Device.objects.locked(device)
    DEVICE_FLOW.move(device, "find", place=place, **HERE_AGAIN)
    use_media(device)
    record("inventory.found", device, by=by, about=[place])
    return device


@transaction.atomic
def restore(device: Device, *, by: Actor) -> Device:
    """Undo a write-off of today; the device starts again before the gate, its media as they were (policy I-08)."""
    device = Device.objects.locked(device)
    if device.state == Position.WRITTEN_OFF and not device.can_be_restored:
        raise RuleBroken(_stays_written_off(device))
    step = "restore_to_quarantine" if device.gone_from == Position.QUARANTINE else "restore"
    DEVICE_FLOW.move(device, step, **HERE_AGAIN)
    recount(device)
    record("inventory.restored", device, by=by, about=[device.place])
    return device


@transaction.atomic
def report_lost(device: Device, *, because: str, by: Actor) -> Device:
    """Say that a device that is not lent is lost, and how. Raises RuleBroken when a loan keeps it."""
    return lose(_without_loan(device), because=because, by=by)


@transaction.atomic
def report_stolen(device: Device, *, because: str, by: Actor) -> Device:
    """Say that a device that is not lent was stolen, and how. Raises RuleBroken when a loan keeps it."""
    return steal(_without_loan(device), because=because, by=by)


@transaction.atomic
def report_found(device: Device, *, place: Place, by: Actor) -> Device:
    """Say that a device that was not lent is here again. Raises RuleBroken when a loan keeps it."""
    return find(_without_loan(device), place=place, by=by)


def _gone(device: Device, step: str, because: str) -> Device:
    """It is not with us any more: a ride it was on ends."""
    refuse_secrets(because, field="because")
    device = Device.objects.locked(device)
    DEVICE_FLOW.move(device, step, gone_at=clock.now(), gone_from=device.state, gone_because=because)
    riding = Commitment.objects.open().filter(device=device, kind=Commitment.Kind.TRANSPORT)
    riding.update(released_at=clock.now())
    return device


def _without_loan(device: Device) -> Device:
    """The device under lock; what a loan keeps is told where the loan is, so that both stay the same."""
    device = Device.objects.locked(device)
    if is_kept_for_loan(device):
        raise RuleBroken(_("%(number)s belongs with a loan. Report it with the loan.") % {"number": device.number})
    return device


def _stays_written_off(device: Device) -> str:
    if device.gone_from in OUT_OF_SIGHT:
        return _("%(number)s was gone before it was written off. Is it here again? Then choose “Found again”.") % {
            "number": device.number
        }
    return _("%(number)s was written off on an earlier day. Is it still here? Then choose “Found again”.") % {
        "number": device.number
    }
