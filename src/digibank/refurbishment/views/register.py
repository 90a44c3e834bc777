"""The waste register and the figures of a year, on the page and as lists for a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.rights import Can
from digibank.inventory.models import EeeCategory
from digibank.refurbishment.models import Origin
from digibank.refurbishment.views.waste import depots_of
from digibank.refurbishment.waste import Figure, Line, Stream, figures, year_of
from digibank.refurbishment.waste import register as lines_of
from digibank.refurbishment.waste_forms import RegisterFilter, YearFilter
from digibank.refurbishment.waste_papers import category_words
from digibank.refurbishment.weights import kilograms
from digibank.ui.lists import csv_answer


@require_safe
@needs(Can.DISPOSE)
def register(request: StaffRequest) -> HttpResponse:
    """What came in and what went out, day after day."""
    form = RegisterFilter(request.GET or None, depots=depots_of(request))
    lines = form.apply(lines_of(form.places, form.period))
    context = {
        "filter": form,
        "lines": [(line, _weight(line.grams)) for line in lines],
        "categories": EeeCategory.labels,
        "period": form.period,
        "query": request.GET.urlencode(),
    }
    return render(request, "refurbishment/register.html", context)


@require_safe
@needs(Can.DISPOSE)
def register_csv(request: StaffRequest) -> HttpResponse:
    """The same lines as a list."""
    form = RegisterFilter(request.GET or None, depots=depots_of(request))
    lines = form.apply(lines_of(form.places, form.period))
    head = [
        _("Day"), _("In or out"), _("Number"), _("What"), _("EEE category"), _("Household or professional"),
        _("Pieces"), _("Kilograms"), _("Destination"), _("Waste document"),
    ]  # fmt: skip
    period = form.period
    return csv_answer(f"waste-register-{period.first}-{period.last}.csv", [head, *(_cells(line) for line in lines)])


@require_safe
@needs(Can.DISPOSE)
def year(request: StaffRequest) -> HttpResponse:
    """Kilograms and number by category and destination, for the yearly report."""
    form = YearFilter(request.GET or None, depots=depots_of(request))
    rows = [(row, category_words(row.category), _origin(row.origin), _weighed(row)) for row in _figures(form)]
    context = {"filter": form, "rows": rows, "year": form.asked, "query": request.GET.urlencode()}
    return render(request, "refurbishment/year.html", context)


@require_safe
@needs(Can.DISPOSE)
def year_csv(request: StaffRequest) -> HttpResponse:
    """The same figures as a list."""
    form = YearFilter(request.GET or None, depots=depots_of(request))
    head = [
        _("Year"), _("Destination"), _("EEE category"), _("Household or professional"), _("Pieces"), _("Kilograms"),
        _("Not weighed"),
    ]  # fmt: skip
    rows = [
        [
            form.asked,
            row.destination,
            row.category,
            _origin(row.origin),
            row.pieces,
            _weighed(row),
            row.unweighed,
        ]
        for row in _figures(form)
    ]
    return csv_answer(f"waste-{form.asked}.csv", [head, *rows])


def _figures(form: YearFilter) -> list[Figure]:
    return figures(lines_of(form.places, year_of(form.asked)))


def _cells(line: Line) -> list[object]:
    stream = _("in") if line.stream == Stream.IN else _("out")
    return [
        line.on,
        stream,
        line.code,
        line.what,
        line.category,
        _origin(line.origin),
        line.pieces,
        _weight(line.grams),
        line.where,
        line.document,
    ]


def _origin(origin: str) -> str:
    return str(Origin(origin).label) if origin else ""


def _weighed(row: Figure) -> str:
    """The kilograms of a figure; nothing when none of it was weighed, which is something else than zero."""
    return kilograms(row.grams) if row.grams else ""


def _weight(grams: int | None) -> str:
    return "" if grams is None else kilograms(grams)
