"""A stretch of a day in which a place is there for people: hours of the clock on its wall, and the moments they are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock

_MINUTE = timedelta(minutes=1)


class HoursKind(models.TextChoices):
    """How people come in those hours."""

    WALK_IN = "walk_in", _("without appointment")
    APPOINTMENT = "appointment", _("by appointment only")
    PHONE = "phone", _("by telephone")


@dataclass(frozen=True)
class Window:
    """From `opens` until `closes` on one day, by the clock on the wall; `stop` is where, when not at the place."""

    opens: time
    closes: time
    kind: str = HoursKind.WALK_IN
    stop: Any = None

    @property
    def kind_shown(self) -> str:
        """How people come, in words."""
        return str(HoursKind(self.kind).label)

    def moments_on(self, day: date) -> tuple[datetime, datetime] | None:
        """From and until which moment it is on this day, in UTC; None when the clock skips all of it (policy OH-07).

        Of an hour that comes twice it opens at the first and closes after the last minute that is within; a minute
        that is skipped is the first minute after it.
        """
        starts_at, ends_at = _first(day, self.opens), _after(day, self.closes)
        return (starts_at, ends_at) if starts_at < ends_at else None


def _first(day: date, at: time) -> datetime:
    """The first moment of this day at which the wall shows it, or the first one after it when it is skipped."""
    local = datetime.combine(day, at, clock.BRUSSELS)
    while _skipped(local):
        local += _MINUTE
    return local.astimezone(UTC)


def _after(day: date, at: time) -> datetime:
    """The moment after the last minute before `at`: who closes at 2 closes at the first 2 of a night that has two."""
    last = (datetime.combine(day, at, clock.BRUSSELS) - _MINUTE).replace(fold=1)
    return _first(day, last.time().replace(fold=0)) if _skipped(last) else last.astimezone(UTC) + _MINUTE


def _skipped(local: datetime) -> bool:
    """Whether no clock ever showed this: the hour that is lost at the end of March."""
    return local.astimezone(UTC).astimezone(clock.BRUSSELS).replace(tzinfo=None) != local.replace(tzinfo=None)
