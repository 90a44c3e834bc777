import json

import pytest

from digibank.inventory.hardware import DiskHealth, MediumKind, Reason, Verdict, read_smartctl
from digibank.inventory.hardware.tests.reports import report


def health(**fields):
    known = {"smartctl": {"exit_status": 0}, "smart_status": {"passed": True}, **fields}
    return read_smartctl(json.dumps(known).encode())


def attributes(**raw_by_number):
    rows = [{"id": int(number.strip("_")), "raw": raw} for number, raw in raw_by_number.items()]
    return {"ata_smart_attributes": {"table": rows}}


def nvme(**log):
    return {"device": {"protocol": "NVMe"}, "nvme_smart_health_information_log": log}


def test_a_healthy_ssd_passes():
    assert read_smartctl(report("laptop_hp_probook_ssd.smartctl.json")) == DiskHealth(
        model="SAMSUNG MZ7LN256HAJQ-000H1",
        serial="S3TANX0J000417",
        capacity_bytes=256_060_514_304,
        kind=MediumKind.SSD,
        power_on_hours=7412,
        verdict=Verdict.PASSED,
        reasons=(),
    )


def test_a_disk_that_calls_itself_healthy_fails_on_its_pending_sectors():
    assert read_smartctl(report("hdd_many_pending_sectors.smartctl.json")) == DiskHealth(
        model="WDC WD5000LPVX-22V0TT0",
        serial="WD-WX00000D1B41",
        capacity_bytes=500_107_862_016,
        kind=MediumKind.HDD,
        power_on_hours=21_980,
        verdict=Verdict.FAILED,
        reasons=(Reason.MANY_PENDING, Reason.ERRORS_LOGGED),
    )


def test_an_nvme_drive_that_lost_data_gets_a_warning_although_it_calls_itself_healthy():
    disk = read_smartctl(report("scrutiny-smart-nvme-failed.json"))

    assert (disk.kind, disk.verdict, disk.reasons) == (MediumKind.NVME, Verdict.WARNING, (Reason.MEDIA_ERRORS,))
    assert (disk.capacity_bytes, disk.power_on_hours) == (500_107_862_016, 12_798)


def test_a_virtual_disk_says_nothing():
    assert read_smartctl(report("vm_debian12_smartctl_virtio.json")) == DiskHealth(
        model="",
        serial="",
        capacity_bytes=None,
        kind=MediumKind.UNKNOWN,
        power_on_hours=None,
        verdict=Verdict.UNKNOWN,
        reasons=(Reason.NOT_OPENED,),
    )


@pytest.mark.parametrize(
    ("pending", "verdict", "reasons"),
    [
        (0, Verdict.PASSED, ()),
        (1, Verdict.WARNING, (Reason.SOME_PENDING,)),
        (40, Verdict.WARNING, (Reason.SOME_PENDING,)),
        (41, Verdict.FAILED, (Reason.MANY_PENDING,)),
    ],
)
def test_sectors_that_cannot_be_read(pending, verdict, reasons):
    disk = health(**attributes(_197={"value": pending, "string": str(pending)}))

    assert (disk.verdict, disk.reasons) == (verdict, reasons)


@pytest.mark.parametrize(("replaced", "verdict"), [(10, Verdict.PASSED), (11, Verdict.WARNING)])
def test_sectors_that_were_replaced(replaced, verdict):
    assert health(**attributes(_5={"value": replaced})).verdict == verdict


def test_the_words_of_an_attribute_go_before_its_raw_value():
    packed = health(**attributes(_5={"value": 281_474_976_710_656, "string": "0 (0 1)"}))
    unread = health(**attributes(_5={"value": 7, "string": "about 70"}))

    assert (packed.verdict, unread.verdict) == (Verdict.PASSED, Verdict.PASSED)


def test_an_attribute_that_stands_twice_counts_once():
    rows = [{"id": 197, "raw": {"value": 50}}, {"id": 197, "raw": {"value": 0}}, {"raw": {}}]

    disk = health(ata_smart_attributes={"table": rows})

    assert disk.reasons == (Reason.MANY_PENDING,)


