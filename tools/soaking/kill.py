"""Kill -9 under load."""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from serving import ROOT, environment_in
from soaking.places import databases


def kill(chance: random.Random, count: int) -> Iterator[str]:
    """Web and worker are killed under load by kill -9, half of the times on SQLite and half on PostgreSQL."""
    with databases() as addresses:
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
