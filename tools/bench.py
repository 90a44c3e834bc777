"""How fast our pages are: against a bare Django view that does the same work in the database, in the same run.

Two servers stand side by side, each with its own copy of the example records. They are measured by turns, so that a
busy machine harms both alike, and the median of the rounds counts. Afterwards long lists are previewed and taken in,
the demo region is saved and put back, and a desk with a million loans is asked the same as one with ten thousand.
"""

import argparse
import gzip
import json
import os
import pickle
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import growing
from bare.connection import Connection
from bare.recording import TOKEN, Recorded
from listing import LISTS
from listing import measured as listing_measured
from saving import measured as saving_measured
from serving import ROOT, environment_in, fill, served
from spreading import measured as spreading_measured

# Titles from tests/examples.py: the name of an address and in which guise. A new chapter adds its busiest ones.
PAGES = ["website-home", "desk-home", "people-people", "inventory-devices", "inventory-device"]
ACTS = ["people-note_reached-done"]
FIRST_VIEWS = ["website-home", "website-places", "website-place"]

RATIO = 0.5  # Of the requests that the bare view answers.
FIRST_VIEW = 8 * 1024  # Bytes of HTML and CSS, compressed.
CLIENTS = 4


@dataclass(frozen=True)
class Target:
    """One server that is measured, and what it is asked."""

    address: str
    recorded: dict[str, Recorded]

    def request(self, title: str) -> bytes:
        """The bytes of one request. A form carries another key each time, as each page does."""
        asked = self.recorded[title]
        body = b""
        if title in ACTS:
            body = urlencode({**asked.sends, "csrfmiddlewaretoken": TOKEN, "once": str(uuid4())}).encode()
        head = [
            f"{'POST' if body else 'GET'} {asked.path} HTTP/1.1",
            f"Host: {self.address}",
            f"Cookie: {asked.cookie}",
            *(["Content-Type: application/x-www-form-urlencoded"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def main(words: list[str]) -> int:
    """Measure, print, and judge: 1 when a target was missed."""
    parser = argparse.ArgumentParser(prog="./digibank bench", description="How fast our pages are.")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each server (5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="length of a turn (2)")
    parser.add_argument("--no-growth", action="store_true", help="without a million loans, which takes minutes")
    parser.add_argument("--no-judge", action="store_true", help="only print")
    chosen = parser.parse_args(words)
    missed: list[str] = []
    with _both() as (ours, bare, pages):
        print(f"{'page':28}{'ours':>9}{'bare':>9}{'ratio':>8}{'target':>8}   requests a second, {CLIENTS} at a time")
        for title in PAGES + ACTS:
            first, second = _by_turns(ours, bare, title, chosen.rounds, chosen.seconds)
            print(f"{title:28}{first:9.0f}{second:9.0f}{first / second:8.2f}{RATIO:8.2f}", flush=True)
            missed += [title] if first / second < RATIO else []
        print(f"\n{'first view':28}{'sent':>9}{'gzip':>9}{'target':>8}   bytes of HTML and CSS")
        for title in FIRST_VIEWS:
            sent, compressed = first_view(f"http://{ours.address}", pages[title]["opens"])
            print(f"{title:28}{sent:9}{compressed:9}{FIRST_VIEW:8}", flush=True)
            missed += [f"first view of {title}"] if compressed > FIRST_VIEW else []
    print()
    for asked in LISTS:
        told, in_time = listing_measured(asked)
        print(told, flush=True)
        missed += [] if in_time else [f"list of an {asked.kind}"]
    print(f"\n{saving_measured()}", flush=True)
    told, in_time = spreading_measured()
    print(f"\n{told}", flush=True)
    missed += [] if in_time else ["proposal of a morning"]
    if not chosen.no_growth:
        print(f"\n{growing.HEAD}")
        for growth in growing.measured():
            print(growth, flush=True)
            missed += [f"growth of {growth.title}"] if growth.times > growing.TARGET else []
    print("\nAll targets are met." if not missed else f"\nMissed: {', '.join(missed)}.")
    return 1 if missed and not chosen.no_judge else 0


@contextmanager
def _both() -> Iterator[tuple[Target, Target, dict[str, dict[str, str]]]]:
    """Our server and the bare one, each on its own copy of the same records; and the example pages."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digibank-bench-")))
        environment = _environment(folder / "ours")
        rows = json.loads(fill(environment))
        pages = {row["title"]: row for row in rows["pages"]}
        recorded = _record(folder / "ours", environment, pages)
        shutil.copytree(folder / "ours", folder / "bare")
        ours = stack.enter_context(served(environment, folder / "ours.log"))
        bare = stack.enter_context(
            served(
                _environment(folder / "bare") | {"DJANGO_SETTINGS_MODULE": "bare.settings"},
                folder / "bare.log",
                application="bare.view:application",
                ready=recorded[PAGES[0]].path,
            )
        )
        yield Target(urlsplit(ours.url).netloc, recorded), Target(urlsplit(bare.url).netloc, recorded), pages


def _environment(folder: Path) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    environment = environment_in(folder)
    return environment | {"PYTHONPATH": os.pathsep.join([str(ROOT / "tools"), environment["PYTHONPATH"]])}


def _record(folder: Path, environment: dict[str, str], pages: dict[str, dict[str, str]]) -> dict[str, Recorded]:
    """What each measured page does, from a process of its own."""
    rows = [
        [title, pages[title]["by"], pages[title]["sends_to"] or pages[title]["opens"],
         pages[title]["sends"] if title in ACTS else None]
        for title in PAGES + ACTS
    ]  # fmt: skip
    command = [sys.executable, "-m", "bare", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, input=json.dumps(rows), text=True, check=True)
    recorded: dict[str, Recorded] = pickle.loads((folder / "recorded").read_bytes())  # noqa: S301
    return recorded


def _by_turns(ours: Target, bare: Target, title: str, rounds: int, seconds: float) -> tuple[float, float]:
    """Requests a second of each, the medians of the rounds, after a first turn that does not count."""
    measured: dict[str, list[float]] = {ours.address: [], bare.address: []}
    for number in range(rounds + 1):
        for target in (ours, bare):
            rate = _rate(target, title, seconds if number else seconds / 2)
            measured[target.address] += [rate] if number else []
    return statistics.median(measured[ours.address]), statistics.median(measured[bare.address])


def _rate(target: Target, title: str, seconds: float) -> float:
    """Requests a second while CLIENTS ask one after another."""
    until = time.perf_counter() + seconds
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        counts = list(clients.map(lambda _client: _ask_until(target, title, until), range(CLIENTS)))
    return sum(counts) / (time.perf_counter() - began)


def _ask_until(target: Target, title: str, until: float) -> int:
    expected = target.recorded[title].status
    count = 0
    with Connection(target.address) as connection:
        while time.perf_counter() < until:
            status = connection.ask(target.request(title))
            if status != expected:
                raise RuntimeError(f"{title} at {target.address} answers {status} and not {expected}.")
            count += 1
    return count


def first_view(site: str, path: str) -> tuple[int, int]:
    """Bytes of a page with its style sheets: as they are sent to a browser that can unpack, and packed with gzip."""
    page, sent = _fetch(site + path)
    packed = len(gzip.compress(page, 6))
    for sheet in re.findall(rb'<link rel="stylesheet" href="([^"]+)"', page):
        text, more = _fetch(site + sheet.decode())
        sent, packed = sent + more, packed + len(gzip.compress(text, 6))
    return sent, packed


def _fetch(address: str) -> tuple[bytes, int]:
    """What is at this address, unpacked, and the bytes that went over the line for it."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        raw = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(raw) if packed else raw), len(raw)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
