"""A day at the desk with clerks who lend, and what may happen meanwhile: kill -9, a backup."""

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
                yield from _campaign("tests.killing.campaign", address, chance.randrange(10**6), kills)


def backup(chance: random.Random, count: int) -> Iterator[str]:
    """Backups under load, restored elsewhere and verified: so many on each of the two databases."""
    with databases() as addresses:
        for address in addresses:
            yield from _campaign("tests.killing.backing", address, chance.randrange(10**6), count)


def _campaign(module: str, address: str, seed: int, count: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="digibank-soak-") as folder:
        words = [sys.executable, "-m", module, address, str(seed), str(count)]
        done = subprocess.run(
            words, cwd=ROOT, env=environment_in(Path(folder)), check=False, stdout=subprocess.PIPE, text=True
        )
    yield from done.stdout.splitlines()
    if done.returncode:
        yield f"the campaign itself ended with {done.returncode}"
