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
from uuid import uuid4

from django.db import connection

from digibank.work.tests import databases

ROOT = Path(__file__).resolve().parents[1]
STORE = """
from digibank.audit.actions import job_actor
from digibank.files.actions import store
store(b"a contract", media_type="text/plain", name="contract.txt", by=job_actor("tests"))
"""
CONTRACT = sha256(b"a contract").hexdigest()
EXAMPLES = "from tests.records import build; build()"
TELL = """
import json, sys
from django.db import connection
from django.core.management import call_command
from digibank.files.models import Document
told = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        if table in ("django_session", "work_schedule"):
            continue
        cursor.execute(f"SELECT * FROM {table}")
        told[table] = sorted(repr(row) for row in cursor.fetchall())
told["documents"] = [document.content().hex() for document in Document.objects.order_by("pk")]
json.dump(told, sys.stdout)
"""


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

    def everything(self) -> dict[str, list[str]]:
        """All rows of all tables, and all documents byte by byte."""
        told: dict[str, list[str]] = json.loads(self.python(TELL))
        return told

    def file_of(self, sha256: str) -> Path:
        return self.folder / "documents" / sha256[:2] / sha256[2:4] / sha256
