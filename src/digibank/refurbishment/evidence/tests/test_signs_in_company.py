"""Several drives in one run, the right drive for a medium, and what people are told."""

import re

import pytest

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.sentences import SENTENCES, STATEMENTS
from digibank.refurbishment.evidence.signs import SignName, drive_with_serial, statement_for, why_refused
from digibank.refurbishment.evidence.tests.logs import LAPTOP, SIZE, against, changed, judged, read, unseen


def test_beside_a_drive_that_failed_the_last_line_says_nothing_of_this_one():
    assert (against("two_drives_one_failed.log"), unseen("two_drives_one_failed.log")) == (
        [],
        ["last_line_errors_elsewhere", "hidden_area_not_checked"],
    )
    assert against("two_drives_one_failed.log", serial="WD-WXK1A87E4JHT", capacity=500107862016) == [
        "status_failed",
        "errors_counted",
        "bytes_short",
        "verification_not_done",
        "last_line_errors",
    ]


def test_beside_a_drive_that_was_stopped_the_last_line_says_nothing_of_this_one():
    log = changed(
        ("|-FAILED-|", "|UABORTED|"),
        ("Nwipe exited with errors, check", "Nwipe was aborted by the user."),
        name="two_drives_one_failed.log",
    )

    assert (against(log), unseen(log)) == ([], ["last_line_aborted_elsewhere", "hidden_area_not_checked"])


def test_errors_that_no_other_drive_explains_speak_against_every_drive():
    log = changed(("|-FAILED-|", "| Erased |"), name="two_drives_one_failed.log")

    assert against(log) == ["last_line_errors"]


def test_the_drive_of_a_medium_is_found_by_its_serial():
    run = read("two_drives_one_failed.log")

    assert drive_with_serial(run, " wd-wxk1a87e4jht ").device == "sdb"


def test_the_only_drive_of_a_run_is_taken_to_be_judged():
    assert drive_with_serial(read(LAPTOP), "SOMETHING ELSE").device == "sda"


@pytest.mark.parametrize("serial", ["", "SOMETHING ELSE", "000000"])
def test_among_several_drives_nothing_is_guessed(serial):
    with pytest.raises(RuleBroken) as refused:
        drive_with_serial(read("two_drives_one_failed.log"), serial)

    assert str(refused.value) == (
        f"This log is about 2 drives, and “{serial}” is not clearly one of them. Check the serial number."
    )


def test_the_wrong_log_is_answered_with_choosing_the_right_one():
    assert why_refused(judged(LAPTOP, serial="S3TWNX0K777777", capacity=SIZE)) == (
        "This erasure is not accepted. The log is about serial number S3TWNX0K512345, not about S3TWNX0K777777."
        " Choose the log of this very drive, or erase it again."
    )


def test_a_hidden_area_is_answered_with_opening_it():
    assert why_refused(judged("hidden_area_detected.log")) == (
        "This erasure is not accepted. This drive has a hidden area that was not erased."
        " Open the hidden area and erase the drive again, or have it destroyed."
    )


def test_every_sign_that_may_be_unseen_has_a_statement():
    assert set(STATEMENTS) == set(SignName) - {SignName.ENCRYPTED}
    assert statement_for(SignName.HIDDEN_AREAS) == "I looked for hidden areas with another tool: this drive has none."


def test_every_sentence_fills_in_only_what_a_sign_knows():
    asked = {word for sentence in SENTENCES.values() for word in re.findall(r"%\((\w+)\)", str(sentence))}

    assert asked == {"observed", "expected"}
