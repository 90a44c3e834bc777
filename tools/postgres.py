"""A throw-away PostgreSQL for the tests: found, started as an ordinary user, and gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW = (
    "The database tests need PostgreSQL as well. Do one of these:\n"
    "  - set TEST_DATABASE_URL to a server where databases may be made, such as postgresql://user:password@host/postgres\n"
    "  - install the server's programs (Debian: sudo apt install postgresql)"
)


def server_programs() -> Path | None:
    """The folder with initdb and postgres of the newest version on this machine."""
    on_path = shutil.which("initdb")
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name.split(".")[0]),
        reverse=True,
    )
    if on_path:
        candidates.insert(0, Path(on_path).resolve().parent)
    return next(
        (folder for folder in candidates if (folder / "initdb").exists() and (folder / "postgres").exists()), None
    )


def install() -> None:
    """Debian's package, when we are root and may."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing postgresql …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"], check=False, **quiet
        )  # type: ignore[call-overload]


def ordinary_user() -> dict[str, object]:
    """PostgreSQL refuses to run as root: who it runs as instead, for subprocess."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise SystemExit("There is no ordinary user 'postgres' or 'nobody' to run PostgreSQL as.\n" + HOW)


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL where the tests may make databases: given, or started here and stopped afterwards."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    programs = server_programs()
    if programs is None:
        install()
        programs = server_programs()
    if programs is None:
        raise SystemExit(HOW)
    folder = Path(tempfile.mkdtemp(prefix="digibank-pg-"))
    run_as = ordinary_user()
    if run_as:
        os.chown(folder, run_as["user"], run_as["group"])  # type: ignore[arg-type]
    try:
        with _running(programs, folder, run_as) as port:
            yield f"postgresql://digibank@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(programs: Path, folder: Path, run_as: dict[str, object]) -> Iterator[int]:
    subprocess.run(
        [programs / "initdb", "-D", folder / "data", "-U", "digibank", "--auth=trust", "--no-sync",
         "-E", "UTF8", "--locale=C.UTF-8"],
        check=True, cwd=folder, stdout=subprocess.DEVNULL, **run_as,
    )  # type: ignore[call-overload] # fmt: skip
    with _started(programs, folder, run_as) as port:
        yield port


@contextmanager
def replica(address: str) -> Iterator[str]:
    """A copy of the server of this database that follows it and only reads: the address of the database there."""
    programs, run_as = server_programs(), ordinary_user()
    if programs is None:
        raise SystemExit(HOW)
    folder = Path(tempfile.mkdtemp(prefix="digibank-replica-"))
    if run_as:
        os.chown(folder, run_as["user"], run_as["group"])  # type: ignore[arg-type]
    try:
        subprocess.run(
            [programs / "pg_basebackup", "--dbname", address, "--pgdata", folder / "data", "--write-recovery-conf",
             "--wal-method", "stream", "--checkpoint", "fast", "--no-sync"],
            check=True, cwd=folder, **run_as,
        )  # type: ignore[call-overload] # fmt: skip
        with _started(programs, folder, run_as) as port:
            yield f"postgresql://digibank@127.0.0.1:{port}/{address.rpartition('/')[2]}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(programs: Path, folder: Path, run_as: dict[str, object]) -> Iterator[int]:
    """The server with its data in this folder, and its port."""
    data = folder / "data"
    home = {"cwd": folder, "stdout": subprocess.DEVNULL, **run_as}
    port = _free_port()
    # Gone after the tests, so it need not survive a power cut.
    # Nothing counts rows behind the back of tests that undo theirs: plans would take full tables for empty ones.
    careless = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c jit=off {careless}"
    control = [programs / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], check=True, **home)  # type: ignore[call-overload]
    try:
        yield port
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **home)  # type: ignore[call-overload]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
