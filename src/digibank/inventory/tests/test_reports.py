"""Reading reports: which facts are taken over, what is refused, and that nothing counts twice."""

import json

import pytest

from digibank.audit.models import Event
from digibank.inventory import actions
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import (
    GIGABYTE,
    a_device,
    a_disk,
    a_list_of_parts,
    a_machine_report,
    a_medium,
    a_report,
    erased,
    past_the_gate,
)
from digibank.inventory.tests.looking import FOUND_AFTERWARDS, kept, media_of, refusal


def test_a_machine_report_fills_in_what_nobody_typed_and_lists_the_storage(depot, laptop_class, actor):
    device = a_device(depot, laptop_class, vendor="Typed")

    kept = actions.read_in(device, report=a_report("laptop_hp_probook.lshw.json"), by=actor)

    device.refresh_from_db()
    assert (device.vendor, device.product, device.serial) == ("Typed", "HP ProBook 450 G3", "5CD6000D1G")
    assert (device.processor, device.memory_bytes) == ("Intel(R) Core(TM) i5-6200U CPU @ 2.30GHz", 8 * 1024**3)
    assert (device.storage_known, device.open_media) == (True, 1)
    assert media_of(device) == [("ssd", "S3TANX0J000417", "to_erase")]
    assert (kept.kind, kept.remarks, kept.read_by) == ("machine", ["intake_stick_left_out"], actor)
    assert kept.document.content() == a_report("laptop_hp_probook.lshw.json")
    assert kept.document.name == f"{device.number}-machine.txt"
    assert Event.objects.about(device).last().facts == {"kind": "machine", "open_media": 1}


def test_a_report_without_storage_does_not_say_that_there_is_none(device, actor):
    actions.read_in(device, report=a_report("laptop_without_listed_storage.lshw.json"), by=actor)

    device.refresh_from_db()
    assert (device.storage_known, device.open_media) == (False, 1)


@pytest.mark.rule("I-02")
def test_a_report_of_some_parts_lists_its_disks_and_leaves_the_rest_unknown(device, actor):
    actions.read_in(device, report=a_list_of_parts(a_disk(0, "S1")), by=actor)

    device.refresh_from_db()
    assert media_of(device) == [("unknown", "S1", "to_erase")]
    assert (device.storage_known, device.open_media) == (False, 2)


@pytest.mark.rule("I-02")
@pytest.mark.parametrize("serial", ["", "SAME77"], ids=["no serial number", "the same serial number"])
def test_two_identical_disks_are_two_media(device, actor, serial):
    report = a_machine_report(a_disk(0, serial), a_disk(1, serial))

    actions.read_in(device, report=report, by=actor)
    actions.read_in(device, report=report + b"\n", by=actor)

    assert media_of(device) == [("unknown", "", "to_erase"), ("unknown", "", "to_erase")]
    assert Device.objects.get().open_media == 2


def test_the_same_report_twice_adds_nothing(device, actor):
    report = a_report("laptop_hp_probook.lshw.json")
    first = actions.read_in(device, report=report, by=actor)
    before = kept(), list(Device.objects.values())

    second = actions.read_in(device, report=report, by=actor)

    assert second == first
    assert (kept(), list(Device.objects.values())) == before


@pytest.mark.rule("I-02")
def test_a_disk_that_was_stated_absent_and_turns_up_again_must_be_erased(device, actor):
    report = a_machine_report(a_disk(0, "S1"))
    actions.read_in(device, report=report, by=actor)
    actions.state_absent(device.media.get(), because="Taken out", by=actor)

    actions.read_in(device, report=report, by=actor)

    assert media_of(device) == [("unknown", "S1", "absent"), ("unknown", "S1", "to_erase")]
    assert Device.objects.get().open_media == 1


def test_an_erased_disk_that_is_still_inside_stays_erased(device, actor):
    actions.read_in(device, report=a_machine_report(a_disk(0, "S1")), by=actor)
    erased(device.media.get())

    actions.read_in(device, report=a_machine_report(a_disk(0, "S1"), version="2"), by=actor)

    assert media_of(device) == [("unknown", "S1", "erased")]


def test_a_second_disk_of_another_size_is_another_disk(device, actor):
    actions.read_in(device, report=a_machine_report(a_disk(0)), by=actor)

    actions.read_in(device, report=a_machine_report(a_disk(0, size=240 * GIGABYTE)), by=actor)

    assert [medium.gigabytes for medium in device.media.all()] == [500, 240]


@pytest.mark.rule("I-02")
@pytest.mark.rule("I-03")
def test_a_disk_found_after_the_gate_is_refused_and_nothing_is_kept(device, actor, settings):
    past_the_gate(device)
    before = kept()

    sentence, _field = refusal(
        lambda: actions.read_in(device, report=a_machine_report(a_disk(0, "S1"), a_disk(1, "S2")), by=actor)
    )

    assert sentence == FOUND_AFTERWARDS
    assert kept() == before == (0, 0, 1)
    assert not settings.DOCUMENTS.exists()


