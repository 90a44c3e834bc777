"""“Erased” alone is no proof: every trap that a log can lay, and which sign catches it."""

import pytest

from digibank.refurbishment.evidence.facts import DriveStatus
from digibank.refurbishment.evidence.signs import (
    Sign,
    SignName,
    Verdict,
    needs_statement,
    signs,
    why_refused,
)
from digibank.refurbishment.evidence.tests.logs import (
    LAPTOP,
    SERIAL,
    SIZE,
    against,
    changed,
    judged,
    raw,
    read,
    unseen,
    verdicts,
    without,
)

GREEN = dict.fromkeys(list(SignName)[:9], Verdict.AGREES)


def test_the_laptop_passes_but_for_what_its_version_cannot_see():
    seen = judged(LAPTOP)

    assert {sign.name: sign.verdict for sign in seen} == GREEN | {SignName.HIDDEN_AREAS: Verdict.NOT_OBSERVABLE}
    assert why_refused(seen) == ""
    assert needs_statement(seen) == (SignName.HIDDEN_AREAS,)


def test_all_signs_are_shown_with_what_was_seen_and_expected():
    assert judged(LAPTOP) == (
        Sign(SignName.METHOD, Verdict.AGREES, "method_overwrites", "Fill With Zeros", ""),
        Sign(SignName.STATUS, Verdict.AGREES, "status_erased", "erased", "erased"),
        Sign(SignName.ERROR_COUNTS, Verdict.AGREES, "errors_none", "0/0/0", "0/0/0"),
        Sign(SignName.BYTES, Verdict.AGREES, "bytes_all", str(SIZE), str(SIZE)),
        Sign(SignName.VERIFICATION, Verdict.AGREES, "verification_done", "1", "last"),
        Sign(SignName.LAST_LINE, Verdict.AGREES, "last_line_completed", "completed", "completed"),
        Sign(SignName.SERIAL, Verdict.AGREES, "serial_same", SERIAL, SERIAL),
        Sign(SignName.CAPACITY, Verdict.AGREES, "capacity_same", str(SIZE), str(SIZE)),
        Sign(SignName.HIDDEN_AREAS, Verdict.NOT_OBSERVABLE, "hidden_area_not_checked", "not_checked", "none"),
    )


def test_a_newer_version_leaves_nothing_to_state():
    assert verdicts("newer_version_bytes_table.log") == GREEN


def test_several_passes_rounds_and_a_blank_pass_agree():
    assert (against("dod_short_two_rounds_blank.log"), judged("dod_short_two_rounds_blank.log")[3].observed) == (
        [],
        str(7 * SIZE),
    )


@pytest.mark.parametrize(
    ("trap", "contradicting"),
    [
        ("old_version_dying_drive.log", ["errors_reported", "bytes_short", "verification_not_done"]),
        ("verify_zeros_only.log", ["method_only_reads", "passes_missing", "verification_not_done"]),
        ("anonymised_serials.log", ["serial_hidden"]),
        ("hidden_area_detected.log", ["hidden_area_found"]),
        ("verification_not_asked.log", ["verification_not_asked"]),
    ],
)
@pytest.mark.rule("E-01")
def test_erased_alone_is_not_proof(trap, contradicting):
    run = read(trap)

    assert [drive.status for drive in run.drives] == [DriveStatus.ERASED]
    assert against(trap) == contradicting


@pytest.mark.parametrize(
    ("trap", "contradicting"),
    [
        ("aborted_by_user.log", ["status_aborted", "passes_missing", "verification_not_done", "last_line_aborted"]),
        ("cut_off_halfway.log", ["status_missing", "verification_not_done", "last_line_missing"]),
    ],
)
def test_a_run_that_did_not_end_is_refused(trap, contradicting):
    assert against(trap) == contradicting


def test_the_real_failure_is_refused_for_each_of_its_reasons():
    seen = judged("debian12_nwipe034_loop_ioerror.log", serial="", capacity=20971520)

    assert why_refused(seen) == (
        "This erasure is not accepted. nwipe says that erasing this drive failed."
        " nwipe counted errors in writing, reading back and saving: 0/0/1."
        " The last line says that the run ended with errors. Erase the drive again, or have it destroyed."
    )


@pytest.mark.rule("E-02")
def test_the_real_success_needs_a_statement_for_serial_and_hidden_areas():
    seen = judged("debian12_nwipe034_loop_success.log", serial="", capacity=20971520)

    assert why_refused(seen) == ""
    assert needs_statement(seen) == (SignName.SERIAL, SignName.HIDDEN_AREAS)


