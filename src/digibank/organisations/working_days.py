"""Belgian public holidays and working days."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5


@cache
def _belgian() -> holidays.HolidayBase:
    """Read when a day is asked for and not before: the calendars of all countries come with it, a third of a start."""
    return holidays.country_holidays("BE")


def is_public_holiday(day: date) -> bool:
    """Whether Belgium is closed on this day by law."""
    return day in _belgian()


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays apart."""
    return day.weekday() < SATURDAY and not is_public_holiday(day)


def add_working_days(day: date, count: int) -> date:
    """The day on which `count` working days have passed after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_day_before(day: date, count: int, works: Callable[[date], bool] = is_working_day) -> date:
    """The day that lies `count` working days before `day`; `works` says of a day whether it is one."""
    while count > 0:
        day -= timedelta(days=1)
        count -= works(day)
    return day
