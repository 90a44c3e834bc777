"""Whether this code may touch this database: refused in a sentence, before anything is changed.

Of each of our migrations that is applied, a digest is kept in the database. Until version 1.0 migrations are made anew
with the same name, so the name alone does not say whether the tables are those that this code expects.
"""

import sys
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

type Key = tuple[str, str]

TABLE = "digibank_migration"
IDLE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}


@dataclass(frozen=True)
class Stop:
    """A version that may not be skipped: what comes after it no longer knows the migrations before `reached`."""

    version: str
    reached: Key


# A release that throws old migrations away adds a line: who has not been at that version goes there first.
STOPS: tuple[Stop, ...] = ()


class Digests:
    """The digest of each migration that was applied. No model: it must be there before the first model is."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def known(self) -> dict[Key, str]:
        """What was applied, as far as it was noted."""
        with self.connection.cursor() as cursor:
            if TABLE not in self.connection.introspection.table_names(cursor):
                return {}
            cursor.execute(f"SELECT app, name, digest FROM {TABLE}")  # noqa: S608  our own name
            return {(app, name): digest for app, name, digest in cursor.fetchall()}

    def note(self, key: Key, digest: str) -> None:
        """Remember a migration, just before it is applied: a crash in between does no harm."""
        with self.connection.cursor() as cursor:
            if TABLE not in self.connection.introspection.table_names(cursor):
                cursor.execute(
                    f"CREATE TABLE {TABLE} (app varchar(255) NOT NULL, name varchar(255) NOT NULL,"
                    " digest varchar(64) NOT NULL, PRIMARY KEY (app, name))"
                )
        self.forget(key)
        with self.connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} VALUES (%s, %s, %s)", [*key, digest])  # noqa: S608

    def forget(self, key: Key) -> None:
        """A migration was taken back."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE app = %s AND name = %s", list(key))  # noqa: S608


def digest_of(source: bytes) -> str:
    """The digest of a migration: of its words, not of its comments and its layout."""
    words = [token.string for token in tokenize.tokenize(BytesIO(source).readline) if token.type not in IDLE]
    return sha256("\0".join(words).encode()).hexdigest()


@cache
def our_migrations() -> dict[Key, str]:
    """The migrations in this code that are ours, with their digests."""
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("digibank.")}
    files = {key: sys.modules[migration.__module__].__file__ for key, migration in loader.disk_migrations.items()}
    return {key: digest_of(Path(file).read_bytes()) for key, file in files.items() if file and key[0] in ours}


def obstacles(
    applied: Sequence[Key], noted: Mapping[Key, str], known: Mapping[Key, str], stops: Sequence[Stop] = STOPS
) -> Iterator[tuple[str, str]]:
    """Why a database with these migrations cannot be brought up to date by this code; and what to do."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("digibank.")}
    here = [key for key in applied if key[0] in ours]
    strange = sorted(key for key in here if key not in known)
    for stop in stops:
        if any(app == stop.reached[0] for app, _name in here) and stop.reached not in here:
            yield (
                f"This database is older than version {stop.version}, which may not be skipped.",
                f"Install version {stop.version} and start it once; then install this one.",
            )
            return
    if strange:
        yield (
            f"This database is newer than this code: it knows {_told(strange)}.",
            "Install the version that last used this database, or a newer one.",
        )
    changed = sorted(key for key in here if key in known and noted.get(key) != known[key])
    if changed:
        yield (
            f"This database was made by another edition of {_told(changed)} than this code has.",
            "Use the code that made it. Before version 1.0 there is no way from one edition to the other:"
            " fill a new database.",
        )


def _told(keys: Sequence[Key]) -> str:
    first = ", ".join(f"{app} {name}" for app, name in keys[:3])
    return f"{first} and {len(keys) - 3} more" if len(keys) > 3 else first  # noqa: PLR2004  three are enough to see which


def check_path(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """The obstacles of each of these databases, as Django's checks tell them."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        applied = list(MigrationRecorder(connection).applied_migrations())
        for what, hint in obstacles(applied, Digests(connection).known(), our_migrations()):
            found.append(Error(what, hint=hint, id="operation.E001"))
    return found


@cache
def _last_migrations() -> set[Key]:
    return set(MigrationLoader(None).graph.leaf_nodes())


def is_behind(connection: BaseDatabaseWrapper) -> bool:
    """Whether migrations of this code are not applied yet, ours or those of a library."""
    return not _last_migrations() <= set(MigrationRecorder(connection).applied_migrations())
