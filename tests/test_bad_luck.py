"""The disk is full, the database is away, a document is damaged: real faults, and what people and workers see of them."""

import json
import resource
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory

from config.trouble import broken
from digibank.audit.models import Event
from digibank.files.actions import store
from digibank.files.models import DamagedDocument, Document
from digibank.files.tests.factories import a_document
from digibank.organisations.tests.factories import an_association
from digibank.work.tests.databases import fresh_database, start
from serving import environment_in, served

PATIENCE = 60
LARGE = b"x" * 300_000


def page_of(act):
    """The page that a person gets when this happens while theirs is made."""
    try:
        act()
    except Exception:  # noqa: BLE001  Django hands any fault to its handler
        return broken(RequestFactory().get("/"))
    raise AssertionError("nothing broke")


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@contextmanager
def no_file_beyond(size):
    """As on a full disk: the system refuses to write more of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db
@pytest.mark.rule("V-04")
def test_a_document_for_which_there_is_no_room_leaves_nothing_and_may_be_stored_later(documents_folder, actor):
    def keep():
        store(LARGE, media_type="text/plain", name="report.txt", by=actor)

    with no_file_beyond(100_000):
        page = page_of(keep)

    assert (page.status_code, page["Retry-After"]) == (507, "30")
    assert (
        files_in(documents_folder),
        Document.objects.count(),
        Event.objects.filter(verb="files.stored").count(),
    ) == (
        [],
        0,
        0,
    )
    keep()
    assert Document.objects.get().content() == LARGE


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("V-04")
def test_a_database_that_is_full_keeps_nothing_of_an_act_and_goes_on_when_there_is_room():
    if connection.vendor != "sqlite":
        pytest.skip("a full PostgreSQL needs a small disk of its own")
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")

        def register_many():
            with transaction.atomic():
                for number in range(2000):
                    an_association(f"Digibank {number} " + "x" * 60)

        page = page_of(register_many)
        counted = cursor.execute("SELECT count(*) FROM organisations_organisation").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 4294967294")

    assert (page.status_code, counted) == (507, 0)
    assert an_association("Digibank Later").pk


@pytest.mark.django_db
@pytest.mark.rule("V-04")
@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"A rep"), lambda path: path.unlink()])
def test_a_damaged_document_is_not_shown_and_the_log_says_which_one_to_put_back(documents_folder, caplog, damage):
    document = a_document(b"A report.")
    damage(files_in(documents_folder)[0])

    page = page_of(document.content)

    assert (page.status_code, "Retry-After" in page) == (500, False)
    assert [document.sha256 in line.getMessage() for line in caplog.records] == [True]
    with pytest.raises(DamagedDocument):
        document.content()


@pytest.mark.django_db
@pytest.mark.rule("V-04")
def test_a_half_written_file_is_no_document(documents_folder):
    document = a_document(b"A report.")
    (path,) = files_in(documents_folder)
    path.with_suffix(".part").write_bytes(b"A rep")

    assert document.content() == b"A report."


def test_the_pages_of_bad_luck_ask_nothing_of_the_database():
    """Without the mark django_db a question to the database is refused."""

    def lose_connection():
        raise OperationalError("server closed the connection")

    faults = {
        507: lambda: _raise(OSError(28, "No space left on device")),
        503: lose_connection,
        500: lambda: _raise(ValueError()),
    }

    assert {status: page_of(act).status_code for status, act in faults.items()} == {507: 507, 503: 503, 500: 500}
    assert all(b"Digibank" in page_of(act).content for act in faults.values())


def _raise(fault):
    raise fault


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), fresh_database(tmp_path) as url:
        yield url


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("V-04")
def test_when_the_database_comes_back_pages_and_workers_go_on_by_themselves(database, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could be away")
    log, quiet = tmp_path / "worker.log", {"stderr": subprocess.DEVNULL}
    log.touch()
    environment = environment_in(tmp_path) | {"DATABASE_URL": database}
    collect = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, env=environment, check=True)
    workers = [start(database, "work", "count", "2", str(log), **quiet)]
    try:
        with served(environment, tmp_path / "log") as site:
            before = fetched(site.url + "/")
            wait_until(lambda: "begin" in log.read_text())
            with away(database):
                during = fetched(site.url + "/")
                workers.append(start(database, "work", "count", "2", str(log), **quiet))
                time.sleep(3)
                alive = [worker.poll() for worker in workers]
            after = fetched(site.url + "/")
        wait_until(lambda: "end" in log.read_text())
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()

    assert (before[0], during[:2], after[0]) == (200, (503, "30"), 200)
    assert b"Digibank" in during[2]
    assert alive == [None, None]
    counted = start(database, "counted", stdout=subprocess.PIPE).communicate()[0]
    assert json.loads(counted) == list(range(20))
