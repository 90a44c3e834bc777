import json

import pytest

from digibank.inventory.hardware import (
    Battery,
    DiskHealth,
    Machine,
    MachineKind,
    Medium,
    MediumKind,
    Reason,
    Remark,
    Snapshot,
    Verdict,
    read_snapshot,
)
from digibank.inventory.hardware.tests.reports import refusal, report, wrong


def told(*components, **device):
    known = {"type": "Desktop", "manufacturer": "Acme", "model": "Box 1", "serialNumber": "A1B2C3", **device}
    return read_snapshot(a_snapshot(*components, device=known))


def a_snapshot(*components, device=None):
    return json.dumps({"type": "Snapshot", "device": device or {}, "components": components}).encode()


def a_drive(*actions, **fields):
    known = {"type": "HardDrive", "interface": "ATA", "size": "500107.0 MB", "serialNumber": "S1", "model": "Drive"}
    return {**known, "actions": list(actions), **fields}


def a_test(**fields):
    return {"type": "TestDataStorage", "assessment": True, **fields}


def test_a_netbook_gives_its_facts_and_leaves_its_storage_open():
    assert read_snapshot(report("netbook_acer_workbench11.snapshot.json")) == Snapshot(
        machine=Machine(
            kind=MachineKind.LAPTOP,
            vendor="Acer",
            model="AOHAPPY",
            serial="LUSEA0D010000D1B",
            uuid="",
            processor="Intel Atom CPU N450 @ 1.66GHz",
            memory_bytes=1024**3,
            media=(Medium("WDC WD1600BEVT-2", "WX0D1B800001", MediumKind.HDD, "ata", 160_042_000_000, ""),),
            remarks=(Remark.STORAGE_UNSURE, Remark.EXTERNAL_DISK_LEFT_OUT),
        ),
        disks=(
            DiskHealth(
                model="WDC WD1600BEVT-2",
                serial="WX0D1B800001",
                capacity_bytes=160_042_000_000,
                kind=MediumKind.HDD,
                power_on_hours=4675,
                verdict=Verdict.WARNING,
                reasons=(Reason.REALLOCATED,),
            ),
        ),
        batteries=(Battery("", health_percent=30, measured_percent=30, cycles=None, vendor="SANYO", model="AL10A31"),),
        remarks=(Remark.ERASURE_IS_NO_PROOF,),
    )


@pytest.mark.rule("I-13")
@pytest.mark.parametrize("name", ["actions", "events"])
@pytest.mark.parametrize("kind", ["EraseBasic", "EraseSectors", "ErasePhysical"])
def test_an_erasure_among_the_acts_is_called_no_proof(name, kind):
    assert told(a_drive(**{name: [{"type": kind, "severity": "Info"}]})).remarks == (Remark.ERASURE_IS_NO_PROOF,)


@pytest.mark.parametrize(
    ("fields", "medium"),
    [
        ({"type": "SolidStateDrive", "interface": "NVMe"}, (MediumKind.NVME, "nvme", 500_107_000_000)),
        ({"type": "SolidStateDrive", "interface": None}, (MediumKind.SSD, "", 500_107_000_000)),
        ({"type": "DataStorage", "size": "465 gibibyte"}, (MediumKind.UNKNOWN, "ata", 465 * 1024**3)),
        ({"size": 476_940}, (MediumKind.HDD, "ata", None)),
        ({"size": None}, (MediumKind.HDD, "ata", None)),
    ],
)
def test_a_size_without_a_unit_is_no_size_of_a_drive(fields, medium):
    (known,) = told(a_drive(**fields)).machine.media

    assert (known.kind, known.bus, known.capacity_bytes) == medium


@pytest.mark.parametrize(
    ("size", "in_bytes"), [("1024.0 mebibyte", 1024**3), ("2048 MB", 2 * 1024**3), (2048, 2 * 1024**3), (None, None)]
)
def test_the_memory_of_a_module(size, in_bytes):
    assert told({"type": "RamModule", "size": size}).machine.memory_bytes == in_bytes


@pytest.mark.parametrize(
    ("said", "verdict", "reasons"),
    [
        ({}, Verdict.PASSED, ()),
        ({"assessment": False}, Verdict.FAILED, (Reason.STATUS_FAILED,)),
        ({"assessment": None}, Verdict.UNKNOWN, (Reason.NO_SMART,)),
        ({"currentPendingSectorCount": 41}, Verdict.FAILED, (Reason.MANY_PENDING,)),
        ({"currentPendingSectorCount": 1}, Verdict.WARNING, (Reason.SOME_PENDING,)),
        ({"reallocatedSectorCount": 11}, Verdict.WARNING, (Reason.REALLOCATED,)),
        ({"lifetime": 40_001}, Verdict.WARNING, (Reason.MANY_HOURS,)),
        ({"severity": "Error"}, Verdict.WARNING, (Reason.SELF_TEST_FAILED,)),
    ],
)
def test_the_last_test_of_a_drive_decides(said, verdict, reasons):
    (health,) = told(a_drive(a_test(assessment=False), a_test(**said))).disks

    assert (health.verdict, health.reasons) == (verdict, reasons)


def test_two_drives_without_a_number_stay_two_and_their_health_is_left_out():
    snapshot = told(a_drive(a_test(), serialNumber=None), a_drive(a_test(), serialNumber=None))

    assert ([medium.serial for medium in snapshot.machine.media], snapshot.disks) == (["", ""], ())
    assert snapshot.remarks == (Remark.HEALTH_LEFT_OUT,)


def test_a_drive_on_usb_is_left_out_with_its_health():
    snapshot = told(a_drive(a_test()), a_drive(a_test(), serialNumber="S2", interface="USB"))

    assert [medium.serial for medium in snapshot.machine.media] == ["S1"]
    assert [health.serial for health in snapshot.disks] == ["S1"]


@pytest.mark.parametrize(
    ("component", "field"),
    [
        (7, "components"),
        ({"type": 5}, "type"),
        (a_drive(actions=[5]), "actions"),
        (a_drive(actions={}), "actions"),
        (a_drive(serialNumber=5), "serialNumber"),
        (a_drive(size=[]), "size"),
        (a_drive(size="90000 TB"), "size"),
        (a_drive(a_test(lifetime=-1)), "lifetime"),
        (a_drive(a_test(assessment="yes")), "assessment"),
        ({"type": "RamModule", "size": "80000000 MB"}, "size"),
        ({"type": "Battery", "size": "much"}, "size"),
        ({"type": "Battery", "size": True}, "size"),
        ({"type": "Battery", "actions": [{"type": "MeasureBattery", "cycleCount": 200_000}]}, "cycles"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(component, field):
    assert refusal(read_snapshot, a_snapshot(component, device={"type": "Laptop"})) == wrong(field)
