"""Public pages."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.organisations.models import (
    GETTING_IN,
    LANGUAGES,
    WAYS_OF_HELP,
    WHAT_IS_THERE,
    Closure,
    Place,
    ReplacementHours,
)
from digibank.organisations.windows import HoursKind
from digibank.organisations.wording import told
from digibank.ui.marks import public
from digibank.website import machines
from digibank.website.house import house, public_places
from digibank.website.published import linked

# So many closures to come are announced on the page of a place.
ANNOUNCED = 3


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """What we can do for you, and where to go."""
    moment = clock.now()
    open_now = [{"place": place, "until": until} for place in public_places() if (until := place.open_until(moment))]
    where = reverse("website:places")
    choices = [
        {
            "url": f"{where}#{Place.Kind.LENDING_DESK}",
            "icon": "laptop",
            "title": _("I need a device"),
            "text": _("Borrow a laptop."),
        },
        {
            "url": f"{where}#{Place.Kind.HELP_POINT}",
            "icon": "talk",
            "title": _("My device does not work"),
            "text": _("We look at it together."),
        },
        {
            "url": f"{where}#{Place.Kind.HELP_POINT}",
            "icon": "book",
            "title": _("I want to learn"),
            "text": _("Step by step."),
        },
        {
            "url": reverse("website:give"),
            "icon": "gift",
            "title": _("I want to give a device"),
            "text": _("We put it in order for somebody else."),
        },
    ]
    return render(request, "website/home.html", {"open_now": open_now[:3], "choices": choices, **house()})


@require_safe
@public
def places(request: HttpRequest) -> HttpResponse:
    """Where and when residents can come, by what they come for."""
    moment = clock.now()
    shown = list(public_places())
    titles = {Place.Kind.LENDING_DESK: _("Borrow a device"), Place.Kind.HELP_POINT: _("Get help or learn")}
    groups = [
        {"kind": kind, "title": title, "choices": [_choice(p, moment) for p in shown if p.kind == kind]}
        for kind, title in titles.items()
        if any(p.kind == kind for p in shown)
    ]
    return render(request, "website/places.html", {"groups": groups, **house()})


@require_safe
@public
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: how to get there and when it is open."""
    found = get_object_or_404(public_places(), pk=pk)
    today = clock.today()
    codes = {feature.code for feature in found.features.all()}
    node = linked.linked_data(found, machines.page_of(request, found), today, days=7 * linked.WEEKS_ON_THE_PAGE)
    context = {
        "place": found,
        "open_until": found.open_until(clock.now()),
        "today": today,
        "opens_next": found.opens_next(clock.now()),
        "closures": _announced(found, today),
        "week": [_day(found, today + timedelta(days=ahead)) for ahead in range(7)],
        "rules": [told(hours) for hours in found.opening_hours.all() if not hours.is_over(today)],
        "told": [feature.label for feature in [*GETTING_IN, *WHAT_IS_THERE, *WAYS_OF_HELP] if feature in codes],
        "languages": [feature.label for feature in LANGUAGES if feature in codes],
        "linked_data": linked.as_script(node),
    }
    return render(request, "website/place.html", context | house())


def _day(place: Place, day: date) -> dict[str, object]:
    return {
        "on": day,
        "today": day == clock.today(),
        "hours": place.hours_on(day),
        "besides": place.hours_on(day, (HoursKind.APPOINTMENT, HoursKind.PHONE)),
    }


def _announced(place: Place, today: date) -> list[tuple[Closure, list[ReplacementHours]]]:
    """The days to come that are not as usual, of the place and of the sets it follows, with what is open after all."""
    shared = [closure for days in place.closure_sets.all() for closure in days.closures.all()]
    coming = (closure for closure in [*place.closures.all(), *shared] if closure.until_on > today)
    first = sorted(coming, key=lambda closure: (closure.from_on, closure.pk))[:ANNOUNCED]
    return [(closure, closure.replacements_at(place)) for closure in first]


def _choice(place: Place, moment: Any) -> dict[str, object]:
    until = place.open_until(moment)
    address = f"{place.street}, {place.postcode} {place.town}"
    return {
        "url": reverse("website:place", args=[place.pk]),
        "icon": "place",
        "title": place.name,
        "text": _("%(address)s. Open now.") % {"address": address} if until else address,
    }
