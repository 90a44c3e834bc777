"""What was saved comes back: everything, or nothing. On both databases, from a folder and from a bucket."""

import io
import json
import tarfile
from collections.abc import Iterator

import pytest
from django.db import connection

from digibank.files.tests.stores import s3_store
from tests.installations import CONTRACT

pytestmark = pytest.mark.django_db(transaction=True)
# Where rows come when people go on with work after a restore, with numbers that no restored row has.
GROW = [
    "audit_event", "files_document", "inventory_commitment", "inventory_device", "lending_loan", "lending_return",
    "organisations_organisation", "organisations_place", "people_person",
]  # fmt: skip


@pytest.fixture
def a_bucket() -> Iterator[dict[str, str]]:
    with s3_store() as environment:
        yield environment


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


def not_the_same(told, told_later) -> list[str]:
    """Tables with other rows than before; named, because all their rows are too many to read."""
    return [table for table in told | told_later if told.get(table) != told_later.get(table)]


@pytest.mark.rule("K-01")
@pytest.mark.rule("K-08")
def test_everything_but_who_is_logged_in_comes_back_from_a_folder_to_a_bucket_and_to_a_folder_again(
    install, migrated, tmp_path, a_bucket
):
    here, in_a_bucket, elsewhere = install(migrated), install(), install()
    in_a_bucket.environment |= a_bucket
    first, second, third = (tmp_path / f"{name}.tar" for name in ("first", "second", "third"))

    lived = here.inside("live", first, of="whole")
    moved = in_a_bucket.inside("move", first, second, of="whole")
    moved_again = elsewhere.inside("move", second, third, of="whole")

    told = lived["everything"]
    assert [not_the_same(told, day["everything"]) for day in (moved, moved_again)] == [[], []]
    assert [table for table, rows in told.items() if not rows] == []
    assert [min(lived["not_saved"]), moved["not_saved"], moved_again["not_saved"]] == [1, [0, 0, 0], [0, 0, 0]]
    assert (lived["said"][0][0], lived["said"][1]) == (
        "0", f"1 {first} exists already. Choose another name: a backup is never overwritten.",
    )  # fmt: skip
    assert [day["said"][0].splitlines()[-1] for day in (moved, moved_again)] == ["Everything holds."] * 2
    assert [set(GROW) - set(day["grown"]) for day in (moved, moved_again)] == [set(), set()]
    assert [(folder.folder / "documents").exists() for folder in (here, in_a_bucket, elsewhere)] == [True, False, True]


@pytest.mark.rule("K-08")
def test_whoever_made_a_backup_it_lets_nobody_in(install, migrated, tmp_path):
    here, elsewhere = install(migrated), install()

    sneaked = here.inside("sneak", tmp_path / "sneaked.tar")
    restored = elsewhere.inside("let_in", tmp_path / "sneaked.tar")

    assert sneaked["left"] == [1, 1]
    assert (restored["said"].splitlines()[-1], restored["left"]) == ("Everything holds.", [0, 0])


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


@pytest.mark.rule("K-02")
def test_what_is_not_whole_is_not_saved_and_what_is_not_whole_or_does_not_fit_is_not_restored(
    install, migrated, tmp_path
):
    here, elsewhere = install(migrated), install()
    (tmp_path / "saved").mkdir()
    (tmp_path / "changed").mkdir()

    day = here.inside("damage", tmp_path / "saved", here.file_of(CONTRACT))
    whole = tmp_path / "saved" / "whole.tar"
    # A file of SQLite is unpacked by us; a dump of PostgreSQL by its own program.
    swollen = [(about_with(database_bytes=1), "is larger than the backup says")]
    refusals = [*REFUSALS, *(swollen if connection.vendor == "sqlite" else [])]
    for number, (change, _sentence) in enumerate(refusals):
        remade(whole, tmp_path / "changed" / f"{number:02}.tar", change)
    (tmp_path / "changed" / "half.tar").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    offered = elsewhere.inside("refuse", tmp_path / "changed", tmp_path / "saved" / "without.tar")

    saved, over_itself, damaged, without = day["said"]
    assert (saved[0], day["left"]) == ("0", ["whole.tar"])
    assert over_itself == (
        "1 This database is not empty. Restore into a new one, so that nothing that is there is lost."
    )
    assert f"  {CONTRACT}\n" in damaged
    assert f"Left out, because they are damaged: {CONTRACT}" in without
    sentences = [sentence for _change, sentence in refusals] + ["is not a whole backup"]
    assert [told for told, words in zip(sentences, offered["said"], strict=True) if told not in words] == []
    assert offered["empty"]
    assert offered["damaged"].startswith("1 The restored copy is not whole")


def test_programs_that_are_missing_or_older_than_the_server_are_named(install, migrated, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no programs")
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    (fake / "pg_dump").chmod(0o755)

    older, missing = install(migrated).inside("lack_programs", fake, tmp_path / "saved.tar")

    assert "pg_dump is of version 9 and the server of version " in older
    assert "pg_dump is missing" in missing
    assert not (tmp_path / "saved.tar").exists()
