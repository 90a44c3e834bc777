"""Reading reports of other tools: one file with several reports is taken over as a whole, or not at all."""

import json
import random

import pytest

from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory import actions
from digibank.inventory.hardware.tests.mangling import mangled
from digibank.inventory.models import Device, HardwareReport, StorageMedium
from digibank.inventory.tests.factories import (
    FIXTURES,
    a_device,
    a_disk,
    a_machine_report,
    a_report,
    erased,
    past_the_gate,
)
from digibank.inventory.tests.looking import FOUND_AFTERWARDS, a_file, kept, media_of, refusal, text_of, url

SNAPSHOT = "laptop_hp_probook.snapshot.json"
MANGLED = 150


def a_snapshot(*, erase=(), **reports) -> bytes:
    """The snapshot of the ProBook, with other reports in it."""
    tree = json.loads(a_report(SNAPSHOT))
    return json.dumps(tree | {"data": tree["data"] | reports, "erase": list(erase)}).encode()


def everything() -> list[list[dict]]:
    """All rows that a report can touch."""
    return [list(model.objects.values()) for model in (Device, StorageMedium, HardwareReport, Document, Event)]


def read_or_refused(device, raw, actor) -> HardwareReport | None:
    try:
        return actions.read_in(device, report=raw, by=actor)
    except RuleBroken:
        return None


def test_a_snapshot_gives_machine_disk_and_battery_at_once(device, actor):
    report = actions.read_in(device, report=a_report(SNAPSHOT), by=actor)

    device.refresh_from_db()
    assert (device.vendor, device.product, device.serial) == ("HP", "HP ProBook 450 G3", "5CD6000D1G")
    assert (device.memory_bytes, device.battery_percent) == (8 * 1024**3, 76)
    assert (device.storage_known, device.open_media) == (True, 1)
    assert media_of(device) == [("ssd", "S3TANX0J000417", "to_erase")]
    assert device.media.get().health == "passed"
    assert (report.kind, report.remarks) == ("snapshot", ["intake_stick_left_out"])
    assert report.document.content() == a_report(SNAPSHOT)
    assert Event.objects.about(device).last().facts == {"kind": "snapshot", "open_media": 1}


def test_the_same_snapshot_twice_adds_nothing(device, actor):
    first = actions.read_in(device, report=a_report(SNAPSHOT), by=actor)
    before = kept(), media_of(device)

    assert actions.read_in(device, report=a_report(SNAPSHOT), by=actor) == first
    assert (kept(), media_of(device)) == before


def test_a_snapshot_after_lshw_finds_the_same_disk(device, actor):
    actions.read_in(device, report=a_report("laptop_hp_probook.lshw.json"), by=actor)

    actions.read_in(device, report=a_report(SNAPSHOT), by=actor)

    assert media_of(device) == [("ssd", "S3TANX0J000417", "to_erase")]


def test_a_disk_in_doubt_keeps_its_reason_with_the_report(device, actor):
    report = actions.read_in(device, report=a_report("netbook_acer_workbench11.snapshot.json"), by=actor)

    device.refresh_from_db()
    assert (device.storage_known, device.open_media, device.battery_percent) == (False, 2, 30)
    assert device.media.get().health == "warning"
    assert report.remarks == ["storage_unsure", "external_disk_left_out", "erasure_is_no_proof", "reallocated"]


@pytest.mark.rule("I-13")
def test_what_a_snapshot_says_about_an_erasure_opens_no_gate(device, actor):
    shredded = a_snapshot(erase=[["shred: /dev/sda: pass 1/1 (000000)...", "hdparm: security erase done"]])

    report = actions.read_in(device, report=shredded, by=actor)
    said, _field = refusal(lambda: actions.pass_gate(device, by=actor))

    medium = device.media.get()
    assert "erasure_is_no_proof" in report.remarks
    assert (medium.state, medium.settled_at, Device.objects.get().open_media) == ("to_erase", None, 1)
    assert said == f"Not erased yet: {medium.number}. Add the erasure report, or state what became of it."


@pytest.mark.rule("I-13")
def test_a_person_reads_on_the_page_that_it_is_no_proof(as_technician, device, actor, english):
    actions.read_in(device, report=a_snapshot(erase=["shred"]), by=actor)

    page = text_of(as_technician.get(url("device", device.pk)))

    assert "This report says that a disk was erased. That is no proof." in page
    assert "machine with its disks and batteries" in page


def test_the_page_says_which_reports_it_reads(as_technician, device, english):
    page = text_of(as_technician.get(url("device", device.pk)))

    assert "lshw -json, inxi or a snapshot of eReuse" in page
    assert "dmidecode, lsblk, smartctl -x -j, upower -i" in page


