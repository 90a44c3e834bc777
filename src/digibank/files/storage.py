"""Where the bytes of documents are: a folder of files, each named by the hash of what is in it."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings


class Storage(Protocol):
    """All that documents ask of a place to keep bytes. `sha256` is 64 hexadecimal digits."""

    def write(self, sha256: str, content: bytes) -> None:
        """Keep `content`; when this returns it survives a crash. Writing the same again changes nothing."""

    def read(self, sha256: str) -> bytes | None:
        """What is kept under this hash, unverified; None when there is nothing."""


def documents() -> Storage:
    """The place that the settings choose."""
    return Disk(settings.DOCUMENTS)


@dataclass(frozen=True)
class Disk:
    """A folder on this machine: ab/cd/abcd… under `root`."""

    root: Path

    def write(self, sha256: str, content: bytes) -> None:
        """Write beside the place, then move it there in one step: half a document never has a document's name."""
        path = self._path(sha256)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
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

    def _path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256


def _sync(folder: Path) -> None:
    # A file's name lives in its folder, and that is written to disk apart from the file.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
