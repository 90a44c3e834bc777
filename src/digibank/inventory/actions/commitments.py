"""A class is promised, a device is kept, and let go: what makes a device somebody's and nobody else's."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.flows import Position
from digibank.inventory.gate import refuse_flagged
from digibank.inventory.models import Commitment, Device, DeviceClass, Supply
from digibank.organisations.models import Place


@transaction.atomic
def promise(device_class: DeviceClass, *, place: Place, by: Actor) -> Commitment:
    """Promise one device of a class at a desk, not yet which one (policy I-06).

    Raises RuleBroken when each device of that class there is lent or promised already.
    """
    supply = Supply.objects.locked_at(place, device_class)
    if supply.free() <= 0:
        raise RuleBroken(_none_free(device_class))
    made = Commitment.objects.create(kind=Commitment.Kind.PROMISE, device_class=device_class, place=place)
    record("inventory.class_promised", made, by=by, about=[place], device_class=device_class.code)
    return made


@transaction.atomic
def promise_set(
    device_class: DeviceClass, *, place: Place, count: int, from_on: date, until_on: date, by: Actor
) -> list[Commitment]:
    """Promise so many devices of a class at a desk from a day until a day, half-open: all, or none (policy U-84).

    Raises RuleBroken when there are not so many that are free on each of these days.
    """
    supply = Supply.objects.locked_at(place, device_class)
    free = max(supply.free(from_on, until_on), 0)
    if free < count:
        raise RuleBroken(
            _("Of %(name)s %(free)s can be kept in that time. Promise fewer, or say no.")
            % {"name": device_class.name, "free": free},
            field="count",
        )
    about: dict[str, Any] = {"kind": Commitment.Kind.PROMISE, "device_class": device_class, "place": place}
    made = [Commitment.objects.create(from_on=from_on, until_on=until_on, **about) for _number in range(count)]
    for commitment in made:
        record("inventory.class_promised", commitment, by=by, about=[place], device_class=device_class.code)
    return made


@transaction.atomic
def bind(commitment: Commitment, device: Device, *, by: Actor) -> Commitment:
    """Keep the promise with this device: from now on it is for this loan only."""
    if commitment.device_class_id != device.device_class_id:
        said = {"promised": commitment.device_class.name, "found": device.device_class.name}
        raise RuleBroken(
            _("A %(promised)s was promised and this is a %(found)s. Take another device, or change the request.") % said
        )
    supply = Supply.objects.locked_at(commitment.place, device.device_class)
    device = _free(device, supply)
    with refusing(Commitment, "one_commitment_at_a_time", _taken(device)):
        kept = Commitment.objects.open().filter(pk=commitment.pk, device__isnull=True)
        if not kept.update(device=device, kind=Commitment.Kind.LOAN):
            raise RuleBroken(_("This promise is kept or withdrawn already. Reload the page."))
    commitment.refresh_from_db()
    record("inventory.device_bound", commitment, by=by, about=[device])
    return commitment


@transaction.atomic
def hold(device: Device, *, place: Place, by: Actor) -> Commitment:
    """Keep this device for a loan at a desk without an earlier promise.

    Raises RuleBroken when it is not free there, or when all free ones of its class are promised (policy I-06).
    """
    supply = Supply.objects.locked_at(place, device.device_class)
    device = _free(device, supply)
    if supply.free() <= 0:
        raise RuleBroken(
            _("Every free %(name)s here is promised to somebody else. Ask for one first, or take another kind.")
            % {"name": device.device_class.name}
        )
    with refusing(Commitment, "one_commitment_at_a_time", _taken(device)):
        made = Commitment.objects.create(
            kind=Commitment.Kind.LOAN, device_class=device.device_class, device=device, place=place
        )
    record("inventory.device_held", made, by=by, about=[device, place])
    return made


@transaction.atomic
def release(commitment: Commitment, *, by: Actor) -> Commitment:
    """Let go: what was promised or kept is free for others again."""
    changed = Commitment.objects.open().filter(pk=commitment.pk).update(released_at=clock.now())
    commitment.refresh_from_db()
    if changed:
        record("inventory.released", commitment, by=by, about=[commitment.device] if commitment.device else [])
    return commitment


def _free(device: Device, supply: Supply) -> Device:
    """The device under lock, when it is free at the desk and of the class that is locked there."""
    device = Device.objects.locked(device)
    if device.device_class_id != supply.device_class_id:
        raise RuleBroken(_("Someone else changed this just now. Reload the page and look again."))
    if device.place_id != supply.place_id or device.state != Position.AT_DESK:
        where = {"number": device.number, "state": device.get_state_display(), "place": device.place.name}
        raise RuleBroken(_("%(number)s is not ready at this desk: %(state)s, %(place)s. Take another one.") % where)
    if not Device.objects.complete().filter(pk=device.pk).exists():
        raise RuleBroken(_("The charger of %(number)s is missing. Add one first.") % {"number": device.number})
    refuse_flagged(device)
    if Commitment.objects.open().filter(device=device).exists():
        raise RuleBroken(_taken(device))
    return device


def _taken(device: Device) -> str:
    return _("%(number)s is kept for somebody else. Take another one.") % {"number": device.number}


def _none_free(device_class: DeviceClass) -> str:
    return _("No %(name)s is free at this desk now. Put the request on the waiting list.") % {"name": device_class.name}
