"""The lease under which the present job runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from digibank.work.models import Schedule

_running: ContextVar[tuple[Schedule, int] | None] = ContextVar("lease", default=None)


@contextmanager
def held(row: Schedule, *, seconds: int) -> Iterator[None]:
    """Within the block the job of `row` runs, and each `extend` lets it run `seconds` longer."""
    token = _running.set((row, seconds))
    try:
        yield
    finally:
        _running.reset(token)


def extend() -> None:
    """Let the present job run a whole lease from now; outside a job, such as in the demo, nothing.

    Raises LeaseLost when the lease ran out and another worker has the job: then this run ends here.
    """
    running = _running.get()
    if running:
        row, seconds = running
        row.keep(seconds=seconds)
