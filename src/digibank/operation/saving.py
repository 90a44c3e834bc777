"""Save database and stored documents as one file, and put such a file back.

The database is copied at one moment. Documents are never changed and their file is there before their row,
so those that are copied afterwards are all that the database of that moment knows, and perhaps a few more.
"""

import io
import json
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO

from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from digibank.files.models import Document
from digibank.files.storage import Storage, documents
from digibank.operation import dumping
from digibank.operation.upgrades import Digests, is_behind, obstacles, our_migrations

type Say = Callable[[str], object]

FORMAT = 2
SPARE = 50 * 1024 * 1024  # Bytes that stay free on a disk.


class _Lines(io.StringIO):
    """What another command says, line by line."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self.say = say

    def write(self, text: str) -> int:
        self.say(text.rstrip("\n"))
        return len(text)


@dataclass(frozen=True)
class About:
    """What a backup says of itself. It stands at the end, so that half a backup says nothing."""

    format: int
    vendor: str
    server_version: int
    database_sha256: str
    database_bytes: int
    documents: int
    document_bytes: int
    migrations: dict[str, str]
    without: list[str] = field(default_factory=list)


def backup(target: Path, *, say: Say, without_damaged: bool = False) -> None:
    """Write the backup beside its final name and rename it when it is whole."""
    if target.exists():
        raise CommandError(f"{target} exists already. Choose another name: a backup is never overwritten.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}. Make it, or choose another place.")
    if not dumping.is_sqlite():
        dumping.check_program("pg_dump")
    began = time.monotonic()
    document_bytes = sum(Document.objects.kept().values_list("size_bytes", flat=True))
    _refuse_without_room(target.parent, 2 * dumping.size_bytes() + document_bytes)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump, half = Path(folder) / "database", Path(folder) / "backup.tar"
        dumping.dump(dump)
        about = _write(half, dump)
        if about.without and not without_damaged:
            raise CommandError(_damaged_sentence(about.without))
        half.replace(target)
    _sync(target)
    took = time.monotonic() - began
    if about.without:
        say("Left out, because they are damaged: " + ", ".join(about.without))
    say(
        f"Saved the database and {about.documents} documents in {target}"
        f" ({target.stat().st_size:,} bytes, {took:.1f} seconds)."
    )


def _write(half: Path, dump: Path) -> About:
    """The database, then each document that is what was stored, and at the end what all of that is."""
    store, damaged, count, size = documents(), [], 0, 0
    with tarfile.open(half, "w") as archive:
        archive.add(dump, "database")
        for name, forgotten in list(Document.objects.order_by("pk").values_list("sha256", "forgotten")):
            content = store.read(name)
            # Forgotten a moment ago: the database in this backup may not know it yet, and wants its file.
            if content is None and forgotten:
                continue
            if content is None or sha256(content).hexdigest() != name:
                damaged.append(name)
                continue
            _add(archive, f"documents/{name}", content)
            count, size = count + 1, size + len(content)
        about = About(
            FORMAT, connection.vendor, dumping.server_version(), _fingerprint(dump), dumping.size_bytes(),
            count, size, _migrations(), damaged,
        )  # fmt: skip
        _add(archive, "about.json", json.dumps(asdict(about), indent=2).encode())
    half.chmod(0o600)  # Everything about everybody stands in it.
    with half.open("rb+") as file:
        os.fsync(file.fileno())
    return about


def _damaged_sentence(damaged: list[str]) -> str:
    return "\n".join(
        ["These documents are missing or changed, so nothing was saved:", *(f"  {name}" for name in damaged),
         "Put them back from an earlier backup. Where there is none, save the rest with --without-damaged."]
    )  # fmt: skip


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, 0
    archive.addfile(entry, io.BytesIO(content))


def restore(source: Path, *, say: Say) -> None:
    """Put a backup back into an empty installation; refuse anything else before a byte is written."""
    if not source.is_file():
        raise CommandError(f"There is no file {source}. Give the path of a backup.")
    if not dumping.is_empty():
        raise CommandError("This database is not empty. Restore into a new one, so that nothing that is there is lost.")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="digibank-restore-") as folder:
        dump = Path(folder) / "database"
        about = _proven(source, dump)
        store = documents()
        for name, content in _documents_in(source):
            store.write(name, content)
        dumping.load(dump)
    connection.close()
    took = time.monotonic() - began
    say(f"Restored the database and {about.documents} documents from {source} ({took:.1f} seconds).")
    if about.without:
        say("The backup was made without these damaged documents: " + ", ".join(about.without))
    if is_behind(connection):
        say("The backup is older than this code. Run ./digibank manage migrate, and then ./digibank verify.")
        return
    try:
        call_command("verify", stdout=_Lines(say))
    except CommandError as wrong:
        raise CommandError(f"The restored copy is not whole: {wrong} Do not use it before it is.") from wrong


def _proven(source: Path, dump: Path) -> About:
    """What the backup says of itself, when every byte agrees with it and it fits here; its database is at `dump`."""
    broken = f"{source} is not a whole backup"
    try:
        with tarfile.open(source) as archive:
            about = _about_in(archive)
            _refuse_what_does_not_fit(about)
            _refuse_without_room(dump.parent, about.database_bytes)
            member = archive.extractfile("database")
            assert member is not None
            with dump.open("wb") as file:
                shutil.copyfileobj(member, file, 1024 * 1024)
        found = {name: sha256(content).hexdigest() for name, content in _documents_in(source)}
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError, AssertionError, EOFError) as error:
        raise CommandError(f"{broken} ({type(error).__name__}). Choose another one.") from error
    if _fingerprint(dump) != about.database_sha256:
        raise CommandError(f"The database inside {source} is damaged. Choose another backup.")
    if not dumping.unpacks_to(dump, about.database_bytes):
        raise CommandError(f"The database inside {source} is larger than the backup says. Choose another backup.")
    damaged = sorted(name for name, digest in found.items() if name != digest)
    if damaged:
        raise CommandError(f"These documents inside {source} are damaged: {', '.join(damaged)}. Choose another backup.")
    if len(found) != about.documents:
        raise CommandError(f"{broken}: it has {len(found)} of {about.documents} documents. Choose another one.")
    return about


def _about_in(archive: tarfile.TarFile) -> About:
    note = archive.extractfile("about.json")
    assert note is not None
    said = json.loads(note.read())
    if said["format"] != FORMAT:
        raise CommandError(f"This backup has format {said['format']}; this version reads format {FORMAT} only.")
    return About(**said)


def _documents_in(source: Path) -> Iterator[tuple[str, bytes]]:
    """Each document with its name, one after the other, so that never two are held in memory."""
    with tarfile.open(source) as archive:
        for entry in archive:
            folder, _slash, name = entry.name.partition("/")
            if folder == "documents":
                file: IO[bytes] | None = archive.extractfile(entry)
                assert file is not None
                yield name, file.read()


def _refuse_what_does_not_fit(about: About) -> None:
    if about.vendor != connection.vendor:
        raise CommandError(
            "This backup comes from the other kind of database. Set DATABASE_URL to that kind and try again."
        )
    if not dumping.is_sqlite():
        dumping.check_program("pg_restore")
    if about.server_version > dumping.server_version():
        raise CommandError(
            f"This backup comes from PostgreSQL {about.server_version}, and this server is older."
            f" Restore on version {about.server_version} or newer."
        )
    noted = {(app, name): digest for (app, _dot, name), digest in _split(about.migrations)}
    for what, hint in obstacles(list(noted), noted, our_migrations()):
        raise CommandError(f"{what.replace('This database', 'This backup')} {hint}")
    store: Storage = documents()
    free = store.free_bytes()
    if free is not None and free < about.document_bytes + about.database_bytes + SPARE:
        raise CommandError(_room_sentence("the documents", about.document_bytes + about.database_bytes, free))


def _split(migrations: dict[str, str]) -> Iterator[tuple[tuple[str, str, str], str]]:
    return ((name.partition("."), digest) for name, digest in migrations.items())


def _migrations() -> dict[str, str]:
    """Our migrations of this database with their digests, as About keeps them."""
    applied = MigrationRecorder(connection).applied_migrations()
    noted = Digests(connection).known()
    return {f"{app}.{name}": noted.get((app, name), "") for app, name in sorted(applied) if (app, name) in noted}


def _refuse_without_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise CommandError(_room_sentence(str(folder), needed, free))


def _room_sentence(where: str, needed: int, free: int) -> str:
    return (
        f"There is no room for {where}: {(needed + SPARE) / 1e6:,.0f} MB are needed and {free / 1e6:,.0f} MB are free."
        " Make room or choose another disk; nothing was written."
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
