"""What a reuse record holds (ministerial decree of 23 June 2017, art. 3; policy R-01)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from digibank import clock

type Fact = str | int | bool | None


class StepKind(StrEnum):
    """What was done. The codes stand in the JSON form and never change their meaning."""

    PRESELECTION = "preselection"
    RECEIVED = "received"
    INSPECTION = "inspection"
    TEST = "test"
    REPAIR = "repair"
    REPORT = "report"
    STORAGE = "storage"
    ERASURE = "erasure"
    INSTALLATION = "installation"
    QUALITY = "quality"
    LENT = "lent"
    BACK = "back"
    MOVED = "moved"
    DISPOSAL = "disposal"
    COLLECTION = "collection"


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True)
class Step:
    """One step: when, what, how it ended, in words and as facts that a machine can read."""

    at: datetime
    kind: StepKind
    title: str
    text: str = ""
    outcome: Outcome = Outcome.DONE
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day in Brussels. The record tells days, never hours."""
        return self.at.astimezone(clock.BRUSSELS).date()


@dataclass(frozen=True)
class ReuseRecord:
    """The record of one device as it is now."""

    centre: str
    code: str
    name: str
    device_class: str
    maker: str
    product: str
    serial: str
    eee_category: int
    made_in: int | None
    position: str
    made_on: date
    steps: tuple[Step, ...]
