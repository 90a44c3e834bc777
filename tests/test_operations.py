"""The words of the command that operators use, each run as a process of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from digibank.work.tests import databases
from serving import free_port

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.django_db(transaction=True)


class Installation:
    """One installation: its own folder and its own database of the kind this run is about."""

    def __init__(self, folder: Path, like: "Installation | None" = None) -> None:
        self.folder = folder
        self.environment = os.environ | {"DIGIBANK_VAR": str(folder), "PYTHONPATH": str(ROOT / "src")}
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

    def manage(self, *words: str) -> str:
        done = self.run("-m", "django", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def remove(self) -> None:
        if connection.vendor == "postgresql":
            with databases.server() as (_address, administration):
                administration.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[Installation]:
    """An installation where nobody has an account yet; to copy, not to use."""
    installation = Installation(tmp_path_factory.mktemp("migrated") / "var")
    with django_db_blocker.unblock():
        installation.migrate()
    yield installation
    installation.remove()


@pytest.fixture(scope="module")
def founded(tmp_path_factory, migrated) -> Iterator[Installation]:
    """An installation with an administrator and a stored document; to copy, not to use."""
    installation = Installation(tmp_path_factory.mktemp("founded") / "var", like=migrated)
    installation.manage(
        "first_account", "maria", "--password", "vier gewone woorden samen", "--association", "Kempenland"
    )
    document = installation.folder / "documents" / "ab" / "cd" / "abcd"
    document.parent.mkdir(parents=True)
    document.write_bytes(b"a contract")
    yield installation
    installation.remove()


@pytest.fixture
def install(tmp_path, django_db_setup):
    made = []

    def new(like: Installation | None = None) -> Installation:
        made.append(Installation(tmp_path / f"installation-{len(made)}", like))
        return made[-1]

    yield new
    for installation in made:
        installation.remove()


@pytest.fixture
def running(install, founded) -> Installation:
    """An installation with an administrator and a stored document."""
    return install(founded)


def contents(installation: Installation) -> str:
    return installation.manage("dumpdata", "--indent", "1", "--exclude", "contenttypes", "--exclude", "auth.permission")


def test_the_first_account_founds_the_association_and_may_manage_it(running):
    listed = running.manage("dumpdata", "accounts.membership", "organisations.organisation")

    assert '"role": "administrator"' in listed
    assert '"name": "Kempenland"' in listed


def test_a_second_first_account_is_refused(running):
    again = running.run("-m", "django", "first_account", "piet", "--password", "vier gewone woorden samen")

    assert again.returncode == 1
    assert "There are accounts already." in again.stderr


def test_a_weak_password_founds_nothing(install, migrated):
    installation = install(migrated)

    weak = installation.run("-m", "django", "first_account", "maria", "--password", "kort")

    assert weak.returncode == 1
    assert installation.manage("dumpdata", "organisations").strip() == "[]"


def test_a_backup_restored_elsewhere_is_the_same(running, install, tmp_path):
    saved = running.run("tools/backup.py", "backup", str(tmp_path / "saved.tar"))
    elsewhere = install()
    restored = elsewhere.run("tools/backup.py", "restore", str(tmp_path / "saved.tar"))

    assert (saved.returncode, restored.returncode) == (0, 0), saved.stderr + restored.stderr
    assert contents(elsewhere) == contents(running)
    assert (elsewhere.folder / "documents/ab/cd/abcd").read_bytes() == b"a contract"


def test_a_backup_overwrites_nothing(running, tmp_path):
    (tmp_path / "saved.tar").write_text("something dear")

    refused = running.run("tools/backup.py", "backup", str(tmp_path / "saved.tar"))

    assert "exists already" in refused.stderr
    assert (tmp_path / "saved.tar").read_text() == "something dear"


def test_a_restore_never_replaces_what_is_there(running, tmp_path):
    running.run("tools/backup.py", "backup", str(tmp_path / "saved.tar"))

    refused = running.run("tools/backup.py", "restore", str(tmp_path / "saved.tar"))

    assert "This database is not empty." in refused.stderr


def test_half_a_backup_is_refused_and_nothing_is_kept(running, install, tmp_path):
    running.run("tools/backup.py", "backup", str(tmp_path / "saved.tar"))
    whole = (tmp_path / "saved.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 2])
    elsewhere = install()

    refused = elsewhere.run("tools/backup.py", "restore", str(tmp_path / "half.tar"))

    assert "is not a whole backup" in refused.stderr
    assert not (elsewhere.folder / "documents").exists()


@pytest.mark.once
def test_a_demo_whose_window_is_closed_leaves_nothing_running(tmp_path):
    port = free_port()
    environment = os.environ | {"DIGIBANK_VAR": str(tmp_path), "DIGIBANK_PORT": str(port), "PYTHONPATH": "src"}
    with subprocess.Popen(
        [sys.executable, "tools/demo.py", "--no-region"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as demo:
        next(line for line in demo.stdout if "answers already" in line)

        demo.send_signal(signal.SIGHUP)

        demo.wait(30)
    until = time.monotonic() + 10
    while answers(port) and time.monotonic() < until:
        time.sleep(0.1)
    assert not answers(port)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
