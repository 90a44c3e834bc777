"""Take the second lock of an account away from the command line: for an administrator whom nobody else can help."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from digibank.accounts import actions
from digibank.accounts.models import User
from digibank.audit.actions import job_actor


class Command(BaseCommand):
    """./digibank manage take_away_locks maria."""

    help = "Take the second lock of this account away; a new one is set at the next log-in."

    def add_arguments(self, parser: CommandParser) -> None:
        """The user name."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """In the trail it stands in the name of the operator."""
        user = User.objects.filter(username=options["username"].lower()).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        actions.take_away_locks(user, by=job_actor("operator"))
        self.stdout.write(f"{user.username} sets a new second lock at the next log-in.")
