"""Several workers, and workers that die, as real processes on a database of their own."""

import json
import signal
import subprocess
import time

import psycopg
import pytest
from django.db import connection

from digibank.work.tests.databases import fresh_database, start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), fresh_database(tmp_path_factory.mktemp("workshop")) as url:
        yield url


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log"
    path.touch()
    return path


@pytest.fixture
def worker(database, log):
    """Starts workers, and ends those that are left."""
    started = []

    def begin(job, *options, lease=2, **more):
        started.append(start(database, "work", job, str(lease), str(log), *options, **more))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def lines(log):
    return [(word, int(pid), float(at)) for word, pid, at in map(str.split, log.read_text().splitlines())]


def wait_until(holds, seconds=90):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def counted(database):
    process = start(database, "counted", stdout=subprocess.PIPE)
    return json.loads(process.communicate()[0])


@pytest.mark.rule("K-11")
def test_three_workers_never_run_one_job_at_the_same_time_and_end_it_before_they_stop(worker, log):
    workers = [worker("nap", lease=60) for _number in range(3)]

    wait_until(lambda: len(lines(log)) >= 7 and lines(log)[-1][0] == "begin")
    for process, how in zip(workers, (signal.SIGTERM, signal.SIGINT, signal.SIGTERM), strict=True):
        process.send_signal(how)
    codes = [process.wait(timeout=60) for process in workers]

    words = [word for word, _pid, _at in sorted(lines(log), key=lambda line: line[2])]
    assert codes == [0, 0, 0]
    assert words == ["begin", "end"] * (len(words) // 2)


def test_a_killed_worker_is_followed_by_another_that_goes_on_where_it_stopped(worker, log, database):
    first, second = worker("count"), worker("count")
    wait_until(lambda: len(lines(log)) >= 4)
    busy, other = (first, second) if lines(log)[0][1] == first.pid else (second, first)
    busy.kill()
    busy.wait()
    wait_until(lambda: lines(log)[-1][0] == "end")

    began = [pid for word, pid, _at in lines(log) if word == "begin"]
    assert began[:2] == [busy.pid, other.pid]
    assert counted(database) == list(range(20))


def test_a_worker_outlives_a_broken_connection(worker, log, database):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection to break")
    worker("nap", stderr=subprocess.DEVNULL)
    wait_until(lambda: "end" in log.read_text())

    with psycopg.connect(database, autocommit=True) as administration:
        administration.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    wait_until(lambda: log.read_text().count("end") >= 2)
