"""Translations: collect the sentences from the code, and compile the catalogues."""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]


def compile_catalogues() -> None:
    """Make the .mo beside each .po that is newer."""
    for po in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source, mo.open("wb") as target:
            write_mo(target, read_po(source))


def collect() -> None:
    """Bring the .po files in line with the code; what is no longer said falls away."""
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--no-location", "--no-obsolete",
         "--no-wrap", "--ignore", ".venv", "--ignore", ".tools", "--ignore", "var", "--ignore", "tests",
         "--extension", "html,txt,py"],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    for po in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        kept = [line for line in po.read_text().splitlines() if not line.startswith('"POT-Creation-Date')]
        po.write_text("\n".join(kept) + "\n")


if __name__ == "__main__":
    {"compile": compile_catalogues, "collect": collect}[sys.argv[1]]()
