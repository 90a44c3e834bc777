"""An impossible path is refused before anything is touched."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from digibank.operation.upgrades import Digests, Stop, digest_of, is_behind, obstacles, our_migrations

KEY = ("files", "0001_initial")


def all_obstacles(applied=None, noted=None, stops=()):
    known = our_migrations()
    return [what for what, _hint in obstacles(applied or list(known), known if noted is None else noted, known, stops)]


def test_a_database_that_this_code_made_is_welcome():
    assert all_obstacles() == []


def test_an_empty_database_is_welcome():
    assert list(obstacles([], {}, our_migrations())) == []


def test_a_newer_database_is_refused():
    assert all_obstacles([*our_migrations(), ("files", "0002_more")]) == [
        "This database is newer than this code: it knows files 0002_more."
    ]


def test_a_database_of_another_edition_is_refused():
    noted = our_migrations() | {KEY: "0" * 64}

    assert all_obstacles(noted=noted) == [
        "This database was made by another edition of files 0001_initial than this code has."
    ]


def test_a_database_of_before_the_digests_is_refused_and_not_all_is_named():
    (said,) = all_obstacles(noted={})

    assert said.startswith("This database was made by another edition of accounts 0001_initial, ")
    assert f"and {len(our_migrations()) - 3} more" in said


def test_a_version_that_may_not_be_skipped_is_named():
    stop = Stop("1.4", ("files", "0009_stop"))

    assert all_obstacles(stops=[stop]) == ["This database is older than version 1.4, which may not be skipped."]
    assert all_obstacles(stops=[Stop("1.4", KEY)]) == []


def test_a_digest_knows_words_and_not_comments():
    assert digest_of(b"# Monday\nnumber = 1\n") == digest_of(b"number   =  1  # Tuesday\n")
    assert digest_of(b"number = 1\n") != digest_of(b"number = 2\n")


@pytest.mark.django_db
def test_what_was_migrated_is_noted():
    assert Digests(connection).known() == our_migrations()
    assert not is_behind(connection)


@pytest.mark.rule("K-06")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("word", ["migrate", "work", "verify"])
def test_what_would_touch_such_a_database_is_refused_and_nothing_changes(word):
    digests = Digests(connection)
    digests.note(KEY, "0" * 64)
    options = {"skip_checks": False} if word == "migrate" else {}
    try:
        with pytest.raises(SystemCheckError, match="another edition of files 0001_initial"):
            call_command(word, stdout=StringIO(), **options)

        assert digests.known()[KEY] == "0" * 64
    finally:
        digests.note(KEY, our_migrations()[KEY])
