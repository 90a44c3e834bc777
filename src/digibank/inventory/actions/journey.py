"""A device is made ready, travels, is lent and comes back. The chapters above say why; here it moves."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.actions.devices import check_accessory
from digibank.inventory.flows import DEVICE_FLOW, Position
from digibank.inventory.gate import refuse_flagged, refuse_flagged_ride, use_media
from digibank.inventory.models import Commitment, Device, DeviceFlag
from digibank.organisations.models import Place


@transaction.atomic
def install(device: Device, *, by: Actor) -> Device:
    """Say that the system stands on it; a colleague checks it next."""
    device = _moved(device, "install")
    record("inventory.installed", device, by=by, about=[device.place])
    return device


@transaction.atomic
def approve(device: Device, *, by: Actor) -> Device:
    """Let it into stock; that another person checked it is the workshop's rule (policy W-02).

    Raises RuleBroken when something is the matter with it (policy I-11).
    """
    refuse_flagged(Device.objects.locked(device))
    device = _moved(device, "approve")
    record("inventory.approved", device, by=by, about=[device.place])
    return device


@transaction.atomic
def reject(device: Device, *, by: Actor) -> Device:
    """Send it back to the bench: the check found something."""
    device = _moved(device, "reject")
    record("inventory.rejected", device, by=by, about=[device.place])
    return device


@transaction.atomic
def send(device: Device, *, to: Place, by: Actor) -> Commitment:
    """Put the device on its way to another place; nobody can lend or send it meanwhile.

    What came back from a resident travels to the workshop as it is, in quarantine: only a depot may receive it. So
    does what has something the matter with it, unless its battery is unsafe.
    """
    device = Device.objects.locked(device)
    refuse_flagged_ride(device, to)
    if device.state == Position.QUARANTINE and to.kind != Place.Kind.DEPOT:
        raise RuleBroken(
            _("%(number)s is not erased yet. Send it to the workshop of a depot.") % {"number": device.number}
        )
    if to.pk == device.place_id:
        raise RuleBroken(_("%(number)s is at %(place)s already.") % {"number": device.number, "place": to.name})
    taken = _("%(number)s is kept for somebody or on its way already.") % {"number": device.number}
    with refusing(Commitment, "one_commitment_at_a_time", taken):
        made = Commitment.objects.create(
            kind=Commitment.Kind.TRANSPORT, device_class=device.device_class, device=device, place=device.place
        )
    if device.state != Position.QUARANTINE:
        DEVICE_FLOW.move(device, "send")
    record("inventory.sent", device, by=by, about=[device.place, to])
    return made


@transaction.atomic
def arrive(device: Device, *, place: Place, by: Actor) -> Device:
    """Receive a device that was on its way: at the desk, in stock at the depot, or in quarantine as it left.

    What has something the matter with it comes on the bench of the depot instead of in stock.
    """
    device = Device.objects.locked(device)
    riding = Commitment.objects.open().filter(device=device, kind=Commitment.Kind.TRANSPORT)
    if not riding.update(released_at=clock.now()):
        raise RuleBroken(
            _("%(number)s was not on its way: %(state)s.")
            % {"number": device.number, "state": device.get_state_display()}
        )
    if device.state == Position.QUARANTINE:
        Device.objects.filter(pk=device.pk).update(place=place)
        device.place = place
    else:
        DEVICE_FLOW.move(device, _arrival(device, place), place=place)
    record("inventory.arrived", device, by=by, about=[place])
    return device


@transaction.atomic
def turn_up(device: Device, *, place: Place, by: Actor) -> Device:
    """Write down that it stands here and not where our books have it: somebody holds it in hand (policy I-20).

    What is kept for somebody or on its way keeps its place in the books until that is settled. What is not made
    ready yet turns up at a depot only.
    """
    device = Device.objects.locked(device)
    if Commitment.objects.open().filter(device=device).exists():
        raise RuleBroken(
            _("%(number)s is kept for somebody or on its way. Call %(place)s.")
            % {"number": device.number, "place": device.place}
        )
    if device.state not in _MAY_TURN_UP or (device.state in _ON_BENCH and place.kind != Place.Kind.DEPOT):
        said = {"number": device.number, "state": device.get_state_display(), "place": device.place}
        raise RuleBroken(_("%(number)s cannot stand here: %(state)s. Call %(place)s.") % said)
    was_at, step = device.place, _turning_up(device, place)
    if step:
        DEVICE_FLOW.move(device, step, place=place)
    else:
        Device.objects.filter(pk=device.pk).update(place=place)
        device.place = place
    record("inventory.turned_up", device, by=by, about=[was_at, place])
    return device


@transaction.atomic
def lend(device: Device, *, by: Actor) -> Device:
    """Say that it left the desk with a borrower. The loan that keeps it is the chapter above."""
    refuse_flagged(Device.objects.locked(device))
    device = _moved(device, "lend")
    record("inventory.lent", device, by=by, about=[device.place])
    return device


@transaction.atomic
def take_back(device: Device, *, place: Place, accessories: Mapping[str, str], by: Actor) -> Device:
    """Receive it from a borrower: parts are checked, and its data are to be erased again (policy I-07).

    `accessories` gives for each kind of part what was found: present, missing or damaged.
    """
    device = Device.objects.locked(device)
    DEVICE_FLOW.move(device, "take_back", place=place)
    use_media(device)
    for kind, state in accessories.items():
        check_accessory(device, kind=kind, state=state, by=by)
    record("inventory.taken_back", device, by=by, about=[place])
    return device


@transaction.atomic
def take_to_bench(device: Device, *, by: Actor) -> Device:
    """Take it out of stock to work on it: its system and quality are looked at once more before it is ready."""
    device = _moved(device, "take_to_bench")
    record("inventory.taken_to_bench", device, by=by, about=[device.place])
    return device


def _arrival(device: Device, place: Place) -> str:
    if place.kind != Place.Kind.DEPOT:
        return "arrive_at_desk"
    return "arrive_on_bench" if DeviceFlag.objects.open().filter(device=device).exists() else "arrive_in_stock"


_ON_BENCH = (Position.RECEIVED, Position.ERASED, Position.INSTALLED)
_MAY_TURN_UP = (*_ON_BENCH, Position.STOCK, Position.AT_DESK, Position.QUARANTINE)


def _turning_up(device: Device, place: Place) -> str:
    """The step that a change of place brings along: a shelf of a desk is no stock; empty when it stays what it is."""
    if device.state not in (Position.STOCK, Position.AT_DESK):
        return ""
    if place.kind != Place.Kind.DEPOT:
        return "turn_up_at_desk" if device.state == Position.STOCK else ""
    if DeviceFlag.objects.open().filter(device=device).exists():
        return "turn_up_on_bench"
    return "turn_up_in_stock" if device.state == Position.AT_DESK else ""


def _moved(device: Device, step: str) -> Device:
    device = Device.objects.locked(device)
    open_media = _("Storage in this device is not settled yet. Call the workshop.")
    with refusing(Device, "nothing_unerased_past_the_gate", open_media):
        DEVICE_FLOW.move(device, step)
    return device
