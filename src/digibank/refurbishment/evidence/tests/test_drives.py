"""What nvme, hdparm, mmc and cryptsetup say about a drive, and what that is worth sign by sign."""

import pytest

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.facts import ErasureLog
from digibank.refurbishment.evidence.proofs import read_proof
from digibank.refurbishment.evidence.reports import Outcome
from digibank.refurbishment.evidence.signs import SignName, Verdict, needs_statement, why_refused
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.tests.drives import (
    DRIVE_NAMES,
    SERIAL,
    judged_drive,
    raw_of,
    report_of,
    the_sample,
    with_verdict,
)
from digibank.refurbishment.evidence.tests.logs import LAPTOP, raw

pytestmark = pytest.mark.once

T = Technique
READ = {
    "nvme_block_done.txt": (T.NVME_BLOCK, Outcome.DONE, 65535, True),
    "nvme_block_done.json": (T.NVME_BLOCK, Outcome.DONE, 65535, True),
    "nvme_block_running.txt": (T.NVME_BLOCK, Outcome.RUNNING, 23297, None),
    "nvme_crypto_verbose.txt": (T.NVME_CRYPTO, Outcome.DONE, 65535, True),
    "nvme_written_since.txt": (T.NVME_CRYPTO, Outcome.DONE, 65535, False),
    "nvme_failed_old_json.json": (T.NVME_BLOCK, Outcome.FAILED, 65535, False),
    "nvme_never.txt": (None, Outcome.NEVER, 65535, None),
    "nvme_format_done.txt": (T.NVME_FORMAT, Outcome.DONE, None, None),
    "nvme_format_without_erase.txt": (None, Outcome.DONE, None, None),
    "nvme_format_refused.txt": (T.NVME_FORMAT, Outcome.FAILED, None, None),
    "hdparm_block_done.txt": (T.ATA_BLOCK, Outcome.DONE, None, None),
    "hdparm_status_only.txt": (None, Outcome.DONE, None, None),
    "hdparm_running.txt": (None, Outcome.RUNNING, 0x41C2, None),
    "hdparm_failed.txt": (None, Outcome.FAILED, None, None),
    "hdparm_unable.txt": (T.ATA_BLOCK, Outcome.FAILED, None, None),
    "hdparm_enhanced_done.txt": (T.ATA_ENHANCED, Outcome.DONE, None, None),
    "hdparm_still_locked.txt": (T.ATA_ENHANCED, Outcome.FAILED, None, None),
    "hdparm_secure_failed.txt": (T.ATA_SECURE, Outcome.FAILED, None, None),
    "mmc_sanitize_done.txt": (T.MMC_SANITIZE, Outcome.DONE, None, None),
    "mmc_sanitize_silent.txt": (T.MMC_SANITIZE, Outcome.NOT_TOLD, None, None),
    "mmc_sanitize_refused.txt": (T.MMC_SANITIZE, Outcome.FAILED, None, None),
    "mmc_unable.txt": (T.MMC_SANITIZE, Outcome.NOT_TOLD, None, None),
    "luks_keys_gone.txt": (T.KEYS_DESTROYED, Outcome.DONE, None, None),
    "luks_before_only.txt": (T.KEYS_DESTROYED, Outcome.NOT_TOLD, None, None),
    "bitlocker_full.txt": (T.KEYS_DESTROYED, Outcome.NOT_TOLD, None, None),
    "bitlocker_used_space.txt": (T.KEYS_DESTROYED, Outcome.NOT_TOLD, None, None),
}


@pytest.mark.rule("E-05")
def test_each_file_is_recognised_and_read():
    reports = {name: report_of(name) for name in DRIVE_NAMES}

    told = {name: (r.technique, r.outcome, r.progress, r.untouched) for name, r in reports.items()}
    assert told == READ
    assert {name: r.serial for name, r in reports.items() if r.serial} == {
        "nvme_crypto_verbose.txt": SERIAL,
        "hdparm_enhanced_done.txt": "WD-WXK1A87E4JHT",
        "hdparm_still_locked.txt": "WD-WXK1A87E4JHT",
    }


def test_the_same_door_reads_a_log_of_nwipe():
    assert isinstance(read_proof(raw(LAPTOP)), ErasureLog)


@pytest.mark.rule("E-05")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"A letter to the mayor.\n", "We do not know this file."),
        (b'{"sda": 1}', "We do not know this file."),
        (b"\x89PNG\r\n\x1a\n\0\0", "We do not know this file."),
        (b" " * 2_000_001, "This file is empty."),
        (b"x" * 2_000_001, "This file is too large"),
        (raw_of("nvme_block_done.txt") * 2, "This file holds the log of the drive twice."),
        (raw_of("hdparm_status_only.txt") + b"/dev/sdb:\n", "This file is about several drives."),
        (b'{"nvme0": {"sprog": 65535}, "nvme1": {"sprog": 65535}}', "This file is about several drives."),
    ],
)
def test_a_file_that_is_no_proof_of_one_drive_is_refused(content, sentence):
    with pytest.raises(RuleBroken) as no:
        read_proof(content)

    assert str(no.value).startswith(sentence)


