"""Does the time of an answer tell what its words do not? Medians, on a served example site with real hashing."""

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count as count_from
from pathlib import Path
from statistics import median
from typing import Any

import requests

from serving import ROOT, environment_in, fill, served

MOST = 1.25  # How much longer the slower of two may take that nobody may tell apart.
LEAST = 0.003  # Seconds: less than this is no difference on any network.
TOKEN = "a" * 32
NOBODY = "987654321"
WARM_UP = 5  # Of each before time counts: every thread of the server first opens a connection of its own.
MOST_TRIES = 29  # One name is locked after 30 wrong passwords in an hour.
PAGES = ("inwoners", "uitleningen", "toestellen", "berichten")
ENTER = (
    "from django.test import Client; from tests.test_strangers import who_may_all_elsewhere; client = Client();"
    " client.force_login(who_may_all_elsewhere()); print(client.cookies['sessionid'].value)"
)

type Ask = Callable[[], int]


def timing(chance: random.Random, count: int) -> Iterator[str]:
    """So many of each of two that may not be told apart, in turns and in changing order."""
    folder = Path(tempfile.mkdtemp(prefix="digibank-timing-"))
    try:
        environment = environment_in(folder) | {"DIGIBANK_PROXIES": "1"}
        rows = json.loads(fill(environment))["pages"]
        names = sorted({row["by"] for row in rows if row["by"]})
        most = MOST_TRIES * len(names) - WARM_UP
        if count > most:
            raise SystemExit(f"So often no log-in may be tried. Choose --count {most} or less.")
        cookies = {"sessionid": _elsewhere(environment)}
        with served(environment, folder / "log") as site:
            known = _log_in(site.url, names, subnet=1)
            unknown = _log_in(site.url, [f"nobody{number}" for number in range(len(names))], subnet=2)
            yield from _compared("a log-in with a known and an unknown name", known, unknown, chance, count, status=422)
            for page in PAGES:
                there = _first_of(rows, page)
                one, none = (partial(_page, f"{site.url}/{page}/{key}/", cookies) for key in (there, NOBODY))
                yield from _compared(f"/{page}/ of another town and of nobody", one, none, chance, count, status=404)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _elsewhere(environment: dict[str, str]) -> str:
    """A session of somebody with every right there is, in another association and its town."""
    command = [sys.executable, "-m", "django", "shell", "--no-imports", "--command", ENTER]
    entered = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return entered.stdout.strip()


def _first_of(rows: list[dict[str, Any]], page: str) -> str:
    """The number of one that is there, as its own colleagues see it."""
    opened = (re.fullmatch(rf"/{page}/(\d+)/", row["opens"]) for row in rows if row["by"] and row["answers"] == 200)
    return next(match[1] for match in opened if match)


def _log_in(url: str, names: list[str], *, subnet: int) -> Ask:
    """A wrong password, each time for the next name and from an address of its own, so that no limit answers."""
    turn = count_from(1)

    def ask() -> int:
        number = next(turn)
        headers = {"X-Forwarded-For": f"10.{subnet}.{number // 250}.{number % 250 + 1}", "Referer": url}
        sends = {"username": names[number % len(names)], "password": "iets anders", "csrfmiddlewaretoken": TOKEN}
        address = f"{url}/aanmelden/"
        return requests.post(address, sends, headers=headers, cookies={"csrftoken": TOKEN}, timeout=60).status_code

    return ask


def _page(address: str, cookies: dict[str, str]) -> int:
    return requests.get(address, cookies=cookies, allow_redirects=False, timeout=60).status_code


def _compared(title: str, one: Ask, other: Ask, chance: random.Random, count: int, *, status: int) -> Iterator[str]:
    asks = {"one": one, "other": other}
    took: dict[str, list[float]] = {name: [] for name in asks}
    answers = {name: {ask() for _time in range(WARM_UP)} for name, ask in asks.items()}
    for _turn in range(count):
        for name in chance.sample(sorted(asks), len(asks)):
            began = time.perf_counter()
            answers[name].add(asks[name]())
            took[name].append(time.perf_counter() - began)
    if set.union(*answers.values()) != {status}:
        yield f"{title}: not everything answered {status}: {answers}"
    fast, slow = sorted(median(times) for times in took.values())
    print(f"{title}: {fast * 1000:.1f} and {slow * 1000:.1f} ms", flush=True)
    if slow > fast * MOST and slow - fast > LEAST:
        yield f"{title}: {fast * 1000:.1f} and {slow * 1000:.1f} ms differ by more than {MOST}"
