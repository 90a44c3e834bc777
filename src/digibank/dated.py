"""Rows that hold for a time: half-open, so the last day is the first day it holds no more; an empty end means still."""

from calendar import monthrange
from datetime import date
from typing import Self

from django.db import models

from digibank import clock

MONTHS_IN_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of that month when it has no such day (31 January, 1 month)."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class DatedQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Sets of rows that hold for a time."""

    def current(self) -> Self:
        """The rows that hold today."""
        today = clock.today()
        return self.filter(from_on__lte=today).exclude(until_on__lte=today)


class Dated(models.Model):
    """Something that holds from a day until a day."""

    from_on = models.DateField(default=clock.today)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        """Whether it holds today."""
        today = clock.today()
        return self.from_on <= today and (self.until_on is None or today < self.until_on)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The constraint that nothing ends before it began; on the same day it held for nobody, which a mistake may."""
    condition = models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on"))
    return models.CheckConstraint(condition=condition, name=name)