@pytest.mark.rule("I-03")
@pytest.mark.parametrize(
    ("reports", "sentence"),
    [
        ({"smartctl": '[{"smartctl": {'}, "This file stops halfway. Make the report again and choose the new file."),
        ({"lshw": json.loads(a_machine_report(serial="OTHER77"))}, "This file holds the reports of several computers. Choose a file of one computer."),
        ({"inxi": "[1]"}, "The field “inxi” in this file cannot be right. Make the report again and choose the new file."),
    ],
)  # fmt: skip
def test_one_damaged_part_leaves_nothing_of_the_others(device, actor, settings, reports, sentence):
    before = everything()

    assert refusal(lambda: actions.read_in(device, report=a_snapshot(**reports), by=actor)) == (sentence, None)
    assert everything() == before
    assert not settings.DOCUMENTS.exists()


def test_a_snapshot_of_another_machine_leaves_disk_and_battery_alone(depot, laptop_class, actor):
    device = a_device(depot, laptop_class, serial="MINE1")
    before = everything()

    said, field = refusal(lambda: actions.read_in(device, report=a_report(SNAPSHOT), by=actor))

    assert (said.startswith("This report is about another machine, with serial number 5CD6000D1G."), field) == (
        True,
        "report",
    )
    assert everything() == before


@pytest.mark.rule("I-02")
def test_a_disk_that_only_a_snapshot_knows_is_refused_after_the_gate(device, actor):
    past_the_gate(device)
    before = everything()

    assert refusal(lambda: actions.read_in(device, report=a_report(SNAPSHOT), by=actor)) == (FOUND_AFTERWARDS, None)
    assert everything() == before


@pytest.mark.rule("I-02")
@pytest.mark.parametrize(
    ("name", "known", "open_media"),
    [
        ("laptop_lenovo_thinkpad.dmidecode.txt", False, 1),
        ("laptop_with_emmc.lsblk.json", False, 3),
        ("laptop_hp_probook.inxi.json", True, 1),
        ("netbook_acer_workbench11.snapshot.json", False, 2),
    ],
)
def test_only_a_report_of_the_whole_machine_says_what_storage_is_inside(device, actor, name, known, open_media):
    actions.read_in(device, report=a_report(name), by=actor)

    device.refresh_from_db()
    assert (device.storage_known, device.open_media) == (known, open_media)


def test_firmware_fills_in_who_the_machine_is(device, actor):
    report = actions.read_in(device, report=a_report("laptop_lenovo_thinkpad.dmidecode.txt"), by=actor)

    device.refresh_from_db()
    assert (device.vendor, device.product, device.serial) == ("LENOVO", "ThinkPad T450s", "PC00D1B4")
    assert (report.kind, report.remarks, media_of(device)) == ("machine", ["storage_unsure"], [])


def test_a_list_of_disks_adds_the_chip_that_lshw_left_out(device, actor):
    actions.read_in(device, report=a_machine_report(a_disk(0, "S3TANX0J000417")), by=actor)
    erased(device.media.get())

    actions.read_in(device, report=a_report("laptop_with_emmc.lsblk.json"), by=actor)

    assert media_of(device) == [("unknown", "S3TANX0J000417", "erased"), ("emmc", "0x0d1b0042", "to_erase")]
    assert Device.objects.get().open_media == 1


def test_a_report_of_inxi_brings_the_battery_too(device, actor):
    report = actions.read_in(device, report=a_report("laptop_hp_probook.inxi.json"), by=actor)

    assert (Device.objects.get().battery_percent, report.kind) == (76, "snapshot")


@pytest.mark.rule("I-03")
def test_a_mangled_report_is_taken_over_wholly_or_leaves_nothing(device, actor, settings):
    chance = random.Random(20_261_123)
    whole = [path.read_bytes() for path in sorted(FIXTURES.iterdir()) if path.name != "PROVENANCE.md"]
    refused = 0

    for _number in range(MANGLED):
        raw = mangled(chance, whole)
        before = everything(), sorted(settings.DOCUMENTS.rglob("*"))
        report = read_or_refused(device, raw, actor)
        if report is None:
            refused += 1
            assert (everything(), sorted(settings.DOCUMENTS.rglob("*"))) == before
        else:
            assert report.document.content() == raw

    assert 0 < refused < MANGLED


def test_a_snapshot_is_sent_on_the_page_of_a_device(as_technician, device):
    answer = as_technician.post(url("read_in", device.pk), {"report": a_file(a_report(SNAPSHOT))})

    assert (answer.status_code, answer["Location"]) == (303, url("device", device.pk))
    assert (HardwareReport.objects.get().kind, media_of(device)) == (
        "snapshot",
        [("ssd", "S3TANX0J000417", "to_erase")],
    )
