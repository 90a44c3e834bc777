"""Pages of counts: the list, a new one, one count with what can be done now, and its report."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory import actions
from digibank.inventory.flows import STOCKTAKE_OPEN, StocktakeState
from digibank.inventory.forms_scanning import LabelForm
from digibank.inventory.forms_stocktakes import CancelCountForm, SettleForm, StartCountForm
from digibank.inventory.models import CountLine, CountScan, Stocktake
from digibank.inventory.queries import CountReport, report_of
from digibank.organisations.models import Place
from digibank.ui.framing import printed
from digibank.ui.lists import csv_answer
from digibank.ui.paging import page_of
from digibank.ui.printing import pdf

MOST_SHOWN = 100
PDF = "application/pdf"
TONES = {"found": "ok", "twice": "rest", "unexpected": "warn", "refused": "stop"}


@require_safe
@needs(Can.MOVE_DEVICES)
def stocktakes(request: StaffRequest) -> HttpResponse:
    """Counts at one's own places: what is open first, then those that are over."""
    rows = visible_to(Stocktake.objects.all(), request.user, Can.MOVE_DEVICES).select_related("place", "device_class")
    over = rows.filter(state__in=[StocktakeState.APPROVED, StocktakeState.CANCELLED])
    context = {"open": list(rows.filter(state__in=STOCKTAKE_OPEN)), "page": page_of(over, request)}
    return render(request, "inventory/stocktakes.html", context)


@needs(Can.MOVE_DEVICES)
def start_stocktake(request: StaffRequest) -> HttpResponse:
    """Begin a count."""
    seat = request.user.seat
    form = StartCountForm(
        request.POST or None, places=_places(request), initial={"place": seat.place if seat else None}
    )

    def start(typed: Typed) -> Stocktake:
        place = typed.pop("place")
        return actions.start_stocktake(place, by=request.user.actor, **typed)

    answer = act(request, form, start, lambda made: resolve_url("inventory:scan_count", pk=made.pk))
    return answer or render(request, "inventory/start_stocktake.html", {"form": form}, status=status_of(form))


@require_safe
@needs(Can.MOVE_DEVICES)
def stocktake(request: StaffRequest, pk: int) -> HttpResponse:
    """One count: what it found, and what can be done now."""
    return _stocktake_page(request, _stocktake(request, pk))


@needs(Can.MOVE_DEVICES)
def scan_count(request: StaffRequest, pk: int) -> HttpResponse:
    """Scan one device after the other; each gets its answer, and the last ones stay below."""
    found = _stocktake(request, pk)
    if not found.is_open and request.method != "POST":
        raise Http404
    form = LabelForm(request.POST or None)

    def scan(typed: Typed) -> CountScan:
        once = form.cleaned_data["once"] or uuid4()
        return actions.count(found, text=typed["scan"], once=once, by=request.user.actor)

    answer = act(request, form, scan, lambda _scan: resolve_url("inventory:scan_count", pk=found.pk))
    scans = found.scans.select_related("by__user")[:MOST_SHOWN]
    lines = found.lines.filter(expected=True)
    context = {
        "stocktake": found,
        "form": form,
        "shown": [(one, TONES[one.result]) for one in scans],
        "expected": lines.count(),
        "seen": lines.filter(seen_at__isnull=False).count(),
        "to_count": lines.filter(seen_at=None).select_related("device__device_class")[:MOST_SHOWN],
    }
    return answer or render(request, "inventory/scan_count.html", context, status=status_of(form))


