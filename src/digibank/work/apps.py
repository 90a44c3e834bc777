"""Finds the jobs of all apps."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    """The app `work`."""

    name = "digibank.work"

    def ready(self) -> None:
        """Import jobs.py of each installed app, so that its jobs are known."""
        autodiscover_modules("jobs")
