"""What machines come for: the calendar and the linked data of a place, and the open data over all help points."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.organisations.models import Place
from digibank.ui.limits import limited
from digibank.ui.marks import public
from digibank.website.house import house, public_places
from digibank.website.published import feed, linked, open_data

FRESH_SECONDS = 15 * 60


@require_safe
@limited(600, seconds=3600, methods=("GET", "HEAD"))
@public
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours of a place for the calendar of a telephone."""
    place = get_object_or_404(public_places(), pk=pk)
    answer = HttpResponse(feed.calendar_of(place, clock.today()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="openingsuren.ics"'
    return _for_all(answer)


@require_safe
@limited(600, seconds=3600, methods=("GET", "HEAD"))
@public
def linked_data(request: HttpRequest, pk: int) -> HttpResponse:
    """The place and a year of its hours in the words of schema.org."""
    place = get_object_or_404(public_places(), pk=pk)
    node = linked.linked_data(place, page_of(request, place), clock.today())
    return _for_all(JsonResponse(node, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}))


@require_safe
@public
def about(request: HttpRequest) -> HttpResponse:
    """What the open data hold, field by field."""
    return render(request, "website/open_data.html", {"fields": open_data.FIELDS, **house()})


@require_safe
@limited(600, seconds=3600, methods=("GET", "HEAD"))
@public
def as_json(request: HttpRequest) -> HttpResponse:
    """All help points as JSON."""
    written = open_data.as_json(_rows(request))
    return _for_all(JsonResponse(written, json_dumps_params={"ensure_ascii": False}))


@require_safe
@limited(600, seconds=3600, methods=("GET", "HEAD"))
@public
def as_csv(request: HttpRequest) -> HttpResponse:
    """All help points as CSV."""
    answer = HttpResponse(open_data.as_csv(_rows(request)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="digipunten.csv"'
    return _for_all(answer)


@require_safe
@public
def schema(request: HttpRequest) -> HttpResponse:
    """The schema of the JSON file."""
    address = request.build_absolute_uri(request.path)
    answer = JsonResponse(open_data.json_schema(address), content_type="application/schema+json")
    return _for_all(answer)


def page_of(request: HttpRequest, place: Place) -> str:
    """The full address of the page of this place."""
    return request.build_absolute_uri(reverse("website:place", args=[place.pk]))


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    points = public_places().filter(kind=Place.Kind.HELP_POINT)
    return [
        open_data.row_of(
            place,
            page=page_of(request, place),
            calendar=request.build_absolute_uri(reverse("website:hours_calendar", args=[place.pk])),
            first=clock.today(),
        )
        for place in points
    ]


def _for_all(answer: HttpResponse) -> HttpResponse:
    """Pages of others may read it too: it is public, and nobody is known by it. It costs a year of hours to make."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return answer
