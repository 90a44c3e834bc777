"""The gate: what stands between a device and everybody who would use it (policy I-02)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.errors import RuleBroken, refusing
from digibank.inventory.flows import MEDIUM_FLOW, MediumState
from digibank.inventory.models import Commitment, Device, DeviceFlag, FlagKind
from digibank.organisations.models import Place

_FOUND_AFTERWARDS = gettext_lazy(
    "Storage turned up that was not on the list, and this device counts as erased. Set it apart and call the workshop."
)


def recount(device: Device) -> None:
    """Count again what stands between the device and the gate. The caller holds the device's lock."""
    unsettled = device.media.inside().to_erase().count()
    device.open_media = unsettled + (0 if device.storage_known else 1)
    if unsettled:
        device.no_storage_because = ""
    with refusing(Device, "nothing_unerased_past_the_gate", _FOUND_AFTERWARDS):
        device.save(update_fields=["storage_known", "open_media", "no_storage_because"])


def make_known(device: Device) -> None:
    """Write down that somebody knows what storage is inside. The caller holds the device's lock."""
    device.storage_known = True
    recount(device)


def use_media(device: Device) -> None:
    """Write down that somebody used the device: what was erased holds data again. The caller holds the lock."""
    for medium in device.media.inside().filter(state=MediumState.ERASED):
        MEDIUM_FLOW.move(medium, "use", settled_at=None, settled_because="")
    recount(device)


def refuse_outside_a_workshop(device: Device) -> None:
    """Raise RuleBroken for a device that is not at a depot, or on its way: it could not travel on (policy W-04)."""
    rides = Commitment.objects.open().filter(device=device, kind=Commitment.Kind.TRANSPORT).exists()
    if device.place.kind != Place.Kind.DEPOT or rides:
        raise RuleBroken(
            _("%(number)s is not in a workshop now. Let it arrive at a depot first.") % {"number": device.number}
        )


def refuse_open(device: Device) -> None:
    """Raise RuleBroken, with what to do, when a storage medium in the device is not settled."""
    if device.open_media:
        raise RuleBroken(_open_sentence(device))


def refuse_flagged(device: Device) -> None:
    """Raise RuleBroken when something is the matter with the device. The caller holds its lock (policy I-11)."""
    wrong = _open_flags(device)
    if wrong:
        raise RuleBroken(
            _("%(number)s is kept back: %(flags)s. The workshop settles that first.")
            % {"number": device.number, "flags": _called(wrong)}
        )


def refuse_flagged_ride(device: Device, to: Place) -> None:
    """Raise RuleBroken when what is the matter with the device forbids this ride. The caller holds its lock.

    It may ride to a workshop, which is where it gets well; an unsafe battery rides nowhere (policy I-12).
    """
    wrong = _open_flags(device)
    if any(flag.kind == FlagKind.UNSAFE_BATTERY for flag in wrong):
        raise RuleBroken(
            _("The battery of %(number)s is unsafe, so it does not ride. Take the battery out, then clear the flag.")
            % {"number": device.number},
            field="devices",
        )
    if wrong and to.kind != Place.Kind.DEPOT:
        raise RuleBroken(
            _("%(number)s is kept back: %(flags)s. It may ride to a workshop only.")
            % {"number": device.number, "flags": _called(wrong)},
            field="devices",
        )


def _open_flags(device: Device) -> list[DeviceFlag]:
    return list(DeviceFlag.objects.open().filter(device=device))


def _called(flags: list[DeviceFlag]) -> str:
    return ", ".join(str(flag.get_kind_display()) for flag in flags)


def _open_sentence(device: Device) -> str:
    if not device.storage_known:
        return _("Nobody has looked yet what storage is inside. Read a report, or state that there is none.")
    numbers = ", ".join(medium.number for medium in device.media.inside().to_erase())
    return _("Not erased yet: %(numbers)s. Add the erasure report, or state what became of it.") % {"numbers": numbers}
