"""Bring the database up to date, gather the static files and serve."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from listening import ADDRESS, PORT, PROCESSES

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Serve where the variables say."""
    os.environ.setdefault("DIGIBANK_LOG", "stdout")
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        done = subprocess.run([sys.executable, "-m", "django", *command], check=False)
        if done.returncode:
            raise SystemExit(done.returncode)
    address, port, processes = (variable.value for variable in (ADDRESS, PORT, PROCESSES))
    _own_figures(port)
    print(f"Digibank is at http://{address}:{port}/  (stop with Ctrl-C)", file=sys.stderr, flush=True)
    os.execv(  # noqa: S606
        sys.executable,
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", address, "--port", port,
         "--workers", processes, "--no-ws", "--log-level", "warning", "config.wsgi:application"],
    )  # fmt: skip


def _own_figures(port: str) -> None:
    """The processes of this server put their figures together in a folder, which is empty when the server starts."""
    folder = Path(os.environ.get("DIGIBANK_VAR", ROOT / "var")) / "metrics" / port
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


main()
