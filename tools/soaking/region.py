"""Long walks through a small region, on both databases."""

import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from serving import ROOT, environment_in
from soaking.places import databases

WALKS = "import django; django.setup(); from tests.region import walks; walks.main()"
STEPS = 300
WALKS_AT_A_TIME = 4


def region(chance: random.Random, count: int) -> Iterator[str]:
    """Take `count` steps on each database, in walks of three hundred; the databases go at the same time."""
    walks = math.ceil(count / STEPS)
    with databases() as addresses, ThreadPoolExecutor() as pool:
        numbers = [chance.randrange(10**6) for _first in range(0, walks, WALKS_AT_A_TIME)]
        for wrong in pool.map(lambda address: _walked(address, walks, numbers), addresses):
            yield from wrong


def _walked(address: str, walks: int, numbers: list[int]) -> list[str]:
    """What went wrong on this database in so many walks, each few from a seed."""
    _run(address, sys.executable, "-m", "django", "migrate", "--verbosity=0")
    began, vendor, wrong = time.monotonic(), address.partition(":")[0], []
    for first, number in zip(range(0, walks, WALKS_AT_A_TIME), numbers, strict=True):
        now = min(WALKS_AT_A_TIME, walks - first)
        told = json.loads(
            _run(address, sys.executable, "-c", WALKS, str(STEPS), str(now), str(number)).splitlines()[-1]
        )
        wrong += [f"{vendor}, seed {number}: {line}" for line in told]
        took = time.monotonic() - began
        print(f"{vendor}: {(first + now) * STEPS} steps, {took:.0f} seconds.", file=sys.stderr, flush=True)
    return wrong


def _run(address: str, *command: str) -> str:
    with tempfile.TemporaryDirectory(prefix="digibank-soak-") as folder:
        environment = environment_in(Path(folder)) | {"DATABASE_URL": address}
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
