"""How the demo says what happens, on a screen or into a file."""

import sys
import time
from dataclasses import dataclass, field


@dataclass
class Teller:
    """Says each step with the time it took, and shows progress where there is a screen."""

    quiet: bool = False
    began: float = field(default_factory=time.monotonic)
    steps: int = 0

    def chapter(self, title: str) -> None:
        """A new part of the story."""
        self._say(f"\n{title}")

    def step(self, text: str) -> None:
        """Something happened."""
        self.steps += 1
        self._say(f"  {self.steps:>2}. {text}")

    def note(self, text: str) -> None:
        """Something worth knowing about the step before."""
        self._say(f"      {text}")

    def progress(self, done: int, total: int, what: str) -> None:
        """How far a long part is; on one line on a screen, at each quarter elsewhere."""
        if self.quiet:
            return
        if sys.stdout.isatty():
            end = "\n" if done == total else ""
            print(f"\r  {what}: {done} van {total}   ", end=end, flush=True)  # noqa: T201
        elif done == total or done * 4 // total != (done - 1) * 4 // total:
            print(f"  {what}: {done} van {total}", flush=True)  # noqa: T201

    def seconds(self) -> float:
        """How long it took since the beginning."""
        return time.monotonic() - self.began

    def _say(self, line: str) -> None:
        if not self.quiet:
            print(line, flush=True)  # noqa: T201  this is a program that talks
