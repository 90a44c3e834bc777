"""Where campaigns take place."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from postgres import server


@contextmanager
def databases() -> Iterator[list[str]]:
    """An empty database of each kind, gone afterwards."""
    folder, name = Path(tempfile.mkdtemp(prefix="digibank-soak-")), f"soak_{time.time_ns()}"
    try:
        with server() as address:
            with psycopg.connect(address, autocommit=True) as administration:
                administration.execute(f"CREATE DATABASE {name}")
            yield [f"sqlite:///{folder / 'soak.sqlite3'}", f"{address.rpartition('/')[0]}/{name}"]
            with psycopg.connect(address, autocommit=True) as administration:
                administration.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
