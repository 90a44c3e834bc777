"""Logs that had a hard life, logs that hold too much, and files that are no log."""

import hashlib
from dataclasses import replace

import pytest

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.facts import Verification
from digibank.refurbishment.evidence.nwipe import LARGEST_LOG, read_nwipe_log
from digibank.refurbishment.evidence.tests.logs import (
    LAPTOP,
    LAPTOP_DRIVE,
    NAMES,
    SIZE,
    changed,
    raw,
    read,
    the_drive,
    without,
)


def refusal(log):
    with pytest.raises(RuleBroken) as refused:
        read_nwipe_log(log)
    return str(refused.value)


@pytest.mark.parametrize(
    "worn",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("Erased", "Erased\x1b[0m").replace("[2026", "\x1b[1;32m[2026").encode(),
        lambda text: text.replace("\n", "\x00\n").encode(),
        lambda text: ("Model: Nwipe successfully completed\n$ nwipe --autonuke\n" + text + "\n$ exit\n").encode(),
    ],
    ids=["crlf", "cr", "bom", "utf-16", "terminal colours", "nul bytes", "other lines around it"],
)
def test_a_log_that_travelled_is_read_the_same(worn):
    text = raw(LAPTOP).decode()

    log = read_nwipe_log(worn(text))

    assert replace(log, sha256="") == replace(read(LAPTOP), sha256="")


def test_the_checksum_is_of_the_bytes_as_they_came():
    log = raw(LAPTOP) + b"\n"

    assert read_nwipe_log(log).sha256 == hashlib.sha256(log).hexdigest()


def test_what_is_verified_before_the_last_writing_does_not_count():
    log = changed(
        (
            "notice: Finished pass",
            (
                f"notice: Blanking device /dev/sda\n[2026/11/23 09:06:53]  notice: {SIZE} bytes written to /dev/sda\n"
                "[2026/11/23 09:06:53]  notice: Finished pass"
            ),
        )
    )

    assert the_drive(log).verified is False


@pytest.mark.parametrize(
    "end", ["[SUCCESS] Verified that /dev/sda is empty.", "[SUCCESS] Verified FRP on '/dev/sda' matches"]
)
def test_a_last_pass_of_its_own_is_verified_in_its_own_words(end):
    log = changed(("Verified pass 1 of 1, round 1 of 1, on '/dev/sda'.", end))

    assert the_drive(log).verified is True


def test_the_end_of_the_log_outweighs_the_options_at_its_start():
    log = read_nwipe_log(
        changed(
            ("method   = Fill With Zeros", "method   = Gutmann Wipe"),
            ("verify   = 1 (last pass)", "verify   = 0 (off)"),
        )
    )

    assert (log.method, log.verification_asked) == ("Fill With Zeros", Verification.LAST)


def test_without_an_end_the_options_tell_what_was_asked():
    log = read("cut_off_halfway.log")

    assert (log.method, log.rounds, log.verification_asked, log.blank_pass) == (
        "Fill With Zeros",
        1,
        Verification.LAST,
        False,
    )


def test_a_log_without_options_and_end_promises_nothing():
    log = read_nwipe_log(without("= ", "final blank pass", "Total Throughput", "Invoking"))

    assert (log.version, log.method, log.verification_asked, log.blank_pass) == ("", "", Verification.NONE, True)


def test_a_drive_of_which_the_beginning_is_lost_is_known_from_the_rest():
    log = read_nwipe_log(without("Found"))

    assert log.drives == (replace(LAPTOP_DRIVE, bus="", model="", serial="", size_printed="", serial_in_table=""),)


def test_the_way_old_versions_announce_a_drive_is_read():
    log = without("sect/blk/dev").replace(
        b"Found /dev/sda,  ATA, SAMSUNG MZ7LN256HMJP-000H1, 256 GB, S/N=",
        b"Device '/dev/sda' is size 256060514304.\n"
        b"[2026/11/23 07:41:33] nwipe: notice: Found /dev/sda, ATA SAMSUNG MZ7LN25, 256GB, S/N=",
    )

    drive = the_drive(log)

    assert (drive.bus, drive.model, drive.size_printed, drive.size_bytes, drive.serial) == (
        "",
        "ATA SAMSUNG MZ7LN25",
        "256GB",
        SIZE,
        "S3TWNX0K512345",
    )


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (b"", "This file is empty. Choose the log that nwipe wrote."),
        (b" \n ", "This file is empty. Choose the log that nwipe wrote."),
        (b"x" * (LARGEST_LOG + 1), "This file is too large for an nwipe log. Choose the log that nwipe wrote."),
        (b"%PDF-1.7 \x00\xff\xfe", "This file is not an nwipe log. Choose the log that nwipe wrote."),
        (b"[2026/11/23 07:41:33] notice: hello", "This file is not an nwipe log. Choose the log that nwipe wrote."),
        (
            b"[2026/13/45 07:41:33] notice: banner = nwipe 0.34",
            "This file is not an nwipe log. Choose the log that nwipe wrote.",
        ),
        (
            b"smartctl 7.3\nSerial Number: S3TWNX0K512345\n",
            "This file is not an nwipe log. Choose the log that nwipe wrote.",
        ),
        (
            b"[2026/11/23 07:41:33]  notice:   banner   = nwipe 0.33\n",
            "This log names no drive. Choose the log of the run that erased the drive.",
        ),
    ],
)
def test_what_is_no_log_of_a_drive_is_refused_with_a_sentence(other, sentence):
    assert refusal(other) == sentence


def test_a_log_of_a_tool_that_looks_alike_is_refused():
    log = changed(("banner   = nwipe 0.33", "banner   = otherwipe 1.0"))

    assert refusal(log) == "This file is not an nwipe log. Choose the log that nwipe wrote."


SEVERAL_RUNS = "This log holds several runs of nwipe. Erase the drive again, with a new log file for each run."


def test_several_runs_in_one_file_are_refused():
    whole_twice = raw(LAPTOP) * 2

    assert [refusal(log) for log in (raw("two_runs_appended.log"), whole_twice)] == [SEVERAL_RUNS] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Program options are set",
        "Invoking method",
        "Error Summary",
        "Drive Status",
        "Total Throughput",
        "Nwipe successfully",
    ],
)
def test_any_part_of_a_second_run_is_noticed(text):
    line = next(line for line in raw(LAPTOP).decode().split("\n") if text in line)

    assert refusal(changed((line, f"{line}\n{line}"))) == SEVERAL_RUNS


def test_one_name_for_two_drives_is_refused():
    swapped = b"[2026/11/23 07:00:00]  notice: Found /dev/sda,  ATA, OTHER, 256 GB, S/N=OTHER\n" + raw(LAPTOP)
    row = "       sda | Erased | 100 MB/s | 01:25:20 | SAMSUNG MZ7LN256H/S3TWNX0K512345"
    twice_in_table = changed((row, f"{row}\n{row}"))

    assert [refusal(log) for log in (swapped, twice_in_table)] == [
        "This log calls two drives “sda”. Erase the drives again, each with a log file of its own."
    ] * 2


def test_a_log_that_contradicts_itself_about_the_method_is_refused():
    log = changed(("Invoking method 'Fill With Zeros'", "Invoking method 'PRNG Stream'"))

    assert refusal(log) == "This log names several methods for one run. Erase the drive again, with a new log file."


def test_every_fixture_is_declared():
    declared = raw("PROVENANCE.md").decode()

    assert [name for name in NAMES if f"`{name}`" not in declared] == []