@pytest.mark.parametrize(
    ("log", "verdict", "reasons"),
    [
        ({"media_errors": 0, "available_spare": 100, "available_spare_threshold": 10}, Verdict.PASSED, ()),
        ({"media_errors": 1, "available_spare": 10, "available_spare_threshold": 10}, Verdict.WARNING, (Reason.MEDIA_ERRORS,)),
        ({"media_errors": 1, "available_spare": 9, "available_spare_threshold": 10}, Verdict.FAILED, (Reason.ERRORS_AND_NO_SPARE,)),
        ({"media_errors": 0, "available_spare": 9, "available_spare_threshold": 10}, Verdict.WARNING, (Reason.SPARE_LOW,)),
        ({"media_errors": 1}, Verdict.WARNING, (Reason.MEDIA_ERRORS,)),
        ({"percentage_used": 80}, Verdict.PASSED, ()),
        ({"percentage_used": 81}, Verdict.WARNING, (Reason.WORN,)),
        ({"critical_warning": 2}, Verdict.PASSED, ()),
        ({"critical_warning": 8}, Verdict.FAILED, (Reason.CRITICAL_WARNING,)),
        ({"power_on_hours": 40_001}, Verdict.WARNING, (Reason.MANY_HOURS,)),
    ],
)  # fmt: skip
def test_what_an_nvme_drive_tells_about_itself(log, verdict, reasons):
    disk = health(**nvme(**log))

    assert (disk.kind, disk.verdict, disk.reasons) == (MediumKind.NVME, verdict, reasons)


@pytest.mark.parametrize(
    ("status", "verdict", "reasons"),
    [
        (4, Verdict.PASSED, ()),
        (8, Verdict.FAILED, (Reason.STATUS_FAILED,)),
        (16, Verdict.FAILED, (Reason.ATTRIBUTE_FAILING,)),
        (32, Verdict.WARNING, (Reason.ATTRIBUTE_FAILED_BEFORE,)),
        (64, Verdict.WARNING, (Reason.ERRORS_LOGGED,)),
        (128, Verdict.WARNING, (Reason.SELF_TEST_FAILED,)),
        (192, Verdict.WARNING, (Reason.ERRORS_LOGGED, Reason.SELF_TEST_FAILED)),
    ],
)
def test_each_bit_of_the_exit_status(status, verdict, reasons):
    disk = health(smartctl={"exit_status": status})

    assert (disk.verdict, disk.reasons) == (verdict, reasons)


def test_a_disk_that_says_it_fails_has_failed():
    assert health(smart_status={"passed": False}).reasons == (Reason.STATUS_FAILED,)


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({}, (Reason.NO_SMART,)),
        ({"smartctl": {"exit_status": 2}}, (Reason.NOT_OPENED,)),
        ({"smart_support": {"available": False}}, (Reason.NO_SMART,)),
        ({"smart_support": {"available": True, "enabled": False}}, (Reason.SMART_OFF,)),
    ],
)
def test_a_disk_without_a_status_is_unknown(fields, reasons):
    disk = health(smart_status={}, **fields)

    assert (disk.verdict, disk.reasons) == (Verdict.UNKNOWN, reasons)


def test_a_disk_without_a_status_still_gets_a_warning_for_what_it_does_say():
    disk = health(smart_status={}, **attributes(_197={"value": 3}))

    assert (disk.verdict, disk.reasons) == (Verdict.WARNING, (Reason.SOME_PENDING, Reason.NO_SMART))


def test_a_failing_exit_status_is_enough_without_a_status():
    disk = health(smart_status={}, smartctl={"exit_status": 8})

    assert (disk.verdict, disk.reasons) == (Verdict.FAILED, (Reason.STATUS_FAILED,))


def test_an_old_and_worn_ssd():
    disk = health(rotation_rate=0, power_on_time={"hours": 40_001}, endurance_used={"current_percent": 97})

    assert (disk.kind, disk.reasons) == (MediumKind.SSD, (Reason.WORN, Reason.MANY_HOURS))


def test_a_serial_number_that_was_taken_out_is_no_serial_number():
    assert health(serial_number="REDACTED").serial == ""


def test_a_scsi_disk_carries_its_own_name_and_nvme_its_own_size():
    disk = health(scsi_model_name="SEAGATE ST300", nvme_total_capacity=5)

    assert (disk.model, disk.capacity_bytes) == ("SEAGATE ST300", 5)