# What contradicts, and what a second person has to state, without a sample.
JUDGED = [
    ("nvme_block_done.txt", T.NVME_BLOCK, "nvme", [], ["verification", "moment", "serial"]),
    ("nvme_crypto_verbose.txt", T.NVME_CRYPTO, "nvme", [], ["verification", "moment"]),
    (
        "nvme_block_running.txt",
        T.NVME_BLOCK,
        "nvme",
        ["outcome_running", "progress_short"],
        ["untouched", "verification", "moment", "serial"],
    ),
    ("nvme_written_since.txt", T.NVME_CRYPTO, "nvme", ["touched"], ["verification", "moment", "serial"]),
    ("nvme_block_done.txt", T.NVME_CRYPTO, "nvme", ["method_other"], ["verification", "moment", "serial"]),
    ("nvme_block_done.txt", T.ATA_BLOCK, "ssd", ["method_other"], ["verification", "moment", "serial"]),
    (
        "nvme_never.txt",
        T.NVME_BLOCK,
        "nvme",
        ["order_erases_nothing", "outcome_never"],
        ["untouched", "verification", "moment", "serial"],
    ),
    ("nvme_format_done.txt", T.NVME_FORMAT, "nvme", [], ["verification", "moment", "serial"]),
    (
        "nvme_format_without_erase.txt",
        T.NVME_FORMAT,
        "nvme",
        ["order_erases_nothing"],
        ["verification", "moment", "serial"],
    ),
    ("hdparm_block_done.txt", T.ATA_BLOCK, "ssd", [], ["verification", "moment", "serial"]),
    ("hdparm_status_only.txt", T.ATA_OVERWRITE, "hdd", [], ["method", "verification", "moment", "serial"]),
    (
        "hdparm_failed.txt",
        T.ATA_BLOCK,
        "ssd",
        ["outcome_failed", "errors_reported"],
        ["method", "verification", "moment", "serial"],
    ),
    (
        "hdparm_unable.txt",
        T.ATA_BLOCK,
        "ssd",
        ["drive_unable", "outcome_failed", "errors_reported"],
        ["verification", "moment", "serial"],
    ),
    (
        "hdparm_enhanced_done.txt",
        T.ATA_ENHANCED,
        "hdd",
        ["serial_differs"],
        ["verification", "moment"],
    ),
    ("mmc_sanitize_done.txt", T.MMC_SANITIZE, "emmc", [], ["verification", "moment", "serial"]),
    ("mmc_sanitize_silent.txt", T.MMC_SANITIZE, "emmc", [], ["status", "verification", "moment", "serial"]),
    ("mmc_unable.txt", T.MMC_SANITIZE, "emmc", ["drive_unable"], ["status", "verification", "moment", "serial"]),
    ("luks_keys_gone.txt", T.KEYS_DESTROYED, "nvme", [], ["always", "moment", "serial"]),
    ("luks_before_only.txt", T.KEYS_DESTROYED, "nvme", [], ["always", "keys", "moment", "serial"]),
    ("bitlocker_full.txt", T.KEYS_DESTROYED, "ssd", [], ["always", "keys", "moment", "serial"]),
    ("bitlocker_used_space.txt", T.KEYS_DESTROYED, "ssd", ["not_encrypted"], ["always", "keys", "moment", "serial"]),
]


@pytest.mark.rule("E-05")
@pytest.mark.parametrize(("name", "technique", "kind", "against", "unseen"), JUDGED, ids=lambda v: str(v)[:30])
def test_each_technique_has_its_own_signs(name, technique, kind, against, unseen):
    judged = judged_drive(name, technique, kind=kind)

    assert with_verdict(judged, Verdict.CONTRADICTS) == against
    assert [str(sign) for sign in needs_statement(judged)] == unseen
    assert (why_refused(judged) != "") == bool(against)
    assert [sign.sentence for sign in judged if "%(" in sign.sentence or not sign.sentence.endswith(".")] == []


@pytest.mark.rule("E-05")
def test_a_log_without_a_serial_number_always_needs_a_second_person():
    judged = judged_drive("nvme_block_done.txt", T.NVME_BLOCK, sample=the_sample())

    assert needs_statement(judged) == (SignName.SERIAL,)


@pytest.mark.rule("E-05")
def test_with_the_serial_number_and_a_sample_the_tools_show_everything():
    judged = judged_drive("nvme_crypto_verbose.txt", T.NVME_CRYPTO, sample=the_sample())

    assert {sign.verdict for sign in judged} == {Verdict.AGREES}
    assert dict(zip([s.name for s in judged], [s.sentence for s in judged], strict=True))[SignName.VERIFICATION] == (
        "A sample of 104 places was read back: all zeros. Its seed is 5f0c1de2a3b4c5d6."
    )
