"""Many desks at the same moment."""

import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serving import ROOT, environment_in
from soaking.places import databases

RACES = "import django; django.setup(); from digibank.lending.tests import races, races_late; races.main()"
ROUNDS_AT_A_TIME = 10


@dataclass(frozen=True)
class Race:
    """A race of `races.py`: what comes of each round, whoever wins it, and how often it runs beside the first."""

    name: str
    outcome: dict[str, Any]
    share: float = 0.1


RUN = [
    Race("same_device", {"yes": 1, "no": 15, "errors": [], "loans": 1, "contracts": 1, "messages": 1}, share=1),
    Race("last_of_a_class", {"yes": 12, "no": 36, "errors": [], "loans": 12, "contracts": 0, "messages": 0}, share=0.2),
    Race("same_household", {"yes": 3, "no": 5, "errors": [], "loans": 3, "contracts": 0, "messages": 0}, share=0.2),
    Race("same_exception", {"yes": 1, "no": 7, "errors": [], "loans": 1, "contracts": 0, "messages": 0}),
    Race("same_set", {"yes": 3, "no": 6, "errors": [], "loans": 1, "contracts": 0, "messages": 0}),
    Race("same_return", {"yes": 1, "no": 7, "errors": [], "loans": 0, "contracts": 0, "messages": 0}, share=0.2),
    Race("same_paper", {"yes": 1, "no": 7, "errors": [], "loans": 1, "contracts": 1, "messages": 1}),
    Race("same_swap", {"yes": 1, "no": 7, "errors": [], "wrong": []}),
    Race("same_deposit", {"yes": 1, "no": 7, "errors": [], "refunds": 1}),
    Race("last_offer", {"yes": 1, "no": 7, "errors": [], "loans": 0, "contracts": 0, "messages": 0}, share=0.2),
    # Of these only what they may never say.
    Race("busy_till", {"errors": [], "adds_up": True, "lost": 0}),
    Race("longer_beside_the_last", {"errors": [], "passed": False, "given": 2}, share=0.2),
    Race("through_each_other", {"yes": 8, "no": 0, "errors": []}, share=0.2),
]


def race(chance: random.Random, count: int) -> Iterator[str]:
    """Desks that do the same things at the same moment, on each database: the first race `count` times, others less."""
    with databases() as addresses:
        for address in addresses:
            _raced(address, "migrate")
            vendor = address.partition(":")[0]
            for one in RUN:
                began, rounds = time.monotonic(), math.ceil(count * one.share)
                yield from _rounds(address, one, chance, rounds)
                took = time.monotonic() - began
                print(f"{vendor}: {one.name}, {rounds} rounds in {took:.0f} seconds.", file=sys.stderr, flush=True)


def _rounds(address: str, one: Race, chance: random.Random, count: int) -> Iterator[str]:
    for first in range(0, count, ROUNDS_AT_A_TIME):
        rounds, seed = min(ROUNDS_AT_A_TIME, count - first), chance.randrange(10**6)
        for result in json.loads(_raced(address, one.name, str(rounds), str(seed))):
            if {what: result[what] for what in one.outcome} != one.outcome:
                yield f"{address.partition(':')[0]}: {one.name}, seed {seed}: {result}"


def _raced(address: str, *words: str) -> str:
    with tempfile.TemporaryDirectory(prefix="digibank-soak-") as folder:
        environment = environment_in(Path(folder)) | {"DATABASE_URL": address}
        command = [sys.executable, "-c", RACES, *words]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
