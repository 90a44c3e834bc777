"""Our server on a folder of its own, with the example records in it: for the browser, for bench and for tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60  # Seconds that a site may take to start.
FILL = """
from django.core.management import call_command
from django.db import connection
from tests import examples
from tests.migrated import migrated_copy
migrated_copy(connection.settings_dict["NAME"])
call_command("collectstatic", interactive=False, verbosity=0)
print(examples.fill())
"""


@dataclass(frozen=True)
class Served:
    """A running server: where it is and which process it is."""

    url: str
    process: int


def environment_in(folder: Path) -> dict[str, str]:
    """The environment of an installation that keeps everything in this folder, with SQLite."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGIBANK_", "DATABASE_URL"))}
    paths = [str(ROOT / "src"), str(ROOT)]
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join(paths),
        "DIGIBANK_VAR": str(folder),
        "DIGIBANK_SECOND_FACTOR": "0",  # A browser that comes as ten colleagues types one password for each.
    }


def fill(environment: dict[str, str]) -> str:
    """What tests.examples.fill returns; in a process of its own, because it has a database of its own."""
    command = [sys.executable, "-m", "django", "shell", "--no-imports", "--command", FILL]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def served(
    environment: dict[str, str],
    log: Path,
    *,
    application: str = "config.wsgi:application",
    ready: str = "/aanmelden/",
    said_by_proxy: Mapping[str, str] | None = None,
    processes: int = 1,
) -> Iterator[Served]:
    """The application, served as in production but by one process or a few; ready when it answers at `ready`.

    A site with another name than this machine's answers only when a proxy says that name in its headers.
    """
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(processes), "--blocking-threads", "4", "--no-ws", "--log-level", "warning", application,
    ]  # fmt: skip
    with (
        log.open("w") as lines,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=lines, stderr=subprocess.STDOUT) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(urllib.request.Request(url + ready, headers=dict(said_by_proxy or {})), server, log)  # noqa: S310
            yield Served(url, server.pid)
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()  # It was told while it started, and did not hear it.


def _wait_for(question: urllib.request.Request, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(question, timeout=PATIENCE):  # noqa: S310
                return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{log.read_text()}")


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
