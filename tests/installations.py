"""Installations for tests of the words that operators use: each its own folder and its own database.

A test module that uses them says `pytestmark = pytest.mark.django_db(transaction=True)`.
"""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection

from digibank.work.tests import databases

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = sha256(b"a contract").hexdigest()


class Installation:
    """One installation: its own folder and its own database of the kind this run is about."""

    def __init__(self, folder: Path, like: "Installation | None" = None) -> None:
        self.folder = folder
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self.environment = os.environ | {"DIGIBANK_VAR": str(folder), "PYTHONPATH": paths}
        self.environment.pop("DATABASE_URL", None)
        if like:
            shutil.copytree(like.folder, folder)
        else:
            folder.mkdir()
        if connection.vendor == "postgresql":
            self.name = f"test_{uuid4().hex[:12]}"
            with databases.server() as (address, administration):
                administration.execute(f"CREATE DATABASE {self.name}" + (f" TEMPLATE {like.name}" if like else ""))
                self.environment["DATABASE_URL"] = f"{address}/{self.name}"

    def migrate(self) -> None:
        """All tables, empty: those of the test database, which are migrated once for all tests."""
        if connection.vendor == "sqlite":
            databases.copy_to(self.folder / "digibank.sqlite3")
            return
        with databases.server() as (_address, administration):
            administration.execute(f"DROP DATABASE {self.name}")
            databases.copy_under(self.name, administration)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def python(self, program: str, *words: str) -> str:
        done = self.run("-c", f"import django; django.setup()\n{program}", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def manage(self, *words: str) -> str:
        done = self.run("-m", "django", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def remove(self) -> None:
        if connection.vendor == "postgresql":
            with databases.server() as (_address, administration):
                administration.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def inside(self, word: str, *words: object, of: str = "inside") -> Any:
        """What the function of this name in tests/inside.py told, or in another file of tests."""
        program = f"from tests import inside, {of}; inside.main({of}.{word})"
        return json.loads(self.python(program, *map(str, words)))

    def file_of(self, sha256: str) -> Path:
        return self.folder / "documents" / sha256[:2] / sha256[2:4] / sha256
