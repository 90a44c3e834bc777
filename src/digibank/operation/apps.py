"""Asks, before anything touches the database, whether this code may."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from digibank.operation.upgrades import check_path


class OperationConfig(AppConfig):
    """The app `operation`."""

    name = "digibank.operation"

    def ready(self) -> None:
        """Checks with this tag run before `migrate` and `work`, and before nothing else."""
        register(check_path, Tags.database)
