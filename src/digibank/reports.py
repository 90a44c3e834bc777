"""Where figures are read: from a copy of the database that may lag behind, when the settings name one.

Only for figures that do no harm when they are some seconds old. Rights, cases to act on and anything that is written
after it was read come from the database itself.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError
from django.db.models import Model

REPORTS = "reports"
LEFT_ALONE = 30  # Seconds after a fault: nobody waits for a copy that is away.

logger = logging.getLogger(__name__)


class _Copy:
    """From when on the copy may be asked again."""

    def __init__(self) -> None:
        self.again_at = float("-inf")


copy = _Copy()


def read[Answer](question: Callable[[str], Answer]) -> Answer:
    """What `question` answers about the database of this name: the copy, or without one the database itself.

    The question brings its rows along, as a list or a dict: a query that is sent later would miss the way back.
    """
    if REPORTS in settings.DATABASES and time.monotonic() >= copy.again_at:
        try:
            return question(REPORTS)
        except (DatabaseError, InterfaceError):
            copy.again_at = time.monotonic() + LEFT_ALONE
            logger.warning("The copy for reports does not answer; figures come from the database.", exc_info=True)
    return question(DEFAULT_DB_ALIAS)


class Router:
    """Whatever is written goes to the database itself, also when its row was read from the copy."""

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Never the copy."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """They are the same rows."""
        return True

    def allow_migrate(self, database: str, app_label: str, **hints: Any) -> bool:
        """The copy gets its tables from the database."""
        return database == DEFAULT_DB_ALIAS
