"""Long campaigns against what must never give way: ./digibank soak NAME --seed N --count N.

A campaign is a function in soaking/ that takes a source of chance and a count and yields what went wrong. The same seed
gives the same campaign, so that what is found can be found again.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator

import django

from soaking.clerks import backup, kill
from soaking.demo import demo
from soaking.race import race
from soaking.region import region
from soaking.reports import reports
from soaking.scan import scan
from soaking.timing import timing

type Campaign = Callable[[random.Random, int], Iterator[str]]

CAMPAIGNS: dict[str, Campaign] = {
    "reports": reports,
    "kill": kill,
    "race": race,
    "region": region,
    "backup": backup,
    "scan": scan,
    "timing": timing,
    "demo": demo,
}
USUAL = {
    "reports": 20_000,
    "kill": 50,
    "race": 200,
    "region": 10_000,
    "backup": 10,
    "scan": 12,
    "timing": 60,
    "demo": 3,
}


def main(words: list[str]) -> int:
    """Run one campaign; 1 when something went wrong, and then say what and with which seed."""
    parser = argparse.ArgumentParser(prog="./digibank soak", description="Long campaigns.")
    parser.add_argument("name", choices=sorted(CAMPAIGNS))
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    usual = ", ".join(f"{name} {times}" for name, times in USUAL.items())
    parser.add_argument("--count", type=int, help=f"how many times, or minutes of scanning ({usual})")
    chosen = parser.parse_args(words)
    count = chosen.count or USUAL[chosen.name]
    django.setup()
    began = time.monotonic()
    wrong = 0
    for what in CAMPAIGNS[chosen.name](random.Random(chosen.seed), count):  # noqa: S311
        print(what, flush=True)
        wrong += 1
    took = time.monotonic() - began
    print(f"{chosen.name}, seed {chosen.seed}: {count} times in {took:.0f} seconds, {wrong} went wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
