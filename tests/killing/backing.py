"""Take backups while clerks are at work, restore each elsewhere, and look whether everything holds there.

From the command line: the address of an empty database, a seed, and how many backups. What went wrong is printed,
a line each; the figures go to standard error.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from uuid import uuid4

import psycopg

from tests.killing.campaign import BEAT, CLERKS, DEVICES_PER_KILL, MESSAGES_PER_KILL, Report, at_work, work_goes_on
from tests.killing.desk import Clerk, Shelf, Told
from tests.killing.installation import ROOT, Installation, Postbox
from tests.killing.pages import log_in

COUNT = "SELECT (SELECT count(*) FROM lending_loan), (SELECT count(*) FROM files_document)"


def run(folder: Path, database_url: str, *, seed: int, backups: int) -> Report:
    """Make so many backups of this database (empty before) under load; each is restored and verified afterwards."""
    chance, postbox = Random(seed), Postbox()
    postbox.start()
    installation = Installation(folder, database_url, postbox)
    saved, wrong = [], []
    try:
        town = json.loads(installation.run("town", str((backups + 1) * DEVICES_PER_KILL)))
        for who in ("web", "worker"):
            installation.start(who)
        installation.wait_for_web()
        browser = log_in(installation.port, "/aanmelden/", town["username"], town["password"])
        told, shelf = Told(), Shelf(list(town["devices"]))
        clerks = [Clerk(replace(browser), shelf, told, Random(chance.random())) for _clerk in range(CLERKS)]
        with at_work(clerks):
            for number in range(backups):
                installation.messages_fall_due(MESSAGES_PER_KILL)
                work_goes_on(installation, told, chance)
                _until_a_paper_is_kept(installation)
                saved.append(folder / f"backup-{number}.tar")
                began = len(told.sent)
                wrong += _said_wrong(installation, "backup", saved[-1])
                wrong += _wait_for_an_act(told, began)
    finally:
        for who in list(installation.running):
            installation.kill(who)
        postbox.stop()
    figures = {"backups": len(saved), "forms answered": len(told.sent), "loans restored": 0, "documents restored": 0}
    for file in saved:
        with _empty_beside(installation) as elsewhere:
            wrong += _said_wrong(elsewhere, "restore", file)
            loans, documents = _counted(elsewhere.database_url)
            figures["loans restored"] += loans
            figures["documents restored"] += documents
    return Report(figures, wrong + told.wrong)


def _wait_for_an_act(told: Told, before: int) -> list[str]:
    """The clerks go on after a backup as before."""
    ends = time.monotonic() + 30
    while len(told.sent) == before and time.monotonic() < ends:
        time.sleep(BEAT)
    return [] if len(told.sent) > before else ["nobody could work during the backup or after it"]


def _until_a_paper_is_kept(installation: Installation) -> None:
    ends = time.monotonic() + 30
    while not _counted(installation.database_url)[1] and time.monotonic() < ends:
        time.sleep(BEAT)


def _said_wrong(installation: Installation, word: str, file: Path) -> list[str]:
    command = [sys.executable, "-m", "django", word, str(file)]
    done = subprocess.run(command, cwd=ROOT, env=installation.environment, check=False, capture_output=True, text=True)
    return [f"{word} of {file.name}: {done.stdout} {done.stderr}"] if done.returncode else []


@contextmanager
def _empty_beside(installation: Installation) -> Iterator[Installation]:
    """An installation with nothing in it, with a database of the same kind; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="digibank-restored-") as folder:
        if installation.database_url.startswith("sqlite"):
            url = f"sqlite:///{folder}/restored.sqlite3"
            yield Installation(Path(folder), url, installation.postbox)
            return
        server, _slash, _name = installation.database_url.rpartition("/")
        name = f"restored_{uuid4().hex[:12]}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
            administration.execute(f"CREATE DATABASE {name}")
            try:
                yield Installation(Path(folder), f"{server}/{name}", installation.postbox)
            finally:
                administration.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _counted(url: str) -> tuple[int, int]:
    """Loans and documents in this database."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        loans, documents = connection.execute(COUNT).fetchone()
        connection.close()
        return loans, documents
    with psycopg.connect(url) as database:
        loans, documents = database.execute(COUNT).fetchone()
        return loans, documents


def main() -> None:
    """One campaign in a folder that is gone afterwards."""
    url, seed, backups = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="digibank-backing-") as folder:
        report = run(Path(folder), url, seed=seed, backups=backups)
    for what in report.wrong:
        sys.stdout.write(" ".join(what.split()) + "\n")
    told = ", ".join(f"{number} {what}" for what, number in report.figures.items())
    sys.stderr.write(f"{url.partition(':')[0]}: {told}; {len(report.wrong)} wrong.\n")


if __name__ == "__main__":
    main()
