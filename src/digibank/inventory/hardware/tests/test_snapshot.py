import json
from dataclasses import replace

import pytest

from digibank.inventory.hardware import (
    Battery,
    DiskHealth,
    Machine,
    MachineKind,
    Medium,
    MediumKind,
    Remark,
    Snapshot,
    Verdict,
    read_dmidecode,
    read_snapshot,
)
from digibank.inventory.hardware.tests.reports import HALFWAY, computer, part, refusal, report, wrong

FIRMWARE = report("laptop_lenovo_thinkpad.dmidecode.txt").decode()
SIZE = 500_107_862_016
PROBOOK = Snapshot(
    machine=Machine(
        kind=MachineKind.LAPTOP,
        vendor="HP",
        model="HP ProBook 450 G3",
        serial="5CD6000D1G",
        uuid="0d1b1f00-4503-11e6-9b1f-02000000d1b1",
        processor="Intel(R) Core(TM) i5-6200U CPU @ 2.30GHz",
        memory_bytes=8 * 1024**3,
        media=(
            Medium("SAMSUNG MZ7LN256HAJQ-000H1", "S3TANX0J000417", MediumKind.SSD, "ata", 256_060_514_304, "/dev/sda"),
        ),
        remarks=(Remark.INTAKE_STICK_LEFT_OUT,),
        left_out=("/dev/sdb",),
    ),
    disks=(
        DiskHealth(
            model="SAMSUNG MZ7LN256HAJQ-000H1",
            serial="S3TANX0J000417",
            capacity_bytes=256_060_514_304,
            kind=MediumKind.SSD,
            power_on_hours=7412,
            verdict=Verdict.PASSED,
            reasons=(),
        ),
    ),
    batteries=(
        Battery("BAT0", health_percent=76, measured_percent=76, cycles=214, vendor="", model="333-2C-4E-A RI04044XL"),
    ),
    remarks=(),
)


def a_snapshot(*, erase=(), **reports):
    """A snapshot of workbench-script with these reports, each of which may be text or a tree."""
    return json.dumps({"type": "Snapshot", "data": reports, "erase": list(erase)}).encode()


def told(**reports):
    return read_snapshot(a_snapshot(**reports))


def a_disk(name="/dev/sda", serial="S1", **fields):
    """What smartctl says of a healthy disk."""
    known = {"device": {"name": name, "protocol": "ATA"}, "serial_number": serial, "user_capacity": {"bytes": SIZE}}
    return {"smartctl": {"exit_status": 0}, "smart_status": {"passed": True}, "rotation_rate": 0, **known, **fields}


def unopened(name):
    return {"smartctl": {"argv": ["smartctl", "-x", "-j", name], "exit_status": 1}}


def lshw_of(*drives):
    """What lshw says of the Lenovo with these drives."""
    disks = [
        part("disk", "disk", logicalname=name, description="ATA Disk", serial=serial, size=SIZE, product="Drive")
        for name, serial in drives
    ]
    return computer(*disks, serial="PC00D1B4")


def media(snapshot):
    return [(medium.logical_name, medium.serial) for medium in snapshot.machine.media]


@pytest.mark.parametrize("form", ["", "_signed"])
def test_a_snapshot_gives_the_machine_its_disk_and_its_battery(form):
    snapshot = read_snapshot(report(f"laptop_hp_probook{form}.snapshot.json"))

    assert snapshot == PROBOOK
    assert snapshot.machine.lists_all_storage


def test_the_older_form_has_lshw_and_no_battery():
    reader_without_a_card = "/dev/sdc"

    assert read_snapshot(report("laptop_hp_probook_legacy.snapshot.json")) == replace(
        PROBOOK,
        machine=replace(PROBOOK.machine, left_out=("/dev/sdb", reader_without_a_card)),
        batteries=(),
    )


def test_the_form_that_is_sent_to_be_signed_says_the_same():
    data = json.loads(report("laptop_hp_probook.snapshot.json"))["data"]

    assert read_snapshot(json.dumps({"type": "DeviceSnapshotV1", "save": False, "data": data}).encode()) == PROBOOK


