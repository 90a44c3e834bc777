"""What was saved comes back: everything, or nothing. On both databases, from a folder and from a bucket."""

import io
import json
import shutil
import tarfile
from collections.abc import Iterator

import pytest
from django.db import connection

from digibank.files.tests.stores import s3_store
from tests.installations import CONTRACT, EXAMPLES, Installation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(running, tmp_path):
    """A backup of an installation with an administrator and a document."""
    target = tmp_path / "saved.tar"
    done = running.run("-m", "django", "backup", str(target))
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def a_bucket() -> Iterator[dict[str, str]]:
    with s3_store() as environment:
        yield environment


def restore(installation: Installation, source) -> str:
    """What a restore said in the end; its exit code stands in front."""
    done = installation.run("-m", "django", "restore", str(source))
    return f"{done.returncode} {(done.stderr or done.stdout).strip().removeprefix('CommandError: ')}"


def remade(source, target, change) -> None:
    """The same backup with something changed in its members."""
    with tarfile.open(source) as archive:
        members = {entry.name: archive.extractfile(entry).read() for entry in archive}
    change(members)
    with tarfile.open(target, "w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def nothing_is_kept(installation: Installation) -> bool:
    rows = installation.run(
        "-c", "import django; django.setup(); from digibank.operation import dumping; print(dumping.is_empty())"
    )
    return rows.stdout.strip() == "True" and not (installation.folder / "documents").exists()


@pytest.mark.rule("K-01")
def test_everything_comes_back_row_by_row_and_byte_by_byte_also_in_another_store(install, migrated, tmp_path, a_bucket):
    here = install(migrated)
    here.python(EXAMPLES)
    saved = here.run("-m", "django", "backup", str(tmp_path / "saved.tar"))
    elsewhere = install()
    elsewhere.environment |= a_bucket

    restored = elsewhere.run("-m", "django", "restore", str(tmp_path / "saved.tar"))

    assert (saved.returncode, restored.returncode) == (0, 0), saved.stderr + restored.stderr
    assert restored.stdout.splitlines()[-1] == "Everything holds."
    told = here.everything()
    assert elsewhere.everything() == told
    assert min(len(told[part]) for part in ("documents", "people_person", "lending_loan", "audit_event")) > 3
    assert not (elsewhere.folder / "documents").exists()


def test_a_backup_of_a_bucket_comes_back_in_a_folder(install, migrated, tmp_path, a_bucket):
    here = install(migrated)
    here.environment |= a_bucket
    here.python(
        "from tests.installations import STORE; exec(STORE)",
    )
    saved = here.run("-m", "django", "backup", str(tmp_path / "saved.tar"))
    elsewhere = install()

    assert saved.returncode == 0, saved.stderr
    assert restore(elsewhere, tmp_path / "saved.tar").startswith("0 ")
    assert elsewhere.file_of(CONTRACT).read_bytes() == b"a contract"


@pytest.mark.rule("K-08")
def test_who_is_logged_in_is_not_saved(running, install, tmp_path):
    running.python(
        "from django.contrib.sessions.backends.db import SessionStore; s = SessionStore(); s['who'] = 1; s.save()"
    )
    running.run("-m", "django", "backup", str(tmp_path / "saved.tar"))
    elsewhere = install()
    restore(elsewhere, tmp_path / "saved.tar")

    count = "from django.contrib.sessions.models import Session; print(Session.objects.count())"
    assert (running.python(count).strip(), elsewhere.python(count).strip()) == ("1", "0")


def test_a_backup_overwrites_nothing(running, tmp_path):
    (tmp_path / "saved.tar").write_text("something dear")

    refused = running.run("-m", "django", "backup", str(tmp_path / "saved.tar"))

    assert "exists already" in refused.stderr
    assert (tmp_path / "saved.tar").read_text() == "something dear"


def test_a_restore_never_replaces_what_is_there(running, saved):
    assert restore(running, saved) == (
        "1 This database is not empty. Restore into a new one, so that nothing that is there is lost."
    )


@pytest.mark.rule("K-02")
def test_a_damaged_document_is_named_and_nothing_is_saved_unless_asked(running, install, tmp_path):
    running.file_of(CONTRACT).write_bytes(b"a contrast")

    refused = running.run("-m", "django", "backup", str(tmp_path / "saved.tar"))
    left = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".", "saved")))
    asked = running.run("-m", "django", "backup", "--without-damaged", str(tmp_path / "saved.tar"))

    assert (refused.returncode, left, asked.returncode) == (1, [], 0)
    assert f"  {CONTRACT}\n" in refused.stderr
    assert f"Left out, because they are damaged: {CONTRACT}" in asked.stdout
    assert restore(install(), tmp_path / "saved.tar").startswith("1 The restored copy is not whole")


