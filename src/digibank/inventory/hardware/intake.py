"""What the intake stick found: one file with what each tool said, read by the readers of these tools.

The file is made by `intake/digibank-intake`. What a tool said and no reader knows stays text; what a reader refuses
does not spoil the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeGuard
from uuid import UUID

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.battery import read_battery
from digibank.inventory.hardware.document import looks_like_json, read_text, read_tree
from digibank.inventory.hardware.facts import Battery, DiskHealth, Machine
from digibank.inventory.hardware.fields import list_at, text_at, wrong
from digibank.inventory.hardware.lshw import read_lshw
from digibank.inventory.hardware.smartctl import read_smartctl

FORMAT, VERSION = "digibank-intake", 1
MOST_TOOLS = 200
LONGEST_NAME = 40
# A dead battery on the board lets a clock begin at its maker's idea of time.
FIRST_YEAR, LAST_YEAR = 1970, 2199

type Said = Machine | DiskHealth | tuple[Battery, ...]

# By tool, what reads it. A tool that is not here stays text.
READERS: dict[str, Callable[[bytes], Said]] = {
    "lshw": read_lshw,
    "smartctl": read_smartctl,
    "battery": read_battery,
}


@dataclass(frozen=True)
class Piece:
    """What one tool said. `facts` is None when nothing of ours reads it; `refusal` says why a reader did not."""

    tool: str
    subject: str
    problem: str
    said: str
    facts: Said | None
    refusal: str


@dataclass(frozen=True)
class IntakeRun:
    """One run of the stick on one computer. `run` is its number, made once; `made_at` is by that computer's clock."""

    run: UUID
    station: str
    made_at: datetime
    left_out: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]

    @property
    def machine(self) -> Machine | None:
        """The computer, when lshw told about it."""
        return next((piece.facts for piece in self.pieces if isinstance(piece.facts, Machine)), None)

    @property
    def disks(self) -> tuple[DiskHealth, ...]:
        """The health of each disk that is part of the computer."""
        return tuple(piece.facts for piece in self.pieces if isinstance(piece.facts, DiskHealth))

    @property
    def batteries(self) -> tuple[Battery, ...]:
        """All batteries."""
        return tuple(battery for piece in self.pieces if isinstance(piece.facts, tuple) for battery in piece.facts)

    @property
    def says_something(self) -> bool:
        """Whether any of it can be taken over."""
        return any(piece.facts for piece in self.pieces)


def read_intake(raw: bytes) -> IntakeRun:
    """The run in a file of the intake stick. Raises RuleBroken with what is wrong and what to do, for anything else."""
    text = read_text(raw)
    tree = read_tree(text) if looks_like_json(text) else None
    if not is_intake(tree):
        raise RuleBroken(_("This is not a report of the intake stick. Choose the file that the stick made."))
    return run_in(tree)


def is_intake(tree: Any) -> TypeGuard[dict[str, Any]]:
    """Whether this is what the intake stick writes, of whichever version."""
    return isinstance(tree, dict) and tree.get("format") == FORMAT


def run_in(tree: dict[str, Any]) -> IntakeRun:
    """The run in a tree that the intake stick wrote."""
    if tree.get("version") != VERSION:
        raise RuleBroken(
            _("This report is of another version of the intake stick. Make the stick again with the newest script.")
        )
    tools = list_at(tree, "tools")
    if len(tools) > MOST_TOOLS:
        raise RuleBroken(_("This report of the intake stick lists more than 200 tools. Run the stick again."))
    return IntakeRun(
        run=_number(tree),
        station=text_at(tree, "station")[:LONGEST_NAME],
        made_at=_moment(tree),
        left_out=tuple(_left_out(entry) for entry in list_at(tree, "left_out")[:MOST_TOOLS]),
        pieces=tuple(_piece(tool) for tool in tools),
    )


def _number(tree: dict[str, Any]) -> UUID:
    try:
        return UUID(hex=text_at(tree, "run"))
    except ValueError as error:
        raise wrong("run") from error


def _moment(tree: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(text_at(tree, "made_at"))
    except ValueError as error:
        raise wrong("made_at") from error
    if moment.tzinfo is None or not FIRST_YEAR < moment.year < LAST_YEAR:
        raise wrong("made_at")
    return moment.astimezone(UTC)


def _left_out(entry: Any) -> tuple[str, str]:
    if not isinstance(entry, dict):
        raise wrong("left_out")
    return text_at(entry, "path"), text_at(entry, "why")


def _piece(entry: Any) -> Piece:
    if not isinstance(entry, dict):
        raise wrong("tools")
    tool, said = text_at(entry, "tool"), entry.get("output", "")
    if not isinstance(said, str):
        raise wrong("output")
    facts, refusal = _facts(tool, said)
    return Piece(tool, text_at(entry, "subject"), text_at(entry, "problem"), said, facts, refusal)


def _facts(tool: str, said: str) -> tuple[Said | None, str]:
    """What a tool said, in our words; and why not when its reader refuses."""
    reader = READERS.get(tool)
    if reader is None or not said.strip():
        return None, ""
    try:
        return reader(said.encode("utf-8", "replace")), ""
    except RuleBroken as no:
        return None, str(no)
