"""Documents in a store that speaks S3, tried on a real one on loopback."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from digibank.audit.models import Event
from digibank.files.actions import store
from digibank.files.models import DamagedDocument, Document
from digibank.files.s3 import bucket
from digibank.files.storage import StoreAway, documents
from digibank.files.tests.factories import a_document
from digibank.files.tests.stores import BUCKET, refuse_everybody, s3_store, tell

REPORT = b"A report."
DIGEST = sha256(REPORT).hexdigest()


@pytest.fixture(scope="module")
def a_store():
    with s3_store() as environment:
        yield environment


@pytest.fixture
def in_s3(a_store, settings):
    settings.DOCUMENT_STORE = "digibank.files.s3.bucket"
    for name, value in a_store.items():
        setattr(settings, name.removeprefix("DIGIBANK_"), value)
    return bucket().client


@pytest.mark.django_db
def test_a_document_is_kept_in_the_bucket_under_its_hash_and_nowhere_else(in_s3, folder):
    document = a_document(REPORT)

    kept = [entry["Key"] for entry in in_s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert kept == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
    assert document.content() == REPORT
    assert not folder.exists()


def test_what_is_not_there_is_none(in_s3):
    assert documents().read("0" * 64) is None


@pytest.mark.django_db
def test_what_changed_in_the_bucket_is_noticed_and_storing_it_again_repairs_it(in_s3):
    document = a_document(REPORT)
    in_s3.put_object(Bucket=BUCKET, Key=f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}", Body=b"A rapport.")

    with pytest.raises(DamagedDocument, match=f"changed: put {DIGEST} back"):
        document.content()
    a_document(REPORT)
    assert document.content() == REPORT


@pytest.mark.django_db
def test_what_is_forgotten_leaves_the_bucket_and_removing_it_twice_is_no_fault(in_s3):
    document = a_document()
    store = bucket()

    store.remove(document.sha256)
    store.remove(document.sha256)

    assert (store.read(document.sha256), in_s3.list_objects_v2(Bucket=BUCKET)["KeyCount"]) == (None, 0)


def test_threads_share_one_client(in_s3):
    contents = [b"number %d" % number for number in range(24)]

    with ThreadPoolExecutor(8) as threads:
        for content in contents:
            threads.submit(documents().write, sha256(content).hexdigest(), content)
        clients = set(threads.map(lambda _turn: id(bucket().client), range(8)))

    assert len(clients) == 1
    assert [documents().read(sha256(content).hexdigest()) for content in contents] == contents


def test_a_bucket_can_be_tried_and_says_nothing_of_its_room(in_s3):
    documents().try_writing()

    assert documents().free_bytes() is None


@pytest.mark.django_db
def test_a_store_that_does_not_know_our_key_keeps_nothing_and_says_so(in_s3, settings, actor):
    refuse_everybody(settings.S3_URL)
    try:
        with pytest.raises(StoreAway, match="The document store cannot be used \\(InvalidAccessKeyId\\)"):
            store(REPORT, media_type="text/plain", name="report.txt", by=actor)
        with pytest.raises(StoreAway):
            documents().read(DIGEST)
    finally:
        tell(settings.S3_URL, "reset-auth", b"Infinity")

    assert (Document.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_store_that_is_away_keeps_nothing_and_says_so(in_s3, settings, actor):
    settings.S3_URL = "http://127.0.0.1:9"

    with pytest.raises(StoreAway, match="The document store cannot be used \\(EndpointConnectionError\\)"):
        store(REPORT, media_type="text/plain", name="report.txt", by=actor)
    with pytest.raises(StoreAway):
        documents().read(DIGEST)
    with pytest.raises(StoreAway):
        documents().try_writing()
    assert (Document.objects.count(), Event.objects.count()) == (0, 0)


def test_a_folder_can_be_tried_and_leaves_nothing(folder):
    documents().try_writing()

    assert list(folder.iterdir()) == []
    assert documents().free_bytes() > 0


@pytest.mark.once
def test_the_library_of_s3_is_not_loaded_when_documents_are_in_a_folder():
    program = "import django, sys; django.setup(); import config.urls; sys.exit('boto3' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], env=_settings(), check=False)

    assert done.returncode == 0


@pytest.mark.once
def test_a_bucket_without_key_is_refused_at_the_start():
    environment = _settings() | {"DIGIBANK_S3_BUCKET": "documents"}

    done = subprocess.run(
        [sys.executable, "-m", "django", "check"], env=environment, check=False, capture_output=True, text=True
    )

    assert "Set DIGIBANK_S3_KEY and DIGIBANK_S3_SECRET as well" in done.stderr


def _settings():
    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": "src"}
