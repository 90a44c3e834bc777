"""How much slower a desk gets when it has a hundred times more: the same pages on a small and on a large database.

Both servers are asked by turns in one run. What counts is how long the slowest twentieth of the requests takes.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

from serving import ROOT, environment_in, fill, served

DEVICES, LOANS = 1_000, 10_000  # In the small one.
FACTOR = 100
TARGET = 1.5  # Times as long, at most.
ASKED = 60  # Times, each page on each server.
WORDS = {
    "desk": "",
    "search: many devices": "latitude",
    "search: two words": "latitude 5007",
    "search: a serial number": "GR00000077",
    "search: many names": "peeters",
    "search: a first and a last name": "emma peeters",
    "search: nobody": "zzyzx",
}
PAGES = {title: "/balie/" + (f"?q={quote(words)}" if words else "") for title, words in WORDS.items()} | {
    "loans": "/uitleningen/",
    "loans that are late": "/uitleningen/?shown=overdue",
    "devices": "/toestellen/",
    "devices, by a word": "/toestellen/?word=latitude",
}


@dataclass(frozen=True)
class Desk:
    """A server with so many devices and loans, and the cookie of its clerk."""

    address: str
    cookie: str

    def seconds(self, path: str) -> float:
        """How long one page takes."""
        connection = HTTPConnection(self.address)
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}.")
        return took


@dataclass(frozen=True)
class Growth:
    """What one page costs on both, in seconds: the slowest twentieth, and the median."""

    title: str
    small: float
    large: float
    small_median: float
    large_median: float

    @property
    def times(self) -> float:
        """How many times longer it takes when there is more."""
        return self.large / self.small

    def __str__(self) -> str:
        return (
            f"{self.title:34}{self.small * 1000:9.1f}{self.large * 1000:9.1f}{self.times:8.2f}{TARGET:8.2f}"
            f"{self.small_median * 1000:12.1f}{self.large_median * 1000:9.1f}"
        )


HEAD = f"{'95 of 100 within, ms':34}{'small':>9}{'large':>9}{'times':>8}{'target':>8}{'median':>12}{'large':>9}"


def measured(factor: int = FACTOR) -> list[Growth]:
    """Each page on a small database and on one that is `factor` times as large."""
    with ExitStack() as stack:
        small, large = (_desk(stack, times) for times in (1, factor))
        return [_compared(title, path, small, large) for title, path in PAGES.items()]


def _desk(stack: ExitStack, times: int) -> Desk:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digibank-growing-")))
    environment = environment_in(folder)
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tools"), environment["PYTHONPATH"]])
    pages = {row["title"]: row for row in json.loads(fill(environment))["pages"]}
    command = [sys.executable, "-m", "growing", str(DEVICES * times), str(LOANS * times), pages["lending-loans"]["by"]]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    server = stack.enter_context(served(environment, folder / "log"))
    return Desk(urlsplit(server.url).netloc, done.stdout.strip())


def _compared(title: str, path: str, small: Desk, large: Desk) -> Growth:
    took: dict[str, list[float]] = {small.address: [], large.address: []}
    for number in range(ASKED + 5):
        for desk in (small, large):
            seconds = desk.seconds(path)
            took[desk.address] += [seconds] if number >= 5 else []  # The first ones warm up.
    one, other = took[small.address], took[large.address]
    return Growth(title, _slow(one), _slow(other), statistics.median(one), statistics.median(other))


def _slow(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
