"""A database of its own for tests with several processes: beside the test database, of the same vendor."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection

WORKSHOP = "import django; django.setup(); from digibank.work.tests import workshop; workshop.main()"


def start(database_url: str, *arguments: str, **options) -> subprocess.Popen:
    """A process of workshop.py on this database."""
    environment = os.environ | {"DATABASE_URL": database_url, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", WORKSHOP, *arguments], env=environment, text=True, **options)


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """The address of a migrated, empty database that is gone afterwards."""
    with _sqlite(folder) if connection.vendor == "sqlite" else _postgresql() as url:
        assert start(url, "migrate").wait() == 0
        yield url


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'workshop.sqlite3'}"


@contextmanager
def _postgresql() -> Iterator[str]:
    settings = connection.settings_dict
    name = f"workshop_{os.getpid()}"
    at = f"{quote(settings['HOST'], safe='')}:{settings['PORT'] or 5432}"
    server = f"postgresql://{quote(settings['USER'])}:{quote(settings['PASSWORD'])}@{at}"
    with psycopg.connect(f"{server}/{settings['NAME']}", autocommit=True) as administration:
        administration.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            administration.execute(f"DROP DATABASE {name} WITH (FORCE)")
