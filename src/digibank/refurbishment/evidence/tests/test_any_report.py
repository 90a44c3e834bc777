"""Whatever file somebody uploads as a proof: it is read or refused with a sentence, and damage makes no proof."""

import contextlib
import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.firmware import Medium, firmware_signs
from digibank.refurbishment.evidence.proofs import read_proof
from digibank.refurbishment.evidence.reports import DriveReport
from digibank.refurbishment.evidence.samples import Sample, read_sample
from digibank.refurbishment.evidence.signs import contradictions
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.tests.drives import (
    CAME_IN,
    DRIVE_NAMES,
    READ_AT,
    SERIAL,
    SIZE,
    a_sample,
    raw_of,
)

pytestmark = pytest.mark.once
FILES = st.sampled_from([raw_of(name) for name in DRIVE_NAMES])
LINES = sorted({line for name in DRIVE_NAMES for line in raw_of(name).split(b"\n")})
many = settings(max_examples=150, deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["sprog", "sstat", "cdw10_info", "global_erased", "nvme0"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def is_accepted(content: bytes, technique: Technique) -> bool:
    """Whether nothing in the file contradicts the erasure; refusals are no."""
    try:
        report = read_proof(content)
    except RuleBroken:
        return False
    if not isinstance(report, DriveReport):
        return False
    judged = firmware_signs(
        report, technique=technique, medium=Medium("nvme", SERIAL, SIZE, CAME_IN), sample=None, now=READ_AT
    )
    assert all(sign.sentence.endswith(".") for sign in judged)
    return not contradictions(judged)


@many
@given(st.binary(max_size=2000), st.sampled_from(Technique))
@example(b'{"sprog"', Technique.NVME_BLOCK)
@example(b"State: SD0", Technique.ATA_BLOCK)
@example(b"[" * 100_000, Technique.NVME_BLOCK)
@example(b'{"a":' * 100_000, Technique.NVME_BLOCK)
def test_any_bytes_are_read_or_refused(content, technique):
    is_accepted(content, technique)


@many
@given(st.lists(st.sampled_from(LINES) | st.binary(max_size=30), max_size=25), st.sampled_from(Technique))
def test_any_pile_of_lines_is_read_or_refused(lines, technique):
    is_accepted(b"\n".join(lines), technique)


@many
@given(FILES, st.integers(0, 2000), st.binary(max_size=8), st.integers(0, 100), st.sampled_from(Technique))
def test_any_damage_is_read_or_refused(content, at, patch, length, technique):
    is_accepted(content[:at] + patch + content[at + length :], technique)


@many
@given(JSON)
def test_any_json_is_read_or_refused(content):
    is_accepted(json.dumps(content).encode(), Technique.NVME_BLOCK)


@many
@given(st.integers(0, 65534))
def test_a_drive_that_is_not_done_is_never_accepted(progress):
    content = raw_of("nvme_block_done.txt").replace(b"65535", b"%d" % progress)

    assert not is_accepted(content, Technique.NVME_BLOCK)


@many
@given(st.integers(0, 0xFFFF).filter(lambda status: status & 7 not in (1, 4)))
def test_a_status_that_is_no_success_is_never_accepted(status):
    content = raw_of("nvme_block_done.txt").replace(b"0x101", b"%#x" % status)

    assert not is_accepted(content, Technique.NVME_BLOCK)


@many
@given(st.integers(0, 5000), st.binary(max_size=8), st.integers(0, 200))
def test_a_damaged_sample_is_read_or_refused(at, patch, length):
    content = a_sample(size=8_000_000)
    damaged = content[:at] + patch + content[at + length :]

    with contextlib.suppress(RuleBroken):
        assert isinstance(read_sample(damaged), Sample)
