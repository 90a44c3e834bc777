"""The empty database of SQLite: migrated once for these migrations, and copied for each run of the tests.

Migrating takes half a minute of processor, a copy none. What is copied is what the real migrations made.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import django
from django.db.migrations.loader import MigrationLoader

from digibank import guards
from digibank.operation.upgrades import our_migrations

KEPT_IN = Path(__file__).resolve().parents[1] / "var"
KEPT = "migrated-*.sqlite3"


def migrated_copy(name: str | Path) -> None:
    """Put an empty, migrated database at this path; what a run that was ended left there is gone."""
    path = Path(name)
    for leftover in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(_made_once(KEPT_IN), path)


def _made_once(folder: Path) -> Path:
    """The database that these migrations make; those of other migrations are thrown away."""
    folder.mkdir(exist_ok=True)
    made = folder / KEPT.replace("*", _digest())
    with _alone(folder / "migrated.lock"):
        if not made.exists():
            for old in folder.glob(KEPT):
                old.unlink()
            unfinished = folder / "migrating.sqlite3"
            unfinished.unlink(missing_ok=True)
            environment = os.environ | {
                "DATABASE_URL": f"sqlite:///{unfinished}",
                "PYTHONPATH": os.pathsep.join(sys.path),
            }
            command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
            subprocess.run(command, env=environment, check=True)
            unfinished.rename(made)
    return made


def _digest() -> str:
    """Another word for other migrations, other guards, another SQLite."""
    ours = sorted(our_migrations().items())
    all_names = sorted(MigrationLoader(None).disk_migrations)
    makers = (Path(guards.__file__).read_text(), django.__version__, sqlite3.sqlite_version)
    return sha256(repr((ours, all_names, makers)).encode()).hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time; who dies lets go."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
