"""Documents for tests. The test that uses them sets settings.DOCUMENTS to a folder of its own."""

import errno
from datetime import datetime
from typing import ClassVar

from django.db import connection

from digibank.audit.tests.factories import an_actor
from digibank.files.actions import store
from digibank.files.models import Document
from digibank.files.storage import Disk, StoreAway, disk


def a_document(
    content: bytes = b"A report.", *, media_type: str = "text/plain", name: str = "hardware-report.txt"
) -> Document:
    """A stored document."""
    return store(content, media_type=media_type, name=name, by=an_actor())


class Absent:
    """A store that nobody reaches."""

    def read(self, sha256: str) -> bytes | None:
        raise StoreAway("nobody there")

    def write(self, sha256: str, content: bytes) -> None:
        raise StoreAway("nobody there")

    def remove(self, sha256: str) -> None:
        raise StoreAway("nobody there")

    def try_writing(self) -> None:
        raise StoreAway("nobody there")

    def sweep(self, *, before: datetime) -> int:
        raise StoreAway("nobody there")


class Full(Disk):
    """The folder of the settings, with no room for more."""

    def write(self, sha256: str, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


class Watched(Disk):
    """The folder of the settings, which notes in how many transactions each question to it was asked."""

    depths: ClassVar[list[int]] = []

    def read(self, sha256: str) -> bytes | None:
        self.depths.append(len(connection.atomic_blocks))
        return super().read(sha256)

    def write(self, sha256: str, content: bytes) -> None:
        self.depths.append(len(connection.atomic_blocks))
        super().write(sha256, content)


def a_watched_store() -> Watched:
    return Watched(disk().root)


def an_absent_store() -> Absent:
    return Absent()


def a_full_store() -> Full:
    return Full(disk().root)
