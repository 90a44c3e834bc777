"""A device is lost, stolen or taken out of use, and what of that is put right."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.flows import DEVICE_FLOW, OUT_OF_SIGHT, Position
from digibank.inventory.gate import recount, refuse_open, refuse_outside_a_workshop, use_media
from digibank.inventory.models import MAY_BE_RESTORED, Commitment, Device
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
    """Undo today's write-off or return; the device starts again before the gate, its media as they were (I-08)."""
    device = Device.objects.locked(device)
    if device.state in MAY_BE_RESTORED and not device.can_be_restored:
        raise RuleBroken(_stays_written_off(device))
    step = "restore_to_quarantine" if device.gone_from == Position.QUARANTINE else "restore"
    DEVICE_FLOW.move(device, step, **HERE_AGAIN)
    recount(device)
    record("inventory.restored", device, by=by, about=[device.place])
    return device


@transaction.atomic
def return_to_donor(device: Device, *, because: str, by: Actor) -> Device:
    """Give a device that was not begun yet back to who gave it, with what stands on it: it stays theirs (Q-09).

    Raises RuleBroken for a device that was lent: what a resident made may stand on it.
    """
    device = _gone(device, "return_to_donor", because)
    record("inventory.returned_to_donor", device, by=by, about=[device.place])
    return device


@transaction.atomic
def give_away(device: Device, *, by: Actor) -> Device:
    """Let a device that went to a resident be theirs for good; what is known of its erasures stays (policy U-81)."""
    device = _gone(device, "give_away", "")
    record("inventory.given_away", device, by=by, about=[device.place])
    return device


@transaction.atomic
def dispose(device: Device, *, by: Actor) -> Device:
    """Make waste of a device at a depot. The chapter above keeps its weight and category (policy Q-01).

    Raises RuleBroken while a storage medium is not settled, while something keeps the device, and for one out of sight.
    """
    device = Device.objects.locked(device)
    _refuse_out_of_hand(device)
    recount(device)
    refuse_open(device)
    stood = device.gone_from or device.state
    with refusing(Device, "nothing_unerased_past_the_gate", _("Storage in this device is not settled yet.")):
        DEVICE_FLOW.move(device, "dispose", gone_at=clock.now(), gone_from=stood)
    record("inventory.disposed", device, by=by, about=[device.place])
    return device


@transaction.atomic
def keep_after_all(device: Device, *, by: Actor) -> Device:
    """Undo a disposal; the device starts again before the gate, its media as they were (policy Q-05)."""
    device = Device.objects.locked(device)
    step = "keep_in_quarantine" if device.gone_from == Position.QUARANTINE else "keep_after_all"
    DEVICE_FLOW.move(device, step, **HERE_AGAIN)
    recount(device)
    record("inventory.kept_after_all", device, by=by, about=[device.place])
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


def _refuse_out_of_hand(device: Device) -> None:
    """Only what lies at a depot and is kept for nobody can become waste there."""
    refuse_outside_a_workshop(device)
    if device.gone_from in OUT_OF_SIGHT:
        raise RuleBroken(
            _("%(number)s was gone before it was written off. Is it here again? Then choose “Found again” first.")
            % {"number": device.number}
        )
    if Commitment.objects.open().filter(device=device).exists():
        raise RuleBroken(_("%(number)s is kept for somebody. Let it go first.") % {"number": device.number})


def _stays_written_off(device: Device) -> str:
    if device.state == Position.RETURNED_TO_DONOR:
        return _("%(number)s was given back on an earlier day. Is it here again? Then register it as a new device.") % {
            "number": device.number
        }
    if device.gone_from in OUT_OF_SIGHT:
        return _("%(number)s was gone before it was written off. Is it here again? Then choose “Found again”.") % {
            "number": device.number
        }
    return _("%(number)s was written off on an earlier day. Is it still here? Then choose “Found again”.") % {
        "number": device.number
    }
