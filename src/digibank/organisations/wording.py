"""Hours as people say them: each last Friday of the month, 13.30 to 16.30, from 1 September 2027."""

from datetime import time

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from digibank.organisations.models.hours import OpeningHours
from digibank.organisations.windows import HoursKind, Window


def told(hours: OpeningHours) -> str:
    """The whole rule in one sentence, without its end: how often, from when to when, where, since when and how."""
    parts = [_how_often(hours), stretch(hours.window)]
    if hours.stop:
        parts.append(_("at %(stop)s") % {"stop": hours.stop.name})
    if hours.valid_from:
        parts.append(_("from %(day)s") % {"day": date_format(hours.valid_from, "j F Y")})
    if hours.valid_until:
        parts.append(_("until %(day)s, and no longer then") % {"day": date_format(hours.valid_until, "j F Y")})
    if hours.kind != HoursKind.WALK_IN:
        parts.append(str(hours.get_kind_display()))
    return ", ".join(parts)


def stretch(window: Window) -> str:
    """13.30 to 16.30."""
    return _("%(opens)s to %(closes)s") % {"opens": _short(window.opens), "closes": _short(window.closes)}


def _how_often(hours: OpeningHours) -> str:
    day = str(hours.get_weekday_display())
    if hours.week_of_month is not None:
        words = {"which": hours.get_week_of_month_display(), "day": day}
        return pgettext("hours", "every %(which)s %(day)s of the month") % words
    if hours.every_weeks == 1:
        return pgettext("hours", "every %(day)s") % {"day": day}
    assert hours.anchor_on is not None
    words = {"day": day, "weeks": str(hours.every_weeks), "anchor": date_format(hours.anchor_on, "j F Y")}
    return pgettext("hours", "%(day)s every %(weeks)s weeks, counted from the week of %(anchor)s") % words


def _short(at: time) -> str:
    return f"{at.hour}.{at:%M}" if at.minute else f"{at.hour}"
