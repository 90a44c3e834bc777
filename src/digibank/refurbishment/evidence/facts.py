"""What an erasure log says, drive by drive, before anybody judges it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verification(StrEnum):
    """What the operator asked to be read back."""

    NONE = "none"
    LAST = "last"
    ALL = "all"


class DriveStatus(StrEnum):
    """The word in the table of results."""

    ERASED = "erased"
    FAILED = "failed"
    ABORTED = "aborted"
    INSANE = "insane"
    MISSING = "missing"


class LastLine(StrEnum):
    """How the whole run ended; it speaks for all drives together."""

    COMPLETED = "completed"
    ERRORS = "errors"
    ABORTED = "aborted"
    MISSING = "missing"


class HiddenArea(StrEnum):
    """What the tool saw of sectors that the drive hides (HPA, DCO)."""

    FOUND = "found"
    NONE = "none"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class DriveErasure:
    """Everything one log says about one drive. None means that this version of the tool does not tell.

    `writes` and `reads` hold the bytes of each pass in order; `verified` means that what was written last was
    also read back and confirmed; `complaints` are the lines in which the tool names this drive and an error.
    """

    device: str
    bus: str = ""
    model: str = ""
    serial: str = ""
    serial_in_table: str = ""
    size_bytes: int | None = None
    size_printed: str = ""
    method: str = ""
    status: DriveStatus = DriveStatus.MISSING
    pass_errors: int | None = None
    verification_errors: int | None = None
    sync_errors: int | None = None
    complaints: tuple[str, ...] = ()
    writes: tuple[int, ...] = ()
    reads: tuple[int, ...] = ()
    table_bytes_erased: int | None = None
    table_bytes_total: int | None = None
    rounds_asked: int = 0
    rounds_done: int = 0
    passes_per_round: int = 0
    passes_done: int = 0
    passes_verified: int = 0
    verified: bool = False
    hidden_area: HiddenArea = HiddenArea.NOT_CHECKED
    wrote_seconds: int | None = None

    @property
    def bytes_written(self) -> int:
        """Bytes written over all passes."""
        return sum(self.writes)

    @property
    def bytes_read(self) -> int:
        """Bytes read back over all passes."""
        return sum(self.reads)

    @property
    def took_part(self) -> bool:
        """Whether the run was about this drive; nwipe also names drives that it only saw."""
        return bool(self.method or self.writes) or self.status is not DriveStatus.MISSING


@dataclass(frozen=True)
class ErasureLog:
    """One run of an erasure tool. Moments are local time as the machine had it, without a time zone."""

    tool: str
    version: str
    started_at: datetime
    ended_at: datetime
    method: str
    rounds: int
    verification_asked: Verification
    blank_pass: bool
    drives: tuple[DriveErasure, ...]
    last_line: LastLine
    serials_hidden: bool
    sha256: str