def test_what_the_signer_turned_into_entities_is_turned_back():
    firmware = FIRMWARE.replace("Version: ThinkPad T450s", "Version: ThinkPad R&amp;D 15&quot;")
    tree = {"credentialSubject": {}, "evidence": [{"operation": "dmidecode", "output": firmware}]}

    assert read_snapshot(json.dumps(tree).encode()).machine.model == 'ThinkPad R&D 15"'


def test_a_tree_that_was_signed_as_text_is_left_as_it_is():
    drive = a_disk(model_name="Drive 2.5&quot;")
    tree = {"credentialSubject": {}, "evidence": [{"operation": "smartctl", "output": json.dumps([drive])}]}

    assert read_snapshot(json.dumps(tree).encode()).machine.media[0].model == "Drive 2.5&quot;"


def test_firmware_alone_leaves_the_storage_open():
    snapshot = told(dmidecode=FIRMWARE)

    machine = read_dmidecode(FIRMWARE.encode())
    remarks = (Remark.STORAGE_UNSURE, Remark.NO_STORAGE_LISTED)
    assert snapshot == Snapshot(machine=replace(machine, remarks=remarks), disks=(), batteries=(), remarks=())


def test_what_one_tool_lacks_another_fills_in():
    nameless = FIRMWARE.replace("Serial Number: PC00D1B4", "Serial Number: Not Specified")

    machine = told(dmidecode=nameless, lshw=lshw_of(("/dev/sda", "S1"))).machine

    assert (machine.serial, machine.model, machine.remarks) == ("PC00D1B4", "ThinkPad T450s", ())
    assert machine.lists_all_storage


def test_a_disk_that_smartctl_alone_saw_is_a_medium_too():
    snapshot = told(dmidecode=FIRMWARE, smartctl=[a_disk(), unopened("/dev/sdb")])

    assert media(snapshot) == [("/dev/sda", "S1"), ("/dev/sdb", "")]
    assert [health.serial for health in snapshot.disks] == ["S1"]
    assert not snapshot.machine.lists_all_storage


@pytest.mark.parametrize("name", ["/dev/zram0", "/dev/zd0", "/dev/loop1", "/dev/mmcblk0boot0"])
def test_what_keeps_nothing_by_itself_is_no_medium(name):
    assert media(told(dmidecode=FIRMWARE, smartctl=[unopened(name)])) == []


def test_disks_are_told_apart_by_the_names_they_have_at_this_moment():
    drives = ("/dev/sda", "SAME"), ("/dev/sdb", "SAME")

    snapshot = told(lshw=lshw_of(*drives), smartctl=[a_disk("/dev/sda", "SAME"), a_disk("/dev/sdb", "SAME")])

    assert media(snapshot) == [("/dev/sda", "SAME"), ("/dev/sdb", "SAME")]
    assert (snapshot.disks, snapshot.remarks) == ((), (Remark.HEALTH_LEFT_OUT,))


def test_smartctl_fills_in_the_number_that_lshw_lacks():
    snapshot = told(lshw=lshw_of(("/dev/sda", "")), smartctl=[a_disk("/dev/sda", "S1", model_name="Long name of it")])

    assert media(snapshot) == [("/dev/sda", "S1")]
    assert snapshot.machine.media[0].model == "Long name of it"
    assert snapshot.machine.remarks == ()


def test_an_nvme_drive_has_one_place_under_both_its_names():
    drive = a_disk("/dev/nvme0", "N1", device={"name": "/dev/nvme0", "protocol": "NVMe"})
    listed = part("namespace", "disk", logicalname="/dev/nvme0n1", size=SIZE, product="PM981", serial="N1")

    snapshot = told(lshw=computer(listed), smartctl=[drive])

    assert media(snapshot) == [("/dev/nvme0n1", "N1")]


def test_a_disk_that_lost_its_number_keeps_its_place_but_not_its_health():
    snapshot = told(lshw=lshw_of(("/dev/sda", "")), smartctl=[a_disk("/dev/sda", "")])

    assert media(snapshot) == [("/dev/sda", "")]
    assert (snapshot.disks, snapshot.remarks) == ((), (Remark.HEALTH_LEFT_OUT,))


