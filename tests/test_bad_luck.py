"""The disk is full, the database is away, a document is damaged: real faults, and what people see of them."""

import os
import resource
import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory

from config.trouble import broken
from digibank import clock
from digibank.audit.models import Event
from digibank.comms import papers
from digibank.comms.actions.by_worker import CLAIM_SECONDS
from digibank.comms.jobs import send_due
from digibank.comms.models import Message
from digibank.comms.tests.factories import a_message
from digibank.files.actions import store
from digibank.files.jobs import sweep_unfinished
from digibank.files.models import DamagedDocument, Document
from digibank.files.storage import StoreAway
from digibank.files.tests.factories import a_document
from digibank.organisations.tests.factories import an_association
from digibank.people.tests.factories import a_person, an_address

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
def no_file_beyond(size, monkeypatch):
    """As on a full disk: the system refuses to write more of a file."""
    monkeypatch.setattr(
        sys, "dont_write_bytecode", True
    )  # Python would keep half of what it compiles, and break on it.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db
@pytest.mark.rule("V-04")
def test_a_document_for_which_there_is_no_room_leaves_nothing_and_may_be_stored_later(
    documents_folder, actor, monkeypatch
):
    def keep():
        store(LARGE, media_type="text/plain", name="report.txt", by=actor)

    with no_file_beyond(100_000, monkeypatch):
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
    def register_many():
        with transaction.atomic():
            for number in range(2000 if connection.vendor == "sqlite" else 20):
                an_association(f"Digibank {number} " + "x" * 60)
            fill_up()

    with connection.cursor() as cursor, little_room(cursor):
        page = page_of(register_many)
        cursor.execute("SELECT count(*) FROM organisations_organisation")
        counted = cursor.fetchone()[0]

    assert (page.status_code, page["Retry-After"], counted) == (507, "30", 0)
    assert an_association("Digibank Later").pk


@contextmanager
def little_room(cursor):
    """A database of SQLite may get no page more. A full PostgreSQL would need a small disk of its own."""
    if connection.vendor != "sqlite":
        yield
        return
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        cursor.execute("PRAGMA max_page_count = 4294967294")


def fill_up():
    """PostgreSQL says here what it says when its disk is full, with the code disk_full; SQLite said so long ago."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")


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
def test_a_half_written_file_is_no_document_and_is_swept_after_a_day(documents_folder, actor):
    document = a_document(b"A report.")
    (path,) = files_in(documents_folder)
    yesterday, today = path.with_suffix(".part"), path.parent / "tmp1234.part"
    for unfinished in (yesterday, today):
        unfinished.write_bytes(b"A rep")
    long_ago = (clock.now() - timedelta(hours=25)).timestamp()
    for aged in (yesterday, path):
        os.utime(aged, (long_ago, long_ago))

    swept = [sweep_unfinished(actor), sweep_unfinished(actor)]

    assert swept == [1, 0]
    assert sorted(files_in(documents_folder)) == sorted([path, today])
    assert document.content() == b"A report."


@pytest.mark.django_db
@pytest.mark.rule("V-04")
def test_a_worker_without_room_goes_on_with_the_rest_and_makes_the_letter_when_there_is_room(
    documents_folder, town, actor, caplog, monkeypatch
):
    monkeypatch.setattr(papers, "pdf", lambda template, facts: b"%PDF-1.7" + LARGE)  # Drawing it takes long.
    letters = [a_message(a_person(town, prefers="letter", ways=[], address=an_address())) for _number in range(2)]

    with no_file_beyond(1_000, monkeypatch):
        taken = send_due(actor)
    full = list(Message.objects.values_list("state", "leased_by").distinct().order_by("state"))
    left = files_in(documents_folder)
    with clock.at(clock.now() + timedelta(seconds=CLAIM_SECONDS + 1)):
        again = send_due(actor)

    assert (taken, left, again) == (2, [], 2)
    assert [state for state, _worker in full] == ["queued"]
    assert all(worker for _state, worker in full)
    assert [line.getMessage() for line in caplog.records] == [
        f"Message {letter.pk} failed and comes back" for letter in letters
    ]
    assert [(message.state, message.document.name) for message in Message.objects.all()] == [
        ("to_do", "letter.pdf")
    ] * 2


def test_the_pages_of_bad_luck_ask_nothing_of_the_database():
    """Without the mark django_db a question to the database is refused."""
    faults = {
        507: lambda: _raise(OSError(28, "No space left on device")),
        503: lose_connection,
        500: lambda: _raise(ValueError()),
    }
    away = page_of(lambda: _raise(StoreAway("nobody there")))

    assert {status: page_of(act).status_code for status, act in faults.items()} == {507: 507, 503: 503, 500: 500}
    assert (away.status_code, away["Retry-After"]) == (503, "30")
    assert all(b"Digibank" in page_of(act).content for act in faults.values())


def test_a_fault_that_was_left_out_on_purpose_chooses_no_page():
    def refused():
        try:
            lose_connection()
        except OperationalError:
            raise ValueError from None

    def broke_meanwhile():
        try:
            lose_connection()
        except OperationalError:
            raise ValueError  # noqa: B904  that it came from the other is what counts

    assert [page_of(act).status_code for act in (refused, broke_meanwhile)] == [500, 503]


def lose_connection():
    raise OperationalError("server closed the connection")


def _raise(fault):
    raise fault
