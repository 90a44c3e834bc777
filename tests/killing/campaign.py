"""Kill the web server and the worker while clerks are at work, start them again, and look at what is left.

From the command line: the address of an empty database, a seed, and how often to kill. What went wrong is printed,
a line each; the figures go to standard error.
"""

import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.killing.desk import Clerk, Shelf, Told
from tests.killing.help_point import Helper
from tests.killing.installation import Installation, Postbox
from tests.killing.pages import log_in

CLERKS = 3
DEVICES_PER_KILL = 8
MESSAGES_PER_KILL = 2 * DEVICES_PER_KILL
MOST_BETWEEN = 12  # Forms answered and e-mails heard between one kill and the next.
LONGEST_BETWEEN = 8  # Seconds, when less than that happens.
LONGEST_AIM = 2
BEAT = 0.2
TIME_TO_FINISH = 120


@dataclass(frozen=True)
class Report:
    """What a campaign counted, and what was wrong afterwards."""

    figures: dict[str, int]
    wrong: list[str]


def run(folder: Path, database_url: str, *, seed: int, kills: int) -> Report:
    """Kill so often, and judge what is left in this database (empty before). Keeps everything in `folder`."""
    chance = Random(seed)
    postbox = Postbox()
    postbox.start()
    installation = Installation(folder, database_url, postbox)
    try:
        town = json.loads(installation.run("town", str(kills * DEVICES_PER_KILL)))
        for who in ("web", "worker"):
            installation.start(who)
        installation.wait_for_web()
        told, counted = _day_at_the_desk(installation, town, chance, kills)
        _let_the_worker_finish(installation, told)
    finally:
        for who in list(installation.running):
            installation.kill(who)
        postbox.stop()
    seen = {"town": town, "sent": told.sent, "stands": told.stands, "heard": postbox.heard}
    judged = json.loads(installation.run("judge", told=json.dumps(seen)))
    return Report(counted | judged["figures"], told.wrong + judged["wrong"])


def _day_at_the_desk(
    installation: Installation, town: dict[str, Any], chance: Random, kills: int
) -> tuple[Told, dict[str, int]]:
    """Clerks at work, and accidents; what the clerks were told, and what was killed and broken off."""
    browser = log_in(installation.port, "/aanmelden/", town["username"], town["password"])
    told, shelf = Told(), Shelf(list(town["devices"]))
    clerks = [Clerk(replace(browser), shelf, told, Random(chance.random())) for _clerk in range(CLERKS)]
    clerks += _helpers(installation, town, clerks[0], chance)
    killed: Counter[str] = Counter()
    with at_work(clerks):
        for number in range(kills):
            installation.messages_fall_due(MESSAGES_PER_KILL)
            work_goes_on(installation, told, chance)
            # The first two are of either kind, so that a short campaign has both.
            who = ("web", "worker")[number] if number < 2 else chance.choice(["web", "worker"])
            if who == "worker" and chance.random() < 0.7:
                _until_a_mail_is_under_way(installation)
            installation.kill(who)
            killed[who] += 1
            if who == "worker":
                installation.leases_of_the_dead_end()
            installation.start(who)
            if who == "web":
                installation.wait_for_web()
    return told, {
        "kills of the web": killed["web"],
        "kills of the worker": killed["worker"],
        "pages and forms that broke off": sum(clerk.browser.broken_off for clerk in clerks),
        "of these at the help point": sum(clerk.browser.broken_off for clerk in clerks[CLERKS:]),
        "forms answered": len(told.sent),
        "forms sent again": sum(clerk.browser.sent_again for clerk in clerks),
    }


def _helpers(installation: Installation, town: dict[str, Any], clerk: Clerk, chance: Random) -> list[Clerk]:
    """Who helps visitors at the same place, each with a log-in of their own; a clerk lets the visitors in."""
    found: list[Clerk] = []
    for table, username in enumerate(town["helpers"], 1):
        browser = log_in(installation.port, "/aanmelden/", username, town["password"])
        counter = replace(clerk, browser=replace(clerk.browser), chance=Random(chance.random()))
        found.append(
            Helper(
                browser, clerk.shelf, clerk.told, Random(chance.random()), counter=counter, place=town["desk"],
                table=table,
            )
        )  # fmt: skip
    return found


@contextmanager
def at_work(clerks: list[Clerk]) -> Iterator[None]:
    """Within the block the clerks work; at its end each ends what it began."""
    stop = threading.Event()
    threads = [threading.Thread(target=clerk.work, args=(stop,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def work_goes_on(installation: Installation, told: Told, chance: Random) -> None:
    """Some acts and e-mails pass, and then a moment in the middle of the next."""
    heard = installation.postbox.heard
    enough = len(told.sent) + len(heard) + chance.randint(1, MOST_BETWEEN)
    ends = time.monotonic() + LONGEST_BETWEEN
    while len(told.sent) + len(heard) < enough and time.monotonic() < ends:
        _beat(installation)
    time.sleep(chance.uniform(0, BEAT))


def _until_a_mail_is_under_way(installation: Installation) -> None:
    """The mail server heard one more, and did not say yet that it took it."""
    heard = installation.postbox.heard
    installation.jobs_are_due()
    before, ends = len(heard), time.monotonic() + LONGEST_AIM
    while len(heard) == before and time.monotonic() < ends:
        time.sleep(0.002)


def _beat(installation: Installation) -> None:
    """The worker has something to do at every moment, since its pauses are cut short."""
    installation.jobs_are_due()
    time.sleep(BEAT)


def _let_the_worker_finish(installation: Installation, told: Told) -> None:
    """Nothing is killed any more: all that was left has to be done now."""
    installation.unmade_contracts_grow_old()
    installation.messages_fall_due(installation.left_to_do())
    ends = time.monotonic() + TIME_TO_FINISH
    while installation.left_to_do() and time.monotonic() < ends:
        _beat(installation)
    for who in ("worker", "web"):
        code = installation.stop(who)
        if code:
            told.wrong.append(f"the {who} ended with {code}: {installation.log_of(who)}")


def main() -> None:
    """One campaign in a folder that is gone afterwards."""
    url, seed, kills = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="digibank-killing-") as folder:
        report = run(Path(folder), url, seed=seed, kills=kills)
    for what in report.wrong:
        sys.stdout.write(" ".join(what.split()) + "\n")
    told = ", ".join(f"{number} {what}" for what, number in report.figures.items())
    sys.stderr.write(f"{url.partition(':')[0]}: {told}; {len(report.wrong)} wrong.\n")


if __name__ == "__main__":
    main()
