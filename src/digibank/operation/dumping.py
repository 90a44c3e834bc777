"""Copying the database of an installation at one moment, and putting a copy in the place of an empty one."""

import gzip
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import connection

# Who is logged in and what is remembered for a while is nobody's to save or to restore: a backup opens no door.
PASSING = ("django_session", "usersessions_usersession", "shared_cache")
# How PostgreSQL's programs name what stands in our settings.
VARIABLES = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def database() -> dict[str, Any]:
    """The database of this installation."""
    return dict(settings.DATABASES["default"])


def is_sqlite() -> bool:
    """Whether it is a file of ours."""
    return connection.vendor == "sqlite"


def passing_tables() -> list[str]:
    """Tables whose rows are left out."""
    there = set(connection.introspection.table_names())
    return [table for table in PASSING if table in there]


def size_bytes() -> int:
    """How much the database takes now; a copy takes at most that."""
    question = "SELECT pg_database_size(current_database())"
    if is_sqlite():
        question = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])


def server_version() -> int:
    """The main version of PostgreSQL; 0 for SQLite."""
    if is_sqlite():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def is_empty() -> bool:
    """Whether nothing stands in the database yet."""
    return not connection.introspection.table_names()


def dump(target: Path) -> None:
    """Copy the database as it is at this moment, packed, without who is logged in."""
    if not is_sqlite():
        words = [f"--exclude-table-data={table}" for table in passing_tables()]
        _run("pg_dump", "--format=custom", "--compress=1", "--no-owner", *words, f"--file={target}")
        return
    plain = target.with_suffix(".plain")
    with closing(sqlite3.connect(database()["NAME"])) as source, closing(sqlite3.connect(plain)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA secure_delete = ON")
        for table in passing_tables():
            copy.execute(f"DELETE FROM {table}")  # noqa: S608  names from the settings
        copy.commit()
        copy.execute("PRAGMA journal_mode = DELETE")
    with plain.open("rb") as whole, gzip.open(target, "wb", compresslevel=1) as packed:
        shutil.copyfileobj(whole, packed, 1024 * 1024)
    plain.unlink()


def unpacks_to(source: Path, most_bytes: int) -> bool:
    """Whether a copied database takes no more than this. What PostgreSQL packed it unpacks itself."""
    if not is_sqlite():
        return True
    size = 0
    with gzip.open(source) as packed:
        while size <= most_bytes and (piece := packed.read(1024 * 1024)):
            size += len(piece)
    return size <= most_bytes


def load(source: Path) -> None:
    """Put a copied database in the place of an empty one: wholly, or not at all.

    Whoever made the copy, nobody is logged in and nothing is remembered afterwards.
    """
    if is_sqlite():
        _load_file(source)
    else:
        name = f"--dbname={database()['NAME']}"
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", name, str(source))
    with connection.cursor() as cursor:
        for table in passing_tables():
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  names from above


def _load_file(source: Path) -> None:
    target = Path(database()["NAME"])
    connection.close()
    unfinished = target.with_suffix(".part")
    try:
        with gzip.open(source) as packed, unfinished.open("wb") as whole:
            shutil.copyfileobj(packed, whole, 1024 * 1024)
            whole.flush()
            os.fsync(whole.fileno())
        for beside in ("-wal", "-shm"):  # Of the empty database that stood here.
            target.with_name(target.name + beside).unlink(missing_ok=True)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def check_program(name: str) -> None:
    """Stop with a sentence when PostgreSQL's program is missing or older than the server."""
    if is_sqlite():
        return
    if shutil.which(name) is None:
        raise CommandError(
            f"{name} is missing. Install PostgreSQL's client programs (Debian: postgresql-client) and try again."
        )
    told = subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    found = re.search(r"(\d+)(?:\.\d+)* *(?:\(|$)", told.strip())
    version, needed = int(found[1]) if found else 0, server_version()
    if version < needed:
        raise CommandError(
            f"{name} is of version {version} and the server of version {needed}."
            f" Install the client programs of version {needed} or newer, and try again."
        )


def way_to(known: Mapping[str, Any]) -> dict[str, str]:
    """The variables by which PostgreSQL's programs reach this database, as safely as we do."""
    told = {**known, **(known.get("OPTIONS") or {})}
    return {variable: str(told[key]) for key, variable in VARIABLES.items() if told.get(key)}


def _run(*command: str) -> None:
    """One of PostgreSQL's programs. The password never stands on a command line."""
    reach = os.environ | way_to(database())
    done = subprocess.run(command, env=reach, check=False, stderr=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{command[0]} could not do it: {done.stderr.strip()[-600:]}\nNothing was changed.")
