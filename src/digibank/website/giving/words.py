"""Hours and things, each on one line."""

from collections.abc import Iterable, Iterator
from datetime import time
from itertools import groupby
from typing import Protocol

from django.utils.translation import gettext as _

from digibank import clock
from digibank.donations.models import OfferedItem
from digibank.organisations.models import OpeningHours, Place
from digibank.organisations.windows import HoursKind
from digibank.organisations.wording import told
from digibank.ui.templatetags.ui import hour


class Thing(Protocol):
    """An offered thing, or what will be one."""

    @property
    def kind(self) -> str:
        """A kind of OfferedItem."""

    @property
    def vendor(self) -> str:
        """The make, or nothing."""

    @property
    def product(self) -> str:
        """The type, or nothing."""

    @property
    def count(self) -> int:
        """How many alike."""


def address_of(place: Place) -> str:
    """The address on one line."""
    return f"{place.street}, {place.postcode} {place.town}"


def hours(place: Place) -> str:
    """When it is open: Monday to Friday 9 to 12 o’clock, every last Friday of the month; empty when not known."""
    now = [
        rule for rule in place.opening_hours.all() if rule.kind == HoursKind.WALK_IN and not rule.is_over(clock.today())
    ]
    stretches = [rule for rule in now if rule.is_plain]
    week = [
        (day, _(" and ").join(_stretch(stretch) for stretch in stretches if stretch.weekday == day))
        for day in OpeningHours.Weekday.values
    ]
    # Days after each other with the same hours are named together.
    together = [(words, [day for day, _words in days]) for words, days in groupby(week, key=lambda told: told[1])]
    weekly = [f"{_days(days)} {words}" for words, days in together if words]
    return "; ".join([*weekly, *(told(rule) for rule in now if not rule.is_plain)])


def things_in_words(things: Iterable[Thing]) -> Iterator[str]:
    """Each thing: 3 × laptop, Dell Latitude."""
    for thing in things:
        kind = str(OfferedItem.Kind(thing.kind).label)
        counted = kind if thing.count == 1 else f"{thing.count} × {kind}"
        told = f"{thing.vendor} {thing.product}".strip()
        yield f"{counted}, {told}" if told else counted


def _days(days: list[int]) -> str:
    first, last = OpeningHours.Weekday(days[0]).label, OpeningHours.Weekday(days[-1]).label
    return str(first) if len(days) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _stretch(stretch: OpeningHours) -> str:
    return _("%(opens)s to %(closes)s") % {"opens": _short(stretch.opens), "closes": hour(stretch.closes)}


def _short(opens: time) -> str:
    return f"{opens.hour}.{opens.minute:02d}" if opens.minute else f"{opens.hour}"
