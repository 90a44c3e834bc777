"""Check that Dutch is complete: every sentence of the code is in the catalogue, translated, and none is a guess."""

import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import copytree

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
DUTCH = Path("locale/nl/LC_MESSAGES/django.po")


def catalogue(root: Path) -> Catalog:
    """The Dutch catalogue under this root."""
    with (root / DUTCH).open("rb") as po:
        return read_po(po, locale="nl")


def problems() -> list[str]:
    """What is missing, unfinished or no longer said; collected anew in a copy, so that nothing here changes."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("src", "locale", "tools"):
            copytree(ROOT / part, copy / part)
        subprocess.run([sys.executable, copy / "tools/messages.py", "collect"], check=True)
        said = {str(message.id) for message in catalogue(copy) if message.id}
    known = {str(message.id): message for message in catalogue(ROOT) if message.id}
    found = [f"not in the catalogue: {sentence}" for sentence in sorted(said - known.keys())]
    found += [f"no longer said: {sentence}" for sentence in sorted(known.keys() - said)]
    for sentence, message in known.items():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(texts):
            found.append(f"not translated: {sentence}")
        found += [f"{sentence}: {error}" for error in message.check()]
    return found


found = problems()
print("\n".join(found) or "Dutch is complete.")
if found:
    print("Run ./digibank messages, translate what is empty in", DUTCH)
sys.exit(1 if found else 0)
