"""How long a list of 2,000 devices takes to preview and to take in, beside a bare read of the same file."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from serving import ROOT, environment_in, fill

ROWS = 2_000
ROUNDS = 5
PREVIEW = 3.0  # Seconds, from sending the file until the page with its first rows is there.


def measured() -> tuple[str, bool]:
    """One line, and whether the preview stayed within its time; measured in a process and on records of its own."""
    with tempfile.TemporaryDirectory(prefix="digibank-listing-") as place:
        environment = environment_in(Path(place))
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tools"), environment["PYTHONPATH"]])
        pages = {row["title"]: row for row in json.loads(fill(environment))["pages"]}
        command = [sys.executable, "-m", "listing", str(ROWS), str(ROUNDS), pages["donations-send_list"]["by"]]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told = json.loads(done.stdout)
    line = (
        f"list of {ROWS} rows: read barely in {told['bare']:.2f} s, previewed in {told['preview']:.2f} s"
        f" (target {PREVIEW:.0f}), taken in in {told['taken']:.2f} s"
    )
    return line, told["preview"] <= PREVIEW
