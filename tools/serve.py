"""Bring the database up to date, gather the static files and serve."""

import os
import subprocess
import sys


def main() -> None:
    """Serve on DIGIBANK_PORT (8000) with DIGIBANK_PROCESSES (2) processes."""
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        subprocess.run([sys.executable, "-m", "django", *command], check=True)
    address = os.environ.get("DIGIBANK_ADDRESS", "127.0.0.1")
    port = os.environ.get("DIGIBANK_PORT", "8000")
    processes = os.environ.get("DIGIBANK_PROCESSES", "2")
    print(f"Digibank is at http://{address}:{port}/  (stop with Ctrl-C)", flush=True)
    os.execv(  # noqa: S606
        sys.executable,
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address, "--port", port,
         "--workers", processes, "--no-ws", "--log-level", "warning", "config.wsgi:application"],
    )  # fmt: skip


main()
