import json

import pytest

from digibank.inventory.hardware import (
    Reason,
    Remark,
    read_battery,
    read_dmidecode,
    read_intake,
    read_inxi,
    read_lsblk,
    read_lshw,
    read_report,
    read_smartctl,
    read_snapshot,
    sentence,
)
from digibank.inventory.hardware.tests.reports import AGAIN, FIXTURES, HALFWAY, computer, part, refusal, report, wrong

NOT_KNOWN = (
    "This is not a report of lshw, dmidecode, inxi, lsblk, smartctl or a battery, and no snapshot of eReuse. Make one"
    " with lshw -json and choose that file."
)
NUMBER = f"This file holds a number that cannot be right. {AGAIN}"
UTF_8 = "This file is not in the encoding UTF-8. Make the report again on Linux and choose the new file."


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("laptop_hp_probook.lshw.json", read_lshw),
        ("laptop_lenovo_thinkpad.lshw.json", read_lshw),
        ("vm_debian12_lshw_class.json", read_lshw),
        ("laptop_lenovo_thinkpad.dmidecode.txt", read_dmidecode),
        ("laptop_hp_probook.inxi.json", read_inxi),
        ("vm_debian12_inxi.json", read_inxi),
        ("laptop_with_emmc.lsblk.json", read_lsblk),
        ("desktop_without_columns.lsblk.json", read_lsblk),
        ("vm_debian12_lsblk.json", read_lsblk),
        ("laptop_hp_probook_ssd.smartctl.json", read_smartctl),
        ("vm_debian12_smartctl_virtio.json", read_smartctl),
        ("laptop_hp_probook.snapshot.json", read_snapshot),
        ("laptop_hp_probook_legacy.snapshot.json", read_snapshot),
        ("laptop_hp_probook_signed.snapshot.json", read_snapshot),
        ("netbook_acer_workbench11.snapshot.json", read_snapshot),
        ("laptop_hp_probook.intake.json", read_intake),
        ("two_batteries.uevent", read_battery),
        ("upower-i-utc.txt", read_battery),
    ],
)
def test_every_report_is_recognised_by_itself(name, reader):
    assert read_report(report(name)) == reader(report(name))


def test_other_files_are_not_taken_for_one_of_ours():
    assert refusal(read_report, report("PROVENANCE.md")) == NOT_KNOWN


@pytest.mark.parametrize(
    ("raw", "sentence_of_refusal"),
    [
        (b"", f"This file is empty. {AGAIN}"),
        (b" \n\t", f"This file is empty. {AGAIN}"),
        (b"\xef\xbb\xbf", f"This file is empty. {AGAIN}"),
        (b" " * (5 * 1024 * 1024 + 1), "This file is larger than 5 MB, so it is not a hardware report. Choose the report of one machine."),
        (b"\x7fELF\x00\x01", "This is a binary file, not a report. Choose the text file that the tool wrote."),
        ("{}".encode("utf-16"), UTF_8),
        ('{"id" : "café"}'.encode("latin-1"), UTF_8),
        (b"[" * 65, f"This file is nested too deep. {AGAIN}"),
        (b"[" * 4_000_000, f"This file is nested too deep. {AGAIN}"),
        (b'{"children" : [' * 2_000, f"This file is nested too deep. {AGAIN}"),
        (b'{"id" : "a", "id" : "b"}', f"This file says the same thing twice in one place. {AGAIN}"),
        (b'{"smartctl" : {}, "rotation_rate" : NaN}', NUMBER),
        (b'{"smartctl" : {}, "rotation_rate" : -Infinity}', NUMBER),
        (b'{"smartctl" : {}, "rotation_rate" : 1e999}', NUMBER),
        (b'{"smartctl" : {}, "rotation_rate" : ' + b"9" * 5_000 + b"}", NUMBER),
        (b'{"smartctl" : {', HALFWAY),
        (b'{"smartctl" : "\\', HALFWAY),
        (b'{"smartctl" : {"exit_status" : tr', HALFWAY),
        (b'{"data" : "[{\\"', HALFWAY),
        (b"{", HALFWAY),
        (b"[", HALFWAY),
        (b'{"smartctl" : {}} x', f"This file is damaged: it is not valid JSON. {AGAIN}"),
        (b'{"smartctl" ; {}}', f"This file is damaged: it is not valid JSON. {AGAIN}"),
        (b"{}", NOT_KNOWN),
        (b"[]", NOT_KNOWN),
        (b"[[]]", NOT_KNOWN),
        (b'[{"id" : "a"}]', NOT_KNOWN),
        (b"[2026/11/23 07:41:33]  notice: Opened entropy source\n", NOT_KNOWN),
        (b"what is this", NOT_KNOWN),
        (b"debian\n    description: Notebook\n  *-core\n       description: Motherboard\n", "This report of lshw is not in JSON. Make it again with lshw -json and choose that file."),
        (b'<?xml version="1.0"?>\n<list>\n<node id="pc" class="system">', "This report of lshw is not in JSON. Make it again with lshw -json and choose that file."),
        (b"# dmidecode 3.4\n/dev/mem: Permission denied\n", "dmidecode could not look into this machine. Run it as administrator, on the machine itself and not on a virtual one, and choose the new file."),
        (b"Error 1: You can't run option help in an IRC client!\n", "inxi wrote no report, because it did not see a screen. Run it as administrator with --tty: inxi --tty -MCmDPB -xxx --output json --output-file print."),
        (b"System:\n  Host: pc Kernel: 6.1\nInfo:\n  Shell: Bash inxi: 3.3.26\n", "This report of inxi is not in JSON. Make it again with --output json and choose that file."),
        (b"NAME   MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS\nsda      8:0    0 465.8G  0 disk\n", "This report of lsblk is not in JSON. Make it again with lsblk -J -b -O and choose that file."),
        (b'{"type": "Snapshot"}', NOT_KNOWN),
        (b"smartctl 7.3 2022-02-28 r5338\n", "This report of smartctl is not in JSON. Make it again with smartctl -x -j and choose that file."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(raw, sentence_of_refusal):
    assert refusal(read_report, raw) == sentence_of_refusal


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": 7}, "id"),
        ({"id": ""}, "id"),
        ({"class": ["system"]}, "class"),
        ({"vendor": {"name": "HP"}}, "vendor"),
        ({"product": 450}, "product"),
        ({"serial": "9" * 301}, "serial"),
        ({"size": "8 GiB"}, "size"),
        ({"size": -1}, "size"),
        ({"size": True}, "size"),
        ({"size": 1.5}, "size"),
        ({"size": 2**64}, "size"),
        ({"logicalname": 5}, "logicalname"),
        ({"logicalname": ["/dev/sda", None]}, "logicalname"),
        ({"configuration": []}, "configuration"),
        ({"configuration": {"chassis": 10}}, "chassis"),
        ({"configuration": {"uuid": []}}, "uuid"),
        ({"configuration": {"sku": 1}}, "sku"),
        ({"capabilities": "many"}, "capabilities"),
        ({"children": {}}, "children"),
        ({"children": ["disk"]}, "children"),
        ({"children": [part("disk", "disk", size=10**17)]}, "size"),
        ({"children": [part("disk", "disk", configuration={"driver": 1})]}, "driver"),
        ({"children": [part("memory", "memory", size=2**50)]}, "size"),
    ],
)
def test_a_field_of_the_wrong_kind_in_a_report_of_lshw_is_named(change, field):
    assert refusal(read_lshw, json.dumps({**computer(), **change}).encode()) == wrong(field)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"smartctl": 1}, "smartctl"),
        ({"smartctl": {"exit_status": 256}}, "exit_status"),
        ({"smart_status": {"passed": "yes"}}, "passed"),
        ({"model_name": 1}, "model_name"),
        ({"serial_number": []}, "serial_number"),
        ({"user_capacity": {"bytes": "1 TB"}}, "bytes"),
        ({"user_capacity": {"bytes": 10**17}}, "bytes"),
        ({"rotation_rate": 1.5}, "rotation_rate"),
        ({"device": "sda"}, "device"),
        ({"power_on_time": {"hours": 2_000_001}}, "hours"),
        ({"ata_smart_attributes": {"table": {}}}, "table"),
        ({"ata_smart_attributes": {"table": [5]}}, "ata_smart_attributes"),
        ({"ata_smart_attributes": {"table": [{"id": "5"}]}}, "id"),
        ({"ata_smart_attributes": {"table": [{"id": 5, "raw": 3}]}}, "raw"),
        ({"nvme_smart_health_information_log": {"media_errors": -1}}, "media_errors"),
    ],
)
def test_a_field_of_the_wrong_kind_in_a_report_of_smartctl_is_named(change, field):
    assert refusal(read_smartctl, json.dumps({"smartctl": {}, **change}).encode()) == wrong(field)


