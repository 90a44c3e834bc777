"""Public pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.organisations.models import OpeningHours, Place
from digibank.ui.marks import public
from digibank.website.house import house


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """What we can do for you, and where to go."""
    moment = clock.now()
    open_now = [{"place": place, "until": until} for place in _public_places() if (until := place.open_until(moment))]
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
    shown = list(_public_places())
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
    found = get_object_or_404(_public_places(), pk=pk)
    today = clock.today()
    context = {
        "place": found,
        "open_until": found.open_until(clock.now()),
        "today": today,
        "opens_next": found.opens_next(clock.now()),
        "closures": [closure for closure in found.closures.all() if closure.until_on > today],
        "week": [
            {
                "label": label,
                "today": day == today.weekday(),
                "hours": [hours for hours in found.opening_hours.all() if hours.weekday == day],
            }
            for day, label in OpeningHours.Weekday.choices
        ],
    }
    return render(request, "website/place.html", context | house())


def _public_places() -> QuerySet[Place]:
    public_kinds = [Place.Kind.LENDING_DESK, Place.Kind.HELP_POINT]
    shown = Place.objects.in_use().filter(kind__in=public_kinds).select_related("organisation")
    return shown.with_hours().order_by("town", "name")


def _choice(place: Place, moment: Any) -> dict[str, object]:
    until = place.open_until(moment)
    address = f"{place.street}, {place.postcode} {place.town}"
    return {
        "url": reverse("website:place", args=[place.pk]),
        "icon": "place",
        "title": place.name,
        "text": _("%(address)s. Open now.") % {"address": address} if until else address,
    }
