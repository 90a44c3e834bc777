"""A sample of a drive that was read back: planned from its seed, really read from a file, and weighed."""

import itertools
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.refurbishment.bench import read_sample as script
from digibank.refurbishment.bench.read_sample import BLOCK, ENDS, PARTS, Region, sample_plan
from digibank.refurbishment.evidence.samples import Stands, read_sample
from digibank.refurbishment.evidence.signs import SignName, Verdict
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.tests.drives import (
    CAME_IN,
    READ_AT,
    SEED,
    SERIAL,
    SIZE,
    a_sample,
    judged_drive,
    the_sample,
)

pytestmark = pytest.mark.once
MEBIBYTE = 1024 * 1024


@pytest.fixture
def drive(tmp_path) -> Path:
    """A sparse file of 300 MiB: a drive on which nothing but zeros stands."""
    path = tmp_path / "drive"
    with path.open("wb") as file:
        file.truncate(300 * MEBIBYTE)
    return path


def run(drive: Path, *more: str) -> tuple[int, bytes]:
    """The script as it runs on the bench: with nothing of ours around it."""
    done = subprocess.run([sys.executable, "-I", script.__file__, *more, str(drive)], capture_output=True, check=False)
    return done.returncode, done.stdout


def stands(result: bytes) -> Stands:
    return read_sample(result).stands(serial="", capacity_bytes=300 * MEBIBYTE)


@pytest.mark.rule("E-06")
@settings(max_examples=60, deadline=None)
@given(st.integers(1, 2**44), st.text("0123456789abcdef", min_size=16, max_size=64))
def test_a_plan_reads_a_tenth_with_both_ends_and_never_twice(capacity, seed):
    plan = sample_plan(capacity, seed)

    assert plan == sample_plan(capacity, seed)
    assert all(one.offset + one.length <= two.offset for one, two in itertools.pairwise(plan))
    assert (plan[0].offset, plan[-1].offset + plan[-1].length) == (0, capacity)
    assert 10 * sum(region.length for region in plan) >= min(capacity, capacity - capacity // PARTS * 10)
    covered = {at for region in plan for at in (region.offset, region.offset + region.length - 1)}
    assert {0, capacity - 1} <= covered


@pytest.mark.rule("E-06")
def test_the_plan_of_a_drive_is_the_same_for_ever():
    plan = sample_plan(SIZE, SEED)

    assert (len(plan), plan[0], plan[1], plan[-1]) == (
        104,
        Region(0, 256057344),
        Region(2560573440, 256057344),
        Region(256057344000, 3170304),
    )
    assert sum(r.length for r in plan if r.offset < ENDS) >= ENDS
    assert sum(r.length for r in plan if r.offset + r.length > SIZE - ENDS) >= ENDS
    assert plan != sample_plan(SIZE, SEED + "0")


@pytest.mark.rule("E-06")
def test_an_empty_drive_is_read_on_the_bench_and_accepted(drive):
    code, result = run(drive)
    sample = read_sample(result)

    assert (code, stands(result), sample.capacity_bytes, sample.device) == (0, Stands.ZEROS, 300 * MEBIBYTE, "drive")
    assert list(sample.regions) == sample_plan(sample.capacity_bytes, sample.seed)
    assert len(sample.seed) == 32


@pytest.mark.rule("E-06")
def test_a_sample_is_read_again_from_its_seed(drive):
    seed = read_sample(run(drive)[1]).seed

    first, second = (json.loads(run(drive, "--seed", seed)[1]) for _time in range(2))

    assert (first["seed"], first["regions"]) == (seed, second["regions"])


def test_the_bench_reads_only(drive):
    drive.chmod(0o400)
    before = drive.stat().st_mtime_ns

    assert (run(drive)[0], drive.stat().st_mtime_ns) == (0, before)


@pytest.mark.parametrize("at", [0, 300 * MEBIBYTE - 1])
def test_one_byte_that_was_left_at_an_end_is_found(drive, at):
    with drive.open("r+b") as file:
        file.seek(at)
        file.write(b"x")

    code, result = run(drive)

    assert (code, stands(result)) == (1, Stands.DATA)


def test_one_repeating_block_everywhere_is_as_empty_as_zeros(drive):
    drive.write_bytes(b"\xff" * 300 * MEBIBYTE)

    code, result = run(drive)

    assert (code, stands(result)) == (0, Stands.PATTERN)


def test_what_repeats_otherwise_in_two_places_is_not_empty(drive):
    with drive.open("r+b") as file:
        file.write(b"\xff" * (300 * MEBIBYTE // PARTS // BLOCK * BLOCK))

    assert stands(run(drive)[1]) == Stands.DATA


def test_a_seed_that_is_none_is_refused(drive):
    assert run(drive, "--seed", "my birthday")[0] == 2


@pytest.mark.rule("E-06")
@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"kind": "data"}, "sample_data"),
        ({"serial": "OTHER"}, "sample_other_drive"),
        ({"size": 512_110_190_592}, "sample_other_size"),
        ({"seed": "0" * 32}, "sample_other_places"),
        ({"errors": [{"offset": 0, "length": 1, "error": "Input/output error"}]}, "sample_unreadable"),
    ],
)
def test_a_sample_that_speaks_against_the_erasure_refuses_it(about, code):
    judged = judged_drive("nvme_block_done.txt", Technique.NVME_BLOCK, sample=the_sample(**about))

    found = {sign.name: sign for sign in judged}[SignName.VERIFICATION]
    assert (found.verdict, found.code) == (Verdict.CONTRADICTS, code)


@pytest.mark.rule("E-06")
def test_what_cannot_be_told_from_a_sample_is_not_observable():
    scrambled = judged_drive("nvme_crypto_verbose.txt", Technique.NVME_CRYPTO, sample=the_sample(kind="data"))
    nameless = judged_drive("nvme_block_done.txt", Technique.NVME_BLOCK, sample=the_sample(serial=""))

    found = [{sign.name: sign for sign in judged}[SignName.VERIFICATION] for judged in (scrambled, nameless)]
    assert [(sign.verdict, sign.code) for sign in found] == [
        (Verdict.NOT_OBSERVABLE, "sample_scrambled"),
        (Verdict.NOT_OBSERVABLE, "sample_without_serial"),
    ]


@pytest.mark.parametrize("at", [CAME_IN - timedelta(minutes=1), READ_AT + timedelta(days=1)])
def test_a_sample_of_before_or_of_days_to_come_is_refused(at):
    judged = judged_drive("nvme_block_done.txt", Technique.NVME_BLOCK, sample=the_sample(at=at))

    assert {sign.name: sign.verdict for sign in judged}[SignName.MOMENT] == Verdict.CONTRADICTS


@pytest.mark.parametrize(
    "change",
    [{"regions": None}, {"capacity_bytes": -1}, {"started_at": "yesterday"}, {"started_at": "2026-11-23T09:00:00"}],
)
def test_a_damaged_sample_is_refused(change):
    with pytest.raises(RuleBroken, match="This sample is damaged"):
        read_sample(a_sample(**change))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"tool": "other"}'])
def test_what_is_no_sample_is_refused(content):
    with pytest.raises(RuleBroken, match="This file is not a sample"):
        read_sample(content)


def test_of_a_drive_that_the_kernel_does_not_know_no_serial_number_is_told():
    assert (script.told("/dev/no-such-drive", "serial"), read_sample(a_sample()).serial) == ("", SERIAL)