@pytest.mark.rule("K-02")
def test_half_a_backup_is_refused_and_nothing_is_kept(saved, install, tmp_path):
    whole = saved.read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 2])
    elsewhere = install()

    assert "is not a whole backup" in restore(elsewhere, tmp_path / "half.tar")
    assert nothing_is_kept(elsewhere)


def lose_a_document(members):
    del members[f"documents/{CONTRACT}"]


def change_a_document(members):
    members[f"documents/{CONTRACT}"] = b"a contrast"


def change_the_database(members):
    members["database"] = members["database"][:-1] + b"x"


def about_with(**changes):
    def change(members):
        members["about.json"] = json.dumps(json.loads(members["about.json"]) | changes).encode()

    return change


def come_from_the_other_kind(members):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    about_with(vendor=other)(members)


REFUSALS = [
    (lose_a_document, "it has 0 of 1 documents"),
    (change_a_document, f"are damaged: {CONTRACT}"),
    (change_the_database, "is damaged. Choose another backup."),
    (about_with(format=1), "This backup has format 1"),
    (come_from_the_other_kind, "comes from the other kind of database"),
    (about_with(document_bytes=10**15), "There is no room for the documents"),
    (about_with(database_bytes=10**15), "There is no room for "),
    (about_with(migrations={"files.0007_later": "0" * 64}), "This backup is newer than this code"),
    (about_with(migrations={"files.0001_initial": "0" * 64}), "This backup was made by another edition of files"),
]


RESTORE_ALL = """
import sys, pathlib
from django.core.management import CommandError
from digibank.operation.saving import restore
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        restore(path, say=print)
    except CommandError as no:
        print(" ".join(str(no).split()))
"""


def test_what_is_not_whole_or_does_not_fit_is_refused_before_anything_is_written(saved, install, tmp_path):
    elsewhere = install()
    (tmp_path / "changed").mkdir()
    for number, (change, _sentence) in enumerate(REFUSALS):
        remade(saved, tmp_path / "changed" / f"{number:02}.tar", change)

    said = elsewhere.python(RESTORE_ALL, str(tmp_path / "changed")).splitlines()

    assert [sentence for (_change, sentence), words in zip(REFUSALS, said, strict=True) if sentence not in words] == []
    assert nothing_is_kept(elsewhere)


def test_programs_that_are_older_than_the_server_are_told_apart(running, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no programs")
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    (fake / "pg_dump").chmod(0o755)
    running.environment |= {"PATH": f"{fake}:{running.environment['PATH']}"}

    refused = running.run("-m", "django", "backup", str(tmp_path / "saved.tar"))

    assert "pg_dump is of version 9 and the server of version " in refused.stderr
    assert not (tmp_path / "saved.tar").exists()


def test_a_program_that_is_missing_is_named(running, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no programs")
    running.environment |= {"PATH": str(tmp_path)}

    assert "pg_dump is missing" in running.run("-m", "django", "backup", str(tmp_path / "saved.tar")).stderr
    assert shutil.which("pg_dump")
