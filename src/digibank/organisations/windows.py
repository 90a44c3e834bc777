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

        Of an hour that comes twice it opens at the first and closes at the last; a minute that is skipped is the
        first minute after it.
        """
        starts_at, ends_at = _moment(day, self.opens), _moment(day, self.closes, last=True)
        return (starts_at, ends_at) if starts_at < ends_at else None


def _moment(day: date, at: time, *, last: bool = False) -> datetime:
    local = datetime.combine(day, at, clock.BRUSSELS).replace(fold=int(last))
    while _skipped(local):
        local += _MINUTE
    return local.astimezone(UTC)


def _skipped(local: datetime) -> bool:
    """Whether no clock ever showed this: the hour that is lost at the end of March."""
    return local.astimezone(UTC).astimezone(clock.BRUSSELS).replace(tzinfo=None) != local.replace(tzinfo=None)