# One sign spoiled at a time: each trap must be caught by its own sign, and by that one alone.


@pytest.mark.parametrize(
    ("change", "contradicting"),
    [
        (("method 'Fill With Zeros'", "method 'Fill With Zeros'"), []),
        (("| Erased |", "|-FAILED-|"), ["status_failed"]),
        (("| Erased |", "|UABORTED|"), ["status_aborted"]),
        (("| Erased |", "|INSANITY|"), ["status_insane"]),
        (("sda |           0 |", "sda |           3 |"), ["errors_counted"]),
        (
            ("|                    0 |                    0", "|                    7 |                    0"),
            ["errors_counted"],
        ),
        (
            ("|                    0 |                    0", "|                    0 |                    1"),
            ["errors_counted"],
        ),
        ((f"{SIZE} bytes written", f"{SIZE - 1} bytes written"), ["bytes_short"]),
        ((f"{SIZE} bytes read", f"{SIZE - 1} bytes read"), ["verification_short"]),
        (("Verified pass", "Verifying pass"), ["verification_not_done"]),
        (("1R+NB+VL", "1R+NB+VA"), []),
        (("1R+NB+VL", "1R+B+VL"), ["passes_missing"]),
        (("1R+NB+VL", "2R+NB+VL"), ["passes_missing"]),
        (("pass 1/1, round", "pass 1/2, round"), ["passes_missing"]),
        (("Fill With Zeros", "DoD Short"), ["passes_missing"]),
        (("Fill With Zeros", "RCMP TSSIT OPS-II"), ["passes_missing"]),
        (("Fill With Zeros", "Quick Erase"), []),
        (("Fill With Zeros", "Secure Erase (ATA/NVMe)"), ["method_firmware"]),
        (("Fill With Zeros", "Unknown Method (FIXME)"), ["method_unknown"]),
        (("Nwipe successfully completed", "Nwipe exited with errors, check"), ["last_line_errors"]),
        (("Nwipe successfully completed", "Nwipe was aborted by the user"), ["last_line_aborted"]),
        (("Nwipe successfully completed", "Nwipe successfully exited"), ["last_line_missing"]),
        (("MZ7LN256H/S3TWNX0K512345", "MZ7LN256H/S3TWNX0K999999"), ["serial_twofold"]),
        (("MZ7LN256H/S3TWNX0K512345", "MZ7LN256H/S3TWNX0K"), []),
    ],
)
@pytest.mark.rule("E-01")
def test_one_spoiled_sign_is_enough(change, contradicting):
    log = changed(change)

    assert against(log) == contradicting
    assert why_refused(judged(log)).startswith("This erasure is not accepted.") is bool(contradicting)


@pytest.mark.parametrize(
    "complaint",
    [
        "  error: nwipe_static_pass: write: Input/output error",
        "  error: 5 verification errors on '/dev/sda'.",
        "  fatal: Nwipe exited with fatal errors on device = /dev/sda",
        "warning: Buffer flush failure on '/dev/sda'.",
        "  debug: Status: /dev/sda, result=-1, pass_errors=0, verify_errors=0, fsync_errors=0",
    ],
)
def test_an_error_in_the_story_outweighs_a_table_of_zeros(complaint):
    log = changed(
        (
            "notice: Finished final",
            f"notice: x\n[2026/11/23 09:06:53] {complaint}\n[2026/11/23 09:06:53] notice: Finished final",
        )
    )

    assert against(log) == ["errors_reported"]


@pytest.mark.parametrize(
    "harmless",
    [
        "  debug: Status: /dev/sda, result=0, pass_errors=0, verify_errors=0, fsync_errors=0",
        "  error: IOCTL command failed retrieving DCO",
        "  error: SG_IO bad/missing sense data on /dev/sda",
        "  error: 5 verification errors on '/dev/sdaa'.",
    ],
)
def test_a_line_that_is_no_error_of_this_drive_refuses_nothing(harmless):
    log = changed(
        (
            "notice: Finished final",
            f"notice: x\n[2026/11/23 09:06:53] {harmless}\n[2026/11/23 09:06:53] notice: Finished final",
        )
    )

    assert against(log) == []


