"""Pictures of several screens at one moment, when somebody asks for them: ./digibank screens morning."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

FOLDER = "DIGIBANK_RECORDING"  # The folder for the pictures; without it nothing is recorded.
TOLD = "moments.json"


@dataclass
class Recording:
    """The moments until now, each with its words, its hour and a picture of every screen."""

    folder: Path | None
    moments: list[dict[str, str]] = field(default_factory=list)

    def take(self, words: str, screens: Mapping[str, Page]) -> None:
        """Keep how all screens stand now. A moment with the same words is kept once."""
        if self.folder is None or words in [moment["words"] for moment in self.moments]:
            return
        number = len(self.moments)
        self.moments.append({"words": words, "at": time.strftime("%H:%M:%S")})
        for name, page in screens.items():
            page.screenshot(path=self.folder / f"{number:02d} {name}.png", animations="disabled")
        (self.folder / TOLD).write_text(json.dumps(self.moments))


def recording() -> Recording:
    """One that records where the environment says so, else one that does nothing."""
    folder = os.environ.get(FOLDER)
    return Recording(Path(folder) if folder else None)
