"""Whether this machine may get requests."""

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

from digibank.files.storage import documents
from digibank.operation.upgrades import is_behind

logger = logging.getLogger(__name__)

WRITE_AGAIN = 5  # Seconds: everybody may ask, and each time to write would wear out the store.


class _Store:
    """When the document store was last tried, and whether that went well."""

    def __init__(self) -> None:
        self.tried_at, self.well = float("-inf"), False

    def can_write(self) -> bool:
        if time.monotonic() - self.tried_at > WRITE_AGAIN:
            self.well = _goes_well("documents", documents().try_writing)
            self.tried_at = time.monotonic()
        return self.well


store = _Store()


def missing() -> list[str]:
    """What stands in the way, as codes: database, migrations, documents."""
    lacks = []
    if not _goes_well("database", _ask_database):
        lacks.append("database")
    elif is_behind(connection):
        lacks.append("migrations")
    if not store.can_write():
        lacks.append("documents")
    return lacks


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _goes_well(code: str, attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (DatabaseError, InterfaceError, OSError):
        logger.warning("Not ready: %s", code, exc_info=True)
        return False
    return True
