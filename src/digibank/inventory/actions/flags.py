"""Something is the matter with a device, and is settled."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.flows import GONE
from digibank.inventory.models import Device, DeviceFlag, FlagKind
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def raise_flag(device: Device, *, kind: str, by: Actor, note: str = "") -> DeviceFlag:
    """Keep the device back: until this is settled it does not go into stock, on a ride or along with anybody.

    `note` says what was seen, and must do so when it is to be looked at. Raises RuleBroken when a flag of this kind
    stands already, or when the device is not with us any more.
    """
    refuse_secrets(note, field="note")
    device = Device.objects.locked(device)
    if device.state in GONE:
        raise RuleBroken(
            _("%(number)s is not with us: %(state)s. Nothing can be kept back.")
            % {"number": device.number, "state": device.get_state_display()}
        )
    if kind == FlagKind.INVESTIGATE and not note:
        raise RuleBroken(_("Write down what the workshop has to look at."), field="note")
    twice = _("This is noted already for %(number)s. Read what was written, and settle that.")
    with refusing(DeviceFlag, "one_open_flag_of_a_kind", twice % {"number": device.number}, field="kind"):
        flag = DeviceFlag.objects.create(device=device, kind=kind, note=note, raised_by=by)
    record("inventory.flag_raised", flag, by=by, about=[device, device.place], kind=kind)
    return flag


@transaction.atomic
def clear_flag(flag: DeviceFlag, *, how: str, by: Actor) -> DeviceFlag:
    """Say that it is settled, and how; the flag itself stays in the history of the device."""
    refuse_secrets(how, field="how")
    device = Device.objects.locked(flag.device)
    flag = DeviceFlag.objects.get(pk=flag.pk)
    if not flag.is_open:
        raise RuleBroken(_("A colleague settled this already. Reload the page."))
    if not how.strip():
        raise RuleBroken(_("Write down how it was settled."), field="how")
    flag.cleared_by, flag.cleared_at, flag.cleared_how = by, clock.now(), how
    flag.save(update_fields=["cleared_by", "cleared_at", "cleared_how"])
    record("inventory.flag_cleared", flag, by=by, about=[device, device.place], kind=flag.kind)
    return flag
