"""Write the first migration of each app anew; until version 1.0 there is one for each, and nobody upgrades.

Constraints and indexes are put into the making of their table. Django adds them one by one afterwards, each time over a
picture of all models and on SQLite over a new table: then an empty database takes half a minute.
"""

from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.writer import MigrationWriter


def ours() -> list[str]:
    """Our apps that have tables."""
    return [app.label for app in apps.get_app_configs() if app.name.startswith("digibank.") and list(app.get_models())]


def touches(operation: IndexOperation, name: str, _app_label: str) -> bool:
    """What Django does not say of constraints and indexes, so that it moves none: they touch their own table alone."""
    return bool(operation.model_name_lower == name.lower())


def fold(label: str) -> None:
    """Put constraints and indexes into the making of their table."""
    migration = MigrationLoader(None).disk_migrations[label, "0001_initial"]
    migration.operations = MigrationOptimizer().optimize(list(migration.operations), label)  # type: ignore[misc]
    writer = MigrationWriter(migration, include_header=False)
    Path(writer.path).write_text(writer.as_string())


def main() -> None:
    """Throw the old ones away, let Django make new ones, and fold them."""
    IndexOperation.references_model = touches  # type: ignore[method-assign, assignment]
    labels = ours()
    for label in labels:
        for old in Path(apps.get_app_config(label).path, "migrations").glob("0*.py"):
            old.unlink()
    call_command("makemigrations", *labels, verbosity=0, include_header=False)
    for label in labels:
        fold(label)
    call_command("makemigrations", check=True, dry_run=True)


if __name__ == "__main__":
    django.setup()
    main()
