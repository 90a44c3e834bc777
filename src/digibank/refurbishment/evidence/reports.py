"""What a tool says about an erasure that a drive did by itself, before anybody judges it."""

from dataclasses import dataclass
from enum import StrEnum

from digibank.refurbishment.evidence.techniques import Technique


class Outcome(StrEnum):
    """How the drive says that it went."""

    DONE = "done"
    RUNNING = "running"
    FAILED = "failed"
    NEVER = "never"
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class DriveReport:
    """What one file tells of one drive. None or "" means that this tool does not tell.

    `technique` is what the drive was told to do, `family` what it can have been. `progress` counts to 65535 as drives
    do. `untouched`: nothing was written since. `erases_nothing`: the order given does not erase, `unable`: this drive
    cannot do it. `encrypted`: the disk was encrypted when the first part of the file was made, `keys_left` counts the
    keys in its last part.
    """

    tool: str
    sha256: str
    family: tuple[Technique, ...]
    device: str = ""
    serial: str = ""
    technique: Technique | None = None
    outcome: Outcome = Outcome.NOT_TOLD
    progress: int | None = None
    untouched: bool | None = None
    erases_nothing: bool = False
    unable: bool = False
    complaints: tuple[str, ...] = ()
    encrypted: bool | None = None
    keys_left: int | None = None
