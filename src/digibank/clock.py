"""What time it is. The only place that asks; the demo and the tests may set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The day it is in Brussels: a loan handed over at 23.30 still gets its whole last day."""
    return now().astimezone(BRUSSELS).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`, and stays so until it is moved with `pass_time`."""
    if moment.tzinfo is None:
        raise ValueError("The clock is set with a time zone, or 'today' would be a guess.")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def pass_time(**units: float) -> datetime:
    """Move a clock that was set with `at` on by days, hours, minutes; returns the new moment."""
    moment = _set_to.get()
    if moment is None:
        raise RuntimeError("Only a clock that was set can be moved; real time passes by itself.")
    moved = moment + timedelta(**units)
    _set_to.set(moved)
    return moved
