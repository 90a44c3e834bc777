"""Save the database and all documents in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from digibank.operation.saving import backup


class Command(BaseCommand):
    """`./digibank backup FILE`."""

    help = "Save the database and all documents in one file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--without-damaged", action="store_true", help="save the rest when documents are damaged")

    def handle(self, *args: Any, **options: Any) -> None:
        """Backup."""
        path: Path = options["file"].resolve()
        backup(path, say=self.stdout.write, without_damaged=options["without_damaged"])
