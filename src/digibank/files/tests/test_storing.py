import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.files.actions import store
from digibank.files.models import DamagedDocument, Document
from digibank.files.storage import Disk
from digibank.files.tests.factories import a_document

REPORT = b"A report."
DIGEST = sha256(REPORT).hexdigest()


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_a_document_is_known_by_its_hash(folder, actor):
    document = store(REPORT, media_type="text/plain", name="report.txt", by=actor)

    assert Document.objects.values_list("sha256", "size_bytes", "media_type", "name", "created_by").get() == (
        DIGEST,
        9,
        "text/plain",
        "report.txt",
        actor.pk,
    )
    assert files_in(folder) == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
    assert document.content() == REPORT
    assert str(document) == f"report.txt {DIGEST[:12]}"


@pytest.mark.django_db
def test_storing_is_on_the_trail_once(actor):
    document = store(REPORT, media_type="text/plain", name="report.txt", by=actor)
    again = store(REPORT, media_type="application/json", name="other.json", by=actor)

    assert (again, again.name) == (document, "report.txt")
    events = Event.objects.about(document).values_list("verb", "actor", "facts")
    assert list(events) == [("files.stored", actor.pk, {"size_bytes": 9})]


@pytest.mark.django_db
def test_a_document_may_be_empty():
    assert a_document(b"").content() == b""


@pytest.mark.django_db
def test_a_refused_row_leaves_no_more_than_a_file_without_an_owner(folder, actor):
    with pytest.raises(IntegrityError), transaction.atomic():
        store(REPORT, media_type="text/plain", name="../somewhere else", by=actor)

    assert not Document.objects.exists()
    assert files_in(folder) == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"name": ""}, {"media_type": "a page"}, {"media_type": "text/html; charset=utf-7"}])
def test_names_and_types_are_plain(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_document(**wrong)


@pytest.mark.django_db
def test_a_document_never_changes():
    document = a_document()

    with pytest.raises(DatabaseError, match="files_document_append_only"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(name="other.txt")
    with pytest.raises(DatabaseError, match="files_document_append_only"), transaction.atomic():
        document.delete()


@pytest.mark.django_db
def test_a_changed_file_is_noticed_and_storing_the_same_again_repairs_it(folder):
    document = a_document(REPORT)
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    path.write_bytes(b"A rapport.")

    with pytest.raises(DamagedDocument, match=f"changed: put {DIGEST} back"):
        document.content()
    a_document(REPORT)
    assert document.content() == REPORT


@pytest.mark.django_db
def test_a_missing_file_is_noticed(folder):
    document = a_document(REPORT)
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    path.unlink()

    with pytest.raises(DamagedDocument, match=f"missing: put {DIGEST} back"):
        document.content()


def test_what_cannot_be_written_leaves_nothing(folder):
    with pytest.raises(TypeError):
        Disk(folder).write(DIGEST, "text, not bytes")

    assert files_in(folder) == []


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_document():
    def store_it(_):
        try:
            return a_document(REPORT).pk
        finally:
            connection.close()

    an_actor()
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(store_it, range(8)))

    assert set(keys) == {Document.objects.get().pk}
    assert Event.objects.filter(verb="files.stored").count() == 1


WRITER = """
import sys
from hashlib import sha256
from pathlib import Path
from digibank.files.storage import Disk
for number in range(10_000):
    content = b"%d " % number * 200_000
    Disk(Path(sys.argv[1])).write(sha256(content).hexdigest(), content)
"""


@pytest.mark.once
def test_a_writer_that_is_killed_leaves_whole_documents_only(folder):
    folder.mkdir()
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    until = time.monotonic() + 20
    while len(files_in(folder)) < 5 and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()

    documents = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part"]
    assert len(documents) >= 4
    assert [path.name for path in documents] == [sha256(path.read_bytes()).hexdigest() for path in documents]
