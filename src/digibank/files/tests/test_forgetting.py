from datetime import timedelta

import pytest
from django.conf import settings
from django.http import Http404

from digibank import clock
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.files import jobs
from digibank.files.actions import forget, remove_forgotten, store
from digibank.files.answers import document_response
from digibank.files.jobs import remove_forgotten_documents
from digibank.files.models import Document, ForgottenDocument
from digibank.files.storage import StoreAway
from digibank.files.tests.factories import a_document

pytestmark = pytest.mark.django_db
LATER = {"hours": 6}


@pytest.fixture(autouse=True)
def _standing_clock(on_a_monday):
    """Time passes when a test says so."""


def a_forgotten_document(content=b"A photo."):
    forget(a_document(content), by=an_actor())
    return Document.objects.latest("pk")


def there(document) -> bool:
    return any(settings.DOCUMENTS.rglob(document.sha256))


def told():
    return list(Event.objects.exclude(verb="files.stored").order_by("pk").values_list("verb", flat=True))


@pytest.mark.rule("D-36")
def test_what_is_forgotten_is_given_to_nobody_from_that_moment():
    document = a_forgotten_document()

    with pytest.raises(ForgottenDocument):
        document.content()
    with pytest.raises(Http404):
        document_response(document)
    assert told() == ["files.forgotten"]


@pytest.mark.rule("D-36")
def test_its_bytes_go_once_no_backup_can_want_them_and_its_row_stays():
    document = a_forgotten_document()

    early, was_there = remove_forgotten_documents(an_actor()), there(document)
    clock.pass_time(**LATER)
    done, again = remove_forgotten_documents(an_actor()), remove_forgotten_documents(an_actor())

    assert (early, was_there, done, again, there(document)) == (0, True, 1, 0, False)
    assert (Document.objects.get().sha256, list(Document.objects.kept())) == (document.sha256, [])
    assert Document.objects.get().forgotten.removed_at == clock.now()
    assert told() == ["files.forgotten", "files.removed"]
    assert str(Document.objects.get().forgotten) == f"{document.pk} {clock.now()}"


def test_forgetting_twice_is_forgetting_once():
    document = a_forgotten_document()
    forget(document, by=an_actor())

    assert told() == ["files.forgotten"]


def test_who_stores_the_same_again_has_it_whether_its_bytes_were_removed_or_not():
    document = a_forgotten_document()
    before = store(b"A photo.", media_type="text/plain", name="photo.txt", by=an_actor())
    forget(before, by=an_actor())
    clock.pass_time(**LATER)
    remove_forgotten_documents(an_actor())

    after = store(b"A photo.", media_type="text/plain", name="photo.txt", by=an_actor())

    assert (before, after, after.content()) == (document, document, b"A photo.")
    assert told() == [
        "files.forgotten", "files.stored_again", "files.forgotten", "files.removed", "files.stored_again",
    ]  # fmt: skip


def test_what_was_stored_again_meanwhile_is_not_removed():
    document = a_forgotten_document()
    mark = document.forgotten
    clock.pass_time(**LATER)
    store(b"A photo.", media_type="text/plain", name="photo.txt", by=an_actor())

    remove_forgotten(mark, by=an_actor())

    assert there(document)


def test_a_store_that_is_away_keeps_it_due(settings):
    document = a_forgotten_document()
    clock.pass_time(**LATER)
    mine, settings.DOCUMENT_STORE = settings.DOCUMENT_STORE, "digibank.files.tests.factories.an_absent_store"

    with pytest.raises(StoreAway):
        remove_forgotten_documents(an_actor())
    settings.DOCUMENT_STORE = mine

    assert there(document)
    assert remove_forgotten_documents(an_actor()) == 1


def test_what_is_forgotten_is_not_read_again_and_is_no_damage():
    damaged = a_document(b"A report.")
    next(settings.DOCUMENTS.rglob(damaged.sha256)).unlink()
    jobs.read_documents_again(an_actor())
    was_damaged = list(Document.objects.damaged())

    forget(damaged, by=an_actor())
    clock.pass_time(days=31)

    assert (was_damaged, list(Document.objects.damaged())) == ([damaged], [])
    assert jobs.read_documents_again(an_actor()) == 0


def test_a_mark_is_due_by_its_own_moment():
    with clock.at(clock.now() - timedelta(hours=7)):
        a_forgotten_document()

    assert remove_forgotten_documents(an_actor()) == 1