def test_the_table_of_bytes_must_agree_with_the_lines():
    log = changed((f"sda |      {SIZE}", "sda |      256060514303"), name="newer_version_bytes_table.log")

    assert against(log) == ["bytes_short"]


def test_one_short_pass_is_not_made_good_by_the_others():
    lines = raw("dod_short_two_rounds_blank.log").decode().split(f"{SIZE} bytes written", 3)
    log = f"{SIZE} bytes written".join(lines[:3]) + f"{SIZE - 4096} bytes written" + lines[3]

    assert against(log.encode()) == ["bytes_short"]


def test_all_passes_asked_means_all_passes_verified():
    log = changed(("2R+B+VL", "2R+B+VA"), name="dod_short_two_rounds_blank.log")

    assert against(log) == ["verification_not_all"]


@pytest.mark.parametrize(
    ("log", "codes"),
    [
        (without("sect/blk/dev"), ["bytes_without_size", "hidden_area_not_checked"]),
        (without("bytes read"), ["verification_without_bytes", "hidden_area_not_checked"]),
        (changed(("Fdatasync I\\O Errors", "Something else")), ["errors_not_all_shown", "hidden_area_not_checked"]),
        (changed(("S/N=S3TWNX0K512345", "S/N=")), ["serial_not_in_log", "hidden_area_not_checked"]),
        (changed(("S/N=S3TWNX0K512345", "S/N=000000000000")), ["serial_not_in_log", "hidden_area_not_checked"]),
        (
            without("sect/blk/dev", "Found"),
            [
                "bytes_without_size",
                "verification_without_bytes",
                "serial_not_in_log",
                "capacity_not_in_log",
                "hidden_area_not_checked",
            ],
        ),
    ],
)
@pytest.mark.rule("E-02")
def test_what_the_log_leaves_out_needs_a_statement(log, codes):
    assert (against(log), unseen(log)) == ([], codes)


def test_a_size_of_nothing_proves_nothing():
    log = changed(("512/4096/256060514304", "512/4096/0"), (f"{SIZE} bytes written", "0 bytes written"))

    assert against(log) == ["bytes_short"]


def test_without_an_exact_size_the_printed_one_still_catches_a_short_pass():
    log = without("sect/blk/dev").replace(f"{SIZE} bytes written".encode(), b"255999999999 bytes written")

    assert against(log) == ["bytes_short"]


@pytest.mark.parametrize(
    ("registered", "told", "verdict"),
    [
        (SERIAL, SERIAL, "serial_same"),
        (" s3twnx0k 512345 ", SERIAL, "serial_same"),
        ("S3TWNX0K512346", SERIAL, "serial_differs"),
        ("", SERIAL, "serial_not_registered"),
        ("To Be Filled By O.E.M.", SERIAL, "serial_not_registered"),
        ("0123456789ABCDEF", "0123456789ABCDEF", "serial_not_in_log"),
        ("12345678", "12345678", "serial_not_in_log"),
        ("", "", "serial_not_in_log"),
        ("ABCDEFGHIJKLMNOPQRSTUVWX", "ABCDEFGHIJKLMNOPQRST", "serial_cut_off"),
        ("S3TWNX0K5123456", SERIAL, "serial_differs"),
    ],
)
def test_the_serial_is_that_of_the_registered_medium(registered, told, verdict):
    log = changed((SERIAL, told))

    sign = judged(log, serial=registered)[6]

    assert (sign.name, sign.code) == (SignName.SERIAL, verdict)


@pytest.mark.parametrize(
    ("registered", "code"),
    [
        (SIZE, "capacity_same"),
        (256_000_000_000, "capacity_same"),
        (238 * 2**30, "capacity_same"),
        (240_057_409_536, "capacity_differs"),
        (500_107_862_016, "capacity_differs"),
        (None, "capacity_not_registered"),
        (0, "capacity_not_registered"),
    ],
)
def test_the_size_is_that_of_the_registered_medium_give_or_take_the_rounding(registered, code):
    exact, printed = raw(LAPTOP), without("sect/blk/dev")

    assert [judged(log, capacity=registered)[7].code for log in (exact, printed)] == [code, code]


def test_signs_without_a_registered_medium_are_all_judged():
    run = read(LAPTOP)

    seen = signs(run.drives[0], run, expected_serial="", expected_capacity_bytes=None)

    assert needs_statement(seen) == (SignName.SERIAL, SignName.CAPACITY, SignName.HIDDEN_AREAS)
