"""A database of its own for tests with several processes: a copy of the test database, of the same vendor.

Such tests are marked `django_db(transaction=True)`: then there is a test database, and nobody is in it when it is copied.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.db import connection

WORKSHOP = "import django; django.setup(); from digibank.work.tests import workshop; workshop.main()"


def start(database_url: str, *arguments: str, **options) -> subprocess.Popen:
    """A process of workshop.py on this database."""
    environment = os.environ | {"DATABASE_URL": database_url, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", WORKSHOP, *arguments], env=environment, text=True, **options)


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """The address of an empty copy of the migrated test database, gone afterwards."""
    if connection.vendor == "sqlite":
        path = folder / f"{uuid4().hex}.sqlite3"
        copy_to(path)
        yield f"sqlite:///{path}"
        return
    name = f"copy_{uuid4().hex[:12]}"
    with server() as (address, administration):
        copy_under(name, administration)
        try:
            yield f"{address}/{name}"
        finally:
            administration.execute(f"DROP DATABASE {name} WITH (FORCE)")


def copy_to(path: Path) -> None:
    """The test database of SQLite, in another file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)


def copy_under(name: str, administration: psycopg.Connection) -> None:
    """The test database of PostgreSQL under another name. It is copied only while nobody is connected to it."""
    known = connection.settings_dict["NAME"]
    connection.close()
    administration.execute(f"CREATE DATABASE {name} TEMPLATE {known}")


@contextmanager
def server() -> Iterator[tuple[str, psycopg.Connection]]:
    """The address of the server of the test database, and a connection that may make and drop databases there."""
    known = connection.settings_dict
    at = f"{quote(known['HOST'], safe='')}:{known['PORT'] or 5432}"
    address = f"postgresql://{quote(known['USER'])}:{quote(known['PASSWORD'])}@{at}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as administration:
        yield address, administration
