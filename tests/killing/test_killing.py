"""The campaign of campaign.py with three kills; ./digibank soak kill has more."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.killing import campaign

KILLS = 3


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the migrated test database."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            yield from _postgresql()
        else:
            yield _sqlite(tmp_path / "killed.sqlite3")


def _sqlite(path: Path) -> str:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def _postgresql() -> Iterator[str]:
    known, name = connection.settings_dict, f"killed_{uuid4().hex[:12]}"
    at = f"{quote(known['HOST'], safe='')}:{known['PORT'] or 5432}"
    server = f"postgresql://{quote(known['USER'])}:{quote(known['PASSWORD'])}@{at}"
    # PostgreSQL copies a database only while nobody is connected to it.
    connection.close()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
        administration.execute(f"CREATE DATABASE {name} TEMPLATE {known['NAME']}")
        try:
            yield f"{server}/{name}"
        finally:
            administration.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_kill_9_of_web_and_worker_leaves_no_act_half_done_no_message_lost_and_nothing_done_twice(database, tmp_path):
    report = campaign.run(tmp_path, database, seed=1, kills=KILLS)

    assert report.wrong == []
    assert report.figures["kills of the web"] + report.figures["kills of the worker"] == KILLS
    assert min(report.figures[counted] for counted in ("loans", "messages", "pages and forms that broke off")) > 0
