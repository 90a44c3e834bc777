"""What an nwipe method is worth: Clear, never more; and what is no erasure at all."""

import pytest

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.methods import (
    OVERWRITING_METHODS,
    Level,
    level_of,
    method_named,
    remark_of,
)


@pytest.mark.parametrize("method", OVERWRITING_METHODS)
@pytest.mark.rule("E-03")
def test_overwriting_is_clear_on_every_medium(method):
    kinds = ("hdd", "ssd", "nvme", "emmc", "usb", "unknown")

    assert {level_of(method, kind) for kind in kinds} == {Level.CLEAR}


def test_the_passes_of_each_method_are_known():
    assert {name: method_named(name).passes for name in OVERWRITING_METHODS} == {
        "Fill With Zeros": 1,
        "Fill With Ones": 1,
        "PRNG Stream": 1,
        "DoD Short": 3,
        "DoD 5220.22-M": 7,
        "HMG IS5 Enhanced": 3,
        "Gutmann Wipe": 35,
        "RCMP TSSIT OPS-II": 8,
        "Bruce Schneier 7-Pass": 7,
        "BMB21-2019": 6,
        "Quick Erase": None,
    }


@pytest.mark.parametrize(
    ("method", "sentence"),
    [
        (
            "Verify Zeros (0x00)",
            "“Verify Zeros (0x00)” only reads and erases nothing. Erase the drive with an overwriting method.",
        ),
        (
            "Verify Ones  (0xFF)",
            "“Verify Ones  (0xFF)” only reads and erases nothing. Erase the drive with an overwriting method.",
        ),
        (
            "Sanitize Crypto Erase (ATA/SCSI/NVMe)",
            (
                "nwipe cannot prove “Sanitize Crypto Erase (ATA/SCSI/NVMe)”: the drive itself does the work."
                " Add the drive's own report instead."
            ),
        ),
        (
            "Secure Erase + PRNG + Verify",
            (
                "nwipe cannot prove “Secure Erase + PRNG + Verify”: the drive itself does the work."
                " Add the drive's own report instead."
            ),
        ),
        (
            "Unknown Method (FIXME)",
            "We do not know the method “Unknown Method (FIXME)”. Erase the drive again with a known method.",
        ),
        ("", "We do not know the method “”. Erase the drive again with a known method."),
    ],
)
def test_what_is_no_known_overwriting_has_no_level(method, sentence):
    with pytest.raises(RuleBroken) as refused:
        level_of(method, "hdd")

    assert str(refused.value) == sentence


def test_flash_memory_keeps_blocks_out_of_reach_and_the_attestation_says_so():
    sentence = "This medium keeps spare blocks for itself. Overwriting does not reach them."

    assert {kind: remark_of(kind) for kind in ("hdd", "HDD", "ssd", "nvme", "emmc", "")} == {
        "hdd": "",
        "HDD": "",
        "ssd": sentence,
        "nvme": sentence,
        "emmc": sentence,
        "": sentence,
    }
