"""Hours as OpenStreetMap writes them: the `opening_hours` format, also of the French `horaires`."""

from datetime import date
from itertools import groupby

from digibank.organisations.models import Place
from digibank.organisations.windows import HoursKind
from digibank.website.published.schedule import Different, Stretches, TrueHours, Usual, schedule_of

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def opening_hours(place: Place, hours: TrueHours, *, kind: str = HoursKind.WALK_IN) -> str:
    """`Mo-Th 09:00-12:00; Fr[-1] 13:30-16:30; PH off; 2027 Jul 05-2027 Jul 15 off`; empty when it never opens.

    Dates stand for what the format cannot say exactly, such as every second week, as far as `hours` reach.
    """
    schedule = schedule_of(place, hours, kind=kind)
    weekly = [usual for usual in schedule.usual if usual.nth is None]
    rules = [f"{_days(list(same))} {_hours(open_in)}" for open_in, same in _alike(weekly)]
    rules += [f"{DAYS[one.weekday]}[{one.nth}] {_hours(one.stretches)}" for one in schedule.usual if one.nth]
    if rules:
        rules.append("PH off")
    by_hours: dict[Stretches, list[Different]] = {}
    for different in schedule.different:
        by_hours.setdefault(different.stretches, []).append(different)
    rules += [f"{','.join(_dates(one) for one in same)} {_hours(open_in)}" for open_in, same in by_hours.items()]
    return "; ".join(rules)


def _alike(weekly: list[Usual]) -> list[tuple[Stretches, list[int]]]:
    """Weekdays with the same hours together, in the order of their first."""
    found: dict[Stretches, list[int]] = {}
    for usual in weekly:
        found.setdefault(usual.stretches, []).append(usual.weekday)
    return list(found.items())


def _days(weekdays: list[int]) -> str:
    """Mo-We,Fr."""
    parts = []
    for _key, together in groupby(enumerate(weekdays), key=lambda found: found[1] - found[0]):
        days = [DAYS[day] for _at, day in together]
        parts.append(days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}")
    return ",".join(parts)


def _hours(stretches: Stretches) -> str:
    return ",".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in stretches) or "off"


def _dates(different: Different) -> str:
    first, last = _date(different.first), _date(different.last)
    return first if first == last else f"{first}-{last}"


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}"
