"""Many desks at the same moment."""

import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from serving import ROOT, environment_in
from soaking.places import databases

RACES = "import django; django.setup(); from digibank.lending.tests import races; races.main()"
# What comes of one round of a race, whoever wins it. Of the last race only what it may never say.
OUTCOMES: dict[str, dict[str, Any]] = {
    "same_device": {"yes": 1, "no": 15, "errors": [], "loans": 1, "contracts": 1, "messages": 1},
    "last_of_a_class": {"yes": 12, "no": 36, "errors": [], "loans": 12, "contracts": 0, "messages": 0},
    "same_household": {"yes": 3, "no": 5, "errors": [], "loans": 3, "contracts": 0, "messages": 0},
    "last_offer": {"yes": 1, "no": 7, "errors": [], "loans": 0, "contracts": 0, "messages": 0},
    "through_each_other": {"yes": 8, "no": 0, "errors": []},
}
ROUNDS_AT_A_TIME = 10


def race(chance: random.Random, count: int) -> Iterator[str]:
    """Desks that lend the same things at the same moment: 16 for one device so many rounds on each database.

    The two other races, which have more processes or more acts in a round, run a fifth of that.
    """
    fifth = math.ceil(count / 5)
    with databases() as addresses:
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
