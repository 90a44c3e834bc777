"""Run the jobs that are due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS

from digibank.work.worker import Worker


class Command(BaseCommand):
    """`manage work` runs until SIGTERM or Ctrl+C; `--once` and `--seconds N` end by themselves."""

    help = "Run the jobs that are due. Start as many workers as you like; they share the work."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to go on."""
        how_long = parser.add_mutually_exclusive_group()
        how_long.add_argument("--once", action="store_true", help="run each job that is due now, and stop")
        how_long.add_argument("--seconds", type=float, help="stop after so many seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = Worker(may_begin=self._may_begin)
        if options["once"]:
            self.stdout.write(" ".join(worker.round()) or "Nothing was due.")
            return
        worker.stop_on_signals()
        worker.work(seconds=options["seconds"])

    def _may_begin(self) -> None:
        """May this code touch this database? Before 1.0 often not."""
        self.check(databases=[DEFAULT_DB_ALIAS])
