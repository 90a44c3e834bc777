"""What the reader takes from a log: each fact of each drive, and nothing that is not there."""

import hashlib
from dataclasses import replace
from datetime import datetime

import pytest

from digibank.refurbishment.evidence.facts import (
    DriveErasure,
    DriveStatus,
    ErasureLog,
    HiddenArea,
    LastLine,
    Verification,
)
from digibank.refurbishment.evidence.nwipe import read_nwipe_log
from digibank.refurbishment.evidence.tests.logs import LAPTOP, LAPTOP_DRIVE, SIZE, changed, raw, read, the_drive


def test_a_real_success_is_read_whole():
    log = read("debian12_nwipe034_loop_success.log")

    assert log == ErasureLog(
        tool="nwipe",
        version="0.33",
        started_at=datetime(2026, 11, 23, 7, 41, 33),  # noqa: DTZ001
        ended_at=datetime(2026, 11, 23, 7, 41, 35),  # noqa: DTZ001
        method="Fill With Zeros",
        rounds=1,
        verification_asked=Verification.LAST,
        blank_pass=False,
        drives=(
            replace(
                LAPTOP_DRIVE,
                device="loop0",
                bus="VIRT",
                model="Loopback device",
                serial="",
                serial_in_table="",
                size_bytes=20971520,
                size_printed="20 MB",
                writes=(20971520,),
                reads=(20971520,),
                wrote_seconds=1,
            ),
        ),
        last_line=LastLine.COMPLETED,
        serials_hidden=False,
        sha256=hashlib.sha256(raw("debian12_nwipe034_loop_success.log")).hexdigest(),
    )


def test_a_real_failure_keeps_what_nwipe_complained_about():
    log = read("debian12_nwipe034_loop_ioerror.log")

    assert log.last_line is LastLine.ERRORS
    assert log.drives == (
        replace(
            LAPTOP_DRIVE,
            device="loop1",
            bus="VIRT",
            model="Loopback device",
            serial="",
            serial_in_table="",
            size_bytes=20971520,
            size_printed="20 MB",
            method="PRNG Stream",
            status=DriveStatus.FAILED,
            sync_errors=1,
            complaints=(
                "Buffer flush failure on '/dev/loop1'.",
                "Nwipe exited with errors on device = /dev/loop1, see log for specific error",
                "Status: /dev/loop1, result=0, pass_errors=0, verify_errors=0, fsync_errors=1",
                "nwipe_random_pass: fdatasync: Input/output error",
            ),
            writes=(20971520,),
            reads=(20971520,),
            wrote_seconds=0,
        ),
    )


def test_a_drive_with_model_and_serial_is_read_whole():
    log = read(LAPTOP)

    assert log.drives == (LAPTOP_DRIVE,)
    assert (log.drives[0].bytes_written, log.drives[0].bytes_read) == (SIZE, SIZE)


def test_each_drive_of_a_run_keeps_its_own_story():
    first, second = read("two_drives_one_failed.log").drives

    assert first == LAPTOP_DRIVE
    assert second == replace(
        LAPTOP_DRIVE,
        device="sdb",
        model="WDC WD5000LPCX-21VHAT0",
        serial="WD-WXK1A87E4JHT",
        serial_in_table="WD-WXK1A87E4JHT",
        size_bytes=500107862016,
        size_printed="500 GB",
        status=DriveStatus.FAILED,
        pass_errors=1,
        sync_errors=1,
        complaints=second.complaints,
        writes=(98784247808,),
        reads=(),
        rounds_done=0,
        passes_done=0,
        passes_verified=0,
        verified=False,
        wrote_seconds=6569,
    )
    assert [complaint[:24] for complaint in second.complaints] == [
        "Buffer flush failure on ",
        "Nwipe exited with errors",
        "Status: /dev/sdb, result",
    ]


def test_a_drive_that_was_only_seen_took_no_part():
    seen = "[2026/11/23 07:41:33]  notice: Found /dev/sdc,  USB, DataTraveler, with comma,  16 GB, S/N=60A44C\n"

    log = read_nwipe_log(seen.encode() + raw(LAPTOP))

    assert log.drives == (
        DriveErasure(device="sdc", bus="USB", model="DataTraveler, with comma", serial="60A44C", size_printed="16 GB"),
        LAPTOP_DRIVE,
    )
    assert [drive.took_part for drive in log.drives] == [False, True]


def test_several_passes_and_rounds_are_counted():
    drive = the_drive(raw("dod_short_two_rounds_blank.log"))

    assert (drive.rounds_asked, drive.rounds_done, drive.passes_per_round, drive.passes_done) == (2, 2, 3, 6)
    assert (drive.writes, drive.bytes_read, drive.passes_verified) == ((SIZE,) * 7, SIZE, 1)
    assert read("dod_short_two_rounds_blank.log").blank_pass is True