@pytest.mark.rule("I-02")
def test_a_medium_seen_after_the_gate_is_refused(device, actor):
    past_the_gate(device)

    sentence, _field = refusal(lambda: a_medium(device, serial="S2"))

    assert sentence == FOUND_AFTERWARDS
    assert media_of(device) == [("ssd", "S1", "erased")]


@pytest.mark.rule("I-02")
def test_the_report_of_another_machine_is_refused(depot, laptop_class, actor):
    device = a_device(depot, laptop_class, serial="ZZ9")

    said = refusal(lambda: actions.read_in(device, report=a_machine_report(a_disk(0, "S1")), by=actor))

    assert said == (
        "This report is about another machine, with serial number A1B2C3. Choose the report of this device, or"
        " correct its serial number first.",
        "report",
    )
    assert kept() == (0, 0, 0)


def test_a_serial_number_typed_with_points_and_small_letters_is_the_same(depot, laptop_class, actor):
    device = a_device(depot, laptop_class, serial="a1-b2.c3")

    actions.read_in(device, report=a_machine_report(a_disk(0, "S1")), by=actor)

    assert Device.objects.get().serial == "a1-b2.c3"


def test_a_report_counts_as_an_edit_so_that_an_open_form_does_not_undo_it(device, actor):
    opened_at = device.version
    actions.read_in(device, report=a_machine_report(a_disk(0, "S1")), by=actor)

    refusal(lambda: actions.edit_device(Device.objects.get(), version=opened_at, vendor="", by=actor))

    assert Device.objects.get().vendor == "Acme"


def test_long_texts_are_cut_to_what_is_kept(device, actor):
    actions.read_in(device, report=a_machine_report(a_disk(0, "S" * 90 + "1"), vendor="V" * 200), by=actor)
    actions.read_in(device, report=a_machine_report(a_disk(0, "S" * 90 + "1"), vendor="V" * 201), by=actor)

    device.refresh_from_db()
    assert (device.vendor, media_of(device)) == ("V" * 80, [("unknown", "S" * 80, "to_erase")])


def test_a_disk_report_gives_health_and_kind(device, actor):
    actions.read_in(device, report=a_machine_report(a_disk(0, "S3TANX0J000417")), by=actor)

    kept = actions.read_in(device, report=a_report("laptop_hp_probook_ssd.smartctl.json"), by=actor)

    medium = device.media.get()
    assert (medium.health, medium.kind, medium.state) == ("passed", "ssd", "to_erase")
    assert (kept.kind, kept.remarks) == ("disk", [])


def test_a_disk_report_that_does_not_know_the_kind_leaves_it(device, actor):
    a_medium(device, kind="hdd", serial="XYZ1")
    report = json.loads(a_report("vm_debian12_smartctl_virtio.json")) | {"serial_number": "XYZ1"}

    kept = actions.read_in(device, report=json.dumps(report).encode(), by=actor)

    medium = device.media.get()
    assert (medium.health, medium.kind, kept.kind) == ("unknown", "hdd", "disk")


def test_a_report_of_another_disk_is_refused(device, actor):
    a_medium(device, serial="S1")

    said = refusal(lambda: actions.read_in(device, report=a_report("laptop_hp_probook_ssd.smartctl.json"), by=actor))

    assert said == (
        "This report is about a disk that is not on the list, with serial number S3TANX0J000417. Read the report of"
        " this machine first.",
        "report",
    )
    assert kept() == (0, 0, 1)


def test_a_report_of_a_disk_without_serial_number_is_refused(device, actor):
    a_medium(device, serial="")

    said = refusal(lambda: actions.read_in(device, report=a_report("vm_debian12_smartctl_virtio.json"), by=actor))

    assert said == (
        "This report does not say which disk it is about. Make it again as administrator.",
        "report",
    )


@pytest.mark.parametrize(
    ("name", "percent"), [("laptop_hp_probook.uevent", 76), ("two_batteries.uevent", 52), ("upower-i-utc.txt", 68)]
)
def test_the_weakest_battery_counts(device, actor, name, percent):
    kept = actions.read_in(device, report=a_report(name), by=actor)

    device.refresh_from_db()
    assert (device.battery_percent, kept.kind, kept.remarks) == (percent, "battery", [])


def test_a_report_without_a_measure_leaves_the_battery_as_it_was(device, actor):
    actions.read_in(device, report=a_report("laptop_hp_probook.uevent"), by=actor)

    actions.read_in(device, report=b"DEVTYPE=power_supply\nPOWER_SUPPLY_NAME=AC\nPOWER_SUPPLY_TYPE=Mains\n", by=actor)

    assert Device.objects.get().battery_percent == 76


@pytest.mark.parametrize("size", [2**63, 2**64 - 1, 10**30, -1])
@pytest.mark.parametrize("where", ["disk", "memory"])
def test_sizes_that_cannot_be_are_refused_by_us_and_not_by_the_database(device, actor, where, size):
    tree = json.loads(a_machine_report(a_disk(0, "S1")))
    part = next(child for child in tree["children"][0]["children"] if child["class"] == where)
    part["size"] = size

    refusal(lambda: actions.read_in(device, report=json.dumps(tree).encode(), by=actor))

    assert kept() == (0, 0, 0)
