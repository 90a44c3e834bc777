"""States and steps as data: which step may follow where, and the one way to take it.

The table knows the order, the action knows the consequence, the rights know who.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from digibank.errors import RuleBroken


@dataclass(frozen=True)
class Step:
    """One arrow of a flow: from any of `sources` to `target`."""

    name: str
    sources: tuple[str, ...]
    target: str


class Flow:
    """The steps of one kind of record, by name. The state stands in the field `state`."""

    def __init__(self, start: str, *steps: Step) -> None:
        self.start = start
        self.steps = {step.name: step for step in steps}

    def open_steps(self, state: str) -> list[str]:
        """Names of the steps that are possible now; a page shows these as buttons."""
        return [step.name for step in self.steps.values() if state in step.sources]

    def allows(self, record: Any, name: str) -> bool:
        """Whether this step is possible for the record as it was read."""
        return record.state in self.steps[name].sources

    def move(self, record: Any, name: str, **changes: Any) -> None:
        """Take one step, unless a colleague was faster; `changes` are written in the same statement.

        Raises RuleBroken when the step does not start where the record is, or when the record moved meanwhile.
        """
        step = self.steps[name]
        if record.state not in step.sources:
            raise RuleBroken(
                _("This is not possible now: the state is “%(state)s”. Reload the page to see what is possible.")
                % {"state": record.get_state_display()}
            )
        changes["state"] = step.target
        unchanged = models.Q(pk=record.pk, state=record.state)
        if not type(record)._default_manager.filter(unchanged).update(**changes):
            raise RuleBroken(_("Someone else changed this just now. Reload the page and look again."))
        for field, value in changes.items():
            setattr(record, field, value)

    def as_mermaid(self) -> str:
        """The flow as a drawing for docs/reference/flows.md."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        for step in self.steps.values():
            lines += [f"    {source} --> {step.target}: {step.name}" for source in step.sources]
        return "\n".join(lines)
