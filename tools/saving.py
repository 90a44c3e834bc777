"""How long it takes to save the demo region and to put it back, and how large the backup is."""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from serving import ROOT, environment_in

DEMO = ROOT / "var" / "demo"


def measured() -> str:
    """One line. The demo that is here is saved as it is; without one that fits this code, one is built first."""
    with tempfile.TemporaryDirectory(prefix="digibank-saving-") as place:
        folder = Path(place)
        region = DEMO if _fits(DEMO) else _built(folder)
        (folder / "restored").mkdir()
        saved, saving = _timed(environment_in(region), "backup", folder / "region.tar")
        _told, restoring = _timed(environment_in(folder / "restored"), "restore", folder / "region.tar")
        size = (folder / "region.tar").stat().st_size
        database = (region / "digibank.sqlite3").stat().st_size
    found = re.search(r"and (\d+) documents", saved)
    count = int(found[1]) if found else 0
    return (
        f"backup of the demo region: {count} documents and a database of {database / 1e6:.1f} MB"
        f" in {size / 1e6:.1f} MB and {saving:.1f} s; restored and verified in {restoring:.1f} s"
    )


def _fits(region: Path) -> bool:
    """Whether there is a demo here that this code may touch."""
    if not (region / "digibank.sqlite3").exists():
        return False
    command = [sys.executable, "-m", "django", "migrate", "--check", "--verbosity", "0"]
    asked = subprocess.run(command, cwd=ROOT, env=environment_in(region), check=False, capture_output=True)
    return asked.returncode == 0


def _built(folder: Path) -> Path:
    """A demo region of our own, in some minutes."""
    print("Building the demo region …", flush=True)
    command = [sys.executable, "tools/demo.py", "--no-serve"]
    subprocess.run(command, cwd=ROOT, env=environment_in(folder), check=True, stdout=subprocess.DEVNULL)
    return folder / "demo"


def _timed(environment: dict[str, str], word: str, file: Path) -> tuple[str, float]:
    """What the command said and the seconds it took, its start included."""
    began = time.monotonic()
    command = [sys.executable, "-m", "django", word, str(file)]
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
    return said, time.monotonic() - began
