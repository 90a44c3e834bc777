import json

import pytest

from digibank.inventory.hardware import Machine, MachineKind, Medium, MediumKind, Remark, read_lsblk
from digibank.inventory.hardware.tests.reports import HALFWAY, refusal, report, wrong

SIZE = 500_107_862_016
GIB = 1024**3


def a_row(name="sda", **fields):
    return {"name": name, "path": f"/dev/{name}", "type": "disk", "size": SIZE, "rm": False, "tran": "sata", **fields}


def told(*rows):
    """Media and remarks without the one that every list of disks carries."""
    machine = read_lsblk(json.dumps({"blockdevices": rows}).encode())
    assert machine.remarks[0] == Remark.STORAGE_UNSURE
    return machine.media, machine.remarks[1:]


def inside(*rows):
    return [medium.logical_name for medium in told(*rows)[0]]


def test_a_laptop_gives_its_disk_and_its_chip_and_nothing_that_was_plugged_in():
    machine = read_lsblk(report("laptop_with_emmc.lsblk.json"))

    assert machine == Machine(
        kind=MachineKind.OTHER,
        vendor="",
        model="",
        serial="",
        uuid="",
        processor="",
        memory_bytes=None,
        media=(
            Medium("SAMSUNG MZ7LN256HAJQ-000H1", "S3TANX0J000417", MediumKind.SSD, "ata", 256_060_514_304, "/dev/sda"),
            Medium("", "0x0d1b0042", MediumKind.EMMC, "mmc", 31_268_536_320, "/dev/mmcblk0"),
        ),
        remarks=(Remark.STORAGE_UNSURE, Remark.INTAKE_STICK_LEFT_OUT),
        left_out=("/dev/sdb", "/dev/sdc"),
    )
    assert not machine.lists_all_storage


def test_a_list_without_extra_columns_of_an_old_version_gives_what_it_has():
    machine = read_lsblk(report("desktop_without_columns.lsblk.json"))

    assert machine.media == (Medium("", "", MediumKind.UNKNOWN, "", 500_148_941_619, "/dev/sda"),)
    assert machine.remarks == (
        Remark.STORAGE_UNSURE,
        Remark.INTAKE_STICK_LEFT_OUT,
        Remark.STORAGE_WITHOUT_SERIAL,
        Remark.STARTED_FROM_OWN_STORAGE,
    )


def test_a_virtual_machine_has_one_disk_and_one_in_memory_that_does_not_count():
    machine = read_lsblk(report("vm_debian12_lsblk.json"))

    assert machine.media == (Medium("", "", MediumKind.UNKNOWN, "virtio", 256 * GIB, "/dev/vda"),)
    assert machine.remarks == (
        Remark.STORAGE_UNSURE,
        Remark.STORAGE_WITHOUT_SERIAL,
        Remark.STARTED_FROM_OWN_STORAGE,
    )


@pytest.mark.parametrize("name", ["zram0", "ram1", "loop7", "zd16", "nbd0", "md127", "dm-0", "sr0", "fd0"])
def test_what_keeps_nothing_by_itself_is_no_medium(name):
    assert inside(a_row(serial="S1"), a_row(name, tran=None)) == ["/dev/sda"]


@pytest.mark.parametrize(
    ("outside", "remark"),
    [
        ({"tran": "usb", "rm": True}, Remark.INTAKE_STICK_LEFT_OUT),
        ({"tran": "usb"}, Remark.EXTERNAL_DISK_LEFT_OUT),
        ({"tran": None, "subsystems": "block:scsi:usb:pci"}, Remark.EXTERNAL_DISK_LEFT_OUT),
        ({"tran": "usb", "model": "SD/MMC CRW"}, Remark.MEMORY_CARD_LEFT_OUT),
        ({"tran": "usb", "mountpoint": "/"}, Remark.INTAKE_STICK_LEFT_OUT),
        ({"tran": None, "rm": "1"}, Remark.INTAKE_STICK_LEFT_OUT),
        ({"tran": None, "mountpoints": ["/run/live/medium"]}, Remark.INTAKE_STICK_LEFT_OUT),
    ],
)
def test_a_drive_outside_is_left_out_and_named(outside, remark):
    media, remarks = told(a_row(serial="S1"), a_row("sdb", serial="S2", **outside))

    assert ([medium.logical_name for medium in media], remarks) == (["/dev/sda"], (remark,))


