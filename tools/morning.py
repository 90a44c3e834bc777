"""A recorded busy morning: the test of it, with pictures of all screens side by side, a few moments on each sheet."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from serving import ROOT

TEST = "tests/browser/test_busy_morning.py"
SCREENS = ["reception", "helper 1", "helper 2", "helper 3", "kiosk", "display"]
HEIGHT = 460  # Of each picture on a sheet, in pixels.
MOMENTS = 3  # On a sheet.
GAP, TITLE = 24, 64
GROUND, INK = "#d9d4ca", "#1d1b18"


def record(folder: Path) -> int:
    """Run the morning and write its sheets in this folder; what pytest answers when something is not right in it."""
    with tempfile.TemporaryDirectory(prefix="digibank-morning-") as pictures:
        environment = os.environ | {"DIGIBANK_RECORDING": pictures}
        command = [sys.executable, "-m", "pytest", TEST, "-q"]
        answered = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        for number, sheet in enumerate(_sheets(Path(pictures)), 1):
            name = f"morning-{number}.png"
            sheet.save(folder / name)
            print(f"var/screens/{name}", flush=True)
    return answered


def _sheets(pictures: Path) -> Iterator[Image.Image]:
    moments = json.loads((pictures / "moments.json").read_text())
    rows = [_row(pictures, number, moment) for number, moment in enumerate(moments)]
    for first in range(0, len(rows), MOMENTS):
        together = rows[first : first + MOMENTS]
        sheet = Image.new("RGB", (max(row.width for row in together), sum(row.height for row in together)), GROUND)
        top = 0
        for row in together:
            sheet.paste(row, (0, top))
            top += row.height
        yield sheet


def _row(pictures: Path, number: int, moment: dict[str, str]) -> Image.Image:
    """One moment: the hour and what happens, and under it each screen with its name."""
    shown = [_small(pictures / f"{number:02d} {name}.png") for name in SCREENS]
    row = Image.new("RGB", (sum(one.width + GAP for one in shown) + GAP, TITLE + HEIGHT + GAP), GROUND)
    _write(row, GAP, 8, f"{moment['at']}  {number + 1}. {moment['words']}", 22)
    left = GAP
    for name, one in zip(SCREENS, shown, strict=True):
        _write(row, left, 38, name, 16)
        row.paste(one, (left, TITLE))
        left += one.width + GAP
    return row


def _small(picture: Path) -> Image.Image:
    with Image.open(picture) as found:
        return found.convert("RGB").resize((round(found.width * HEIGHT / found.height), HEIGHT))


def _write(sheet: Image.Image, left: int, top: int, words: str, size: int) -> None:
    ImageDraw.Draw(sheet).text((left, top), words, fill=INK, font=ImageFont.load_default(size))
