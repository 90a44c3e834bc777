"""A device gets its number, and what is told about it is put right."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit
from digibank.errors import RuleBroken, refusing
from digibank.inventory.models import Accessory, Device, DeviceClass
from digibank.organisations.models import Place

LONGEST_CODE = 30


@transaction.atomic
def add_class(*, name: str, shape: str, accessories: Iterable[str], by: Actor, code: str = "") -> DeviceClass:
    """Add a kind of device that may be promised, with what belongs with each of it.

    Without a code it gets one after its name. Raises RuleBroken when the name or the code is taken.
    """
    code = code or slugify(name)[:LONGEST_CODE].strip("-")
    if not code:
        raise RuleBroken(_("Write the name with letters or figures."), field="name")
    taken = _("This class is there already, or one with almost the same name. Choose another name.")
    with (
        refusing(DeviceClass, "a_class_name_once", taken, field="name"),
        refusing(DeviceClass, "a_class_code_once", taken, field="name"),
    ):
        added = DeviceClass.objects.create(code=code, name=name, shape=shape, accessories=list(accessories))
    record("inventory.class_added", added, by=by, code=code)
    return added


@transaction.atomic
def register(
    device_class: DeviceClass,
    *,
    place: Place,
    by: Actor,
    vendor: str = "",
    product: str = "",
    serial: str = "",
    accessories: Iterable[str] = (),
) -> Device:
    """Give a device that came in a number. Until its storage is known and settled it stays before the gate."""
    device = Device.objects.create(
        device_class=device_class, place=place, owner=place.organisation, vendor=vendor, product=product, serial=serial
    )
    there = set(accessories)
    Accessory.objects.bulk_create(
        Accessory(device=device, kind=kind, state=Accessory.State.PRESENT if kind in there else Accessory.State.MISSING)
        for kind in sorted({*device_class.expected_accessories(), *there})
    )
    record("inventory.device_registered", device, by=by, about=[place], device_class=device_class.code)
    return device


@transaction.atomic
def edit_device(device: Device, *, version: int, by: Actor, **changes: Any) -> Device:
    """Correct what was typed about a device: class, maker, product, serial number.

    With another class another list of parts belongs with it: what was there stays on the list.
    """
    changed = edit(device, version=version, **changes)
    if "device_class" in changed:
        _expect_parts(device)
    if changed:
        record("inventory.device_edited", device, by=by, fields=".".join(changed))
    return device


@transaction.atomic
def check_accessory(device: Device, *, kind: str, state: str, by: Actor) -> Accessory:
    """Say whether a part that belongs with the device is there, missing or damaged."""
    device = Device.objects.locked(device)
    accessory, new = Accessory.objects.update_or_create(device=device, kind=kind, defaults={"state": state})
    record("inventory.accessory_checked", accessory, by=by, about=[device], kind=kind, found=state, new=new)
    return accessory


def _expect_parts(device: Device) -> None:
    """Put the parts of the class on the list as missing; take off what is missing and not expected any more."""
    expected = device.device_class.expected_accessories()
    listed = set(device.accessories.values_list("kind", flat=True))
    Accessory.objects.bulk_create(
        Accessory(device=device, kind=kind, state=Accessory.State.MISSING) for kind in expected if kind not in listed
    )
    device.accessories.filter(state=Accessory.State.MISSING).exclude(kind__in=expected).delete()
