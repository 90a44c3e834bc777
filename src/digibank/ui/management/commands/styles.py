"""Make the staff style sheet from its parts, or say that it is behind."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from digibank.ui.styles import STAFF_SHEET, staff_sheet


class Command(BaseCommand):
    """`manage styles` writes the sheet; `manage styles --check` only compares."""

    help = "Make static/ui/built/staff.css from the parts in static/ui/css/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The one choice: write, or only compare."""
        parser.add_argument("--check", action="store_true", help="only say whether the sheet is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        sheet = staff_sheet()
        if options["check"]:
            if not STAFF_SHEET.exists() or STAFF_SHEET.read_text() != sheet:
                raise CommandError("The staff style sheet is behind its parts: run ./digibank manage styles.")
            return
        STAFF_SHEET.parent.mkdir(exist_ok=True)
        STAFF_SHEET.write_text(sheet)
        self.stdout.write(f"{STAFF_SHEET.name}: {len(sheet) / 1024:.1f} kB")
