"""What nvme, hdparm, mmc and cryptsetup say, a sample of a drive, and how a test judges them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from digibank.refurbishment.bench.read_sample import TOOL, VERSION, sample_plan
from digibank.refurbishment.evidence.firmware import Medium, firmware_signs
from digibank.refurbishment.evidence.proofs import read_proof
from digibank.refurbishment.evidence.reports import DriveReport
from digibank.refurbishment.evidence.samples import Sample, read_sample
from digibank.refurbishment.evidence.signs import Sign, Verdict
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.evidence.tests.logs import FIXTURES

DRIVES = FIXTURES / "drives"
DRIVE_NAMES = sorted(path.name for path in DRIVES.iterdir())
SERIAL, SIZE, SEED = "S4EWNX0R512345", 256_060_514_304, "5f0c1de2a3b4c5d6"
CAME_IN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
READ_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def raw_of(name: str) -> bytes:
    return (DRIVES / name).read_bytes()


def report_of(name: str) -> DriveReport:
    report = read_proof(raw_of(name))
    assert isinstance(report, DriveReport)
    return report


def a_sample(
    *, serial: str = SERIAL, size: int = SIZE, kind: str = "zeros", at: datetime = READ_AT, **about: Any
) -> bytes:
    """What the script prints about a drive on which the same thing stands everywhere."""
    found = {"kind": kind, "sha256": "0" * 64, "block": "0" * 64}
    regions = [region._asdict() | found for region in sample_plan(size, SEED)]
    told = {"tool": TOOL, "version": VERSION, "device": "nvme0n1", "model": "SAMSUNG", "serial": serial}
    told |= {"capacity_bytes": size, "seed": SEED, "regions": regions, "errors": []}
    told |= {"started_at": at.isoformat(), "ended_at": (at + timedelta(minutes=2)).isoformat()}
    return json.dumps(told | about).encode()


def the_sample(**about: Any) -> Sample:
    return read_sample(a_sample(**about))


def judged_drive(
    name: str, technique: Technique, *, kind: str = "nvme", sample: Sample | None = None, serial: str = SERIAL
) -> tuple[Sign, ...]:
    medium = Medium(kind, serial, SIZE, CAME_IN)
    return firmware_signs(
        report_of(name), technique=technique, medium=medium, sample=sample, now=READ_AT + timedelta(hours=1)
    )


def with_verdict(judged: tuple[Sign, ...], verdict: Verdict) -> list[str]:
    return [sign.code for sign in judged if sign.verdict is verdict]
