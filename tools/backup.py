"""Save database and stored documents as one file, and put such a file back.

The database is copied at one moment. Documents are never changed and their file is there before their row,
so those that are copied afterwards are all that the database of that moment knows, and perhaps a few more.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

FORMAT = 1


def database() -> dict[str, Any]:
    """The database of this installation."""
    return dict(settings.DATABASES["default"])


def is_sqlite() -> bool:
    """Whether it is a file of ours."""
    return bool(database()["ENGINE"] == "django.db.backends.sqlite3")


def postgres_environment() -> dict[str, str]:
    """How pg_dump and pg_restore reach the server; the password never stands on a command line."""
    known = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    return os.environ | {variable: str(database()[key]) for key, variable in known.items() if database().get(key)}


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, or a sentence that says how to get it."""
    found = shutil.which(name)
    if found is None:
        raise SystemExit(
            f"{name} is missing. Install PostgreSQL's client programs (Debian: postgresql-client) and try again."
        )
    return found


def dump_database(target: Path) -> None:
    """Copy the database as it is at this moment."""
    if is_sqlite():
        with closing(sqlite3.connect(database()["NAME"])) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return
    subprocess.run(
        [program("pg_dump"), "--format=custom", "--no-owner", f"--file={target}"],
        env=postgres_environment(),
        check=True,
    )


def load_database(source: Path) -> None:
    """Put a copied database in the place of an empty one."""
    if is_sqlite():
        Path(database()["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, database()["NAME"])
        return
    subprocess.run(
        [program("pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction",
         f"--dbname={database()['NAME']}", str(source)],
        env=postgres_environment(), check=True,
    )  # fmt: skip


def is_empty() -> bool:
    """Whether nothing stands in the database yet."""
    if is_sqlite():
        return not Path(database()["NAME"]).exists()
    return not connection.introspection.table_names()


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def backup(target: Path) -> None:
    """Write the backup beside its final name and rename it when it is whole."""
    if target.exists():
        raise SystemExit(f"{target} exists already. Choose another name: a backup is never overwritten.")
    documents = Path(settings.DOCUMENTS)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / "database"
        dump_database(dump)
        paths = sorted(path for path in documents.rglob("*") if path.is_file() and not path.name.startswith("."))
        about = {
            "format": FORMAT,
            "engine": database()["ENGINE"],
            "database": fingerprint(dump),
            "documents": len(paths),
        }
        note = Path(folder) / "about.json"
        note.write_text(json.dumps(about, indent=2))
        half = Path(folder) / "backup.tar"
        with tarfile.open(half, "w") as archive:
            archive.add(note, "about.json")
            archive.add(dump, "database")
            for path in paths:
                archive.add(path, f"documents/{path.relative_to(documents)}")
        half.replace(target)
    print(f"Saved the database and {about['documents']} documents in {target} ({target.stat().st_size:,} bytes).")


def restore(source: Path) -> None:
    """Put a backup back into an empty installation; refuse anything else before a byte is written."""
    if not source.exists():
        raise SystemExit(f"There is no file {source}. Give the path of a backup.")
    if not is_empty():
        raise SystemExit("This database is not empty. Restore into a new one, so that nothing that is there is lost.")
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
            about = json.loads((Path(folder) / "about.json").read_text())
        except (tarfile.TarError, OSError, ValueError) as broken:
            raise SystemExit(f"{source} is not a whole backup ({broken}). Choose another one.") from broken
        if about["engine"] != database()["ENGINE"]:
            raise SystemExit(
                "This backup comes from the other kind of database. Set DATABASE_URL to that kind and try again."
            )
        if fingerprint(Path(folder) / "database") != about["database"]:
            raise SystemExit(f"The database inside {source} is damaged. Choose another backup.")
        if (Path(folder) / "documents").exists():
            shutil.copytree(Path(folder) / "documents", settings.DOCUMENTS, dirs_exist_ok=True)
        load_database(Path(folder) / "database")
    print(f"Restored the database and {about['documents']} documents from {source}.")


if __name__ == "__main__":
    django.setup()
    if len(sys.argv) != 3:
        raise SystemExit("Say where: ./digibank backup FILE, or ./digibank restore FILE.")
    {"backup": backup, "restore": restore}[sys.argv[1]](Path(sys.argv[2]).resolve())