def test_each_reader_sends_back_what_belongs_to_another():
    lshw, smartctl = report("laptop_hp_probook.lshw.json"), report("laptop_hp_probook_ssd.smartctl.json")

    assert (
        refusal(read_lshw, smartctl) == "This is not a report of lshw. Make one with lshw -json and choose that file."
    )
    assert refusal(read_lshw, b"text") == "This is not a report of lshw. Make one with lshw -json and choose that file."
    assert (
        refusal(read_smartctl, lshw)
        == "This is not a report of smartctl. Make one with smartctl -x -j and choose that file."
    )
    assert refusal(read_battery, lshw).startswith("This is not a battery report.")


def test_two_computers_in_one_file_are_one_too_many():
    raw = json.dumps([computer(), computer()]).encode()

    assert refusal(read_lshw, raw) == "This file holds the reports of several computers. Choose a file of one computer."


def test_parts_of_the_class_system_are_not_computers():
    plug = part("pnp00:00", "system", physid="1", product="PnP device PNP0c02")

    assert read_lshw(json.dumps([computer(plug), plug]).encode()).serial == "A1B2C3"


def test_a_file_of_too_many_parts_is_refused():
    raw = json.dumps([part("x", "bus")] * 10_001).encode()

    assert refusal(read_lshw, raw) == "This file lists more than 10 000 parts. Choose the report of one machine."


def test_text_from_a_report_can_always_be_stored():
    machine = read_lshw(json.dumps(computer(serial="A\u0000B\ud800C\u200b\x07", product=" Box\n\t9 ")).encode())

    assert (machine.serial, machine.model) == ("ABC", "Box 9")


def test_random_bytes_of_a_memory_module_do_not_spoil_a_report():
    raw = json.dumps(computer(part("bank", "memory", serial="@@"))).encode().replace(b"@@", b"\x01\x1f\t")

    assert read_lshw(raw).serial == "A1B2C3"


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("*.json")))
def test_a_report_that_is_cut_anywhere_is_said_to_stop_halfway(name):
    raw = report(name).rstrip()
    lengths = [*range(2, 60), *range(60, len(raw), max(1, len(raw) // 40))]

    refusals = {refusal(read_report, raw[:length]) for length in lengths}

    assert refusals == {HALFWAY}


@pytest.mark.parametrize("code", [*Remark, *Reason])
def test_every_remark_and_reason_has_its_own_sentence(code):
    others = [sentence(other) for other in (*Remark, *Reason) if other is not code]

    assert sentence(code).endswith(".")
    assert sentence(code) not in others
