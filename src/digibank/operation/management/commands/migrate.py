"""Django's own migrate, which also notes what it applied."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations import Migration

from digibank.operation.upgrades import Digests, our_migrations


class Command(migrate.Command):
    """`manage migrate`: refused when this code may not touch this database (see operation.upgrades)."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate."""
        self.digests = Digests(connections[options["database"]])
        super().handle(*args, **options)

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:
        """Tell how far it is, and note each of our migrations before it is applied."""
        key = (migration.app_label, migration.name) if migration else ("", "")
        if action == "apply_start" and key in our_migrations():
            self.digests.note(key, our_migrations()[key])
        if action == "unapply_success" and key in our_migrations():
            self.digests.forget(key)
        super().migration_progress_callback(action, migration, fake)
