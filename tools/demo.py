"""Show the whole chain on real input, build a believable region, and serve it with a worker."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

from listening import PORT

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 15


def main() -> None:
    """Read the options, make an empty database, tell the story, and serve unless asked not to."""
    for ending in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(ending, _end)
    options = _options()
    port = int(PORT.value)
    if options.serve and not _free(port):
        raise SystemExit(
            f"Something else uses port {port} already. Stop it, or choose another: DIGIBANK_PORT=8001 ./digibank demo"
        )
    _own_place()
    _manage("migrate", "--verbosity", "0")
    if not options.serve:
        raise SystemExit(_fill(options))
    _manage("collectstatic", "--no-input", "--verbosity", "0")
    with _running(
        "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--no-ws", "--log-level", "warning", "config.wsgi:application",
    ) as server:  # fmt: skip
        _wait_for(f"http://127.0.0.1:{port}/", server)
        print(f"http://127.0.0.1:{port}/ answers already, and fills while you look.", flush=True)
        if _fill(options):
            raise SystemExit(1)
        # Only now: until here the story moved the clock, and a worker would take all of it for late.
        with _running("-m", "django", "work"):
            print(f"\nDigibank is at http://127.0.0.1:{port}/  Stop with Ctrl-C.\n", flush=True)
            with suppress(KeyboardInterrupt):
                server.wait()


def _end(number: int, _frame: object) -> None:
    """The window was closed, or somebody stops us: what we started ends as well."""
    raise SystemExit(128 + number)


def _fill(options: argparse.Namespace) -> int:
    """Tell the story and build the region; what the command ended with."""
    words = [f"--{name}={path}" for name in ("report", "erasure") if (path := getattr(options, name))]
    if not options.region:
        words.append("--no-region")
    return subprocess.run([sys.executable, "-m", "django", "demo", *words], check=False).returncode


@contextmanager
def _running(*words: str) -> "Iterator[subprocess.Popen[bytes]]":
    """A process of ours with its children, ended with the block. Ctrl-C comes to us alone, and we end them in order."""
    process = subprocess.Popen([sys.executable, *words], start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./digibank demo", description=__doc__)
    parser.add_argument("--report", type=_file, help="a report of your own machine: lshw -json > report.json")
    parser.add_argument("--erasure", type=_file, help="the log of nwipe about the disk in that report")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="stop before serving")
    parser.add_argument("--no-region", dest="region", action="store_false", help="only the story of one laptop")
    options = parser.parse_args()
    if bool(options.report) != bool(options.erasure):
        parser.error("--report and --erasure belong together: the log must be about a disk in the report.")
    return options


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"There is no file {text}.")
    return path.resolve()


def _own_place() -> None:
    """The demo has a folder of its own, made anew each time; nothing of a real installation is touched."""
    if "DATABASE_URL" in os.environ:
        print("The demo fills the database in DATABASE_URL, which must be empty.", flush=True)
    folder = Path(os.environ.get("DIGIBANK_VAR", ROOT / "var")) / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["DIGIBANK_VAR"] = str(folder)
    os.environ.setdefault("DIGIBANK_SECOND_FACTOR", "0")
    os.environ.pop("DIGIBANK_DOCUMENTS", None)


def _manage(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "django", *words], check=True)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):  # noqa: S310  loopback
                return
        except URLError:
            time.sleep(0.1)
    raise SystemExit("The site did not start. The lines above say why.")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


main()
