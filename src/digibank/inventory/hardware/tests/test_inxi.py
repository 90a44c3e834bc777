import json

import pytest

from digibank.inventory.hardware import Battery, Machine, MachineKind, Medium, MediumKind, Remark, Snapshot, read_inxi
from digibank.inventory.hardware.tests.reports import HALFWAY, refusal, report, wrong

GIB = 1024**3
BATTERY = Battery("BAT0", health_percent=76, measured_percent=76, cycles=214, vendor="", model="333-2C-4E-A RI04044XL")


def row(*entries):
    """One row as inxi writes it, of (indent, label, value), the keys out of order."""
    keyed = {f"{number:03d}#0#{depth}#{label}": value for number, (depth, label, value) in enumerate(entries)}
    return dict(reversed(keyed.items()))


def told(**sections):
    """The answer to a report with these sections, each a list of rows."""
    tree = [{f"{number:03d}#1#0#{label}": rows} for number, (label, rows) in enumerate(sections.items())]
    return read_inxi(json.dumps(tree).encode())


def a_drive(name="/dev/sda", *more, size="465.76 GiB", serial="S1"):
    return row((1, "ID", name), (2, "model", "Drive"), (2, "size", size), (2, "serial", serial), *more)


def media(*drives, **sections):
    machine = told(Machine=[], Drives=list(drives), **sections).machine
    return machine.media, [remark for remark in machine.remarks if "storage" in remark or "left_out" in remark]


def test_an_ordinary_laptop_gives_machine_and_battery_and_leaves_out_the_stick_and_the_mouse():
    assert read_inxi(report("laptop_hp_probook.inxi.json")) == Snapshot(
        machine=Machine(
            kind=MachineKind.LAPTOP,
            vendor="HP",
            model="HP ProBook 450 G3",
            serial="5CD6000D1G",
            uuid="",
            processor="Intel Core i5-6200U",
            memory_bytes=8 * GIB,
            media=(
                Medium(
                    "Samsung MZ7LN256HAJQ-000H1", "S3TANX0J000417", MediumKind.SSD, "ata", 256_055_212_769, "/dev/sda"
                ),
            ),
            remarks=(Remark.INTAKE_STICK_LEFT_OUT,),
            left_out=("/dev/sdb",),
        ),
        disks=(),
        batteries=(BATTERY,),
        remarks=(),
    )


def test_masked_serial_numbers_are_no_serial_numbers():
    machine = read_inxi(report("laptop_masked_serials.inxi.json")).machine

    assert (machine.serial, [medium.serial for medium in machine.media]) == ("", [""])
    assert machine.remarks == (
        Remark.SERIAL_MISSING,
        Remark.INTAKE_STICK_LEFT_OUT,
        Remark.STORAGE_WITHOUT_SERIAL,
    )


@pytest.mark.parametrize("said", ["<filter>", "<superuser required>", "<root required>", "N/A", "N/A (root required)"])
def test_what_inxi_does_not_tell_is_no_serial_number(said):
    assert media(a_drive(serial=said))[0][0].serial == ""


def test_a_virtual_machine_says_what_it_does_not_know():
    machine = read_inxi(report("vm_debian12_inxi.json")).machine

    assert machine == Machine(
        kind=MachineKind.OTHER,
        vendor="",
        model="",
        serial="",
        uuid="",
        processor="AMD EPYC",
        memory_bytes=25_275_882_537,
        media=(Medium("", "", MediumKind.UNKNOWN, "virtio", 256 * GIB, "/dev/vda"),),
        remarks=(
            Remark.KIND_UNCLEAR,
            Remark.SERIAL_MISSING,
            Remark.STORAGE_WITHOUT_SERIAL,
            Remark.STARTED_FROM_OWN_STORAGE,
        ),
    )


def test_a_lenovo_carries_the_name_that_people_know():
    system = row((1, "System", "LENOVO"), (2, "product", "20BWS0TF00"), (3, "v", "ThinkPad T450s"))

    assert told(Machine=[system]).machine.model == "ThinkPad T450s"


@pytest.mark.parametrize(
    ("word", "number", "kind"),
    [
        ("Laptop", "10", MachineKind.LAPTOP),
        ("Desktop", "13", MachineKind.ALL_IN_ONE),
        ("Mini-pc", "N/A", MachineKind.DESKTOP),
        ("Server", "99", MachineKind.SERVER),
        ("Kvm", "1", MachineKind.OTHER),
    ],
)
def test_the_number_of_the_casing_goes_before_the_word(word, number, kind):
    rows = [row((1, "Type", word), (1, "Chassis", ""), (2, "type", number))]

    assert told(Machine=rows).machine.kind == kind


def test_a_report_of_some_parts_says_so():
    machine = told(Drives=[a_drive()]).machine

    assert (machine.remarks, machine.lists_all_storage) == ((Remark.PARTS_ONLY,), False)


