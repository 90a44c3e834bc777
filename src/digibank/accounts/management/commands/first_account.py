"""Make the first account of a new system: the association and its administrator."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from digibank.accounts import actions
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.audit.actions import job_actor
from digibank.errors import RuleBroken
from digibank.organisations.actions import add_organisation
from digibank.organisations.models import Organisation


class Command(BaseCommand):
    """./digibank manage first_account maria --association "Digibank Voorbeeld"."""

    help = "Make the association and its first administrator in a new system."

    def add_arguments(self, parser: CommandParser) -> None:
        """The user name, and the name of the association when there is none yet."""
        parser.add_argument("username")
        parser.add_argument("--association", default="Digibank")
        parser.add_argument("--password", help="asked for when it is not given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse when there are accounts already: from then on colleagues add colleagues."""
        if User.objects.exists():
            raise CommandError(
                "There are accounts already. An administrator adds colleagues on the page Beheer, Collega's."
            )
        password = options["password"] or getpass("Password (at least 12 characters): ")
        try:
            self._make(options["username"], password, options["association"])
        except RuleBroken as no:
            raise CommandError(str(no)) from no
        self.stdout.write(f"{options['username']} can log in.")

    @transaction.atomic
    def _make(self, username: str, password: str, name: str) -> None:
        founder = job_actor("first-account")
        association = Organisation.objects.filter(association__isnull=True).first() or add_organisation(
            name=name, kind=Organisation.Kind.ASSOCIATION, by=founder
        )
        user = actions.add_user(username=username, full_name=username, password=password, by=founder)
        actions.give_role(user, organisation=association, role=Role.ADMINISTRATOR, by=founder)
