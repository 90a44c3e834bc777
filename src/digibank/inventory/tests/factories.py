"""Classes, devices and reports for tests; records are made through the actions, reports as the tools write them."""

import json
from pathlib import Path
from typing import Any

from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions
from digibank.inventory.models import AccessoryKind, Device, DeviceClass, StorageMedium
from digibank.organisations.models import Organisation, Place
from digibank.organisations.tests.factories import a_desk

FIXTURES = Path(__file__).parents[1] / "hardware" / "tests" / "fixtures"
GIGABYTE = 10**9


def a_depot(association: Organisation, **details: Any) -> Place:
    return a_desk(association, **{"kind": Place.Kind.DEPOT, "name": "Werkplaats"} | details)


def a_class(code: str = "laptop", name: str = "Laptop 15 inch", **details: Any) -> DeviceClass:
    about = {"shape": DeviceClass.Shape.LAPTOP, "accessories": [AccessoryKind.CHARGER, AccessoryKind.BAG]}
    return actions.add_class(code=code, name=name, by=an_actor(), **about | details)


def a_device(place: Place, device_class: DeviceClass | None = None, **details: Any) -> Device:
    chosen = device_class or DeviceClass.objects.first() or a_class()
    return actions.register(chosen, place=place, by=an_actor(), **details)


def a_medium(device: Device, **details: Any) -> StorageMedium:
    return actions.add_medium(device, by=an_actor(), **{"kind": "ssd", "serial": "S1"} | details)


def erased(medium: StorageMedium) -> StorageMedium:
    """As the workshop leaves it after a good erasure report."""
    return actions.erase(medium, because="nwipe", by=an_actor())


def past_the_gate(device: Device) -> Device:
    """A device of which the only disk was erased."""
    erased(a_medium(device))
    return actions.pass_gate(device, by=an_actor())


def in_stock(device: Device) -> Device:
    """A device that is ready at its depot."""
    return actions.approve(actions.install(past_the_gate(device), by=an_actor()), by=an_actor())


def at_desk(desk: Place, device_class: DeviceClass | None = None, *, depot: Place, **details: Any) -> Device:
    """A device with all its parts that came from the depot to this desk."""
    chosen = device_class or DeviceClass.objects.first() or a_class()
    about = {"accessories": list(chosen.expected_accessories())} | details
    device = in_stock(a_device(depot, chosen, **about))
    actions.send(device, to=desk, by=an_actor())
    return actions.arrive(device, place=desk, by=an_actor())


def a_report(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def a_disk(port: int, serial: str = "", *, size: int = 500 * GIGABYTE) -> dict[str, Any]:
    return {
        "id": f"disk:{port}",
        "class": "disk",
        "description": "ATA Disk",
        "product": "Spinpoint",
        "serial": serial,
        "size": size,
        "logicalname": f"/dev/sd{'abcdefgh'[port]}",
    }


def a_machine_report(*disks: dict[str, Any], serial: str = "A1B2C3", **system: Any) -> bytes:
    """What lshw -json says of a small computer with these disks."""
    memory = {"id": "memory", "class": "memory", "description": "System Memory", "size": 4 * 1024**3}
    core = {"id": "core", "class": "bus", "vendor": "Boardmaker", "product": "Board 7", "children": [memory, *disks]}
    known = {"id": "box", "class": "system", "vendor": "Acme", "product": "Box 1", "serial": serial}
    return json.dumps(known | {"configuration": {"chassis": "desktop"}} | system | {"children": [core]}).encode()


def a_list_of_parts(*disks: dict[str, Any]) -> bytes:
    """What lshw -json -class disk says: the disks, and nothing around them."""
    return json.dumps(list(disks)).encode()
