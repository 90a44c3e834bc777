"""Put a backup back into an empty installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from digibank.operation.saving import restore


class Command(BaseCommand):
    """`./digibank restore FILE`."""

    help = "Put a backup back into an empty installation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore."""
        path: Path = options["file"].resolve()
        restore(path, say=self.stdout.write)