def test_the_stick_that_the_system_runs_from_is_known_by_what_lies_on_it():
    volume = {"name": "live-root", "path": "/dev/mapper/live-root", "type": "crypt", "mountpoints": ["/"]}
    part = {**a_row("sdb1", type="part"), "children": [volume]}

    assert told(a_row(serial="S1"), a_row("sdb", tran="usb", children=[part]))[1] == (Remark.INTAKE_STICK_LEFT_OUT,)


def test_in_a_list_without_its_tree_a_part_belongs_to_its_disk():
    rows = a_row(serial="S1"), a_row("sda1", type="part", mountpoint="/"), a_row("nvme0n1", tran="nvme", serial="S2")

    media, remarks = told(*rows, a_row("nvme0n1p1", type="part", mountpoint="/home"))

    assert ([medium.logical_name for medium in media], remarks) == (
        ["/dev/sda", "/dev/nvme0n1"],
        (Remark.STARTED_FROM_OWN_STORAGE,),
    )


def test_a_disk_in_a_bay_that_calls_itself_removable_is_still_inside():
    assert inside(a_row(rm=True)) == ["/dev/sda"]


@pytest.mark.parametrize(
    ("fields", "kind", "bus"),
    [
        ({"tran": "sata", "rota": True}, MediumKind.HDD, "ata"),
        ({"tran": "sata", "rota": "0"}, MediumKind.SSD, "ata"),
        ({"tran": "sas", "rota": 1}, MediumKind.HDD, "scsi"),
        ({"tran": "nvme", "name": "nvme0n1", "path": None}, MediumKind.NVME, "nvme"),
        ({"tran": None, "rota": True}, MediumKind.UNKNOWN, ""),
        ({"tran": None, "rota": True, "model": "WDC WD5000LPVX"}, MediumKind.HDD, ""),
        ({"tran": "mmc", "name": "mmcblk1", "path": None}, MediumKind.UNKNOWN, "mmc"),
    ],
)
def test_kind_and_bus_of_a_medium(fields, kind, bus):
    ((medium,), _remarks) = told(a_row(**fields))

    assert (medium.kind, medium.bus) == (kind, bus)


@pytest.mark.parametrize(
    ("size", "in_bytes"),
    [
        (SIZE, SIZE),
        (str(SIZE), SIZE),
        ("465.8G", 500_148_941_619),
        ("465,8G", 500_148_941_619),
        ("1.8T", None),
        (0, None),
        (None, None),
    ],
)
def test_the_size_in_each_form(size, in_bytes):
    assert told(a_row(size=size))[0][0].capacity_bytes == in_bytes


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None, "path": None}, "name"),
        ({"name": 5}, "name"),
        ({"children": {}}, "children"),
        ({"children": ["x"]}, "blockdevices"),
        ({"size": -1}, "size"),
        ({"size": 1.5}, "size"),
        ({"size": True}, "size"),
        ({"size": 10**17}, "size"),
        ({"size": "90P"}, "size"),
        ({"rm": "yes"}, "rm"),
        ({"rota": 2}, "rota"),
        ({"rota": []}, "rota"),
        ({"tran": 1}, "tran"),
        ({"mountpoints": [5]}, "mountpoints"),
        ({"mountpoint": 5}, "mountpoints"),
        ({"serial": "9" * 301}, "serial"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(change, field):
    raw = json.dumps({"blockdevices": [{**a_row(), "path": None} | change]}).encode()

    assert refusal(read_lsblk, raw) == wrong(field)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([a_row(f"sd{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}") for number in range(100)] + [a_row()], "This file lists more than 100 disks. Choose the report of one machine."),
        ([a_row(f"loop{number}", type="loop") for number in range(10_001)], "This file lists more than 10 000 parts. Choose the report of one machine."),
    ],
)  # fmt: skip
def test_more_than_a_machine_holds_is_refused(rows, sentence):
    assert refusal(read_lsblk, json.dumps({"blockdevices": rows}).encode()) == sentence


def test_another_file_is_sent_back_and_half_a_file_too():
    sentence = "This is not a report of lsblk. Make one with lsblk -J -b -O and choose that file."

    assert refusal(read_lsblk, b"text") == refusal(read_lsblk, b'{"blockdevices": {}}') == sentence
    assert refusal(read_lsblk, report("laptop_with_emmc.lsblk.json")[:-9]) == HALFWAY
