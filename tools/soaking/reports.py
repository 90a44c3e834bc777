"""Mangled files: what a donor's computer or a stick may bring."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from digibank.errors import RuleBroken
from digibank.inventory.hardware import read_report
from digibank.refurbishment.evidence.nwipe import read_nwipe_log

SOURCE = Path(__file__).resolve().parents[2] / "src" / "digibank"
REPORTS = SOURCE / "inventory" / "hardware" / "tests" / "fixtures"
LOGS = SOURCE / "refurbishment" / "evidence" / "tests" / "fixtures"
TELLING = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\n", b"=", b"0", b"-", b"\xff", b"\0", b"9" * 5000]
SLOW = 2.0  # Seconds: longer than this nobody waits for a file to be read.


def reports(chance: random.Random, count: int) -> Iterator[str]:
    """Mangled hardware reports and erasure logs: each is read or refused in a sentence, and soon."""
    readers: list[tuple[str, Callable[[bytes], object], list[bytes]]] = [
        ("report", read_report, _files(REPORTS)),
        ("erasure log", read_nwipe_log, _files(LOGS)),
    ]
    for number in range(count):
        title, reader, whole = readers[number % len(readers)]
        raw = _mangled(chance, whole)
        began = time.monotonic()
        try:
            reader(raw)
        except RuleBroken as no:
            if not str(no).strip().endswith("."):
                yield f"{title} {number}: refused without a sentence: {no}"
        except Exception as broken:  # noqa: BLE001
            yield f"{title} {number}: {type(broken).__name__}: {broken}: {raw[:80]!r}"
        if time.monotonic() - began > SLOW:
            yield f"{title} {number}: took {time.monotonic() - began:.1f} seconds for {len(raw)} bytes"


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "PROVENANCE.md"]


def _mangled(chance: random.Random, whole: list[bytes]) -> bytes:
    """One of the files, after one to four accidents."""
    raw = chance.choice(whole)
    for _accident in range(chance.randint(1, 4)):
        raw = chance.choice(ACCIDENTS)(chance, raw, chance.choice(whole))
    return raw


def _cut(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _lose(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + raw[at + chance.randint(0, 400) :]


def _repeat(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    at, length = chance.randint(0, len(raw)), chance.randint(1, 400)
    return raw[: at + length] + raw[at : at + length] * chance.randint(1, 40) + raw[at + length :]


def _put_in(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + chance.choice(TELLING) + raw[at:]


def _fall_over(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    changed = bytearray(raw)
    for _byte in range(min(len(changed), chance.randint(1, 8))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _run_into(chance: random.Random, raw: bytes, other: bytes) -> bytes:
    return raw[: chance.randint(0, len(raw))] + other[chance.randint(0, len(other)) :]


def _nest(chance: random.Random, raw: bytes, _other: bytes) -> bytes:
    return chance.choice([b"[", b'{"children":[', b'{"a":']) * chance.randint(1, 5000) + raw


ACCIDENTS = [_cut, _lose, _repeat, _put_in, _fall_over, _run_into, _nest]