def test_an_old_version_without_a_column_leaves_it_empty():
    drive = the_drive(raw("old_version_dying_drive.log"))

    assert (drive.status, drive.pass_errors, drive.verification_errors, drive.sync_errors) == (
        DriveStatus.ERASED,
        0,
        0,
        None,
    )


def test_a_newer_version_with_a_table_of_bytes_is_read():
    log = read("newer_version_bytes_table.log")

    assert (log.version, log.drives[0].hidden_area) == ("0.42", HiddenArea.NONE)
    assert (log.drives[0].table_bytes_erased, log.drives[0].table_bytes_total) == (SIZE, SIZE)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("info: No hidden sectors on /dev/sda", HiddenArea.NONE),
        ("info: No hidden areas on /dev/sda", HiddenArea.NONE),
        ("warning:  *** HIDDEN SECTORS DETECTED ! *** on /dev/sda", HiddenArea.FOUND),
        ("warning: HIDDEN AREA DETECTED! on /dev/sda", HiddenArea.FOUND),
        ("warning: [BAD]The host protected area is enabled on /dev/sda", HiddenArea.FOUND),
        ("warning: HIDDEN SECTORS INDETERMINATE! on /dev/sda, Some USB adapters", HiddenArea.NOT_CHECKED),
        ("warning: /dev/sda may not support HPA/DCO", HiddenArea.NOT_CHECKED),
        ("info: No hidden sectors on /dev/sdab", HiddenArea.NOT_CHECKED),
    ],
)
def test_hidden_areas_are_known_only_when_the_log_tells(line, expected):
    log = changed(("S/N=S3TWNX0K512345", f"S/N=S3TWNX0K512345\n[2026/11/23 07:41:33] {line}"))

    assert the_drive(log).hidden_area is expected


def test_a_hidden_area_found_once_stays_found():
    stamp = "[2026/11/23 07:41:33] "
    lines = f"{stamp}info: No hidden sectors on /dev/sda\n"

    log = raw("hidden_area_detected.log").replace(
        stamp.encode() + b"warning: nwipe_log", lines.encode() + b"x nwipe_log"
    )

    assert the_drive(log).hidden_area is HiddenArea.FOUND


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("| Erased |", DriveStatus.ERASED),
        ("|-FAILED-|", DriveStatus.FAILED),
        ("|UABORTED|", DriveStatus.ABORTED),
        ("|INSANITY|", DriveStatus.INSANE),
        ("|Erased|", DriveStatus.MISSING),
        ("|  Erased  |", DriveStatus.MISSING),
        ("| ERASED |", DriveStatus.MISSING),
    ],
)
def test_a_status_counts_only_in_its_eight_characters(cell, status):
    log = changed(("| Erased |", cell))

    assert the_drive(log).status is status


@pytest.mark.parametrize(
    ("device", "cell"),
    [("nvme0n1", " nvme0n1"), ("nvme10n10", "vme10n10"), ("nvme0n1", "vme0n1"), ("mapper/disk", "    disk")],
)
def test_a_long_device_name_is_found_in_the_tables_that_cut_it(device, cell):
    log = changed(("       sda |", f"  {cell} |"), ("/dev/sda", f"/dev/{device}"))

    assert (the_drive(log).device, the_drive(log).status) == (device, DriveStatus.ERASED)


def test_a_row_that_could_be_of_two_drives_is_of_neither():
    long = changed(("       sda |", "  vme10n10 |"), ("/dev/sda", "/dev/nvme10n10"))
    other = b"[2026/11/23 07:41:33]  notice: Found /dev/xvme10n10,  ATA, X, 256 GB, S/N=1\n"

    log = read_nwipe_log(other + long)

    assert [drive.status for drive in log.drives] == [DriveStatus.MISSING, DriveStatus.MISSING]


def test_a_log_cut_off_halfway_has_no_end():
    log = read("cut_off_halfway.log")

    assert log.last_line is LastLine.MISSING
    assert log.drives[0].status is DriveStatus.MISSING
    assert (log.drives[0].pass_errors, log.drives[0].verified) == (None, False)


def test_anonymised_serials_are_noticed_by_the_option_and_by_the_serial():
    by_both = read("anonymised_serials.log")
    by_option = read_nwipe_log(changed(("quiet    = 0", "quiet    = 1")))
    by_serial = read_nwipe_log(changed(("S3TWNX0K512345", "???????????????")))

    assert [log.serials_hidden for log in (by_both, by_option, by_serial)] == [True, True, True]