@pytest.mark.parametrize(
    "failed",
    [
        {"dmidecode": report("vm_debian12_dmidecode.txt").decode()},
        {"inxi": "Error 1: You can't run option help in an IRC client!\n"},
        {"lshw": "{}"},
        {"smartctl": [""]},
    ],
)
def test_a_tool_that_failed_is_named_when_another_knows_the_machine(failed):
    working = {"lshw": lshw_of(("/dev/sda", "S1"))} if "lshw" not in failed else {"dmidecode": FIRMWARE}

    snapshot = told(**working, **failed)

    assert (snapshot.machine.serial, snapshot.remarks) == ("PC00D1B4", (Remark.TOOL_FAILED,))


@pytest.mark.rule("I-13")
@pytest.mark.parametrize(
    "tree",
    [
        {"type": "Snapshot", "data": {"dmidecode": FIRMWARE}, "erase": [["shred: /dev/sda: pass 1/1 (random)..."]]},
        {"type": "Snapshot", "data": {"dmidecode": FIRMWARE, "erase": "done"}},
        {
            "credentialSubject": {"type": "hardwareList"},
            "evidence": [
                {"type": "HardwareList", "operation": "dmidecode", "output": FIRMWARE},
                {"type": "DiskErase", "operation": "disk-erase", "output": "erased"},
            ],
        },
        {
            "credentialSubject": {"type": "EraseProof"},
            "evidence": [{"type": "HardwareList", "operation": "dmidecode", "output": FIRMWARE}],
        },
    ],
)
def test_what_a_snapshot_says_about_an_erasure_is_called_no_proof(tree):
    assert read_snapshot(json.dumps(tree).encode()).remarks == (Remark.ERASURE_IS_NO_PROOF,)


def test_an_empty_list_of_erasures_says_nothing():
    assert told(dmidecode=FIRMWARE).remarks == ()


@pytest.mark.rule("I-03")
@pytest.mark.parametrize(
    ("reports", "sentence"),
    [
        ({}, "No program in this snapshot could look into the machine. Make it again as administrator."),
        ({"hwinfo": "01: None 00.0: 10102 CPU"}, "No program in this snapshot could look into the machine. Make it again as administrator."),
        ({"inxi": "Error 1: You can't run option help in an IRC client!"}, "No program in this snapshot could look into the machine. Make it again as administrator."),
        ({"dmidecode": FIRMWARE, "smartctl": '[{"smartctl": {'}, HALFWAY),
        ({"dmidecode": FIRMWARE, "smartctl": "sudo: smartctl: command not found"}, wrong("smartctl")),
        ({"dmidecode": FIRMWARE, "smartctl": [{"a": 1}]}, wrong("smartctl")),
        ({"dmidecode": FIRMWARE, "inxi": "[]"}, wrong("inxi")),
        ({"dmidecode": FIRMWARE, "inxi": '[{"a": 1}]'}, wrong("inxi")),
        ({"dmidecode": FIRMWARE, "lshw": '{"a": 1}'}, wrong("lshw")),
        ({"dmidecode": FIRMWARE[:900]}, HALFWAY),
        ({"dmidecode": "command not found"}, wrong("dmidecode")),
        ({"dmidecode": {"a": 1}}, wrong("dmidecode")),
        ({"dmidecode": FIRMWARE, "lshw": computer(serial="OTHER77")}, "This file holds the reports of several computers. Choose a file of one computer."),
        ({"smartctl": [a_disk(f"/dev/sd{number}x", f"S{number}") for number in range(101)]}, "This file lists more than 100 disks. Choose the report of one machine."),
        ({f"tool{number}": "x" for number in range(201)}, "This file holds more than 200 reports. Choose the report of one machine."),
    ],
)  # fmt: skip
def test_one_damaged_part_refuses_the_whole(reports, sentence):
    assert refusal(read_snapshot, a_snapshot(**reports)) == sentence


@pytest.mark.parametrize(
    ("tree", "field"),
    [
        ({"type": "Snapshot", "data": []}, "data"),
        ({"credentialSubject": {}, "evidence": ["x"]}, "evidence"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(tree, field):
    assert refusal(read_snapshot, json.dumps(tree).encode()) == wrong(field)


def test_another_file_is_sent_back():
    sentence = "This is not a snapshot of eReuse Workbench. Choose the file that Workbench wrote."

    assert {refusal(read_snapshot, raw) for raw in (b"text", b'{"type": "Snapshot"}', b"[]", b'{"evidence": []}')} == {
        sentence
    }
