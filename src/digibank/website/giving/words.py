"""Hours and things, each on one line."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Protocol

from django.utils.translation import gettext as _

from digibank.donations.models import OfferedItem
from digibank.organisations.models import Place
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


def hours(place: Place) -> str:
    """When it is open each week: Tuesday 9 to 12 o’clock; empty when that is not known."""
    by_day: dict[str, list[str]] = {}
    for stretch in place.opening_hours.all():
        words = _("%(opens)s to %(closes)s") % {"opens": _short(stretch.opens), "closes": hour(stretch.closes)}
        by_day.setdefault(stretch.get_weekday_display(), []).append(words)
    both = _(" and ")
    return "; ".join(f"{day} {both.join(stretches)}" for day, stretches in by_day.items())


def things_in_words(things: Iterable[Thing]) -> Iterator[str]:
    """Each thing: 3 × laptop, Dell Latitude."""
    for thing in things:
        kind = str(OfferedItem.Kind(thing.kind).label)
        counted = kind if thing.count == 1 else f"{thing.count} × {kind}"
        told = f"{thing.vendor} {thing.product}".strip()
        yield f"{counted}, {told}" if told else counted


def _short(opens: time) -> str:
    return f"{opens.hour}.{opens.minute:02d}" if opens.minute else f"{opens.hour}"
