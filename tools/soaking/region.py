"""Long walks through a small region, on both databases."""

import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from serving import ROOT, environment_in
from soaking.places import databases

WALKS = "import django; django.setup(); from tests.region import walks; walks.main()"
STEPS = 300
WALKS_AT_A_TIME = 4


def region(chance: random.Random, count: int) -> Iterator[str]:
    """Take `count` steps on each database, in walks of three hundred."""
    with databases() as addresses:
        for address in addresses:
            _run(address, sys.executable, "-m", "django", "migrate", "--verbosity=0")
            began, left, vendor = time.monotonic(), math.ceil(count / STEPS), address.partition(":")[0]
            while left > 0:
                walks, number = min(WALKS_AT_A_TIME, left), chance.randrange(10**6)
                told = _run(address, sys.executable, "-c", WALKS, str(STEPS), str(walks), str(number))
                for wrong in json.loads(told.splitlines()[-1]):
                    yield f"{vendor}, seed {number}: {wrong}"
                left -= walks
            took = time.monotonic() - began
            print(f"{vendor}: {count} steps in {took:.0f} seconds.", file=sys.stderr, flush=True)


def _run(address: str, *command: str) -> str:
    with tempfile.TemporaryDirectory(prefix="digibank-soak-") as folder:
        environment = environment_in(Path(folder)) | {"DATABASE_URL": address}
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
