"""Does the time of an answer tell what its words do not? Medians, on a served example site with real hashing."""

import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count as count_from
from pathlib import Path
from statistics import median

import requests

from serving import environment_in, fill, served

MOST = 1.25  # How much longer the slower of two may take that nobody may tell apart.
LEAST = 0.003  # Seconds: less than this is no difference on any network.
TOKEN = "a" * 32
NOBODY = "987654321"

type Ask = Callable[[], int]


def timing(chance: random.Random, count: int) -> Iterator[str]:
    """So many of each of two that may not be told apart, in turns and in changing order."""
    folder = Path(tempfile.mkdtemp(prefix="digibank-timing-"))
    try:
        environment = environment_in(folder) | {"DIGIBANK_PROXIES": "1"}
        rows = json.loads(fill(environment))["pages"]
        names = sorted({row["by"] for row in rows if row["by"]})
        with served(environment, folder / "log") as site:
            known = _log_in(site.url, names)
            unknown = _log_in(site.url, [f"nobody{number}" for number in range(len(names))])
            yield from _compared("a log-in with a known and an unknown name", known, unknown, chance, count)
            for page in ("inwoners", "uitleningen", "toestellen", "berichten"):
                one, none = (partial(_page, f"{site.url}/{page}/{key}/") for key in ("1", NOBODY))
                yield from _compared(f"/{page}/ of somebody and of nobody", one, none, chance, count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _log_in(url: str, names: list[str]) -> Ask:
    """A wrong password, each time for the next name and from an address of its own, so that no limit answers."""
    turn = count_from(1)

    def ask() -> int:
        number = next(turn)
        headers = {"X-Forwarded-For": f"10.{len(names[0])}.{number // 250}.{number % 250 + 1}", "Referer": url}
        sends = {"username": names[number % len(names)], "password": "iets anders", "csrfmiddlewaretoken": TOKEN}
        address = f"{url}/aanmelden/"
        return requests.post(address, sends, headers=headers, cookies={"csrftoken": TOKEN}, timeout=60).status_code

    return ask


def _page(address: str) -> int:
    return requests.get(address, allow_redirects=False, timeout=60).status_code


def _compared(title: str, one: Ask, other: Ask, chance: random.Random, count: int) -> Iterator[str]:
    asks = {"one": one, "other": other}
    took: dict[str, list[float]] = {name: [] for name in asks}
    answers = {name: {ask()} for name, ask in asks.items()}
    for _turn in range(count):
        for name in chance.sample(sorted(asks), len(asks)):
            began = time.perf_counter()
            answers[name].add(asks[name]())
            took[name].append(time.perf_counter() - began)
    if answers["one"] != answers["other"]:
        yield f"{title}: the answers themselves differ: {answers}"
    fast, slow = sorted(median(times) for times in took.values())
    print(f"{title}: {fast * 1000:.1f} and {slow * 1000:.1f} ms", flush=True)
    if slow > fast * MOST and slow - fast > LEAST:
        yield f"{title}: {fast * 1000:.1f} and {slow * 1000:.1f} ms differ by more than {MOST}"
