"""The database is away and comes back: a real site and real workers, and nobody restarts them."""

import json
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError

import psycopg
import pytest
from django.db import connection

from digibank.work.tests.databases import start
from serving import environment_in, served

PATIENCE = 60


@contextmanager
def away(url):
    """The database lets nobody in, and whoever was in is put out."""
    base, name = url.rsplit("/", 1)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as administration:
        administration.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        administration.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            administration.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def fetched(url):
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return answer.status, answer.headers.get("Retry-After"), answer.read()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.headers.get("Retry-After"), refused.read()


def wait_until(holds):
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def a_worker(url, log, complaints):
    with complaints.open("w") as told:
        return start(url, "work", "count", "2", str(log), stderr=told)


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("V-04")
def test_when_the_database_comes_back_pages_and_workers_go_on_by_themselves(database_of_its_own, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could be away")
    log, complaints = tmp_path / "worker.log", [tmp_path / "awake.log", tmp_path / "started.log"]
    log.touch()
    environment = environment_in(tmp_path) | {"DATABASE_URL": database_of_its_own}
    workers = [a_worker(database_of_its_own, log, complaints[0])]
    try:
        with served(environment, tmp_path / "log", application="tests.unpacked:application") as site:
            before = fetched(site.url + "/")
            wait_until(lambda: "counted" in log.read_text())
            with away(database_of_its_own):
                during = fetched(site.url + "/")
                workers.append(a_worker(database_of_its_own, log, complaints[1]))
                wait_until(lambda: all("trying again" in told.read_text() for told in complaints))
                alive = [worker.poll() for worker in workers]
            after = fetched(site.url + "/")
        wait_until(lambda: "end" in log.read_text())
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()

    assert (before[0], during[:2], after[0]) == (200, (503, "30"), 200)
    assert b"<title>" in during[2]
    assert alive == [None, None]
    counted = start(database_of_its_own, "counted", stdout=subprocess.PIPE).communicate()[0]
    assert json.loads(counted) == list(range(20))
