"""A device gets its number, and what is told about it is put right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from digibank.audit.actions import record, record_each
from digibank.audit.models import Actor
from digibank.editing import edit
from digibank.errors import RuleBroken, refusing
from digibank.inventory.models import Accessory, Device, DeviceClass
from digibank.organisations.models import Organisation, Place
from digibank.sheets.cells import as_number

LONGEST_CODE = 30
BATCH = 1_000
State = Accessory.State


@dataclass(frozen=True)
class Arrival:
    """A device of an inventory: its class, what is known about it, whose it is when it is not the place's own."""

    device_class: DeviceClass
    vendor: str = ""
    product: str = ""
    serial: str = ""
    own_number: str = ""
    made_in: int | None = None
    owner: Organisation | None = None
    accessories: tuple[str, ...] = ()


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
    device = Device(
        device_class=device_class, place=place, owner=place.organisation, vendor=vendor, product=product, serial=serial
    )
    return _take_in([(device, accessories)], place=place, by=by)[0]


@transaction.atomic
def register_each(place: Place, *, arrivals: Sequence[Arrival], by: Actor) -> list[Device]:
    """Give each device of an inventory a number, in the order of the list.

    Whatever was said about it elsewhere, here it starts before the gate (policy I-02). Raises RuleBroken when another
    device of the same owner has the same own number.
    """
    devices = [
        (
            Device(
                device_class=arrival.device_class,
                place=place,
                owner=arrival.owner or place.organisation,
                vendor=arrival.vendor,
                product=arrival.product,
                serial=arrival.serial,
                own_number=as_number(arrival.own_number),
                made_in=arrival.made_in,
            ),
            arrival.accessories,
        )
        for arrival in arrivals
    ]
    with refusing(Device, "an_own_number_once_per_owner", _own_number_taken()):
        return _take_in(devices, place=place, by=by)


@transaction.atomic
def edit_device(device: Device, *, version: int, by: Actor, **changes: Any) -> Device:
    """Correct what was typed about a device: class, maker, product, serial number, the number its owner gave it.

    With another class another list of parts belongs with it: what was there stays on the list.
    """
    if "own_number" in changes:
        changes["own_number"] = as_number(changes["own_number"])
    with refusing(Device, "an_own_number_once_per_owner", _own_number_taken(), field="own_number"):
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


def _take_in(devices: Sequence[tuple[Device, Iterable[str]]], *, place: Place, by: Actor) -> list[Device]:
    """Write the devices down with the parts that are there and those that are missing."""
    made = Device.objects.bulk_create([device for device, _parts in devices], batch_size=BATCH)
    Accessory.objects.bulk_create(
        [
            Accessory(device=device, kind=kind, state=State.PRESENT if kind in there else State.MISSING)
            for device, there in ((device, set(parts)) for device, parts in devices)
            for kind in sorted({*device.device_class.expected_accessories(), *there})
        ],
        batch_size=BATCH,
    )
    of_class = groupby(made, key=lambda device: device.device_class.code)
    for code, alike in of_class:
        record_each("inventory.device_registered", list(alike), by=by, about=[place], device_class=code)
    return made


def _own_number_taken() -> str:
    return _("Another device of this owner has this number. Look which of the two it is.")


def _expect_parts(device: Device) -> None:
    """Put the parts of the class on the list as missing; take off what is missing and not expected any more."""
    expected = device.device_class.expected_accessories()
    listed = set(device.accessories.values_list("kind", flat=True))
    Accessory.objects.bulk_create(
        Accessory(device=device, kind=kind, state=Accessory.State.MISSING) for kind in expected if kind not in listed
    )
    device.accessories.filter(state=Accessory.State.MISSING).exclude(kind__in=expected).delete()
