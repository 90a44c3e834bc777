"""An installation to kill: its own folder and database, a real server, a real worker and a real mail server."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
LONG_AGO, FAR_AWAY = "2000-01-01 00:00:00", "2099-01-01 00:00:00"


class Postbox(Controller):
    """A mail server that keeps what it heard. It takes its time before and after it accepts, as real ones do."""

    def __init__(self) -> None:
        super().__init__(self, hostname="127.0.0.1", port=0)
        self.heard: list[dict[str, str]] = []

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="mail.example")

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  the server calls it so
        await asyncio.sleep(0.03)
        raw = envelope.content
        email = message_from_bytes(raw)
        body = email.get_payload(decode=True)
        self.heard.append(
            {"id": email["Message-ID"], "to": ",".join(envelope.rcpt_tos), "words": sha256(body).hexdigest()}
        )
        await asyncio.sleep(0.03)
        return "250 OK"


@dataclass
class Installation:
    """Everything that one campaign runs on. Only processes started here are ever killed."""

    folder: Path
    database_url: str
    postbox: Postbox
    port: int = 0
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    begun: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGIBANK_", "COV_"))}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DATABASE_URL": self.database_url,
            "DIGIBANK_VAR": str(self.folder),
            "DIGIBANK_MAIL_HOST": "127.0.0.1",
            "DIGIBANK_MAIL_PORT": str(self.postbox.port),
            "DIGIBANK_MAIL_TLS": "none",
            "DIGIBANK_SECOND_FACTOR": "0",  # Three clerks share one log-in, and type its password once.
        }
        self.commands = {
            "web": [
                "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
                "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "config.wsgi:application",
            ],
            "worker": ["django", "work"],
        }  # fmt: skip

    def run(self, module: str, *words: str, told: str = "") -> str:
        """What a module beside this one prints, run in a process of its own on this database."""
        main = f"import django; django.setup(); from tests.killing import {module}; {module}.main()"
        command = [sys.executable, "-c", main, *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, input=told, stdout=subprocess.PIPE, text=True
        ).stdout

    def start(self, who: str) -> None:
        """Start the web server or the worker, in a process group of its own."""
        self.begun[who] += 1
        with (self.folder / f"{who}.log").open("a") as log:
            self.running[who] = subprocess.Popen(
                [sys.executable, "-m", *self.commands[who]], cwd=ROOT, env=self.environment, start_new_session=True,
                stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def kill(self, who: str) -> None:
        """kill -9, the children too."""
        process = self.running.pop(who)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, who: str) -> int:
        """Ask it to stop, and how it ended."""
        process = self.running.pop(who)
        process.terminate()
        return process.wait(PATIENCE)

    def wait_for_web(self) -> None:
        """Until the server answers."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and self.running["web"].poll() is None:
            try:
                line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                line.request("GET", "/aanmelden/")
                line.getresponse().read()
            except OSError:
                time.sleep(0.05)
            else:
                return
            finally:
                line.close()
        raise RuntimeError(f"The server did not start: {self.log_of('web')}")

    def wait_for_worker(self) -> None:
        """Until the worker that was started last heeds a request to stop. Before that it just ends, as any process."""
        ends = time.monotonic() + PATIENCE
        while self._told_of_work() < self.begun["worker"]:
            if time.monotonic() > ends or self.running["worker"].poll() is not None:
                raise RuntimeError(f"The worker did not start: {self.log_of('worker')}")
            time.sleep(0.05)

    def _told_of_work(self) -> int:
        return (self.folder / "worker.log").read_text().count('"At work."')

    def log_of(self, who: str) -> str:
        """The end of what it wrote."""
        return (self.folder / f"{who}.log").read_text()[-3000:]

    # Nobody waits for real leases and pauses here: the moments in the database are set back instead, as if the time
    # went by. A lease is set back only when whoever had it is dead.

    def jobs_are_due(self) -> None:
        """The pause between two runs of a job is over."""
        self._set("work_schedule", f"due_at='{LONG_AGO}'", "lease_until IS NULL")

    def leases_of_the_dead_end(self) -> None:
        """The minutes go by after which another worker takes over from a dead one."""
        assert "worker" not in self.running
        for table in ("work_schedule", "comms_message"):
            self._set(table, f"lease_until='{LONG_AGO}'", "lease_until IS NOT NULL")

    def unmade_contracts_grow_old(self) -> None:
        """The minute is over in which a page that prepared a loan has to print the contract itself."""
        self._set("lending_loan", f"prepared_at='{LONG_AGO}'", "state='prepared' AND contract_id IS NULL")

    def messages_fall_due(self, count: int) -> None:
        """The day comes for so many of the messages that the town wrote."""
        first = f"SELECT id FROM comms_message WHERE due_at > '{FAR_AWAY}' ORDER BY id LIMIT {count}"
        self._set("comms_message", f"due_at='{LONG_AGO}'", f"id IN ({first})")

    def left_to_do(self) -> int:
        """How many messages and contracts wait for the worker."""
        with self._connected() as database:
            messages = "SELECT count(*) FROM comms_message WHERE state IN ('queued', 'sending')"
            contracts = "SELECT count(*) FROM lending_loan WHERE state='prepared' AND contract_id IS NULL"
            return sum(database.execute(question).fetchone()[0] for question in (messages, contracts))

    def _set(self, table: str, change: str, where: str) -> None:
        with self._connected() as database:
            database.execute(f"UPDATE {table} SET {change} WHERE {where}")

    def _connected(self) -> Any:
        return _Connected(self.database_url)


@dataclass
class _Connected:
    """A connection that writes what it did and closes: sqlite3 alone would leave it open."""

    url: str

    def __enter__(self) -> Any:
        if self.url.startswith("sqlite"):
            self.connection: Any = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=30)
        else:
            self.connection = psycopg.connect(self.url)
        return self.connection

    def __exit__(self, kind: object, *_error: object) -> None:
        if kind is None:
            self.connection.commit()
        self.connection.close()
