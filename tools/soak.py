"""Long campaigns against the parts that must never give way: ./digibank soak NAME --seed N --count N.

A campaign is a function here that takes a source of chance and a count and yields what went wrong. The same seed
gives the same campaign, so that what is found can be found again.
"""

import argparse
import json
import math
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg

from digibank.errors import RuleBroken
from digibank.inventory.hardware import read_report
from digibank.refurbishment.evidence.nwipe import read_nwipe_log
from postgres import server
from serving import ROOT, environment_in

SOURCE = Path(__file__).resolve().parents[1] / "src" / "digibank"
REPORTS = SOURCE / "inventory" / "hardware" / "tests" / "fixtures"
LOGS = SOURCE / "refurbishment" / "evidence" / "tests" / "fixtures"
TELLING = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\n", b"=", b"0", b"-", b"\xff", b"\0", b"9" * 5000]
SLOW = 2.0  # Seconds: longer than this nobody waits for a file to be read.
RACES = "import django; django.setup(); from digibank.lending.tests import races; races.main()"
# What comes of one round of a race, whoever wins it. Of the last race only what it may never say.
OUTCOMES: dict[str, dict[str, Any]] = {
    "same_device": {"yes": 1, "no": 15, "errors": [], "loans": 1, "contracts": 1, "messages": 1},
    "last_of_a_class": {"yes": 12, "no": 36, "errors": [], "loans": 12, "contracts": 0, "messages": 0},
    "through_each_other": {"yes": 8, "no": 0, "errors": []},
}
ROUNDS_AT_A_TIME = 10

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


def kill(chance: random.Random, count: int) -> Iterator[str]:
    """Web and worker are killed under load by kill -9, half of the times on SQLite and half on PostgreSQL."""
    with _databases() as addresses:
        for address, kills in zip(addresses, (count - count // 2, count // 2), strict=True):
            if kills:
                yield from _killed(address, chance.randrange(10**6), kills)


def _killed(address: str, seed: int, kills: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="digibank-soak-") as folder:
        words = [sys.executable, "-m", "tests.killing.campaign", address, str(seed), str(kills)]
        done = subprocess.run(
            words, cwd=ROOT, env=environment_in(Path(folder)), check=False, stdout=subprocess.PIPE, text=True
        )
    yield from done.stdout.splitlines()
    if done.returncode:
        yield f"the campaign itself ended with {done.returncode}"


def race(chance: random.Random, count: int) -> Iterator[str]:
    """Desks that lend the same things at the same moment: 16 for one device so many rounds on each database.

    The two other races, which have more processes or more acts in a round, run a fifth of that.
    """
    fifth = math.ceil(count / 5)
    with _databases() as addresses:
        for address in addresses:
            _raced(address, "migrate")
            for name, rounds in zip(OUTCOMES, (count, fifth, fifth), strict=True):
                began = time.monotonic()
                yield from _rounds(address, name, chance, rounds)
                vendor, took = address.partition(":")[0], time.monotonic() - began
                print(f"{vendor}: {name}, {rounds} rounds in {took:.0f} seconds.", file=sys.stderr, flush=True)


def _rounds(address: str, name: str, chance: random.Random, count: int) -> Iterator[str]:
    for first in range(0, count, ROUNDS_AT_A_TIME):
        rounds, seed = min(ROUNDS_AT_A_TIME, count - first), chance.randrange(10**6)
        for result in json.loads(_raced(address, name, str(rounds), str(seed))):
            wanted = OUTCOMES[name]
            if {what: result[what] for what in wanted} != wanted:
                yield f"{address.partition(':')[0]}: {name}, seed {seed}: {result}"


def _raced(address: str, *words: str) -> str:
    with tempfile.TemporaryDirectory(prefix="digibank-soak-") as folder:
        environment = environment_in(Path(folder)) | {"DATABASE_URL": address}
        command = [sys.executable, "-c", RACES, *words]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def _databases() -> Iterator[list[str]]:
    """An empty database of each kind, gone afterwards."""
    folder, name = Path(tempfile.mkdtemp(prefix="digibank-soak-")), f"soak_{time.time_ns()}"
    try:
        with server() as address:
            with psycopg.connect(address, autocommit=True) as administration:
                administration.execute(f"CREATE DATABASE {name}")
            yield [f"sqlite:///{folder / 'soak.sqlite3'}", f"{address.rpartition('/')[0]}/{name}"]
            with psycopg.connect(address, autocommit=True) as administration:
                administration.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


CAMPAIGNS: dict[str, Campaign] = {"reports": reports, "kill": kill, "race": race}
USUAL = {"reports": 20_000, "kill": 50, "race": 200}


def main(words: list[str]) -> int:
    """Run one campaign; 1 when something went wrong, and then say what and with which seed."""
    parser = argparse.ArgumentParser(prog="./digibank soak", description="Long campaigns.")
    parser.add_argument("name", choices=sorted(CAMPAIGNS))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    usual = ", ".join(f"{name} {times}" for name, times in USUAL.items())
    parser.add_argument("--count", type=int, help=f"how many times ({usual})")
    chosen = parser.parse_args(words)
    count = chosen.count or USUAL[chosen.name]
    django.setup()
    began = time.monotonic()
    wrong = 0
    for what in CAMPAIGNS[chosen.name](random.Random(chosen.seed), count):  # noqa: S311
        print(what, flush=True)
        wrong += 1
    took = time.monotonic() - began
    print(f"{chosen.name}, seed {chosen.seed}: {count} times in {took:.0f} seconds, {wrong} went wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
