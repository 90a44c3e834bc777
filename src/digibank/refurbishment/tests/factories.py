"""Devices at every step of the workshop, made through the actions, with logs as nwipe writes them."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from digibank.audit.models import Actor
from digibank.audit.tests.factories import an_actor
from digibank.files.actions import store
from digibank.inventory import actions as inventory
from digibank.inventory.hardware import read_intake
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import a_disk, a_machine_report, a_medium, a_report
from digibank.organisations.models import Place
from digibank.refurbishment import actions
from digibank.refurbishment.evidence.tests.logs import LAPTOP, SERIAL, SIZE, raw
from digibank.refurbishment.models import Check, Erasure, Installation, IntakeReport, QualityCheck, Station

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
    about = {"system": "Linux Mint", "version": "22.2", "licence": Installation.Licence.FREE}
    return actions.install(Device.objects.get(pk=device.pk), by=by, **about | details)


def checked(device: Device, by: Actor, **details: Any) -> QualityCheck:
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


def a_station(place: Place, name: str = "Tafel 1") -> tuple[Station, str]:
    """A station, and its token."""
    return actions.register_station(place, name=name, by=an_actor())


def a_run(*disks: dict[str, Any], serial: str = "A1B2C3", run: str = "", **tools: str) -> bytes:
    """What the stick writes about a small computer with these disks; `tools` are others and what they said."""
    said = {"lshw": a_machine_report(*(disks or [a_disk(0, "DISK1")]), serial=serial).decode()} | tools
    told = {"format": "digibank-intake", "version": 1, "run": run or str(uuid4()), "station": "Tafel 1"}
    told |= {"made_at": "2026-11-23T06:12:40+00:00", "left_out": []}
    pieces = [{"tool": tool.partition("__")[0], "problem": "", "output": output} for tool, output in said.items()]
    return json.dumps(told | {"tools": pieces}).encode()


def a_health(serial: str, *, passed: bool = True, size: int = 500 * 10**9) -> str:
    """What smartctl says of a disk."""
    about = {"model_name": "Spinpoint", "serial_number": serial, "user_capacity": {"bytes": size}, "rotation_rate": 0}
    return json.dumps({"smartctl": {"exit_status": 0}, "smart_status": {"passed": passed}} | about)


def came_in(station: Station, content: bytes = b"") -> IntakeReport:
    """A report of the stick, as the upload address keeps it."""
    content = content or a_report("laptop_hp_probook.intake.json")
    document = store(content, media_type="application/json", name="intake.json", by=station.actor)
    return actions.receive(station, run=read_intake(content), document=document, by=station.actor)[0]


def bound(report: IntakeReport, device: Device, by: Actor) -> IntakeReport:
    return actions.bind(report, device=device, content=report.document.content(), by=by)
