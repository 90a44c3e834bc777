"""Devices at every step of the workshop, made through the actions, with logs as nwipe writes them."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from digibank import clock
from digibank.audit.models import Actor
from digibank.audit.tests.factories import an_actor
from digibank.files.actions import store
from digibank.inventory import actions as inventory
from digibank.inventory.hardware import read_intake
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import a_disk, a_machine_report, a_medium, a_report
from digibank.organisations.models import Place
from digibank.refurbishment import actions
from digibank.refurbishment.condition import condition_of
from digibank.refurbishment.evidence.tests import drives
from digibank.refurbishment.evidence.tests.logs import LAPTOP, SERIAL, SIZE, raw
from digibank.refurbishment.models import (
    Check,
    Collection,
    Disposal,
    Erasure,
    Inspection,
    Installation,
    IntakeReport,
    QualityCheck,
    Recycler,
    Station,
)

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


def nvme_in(device: Device) -> StorageMedium:
    """The NVMe drive that the samples are of."""
    return a_medium(device, kind="nvme", serial=drives.SERIAL, capacity_bytes=drives.SIZE, product="SAMSUNG MZVLB256")


def nvme_erased(device: Device, by: Actor, *, sample: bytes | None = None) -> Erasure:
    """A block erase of which the log names no serial number, with the sample that was read back."""
    read_back = drives.a_sample() if sample is None else sample
    return actions.add_log(device, log=drives.raw_of("nvme_block_done.txt"), sample=read_back, by=by)[0]


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


def a_recycler(depot: Place, **details: Any) -> Recycler:
    about = {"name": "Scrap & Co", "registration": "OVAM 1"}
    return actions.add_recycler(depot.organisation, by=an_actor(), **about | details)


def without_disk(device: Device) -> Device:
    """A device of which somebody saw that no storage is inside."""
    return inventory.state_no_storage(device, because="The bay is empty.", by=an_actor())


def waste(device: Device, **details: Any) -> Disposal:
    """A device without a disk that waits for a recycler."""
    about = {"grams": 2350, "category": 2, "ground": "too_dear"}
    return actions.dispose(without_disk(device), by=an_actor(), **about | details)


def a_destroyed_drive(device: Device, **details: Any) -> StorageMedium:
    return inventory.destroy(a_medium(device, **details), because="Drilled", by=an_actor())


def collected(depot: Place, *disposals: Disposal, **details: Any) -> Collection:
    """What a recycler took along today."""
    known = Recycler.objects.filter(organisation=depot.organisation).first() or a_recycler(depot)
    about = {"recycler": known, "document_number": "IF-1", "collected_on": clock.today()}
    return actions.hand_over(depot, disposals=disposals, by=an_actor(), **about | details)


def lent_once(device: Device, desk: Place, by: Actor) -> Device:
    """A device that came ready from its depot is lent at the desk, comes back, and is at its depot again."""
    inventory.pass_gate(without_disk(device), by=by)
    inventory.approve(inventory.install(device, by=by), by=by)
    return back_from_a_loan(Device.objects.get(pk=device.pk), desk, by)


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
