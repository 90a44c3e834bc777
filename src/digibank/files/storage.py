"""Where the bytes of documents are: a folder or a bucket of files, each named by the hash of what is in it."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

UNFINISHED = ".part"


class StoreAway(OSError):
    """The document store does not answer, or refuses us. Nothing was kept; the same may be tried again later."""


class Storage(Protocol):
    """All that documents ask of a place to keep bytes. `sha256` is 64 hexadecimal digits."""

    def write(self, sha256: str, content: bytes) -> None:
        """Keep `content`; when this returns it survives a crash. Writing the same again changes nothing."""

    def read(self, sha256: str) -> bytes | None:
        """What is kept under this hash, unverified; None when there is nothing."""

    def remove(self, sha256: str) -> None:
        """Keep this no longer; when this returns it is gone. Nothing to remove is no fault."""

    def try_writing(self) -> None:
        """Keep a byte and take it away again. Raises OSError when documents cannot be stored now."""

    def free_bytes(self) -> int | None:
        """How much more fits, as far as anybody can know; None when nobody can."""

    def sweep(self, *, before: datetime) -> int:
        """Take away what was begun before this moment and never finished; how many pieces that were."""


def documents() -> Storage:
    """The place that the settings choose, by the name of its class: what is not chosen is never imported."""
    return cast(Callable[[], Storage], import_string(settings.DOCUMENT_STORE))()


def disk() -> "Disk":
    """The folder of the settings."""
    return Disk(Path(settings.DOCUMENTS))


@dataclass(frozen=True)
class Disk:
    """A folder on this machine: ab/cd/abcd… under `root`."""

    root: Path

    def write(self, sha256: str, content: bytes) -> None:
        """Write beside the place, then move it there in one step: half a document never has a document's name."""
        path = self._path(sha256)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent, self.root):
            _sync(folder)

    def read(self, sha256: str) -> bytes | None:
        """The whole file, or None when it is not there."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, sha256: str) -> None:
        """Take the file away, on the disk too before this returns."""
        path = self._path(sha256)
        if path.exists():
            path.unlink(missing_ok=True)
            _sync(path.parent)

    def try_writing(self) -> None:
        """Make a file in the folder and take it away."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.root, suffix=UNFINISHED) as file:
            file.write(b"0")
            file.flush()
            os.fsync(file.fileno())

    def free_bytes(self) -> int | None:
        """What is free on the disk of the folder."""
        there = next(folder for folder in (self.root, *self.root.parents) if folder.exists())
        return shutil.disk_usage(there).free

    def sweep(self, *, before: datetime) -> int:
        """Take away the files of writers that died: they have no document's name and nobody reads them."""
        # The disk's own clock wrote these moments, so one from the future is left until it is past.
        old = [file for file in self.root.rglob(f"*{UNFINISHED}") if file.stat().st_mtime < before.timestamp()]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256


def _sync(folder: Path) -> None:
    # A file's name lives in its folder, and that is written to disk apart from the file.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
