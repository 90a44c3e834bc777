"""The overdue ladder, as a sum: which step is due for a late loan on a day. Nothing here knows a database.

That a loan is late follows from its last day (policy U-08), and so does the step: no row holds it, only what was done.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from digibank.organisations.models import LadderStep

A_DAY = timedelta(days=1)


def step_due(
    ladder: Sequence[LadderStep], due_on: date, day: date, *, climbed: int, quiet_until: date | None = None
) -> LadderStep | None:
    """The step to take on this day, None when there is none.

    `climbed` is the day of the highest step that was taken, 0 for none. Only the highest step whose day came is due:
    after days without a worker, or after a pause, nobody gets the lower ones all at once, nor one of them again.
    """
    if quiet_until and day <= quiet_until:
        return None
    late = (day - due_on).days
    return max(
        (step for step in ladder if climbed < step.after_days <= late), key=lambda step: step.after_days, default=None
    )


def next_step(ladder: Sequence[LadderStep], *, climbed: int) -> LadderStep | None:
    """The lowest step above what was taken; None when the ladder is done."""
    return min((step for step in ladder if step.after_days > climbed), key=lambda step: step.after_days, default=None)


def day_of(step: LadderStep, due_on: date, *, today: date, quiet_until: date | None = None) -> date:
    """The first day from today on which this step may be taken."""
    days = [due_on + timedelta(days=step.after_days), today]
    return max([*days, quiet_until + A_DAY] if quiet_until else days)
