"""A worker: one process that runs what is due, one job after the other."""

import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from digibank import clock
from digibank.work.actions import run_due_job, schedule_jobs

PAUSE_SECONDS = 1

logger = logging.getLogger(__name__)


class Worker:
    """Runs jobs until it is told to stop. Any number may run at once, on any number of machines.

    `may_begin` is asked once, when the database answers, and raises what keeps this worker from beginning.
    """

    def __init__(self, *, may_begin: Callable[[], None] = lambda: None) -> None:
        self.may_begin = may_begin
        self.name = f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = False
        self.knows_its_jobs = False
        self.last_round_at = clock.now()

    def stop_on_signals(self) -> None:
        """From now on SIGTERM and SIGINT let the present job end, and then the worker; a second one ends it at once."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True
        signal.signal(number, signal.SIG_DFL)

    def work(self, *, seconds: float | None) -> None:
        """Run what is due, again and again, for so long or until told to stop."""
        ends = time.monotonic() + seconds if seconds is not None else float("inf")
        logger.info("At work.")
        while not self.stopping and time.monotonic() < ends:
            if not self._careful_round():
                time.sleep(min(PAUSE_SECONDS, max(0, ends - time.monotonic())))

    def round(self) -> list[str]:
        """Run each job that is due, once; returns their codes."""
        self._plan()
        done: list[str] = []
        while not self.stopping and (code := run_due_job(worker=self.name, besides=set(done))):
            done.append(code)
        return done

    def _plan(self) -> None:
        """Give the jobs their rows once, and again when the clock was set back: what was planned lies too far ahead."""
        if not self.knows_its_jobs:
            self.may_begin()
        now = clock.now()
        if not self.knows_its_jobs or now < self.last_round_at:
            schedule_jobs()
            self.knows_its_jobs = True
        self.last_round_at = now

    def _careful_round(self) -> list[str]:
        close_old_connections()
        try:
            return self.round()
        except (OperationalError, InterfaceError):
            # The database is away or busy. What we had comes back when its lease ends; so do we.
            logger.exception("The database does not answer; trying again.")
            connections.close_all()
            return []
