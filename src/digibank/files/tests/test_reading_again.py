from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from digibank import clock
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.files import jobs
from digibank.files.jobs import read_again
from digibank.files.models import Document, Reading
from digibank.files.storage import StoreAway
from digibank.files.tests.factories import Watched, a_document
from digibank.work.models import Schedule

pytestmark = pytest.mark.django_db


def file_of(document):
    return next(settings.DOCUMENTS.rglob(document.sha256))


def told():
    return list(Event.objects.exclude(verb="files.stored").order_by("pk").values_list("verb", "facts"))


def test_a_document_that_is_what_was_stored_is_only_remembered():
    document = a_document()

    assert read_again(document, by=an_actor())
    assert Reading.objects.values_list("document", "damage", "damaged_since").get() == (document.pk, "", None)
    assert told() == []
    assert str(document.reading) == f"{document.pk} "


def test_damage_is_told_once_and_its_end_as_well(caplog):
    document = a_document(b"A report.")
    whole = file_of(document).read_bytes()
    file_of(document).write_bytes(b"A rapport.")

    first, again = read_again(document, by=an_actor()), read_again(document, by=an_actor())
    damaged = list(Document.objects.damaged())
    file_of(document).write_bytes(whole)
    mended = read_again(document, by=an_actor())

    assert (first, again, damaged, mended) == (False, False, [document], True)
    assert list(Document.objects.damaged()) == []
    assert told() == [("files.damaged", {"damage": "changed"}), ("files.mended", {})]
    assert [line.getMessage() for line in caplog.records] == [
        f"Document {document.pk} is changed: put {document.sha256} back from the backup."
    ]


def test_a_missing_document_is_told_apart():
    document = a_document()
    file_of(document).unlink()

    assert not read_again(document, by=an_actor())
    assert told() == [("files.damaged", {"damage": "missing"})]


@pytest.mark.rule("K-05")
def test_the_job_reads_each_document_once_a_month_and_damaged_ones_each_time(monkeypatch):
    monkeypatch.setattr(jobs, "PORTION", 2)
    documents = [a_document(b"number %d" % number) for number in range(3)]
    file_of(documents[0]).unlink()

    done = [jobs.read_documents_again(an_actor()) for _hour in range(3)]
    with clock.at(clock.now() + timedelta(days=31)):
        later = jobs.read_documents_again(an_actor())

    # Of three, the damaged one is read each hour and the others beside it, as far as the portion goes.
    assert (done, later) == ([2, 2, 1], 2)
    assert Reading.objects.count() == 3
    assert told() == [("files.damaged", {"damage": "missing"})]


def test_a_store_that_is_away_damages_nothing(settings):
    document = a_document()
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.an_absent_store"

    with pytest.raises(StoreAway):
        read_again(document, by=an_actor())
    assert Reading.objects.count() == 0


@pytest.mark.rule("K-05")
def test_many_damaged_documents_leave_half_of_a_portion_to_the_others(monkeypatch):
    monkeypatch.setattr(jobs, "PORTION", 4)
    documents = [a_document(b"number %d" % number) for number in range(7)]
    for document in documents[:4]:
        file_of(document).unlink()

    done = [jobs.read_documents_again(an_actor()) for _hour in range(3)]

    assert (done, Reading.objects.count()) == ([4, 4, 3], 7)
    # The damaged ones take turns.
    assert set(Document.objects.damaged().order_by("reading__read_at")[2:]) == set(documents[2:4])


@pytest.mark.rule("K-05")
def test_a_document_that_cannot_be_read_keeps_no_other_back(caplog):
    unreadable, other = a_document(b"one"), a_document(b"other")
    file_of(unreadable).unlink()
    (settings.DOCUMENTS / unreadable.sha256[:2] / unreadable.sha256[2:4] / unreadable.sha256).mkdir()

    done = jobs.read_documents_again(an_actor())

    assert (done, list(Reading.objects.values_list("document", flat=True))) == (1, [other.pk])
    assert caplog.messages == [f"Document {unreadable.pk} could not be read."]


def test_the_job_ends_while_the_store_is_away_and_comes_back(settings):
    a_document()
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.an_absent_store"

    with pytest.raises(StoreAway):
        jobs.read_documents_again(an_actor())


def test_a_document_is_read_before_the_transaction_begins(settings):
    document = a_document()
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.a_watched_store"
    Watched.depths.clear()

    read_again(document, by=an_actor())

    assert Watched.depths == [len(connection.atomic_blocks)]


@pytest.mark.rule("K-05")
def test_the_worker_finds_the_job():
    document = a_document()

    call_command("work", once=True)

    assert Schedule.objects.get(code="files-read-documents-again").last_succeeded_at is not None
    assert Reading.objects.values_list("document", "damage").get() == (document.pk, "")
