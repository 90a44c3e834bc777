"""How long 2,000 offered devices and an inventory of 10,000 take to preview and to take in, beside a bare read."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from serving import ROOT, environment_in, fill


@dataclass(frozen=True)
class Measure:
    """A kind of list: how many rows, how often, and in how many seconds its page is there and it is taken in."""

    kind: str
    page: str
    rows: int
    rounds: int
    preview: float
    taken: float


LISTS = (
    Measure("offer", "donations-send_list", 2_000, 5, preview=3, taken=10),
    Measure("inventory", "inventory-send_inventory", 10_000, 3, preview=10, taken=20),
)


def measured(asked: Measure) -> tuple[str, bool]:
    """One line, and whether it stayed within its times; measured in a process and on records of its own."""
    with tempfile.TemporaryDirectory(prefix="digibank-listing-") as place:
        environment = environment_in(Path(place))
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tools"), environment["PYTHONPATH"]])
        pages = {row["title"]: row for row in json.loads(fill(environment))["pages"]}
        command = [
            sys.executable,
            "-m",
            "listing",
            asked.kind,
            str(asked.rows),
            str(asked.rounds),
            pages[asked.page]["by"],
        ]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told = json.loads(done.stdout)
    line = (
        f"{asked.kind} of {asked.rows} rows: read barely in {told['bare']:.2f} s,"
        f" previewed in {told['preview']:.2f} s (target {asked.preview:.0f}),"
        f" taken in in {told['taken']:.2f} s (target {asked.taken:.0f})"
    )
    return line, told["preview"] <= asked.preview and told["taken"] <= asked.taken