@require_POST
@needs(Can.MOVE_DEVICES)
def state_missing(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody is done scanning."""
    return _act_on(request, pk, ActForm(request.POST), actions.state_missing)


@require_POST
@needs(Can.MOVE_DEVICES)
def approve_stocktake(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the count."""
    return _act_on(request, pk, ActForm(request.POST), actions.approve_stocktake)


@require_POST
@needs(Can.MOVE_DEVICES)
def cancel_stocktake(request: StaffRequest, pk: int) -> HttpResponse:
    """Break the count off."""
    return _act_on(request, pk, CancelCountForm(request.POST), actions.cancel_stocktake, name="cancel_form")


@needs(Can.MOVE_DEVICES)
def settle_difference(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what became of one difference."""
    rows = CountLine.objects.select_related("device__device_class", "stocktake__place", "stood_at__organisation")
    line = get_permitted(rows, request, Can.MOVE_DEVICES, pk=pk)
    form = SettleForm(request.POST or None, line=line, places=_neighbours(line.stocktake.place))
    answer = act(
        request,
        form,
        lambda typed: actions.settle(line, by=request.user.actor, **typed),
        lambda one: _page(one.stocktake),
    )
    context = {"form": form, "line": line}
    return answer or render(request, "inventory/settle_difference.html", context, status=status_of(form))


@require_safe
@needs(Can.MOVE_DEVICES)
def count_csv(request: StaffRequest, pk: int) -> HttpResponse:
    """All lines of the count, for a spreadsheet."""
    found = _stocktake(request, pk)
    return csv_answer(f"{found.number}.csv", _csv_rows(report_of(found)))


@printed
@require_safe
@needs(Can.MOVE_DEVICES)
def count_report(request: StaffRequest, pk: int) -> HttpResponse:
    """The report of the count, to print and to sign."""
    found = _stocktake(request, pk)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf("inventory/count_report.html", _report_context(found)), content_type=PDF, headers=headers)


def _stocktake(request: StaffRequest, pk: int) -> Stocktake:
    rows = Stocktake.objects.select_related(
        "place__organisation", "device_class", "started_by__user", "approved_by__user"
    )
    return get_permitted(rows, request, Can.MOVE_DEVICES, pk=pk)


def _places(request: StaffRequest) -> QuerySet[Place]:
    reach = request.user.reach[Can.MOVE_DEVICES]
    return Place.objects.in_use().filter(organisation__in=reach).select_related("organisation")


def _neighbours(place: Place) -> QuerySet[Place]:
    """The other places of the association, where a device may stand instead."""
    return Place.objects.in_use().around(place).exclude(pk=place.pk)


def _page(shown: Stocktake) -> str:
    return resolve_url("inventory:stocktake", pk=shown.pk)


def _act_on(
    request: StaffRequest, pk: int, form: ActForm, action: Callable[..., Stocktake], *, name: str = "plain"
) -> HttpResponse:
    found = _stocktake(request, pk)
    answer = act(request, form, lambda typed: action(found, by=request.user.actor, **typed), _page)
    return answer or _stocktake_page(request, _stocktake(request, pk), **{name: form})


def _stocktake_page(request: StaffRequest, found: Stocktake, **refused: ActForm) -> HttpResponse:
    """The page of a count; a form that was refused stands in its place."""
    context: dict[str, Any] = {
        "stocktake": found,
        "report": report_of(found),
        "plain": ActForm(),
        "cancel_form": CancelCountForm(auto_id="cancel_%s"),
        "wrong": bool(refused),
    }
    return render(request, "inventory/stocktake.html", context | refused, status=422 if refused else 200)


def _csv_rows(report: CountReport) -> Iterator[list[object]]:
    yield [_("Number"), _("Device"), _("Class"), _("Position"), _("Place"), _("Result"), _("Settled"), _("Remark")]
    groups = (report.found, report.came, report.missing, report.unexpected, report.moved, report.to_count)
    for line in (line for group in groups for line in group):
        yield [
            line.device.number, line.device.title, line.device.device_class.name, line.get_position_display(),
            line.stood_at.name, line.get_result_display(), line.get_settled_as_display(), line.remark,
        ]  # fmt: skip


def _report_context(found: Stocktake) -> dict[str, Any]:
    report = report_of(found)
    counts = [
        (_("Found"), len(report.found)), (_("Came during the count"), len(report.came)),
        (_("Not found"), len(report.missing)), (_("Not expected here"), len(report.unexpected)),
        (_("Moved during the count"), len(report.moved)), (_("Not seen yet"), len(report.to_count)),
    ]  # fmt: skip
    return {
        "service": found.place.organisation.name,
        "date": found.ended_at or found.counted_at or found.started_at,
        "reference": found.number,
        "facts": [
            (_("Place"), str(found.place)),
            (_("What"), found.device_class.name if found.device_class else _("everything that stands there")),
            (_("State"), found.get_state_display()),
            *counts,
        ],
        "signers": [(_("Counted by"), ""), (_("Approved by"), "")],
        "stocktake": found,
        "report": report,
    }