@pytest.mark.parametrize("form", ["USB", "Firewire"])
def test_a_drive_outside_is_left_out(form):
    outside = a_drive("/dev/sdb", (2, "type", form))

    assert media(a_drive(), outside) == (
        (Medium("Drive", "S1", MediumKind.UNKNOWN, "", 500_105_991_946, "/dev/sda"),),
        [Remark.EXTERNAL_DISK_LEFT_OUT],
    )


@pytest.mark.parametrize(
    ("name", "more", "kind", "bus"),
    [
        ("/dev/sda", [(2, "sata", "3.1"), (2, "type", "HDD")], MediumKind.HDD, "ata"),
        ("/dev/sda", [(2, "tech", "SSD")], MediumKind.SSD, ""),
        ("/dev/nvme0n1", [(2, "type", "SSD")], MediumKind.NVME, "nvme"),
        ("/dev/mmcblk0", [(2, "type", "SSD")], MediumKind.UNKNOWN, "mmc"),
        ("/dev/sda", [(2, "type", "N/A")], MediumKind.UNKNOWN, ""),
    ],
)
def test_kind_and_bus_of_a_medium(name, more, kind, bus):
    ((medium,), _remarks) = media(a_drive(name, *more))

    assert (medium.kind, medium.bus) == (kind, bus)


def test_what_runs_from_a_disk_inside_is_said():
    root = row((1, "ID", "/"), (2, "dev", "/dev/sda2"))

    assert media(a_drive(), Partition=[root])[1] == [Remark.STARTED_FROM_OWN_STORAGE]


def test_a_drive_without_a_size_stays():
    assert media(a_drive(size="N/A"))[1] == [Remark.STORAGE_WITHOUT_SIZE]


@pytest.mark.parametrize(
    ("fields", "battery"),
    [
        ([(2, "condition", "57.0/57.0 Wh (100.0%)")], Battery("BAT1", 100, 100, None, "", "")),
        ([(2, "condition", "59,3/57,0 Wh (104,0%)"), (2, "cycles", "0")], Battery("BAT1", 100, 104, None, "", "")),
        ([(2, "condition", "N/A"), (2, "cycles", "N/A")], Battery("BAT1", None, None, None, "", "")),
        ([(2, "condition", "10.0/0.0 Wh")], Battery("BAT1", None, None, None, "", "")),
    ],
)
def test_the_condition_of_a_battery(fields, battery):
    assert told(Battery=[row((1, "ID-1", "BAT1"), *fields)]).batteries == (battery,)


@pytest.mark.rule("I-03")
def test_inxi_without_a_screen_is_refused_with_the_word_that_helps():
    assert refusal(read_inxi, b"Error 1: You can't run option help in an IRC client!\n") == (
        "inxi wrote no report, because it did not see a screen. Run it as administrator with --tty: inxi --tty"
        " -MCmDPB -xxx --output json --output-file print."
    )


@pytest.mark.parametrize(
    ("tree", "field"),
    [
        ([{"000#1#0#Machine": {}}], "Machine"),
        ([{"000#1#0#Machine": ["x"]}], "inxi"),
        ([{"000#1#0#Machine": [{"System": "HP"}]}], "System"),
        ([{"000#1#0#Machine": [{"001#1#1#System": None}]}], "System"),
        ([{"000#1#0#Machine": [{"001#1#1#System": True}]}], "System"),
        ([{"000#1#0#Machine": [{"001#1#1#System": "H" * 301}]}], "System"),
        ([{"000#1#0#Drives": [{"001#1#1#ID": "/dev/sda", "002#0#2#serial": "H" * 301}]}], "serial"),
        ([{"000#1#0#Drives": [{"001#1#1#ID": "/dev/sda", "002#0#2#size": "90 PiB"}]}], "size"),
        ([{"000#1#0#Memory": [{"001#1#1#Array": "", "002#0#2#size": "90 PiB"}]}], "Memory"),
        ([{"000#1#0#Battery": [{"001#1#1#ID": "BAT0", "002#0#2#cycles": "900000"}]}], "cycles"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(tree, field):
    assert refusal(read_inxi, json.dumps(tree).encode()) == wrong(field)


def test_more_drives_than_a_machine_holds_are_refused():
    tree = [{"000#1#0#Drives": [a_drive(f"/dev/sd{number}") for number in range(101)]}]

    assert refusal(read_inxi, json.dumps(tree).encode()) == (
        "This file lists more than 100 disks. Choose the report of one machine."
    )


def test_another_file_is_sent_back_and_half_a_file_too():
    sentence = "This is not a report of inxi in JSON. Make one with inxi --output json and choose that file."

    assert refusal(read_inxi, b"text") == refusal(read_inxi, b'[{"id" : "a"}]') == sentence
    assert refusal(read_inxi, report("laptop_hp_probook.inxi.json")[:-9]) == HALFWAY
