"""Look whether everything that always holds holds here."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from digibank.operation.promises import PROMISES
from digibank.operation.upgrades import is_behind

SHOWN = 20


class Command(BaseCommand):
    """`./digibank verify` reads everything and changes nothing; it ends with 1 when something is wrong."""

    help = "Check what this installation promises: tables, guards, rows and documents. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much to say."""
        parser.add_argument("--all", action="store_true", help=f"name everything that is wrong, not {SHOWN} of each")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify."""
        self.check(databases=["default"])
        if is_behind(connection):
            raise CommandError(
                "The database is older than this code. Run ./digibank manage migrate, and then verify again."
            )
        wrong = 0
        for promise in PROMISES:
            began = time.monotonic()
            broken = list(promise.broken())
            wrong += len(broken)
            took = time.monotonic() - began
            self.stdout.write(f"{'WRONG' if broken else 'ok   '} {promise.title} ({took:.1f} s)")
            for line in broken if options["all"] else broken[:SHOWN]:
                self.stdout.write(f"      {line}")
            if len(broken) > SHOWN and not options["all"]:
                self.stdout.write(f"      and {len(broken) - SHOWN} more; --all names them")
            if broken:
                self.stdout.write(f"      What to do: {promise.what_to_do}")
        if wrong:
            raise CommandError(f"{wrong} things are wrong. The lines above say what to do.")
        self.stdout.write("Everything holds.")
