"""Long campaigns against the parts that must never give way: ./digibank soak NAME --seed N --count N.

A campaign is a function here that takes a source of chance and a count and yields what went wrong. The same seed
gives the same campaign, so that what is found can be found again.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

from digibank.errors import RuleBroken
from digibank.inventory.hardware import read_report
from digibank.refurbishment.evidence.nwipe import read_nwipe_log

SOURCE = Path(__file__).resolve().parents[1] / "src" / "digibank"
REPORTS = SOURCE / "inventory" / "hardware" / "tests" / "fixtures"
LOGS = SOURCE / "refurbishment" / "evidence" / "tests" / "fixtures"
TELLING = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\n", b"=", b"0", b"-", b"\xff", b"\0", b"9" * 5000]
SLOW = 2.0  # Seconds: longer than this nobody waits for a file to be read.

type Campaign = Callable[[random.Random, int], Iterator[str]]


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

CAMPAIGNS: dict[str, Campaign] = {"reports": reports}


def main(words: list[str]) -> int:
    """Run one campaign; 1 when something went wrong, and then say what and with which seed."""
    parser = argparse.ArgumentParser(prog="./digibank soak", description="Long campaigns.")
    parser.add_argument("name", choices=sorted(CAMPAIGNS))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--count", type=int, default=20_000, help="how many times (20000)")
    chosen = parser.parse_args(words)
    django.setup()
    began = time.monotonic()
    wrong = 0
    for what in CAMPAIGNS[chosen.name](random.Random(chosen.seed), chosen.count):  # noqa: S311
        print(what, flush=True)
        wrong += 1
    took = time.monotonic() - began
    print(f"{chosen.name}, seed {chosen.seed}: {chosen.count} times in {took:.0f} seconds, {wrong} went wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
