"""Devices at every step of the workshop, made through the actions, with logs as nwipe writes them."""

from datetime import UTC, date, datetime
from typing import Any

from digibank.audit.models import Actor
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import a_medium
from digibank.refurbishment import actions
from digibank.refurbishment.condition import condition_of
from digibank.refurbishment.evidence.tests.logs import LAPTOP, SERIAL, SIZE, raw
from digibank.refurbishment.models import Check, Erasure, Inspection, Installation, QualityCheck

# This log says that there are no hidden areas, so nothing is left for a second person.
COMPLETE = "newer_version_bytes_table.log"
SECOND_SERIAL, SECOND_SIZE = "WD-WXK1A87E4JHT", 500_107_862_016
BEFORE_THE_LOG = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ALL_GOOD = tuple(check.value for check in Check)


def the_disk(device: Device, **details: Any) -> StorageMedium:
    """The disk that the logs are about."""
    return a_medium(device, **{"serial": SERIAL, "capacity_bytes": SIZE, "product": "SAMSUNG MZ7LN256"} | details)


def another_disk(device: Device) -> StorageMedium:
    return a_medium(device, kind="hdd", serial=SECOND_SERIAL, capacity_bytes=SECOND_SIZE)


def two_disks_erased() -> bytes:
    """The complete log as it would be with a second drive beside the first."""
    changes = [("sda", "sdb"), (SERIAL, SECOND_SERIAL), (str(SIZE), str(SECOND_SIZE)), ("256 GB", "500 GB")]
    lines = []
    for line in raw(COMPLETE).decode().split("\n"):
        lines.append(line)
        if "sda" in line:
            second = line
            for old, new in changes:
                second = second.replace(old, new)
            lines.append(second)
    return "\n".join(lines).encode()


def waiting(device: Device, by: Actor, log: bytes | None = None) -> Erasure:
    """An erasure of which the log does not tell about hidden areas."""
    return actions.add_log(device, log=log or raw(LAPTOP), by=by)[0]


def erased(device: Device, by: Actor) -> Erasure:
    """An erasure of which the log shows everything."""
    return actions.add_log(device, log=raw(COMPLETE), by=by)[0]


def installed(device: Device, by: Actor, **details: Any) -> Installation:
    """A device whose data are erased, with a system on it."""
    if device.media.filter(state="to_erase").exists():
        erased(device, by)
    about = {
        "system": "Linux Mint",
        "version": "22.2",
        "licence": Installation.Licence.FREE,
        "updates_until": date(2029, 4, 30),
    }
    return actions.install(Device.objects.get(pk=device.pk), by=by, **about | details)


def inspected(device: Device, by: Actor, **details: Any) -> Inspection:
    """A device that can be used again, with its grades."""
    return actions.inspect(device, by=by, **{"appearance": "B", "function": "A", "battery": "B"} | details)


def checked(device: Device, by: Actor, **details: Any) -> QualityCheck:
    """A device that was installed, checked by a colleague; inspected first when nobody did."""
    if condition_of(device).inspection is None:
        inspected(device, by)
    return actions.check_quality(device, by=by, **{"good": ALL_GOOD} | details)


def back_from_a_loan(device: Device, desk: Any, by: Actor) -> Device:
    """A device in stock is lent at the desk, comes back and rides to its depot."""
    depot = device.place
    inventory.check_accessory(device, kind="charger", state="present", by=by)
    inventory.send(device, to=desk, by=by)
    device = inventory.arrive(device, place=desk, by=by)
    kept = inventory.hold(device, place=desk, by=by)
    inventory.lend(device, by=by)
    inventory.take_back(device, place=desk, accessories={"charger": "present"}, by=by)
    inventory.release(kept, by=by)
    inventory.send(device, to=depot, by=by)
    return inventory.arrive(device, place=depot, by=by)
