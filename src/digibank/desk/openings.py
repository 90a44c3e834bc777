"""Pages of the administrator about a place: its hours and stops, its closed days, and what there is."""

from datetime import date, timedelta
from functools import partial

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.desk import closing
from digibank.desk.administration import kept_by, place_of
from digibank.desk.closure_sets import close_as_typed, set_page
from digibank.desk.forms_hours import ClosureForm, DescriptionForm, HoursForm, RuleForm, StopForm
from digibank.organisations import actions
from digibank.organisations.models import HOURS, Closure, ClosureSet, OpeningHours, Place, Stop
from digibank.organisations.windows import HoursKind
from digibank.organisations.wording import told

WEEKS_SHOWN = 4
HOLDS_SHOWN = 6


@needs(Can.MANAGE_ORGANISATIONS)
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """One place: address, hours in words, the weeks ahead as they will be, days closed, and what there is."""
    return _place_page(request, place_of(request, pk))


@needs(Can.MANAGE_ORGANISATIONS)
def set_hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Set the hours of a usual week."""
    found = place_of(request, pk)
    form = HoursForm(request.POST or None, hours=list(found.opening_hours.plain()))
    answer = act(
        request,
        form,
        lambda _typed: actions.set_hours(found, hours=form.stretches(), by=request.user.actor),
        lambda saved: resolve_url("desk:place", pk=saved.pk),
    )
    return answer or render(request, "desk/set_hours.html", {"form": form, "place": found}, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def add_hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Add hours of some weeks, of a season, by appointment or at a stop."""
    found = place_of(request, pk)
    initial = {"every_weeks": 1, "kind": HoursKind.WALK_IN}
    form = RuleForm(request.POST or None, place=found, initial=initial)
    said = _said(request, form, found)
    answer = None if said else act(
        request,
        form,
        lambda _typed: actions.add_hours(found, by=request.user.actor, **form.rule()),
        lambda added: resolve_url("desk:place", pk=added.place_id),
    )  # fmt: skip
    context = {"form": form, "place": found, **said}
    return answer or render(request, "desk/hours_rule.html", context, status=200 if said else status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def edit_hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Change such hours; or look first how they read and when they hold."""
    rows = OpeningHours.objects.select_related("place__organisation", "stop")
    found = get_object_or_404(rows, pk=pk, place__organisation__in=kept_by(request))
    names = (
        "kind", "weekday", "opens", "closes", "week_of_month", "every_weeks", "anchor_on", "valid_from", "stop",
        "version",
    )  # fmt: skip
    last_on = found.valid_until - timedelta(days=1) if found.valid_until else None
    initial = {name: getattr(found, name) for name in names} | {"last_on": last_on}
    form = RuleForm(request.POST or None, place=found.place, initial=initial)
    said = _said(request, form, found.place)

    def save(typed: Typed) -> OpeningHours:
        return actions.edit_hours(found, version=typed["version"] or 0, by=request.user.actor, **form.rule())

    answer = None if said else act(request, form, save, lambda saved: resolve_url("desk:place", pk=saved.place_id))
    context = {"form": form, "place": found.place, "hours": found, "plain": ActForm(), **(said or _shown(found))}
    return answer or render(request, "desk/hours_rule.html", context, status=200 if said else status_of(form))


@require_POST
@needs(Can.MANAGE_ORGANISATIONS)
def drop_hours(request: StaffRequest, pk: int) -> HttpResponse:
    """Take such hours away."""
    form = ActForm(request.POST)
    rows = OpeningHours.objects.select_related("place")
    answer = act(
        request,
        form,
        lambda _typed: actions.drop_hours(
            get_object_or_404(rows, pk=pk, place__organisation__in=kept_by(request)), by=request.user.actor
        ),
        lambda at: resolve_url("desk:place", pk=at.pk),
    )
    if answer:
        return answer
    found = get_object_or_404(rows, pk=pk, place__organisation__in=kept_by(request))
    return _place_page(request, place_of(request, found.place_id), refused=form)


@needs(Can.MANAGE_ORGANISATIONS)
def add_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a stop of a place that rides."""
    found = place_of(request, pk)
    form = StopForm(request.POST or None)

    def add(typed: Typed) -> Stop:
        typed.pop("version")
        return actions.add_stop(found, by=request.user.actor, **typed)

    answer = act(request, form, add, lambda added: resolve_url("desk:place", pk=added.place_id))
    return answer or render(request, "desk/stop.html", {"form": form, "place": found}, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def edit_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a stop."""
    found = _stop(request, pk)
    initial = {name: getattr(found, name) for name in ("name", "street", "postcode", "town", "version")}
    form = StopForm(request.POST or None, initial=initial)

    def save(typed: Typed) -> Stop:
        version = typed.pop("version") or 0
        return actions.edit_stop(found, version=version, by=request.user.actor, **typed)

    answer = act(request, form, save, lambda saved: resolve_url("desk:place", pk=saved.place_id))
    context = {"form": form, "place": found.place, "stop": found, "plain": ActForm()}
    return answer or render(request, "desk/stop.html", context, status=status_of(form))


@require_POST
@needs(Can.MANAGE_ORGANISATIONS)
def drop_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a stop away."""
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.drop_stop(_stop(request, pk), by=request.user.actor),
        lambda at: resolve_url("desk:place", pk=at.pk),
    )
    return answer or _place_page(request, _stop(request, pk).place, refused=form)


@require_POST
@needs(Can.MANAGE_ORGANISATIONS)
def close_days(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a place shut on some days, or open in other hours; says first what falls in them (policy OH-11)."""
    found = place_of(request, pk)
    form = ClosureForm(request.POST, stops=found.stops.all())

    close = partial(actions.close_days, found)
    answer = close_as_typed(request, form, close, places=[found], url=resolve_url("desk:place", pk=found.pk))
    return answer or _place_page(request, found, closure=form)


@require_POST
@needs(Can.MANAGE_ORGANISATIONS)
def reopen_days(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a closure back, of a place or of a set."""
    form = ActForm(request.POST)
    # The closure is looked up inside the act: a repeated send leads where the first one led, and finds it gone.
    answer = act(
        request,
        form,
        lambda _typed: actions.reopen_days(_closure(request, pk), by=request.user.actor),
        lambda opened: resolve_url(
            "desk:closure_set" if isinstance(opened, ClosureSet) else "desk:place", pk=opened.pk
        ),
    )
    if answer:
        return answer
    found = _closure(request, pk)
    if found.closure_set:
        return set_page(request, found.closure_set, refused=form)
    assert found.place is not None
    return _place_page(request, found.place, refused=form)


@needs(Can.MANAGE_ORGANISATIONS)
def describe_place(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is spoken at a place, how one gets in and what is there."""
    found = place_of(request, pk)
    codes = list(found.features.values_list("code", flat=True))
    initial = dict.fromkeys(DescriptionForm.GROUPS, codes) | {"way_there": found.way_there, "version": found.version}
    form = DescriptionForm(request.POST or None, initial=initial)

    def describe(typed: Typed) -> Place:
        words = {"version": typed["version"], "way_there": typed["way_there"]}
        return actions.describe_place(found, features=form.features(), by=request.user.actor, **words)

    answer = act(request, form, describe, lambda saved: resolve_url("desk:place", pk=saved.pk))
    return answer or render(request, "desk/describe_place.html", {"form": form, "place": found}, status=status_of(form))


def _stop(request: StaffRequest, pk: int) -> Stop:
    rows = Stop.objects.select_related("place__organisation")
    return get_object_or_404(rows, pk=pk, place__organisation__in=kept_by(request))


def _closure(request: StaffRequest, pk: int) -> Closure:
    mine = kept_by(request)
    rows = Closure.objects.select_related("place__organisation", "closure_set")
    visible = rows.filter(Q(place__organisation__in=mine) | Q(closure_set__organisation__in=mine))
    return get_object_or_404(visible, pk=pk)


def _said(request: StaffRequest, form: RuleForm, at: Place) -> dict[str, object]:
    """How the hours that were typed read and when they hold, when that is what was asked; nothing is kept."""
    if request.method != "POST" or "look" not in request.POST or not form.is_valid():
        return {}
    return _shown(OpeningHours(place=at, **form.rule()))


def _shown(hours: OpeningHours) -> dict[str, object]:
    if hours.every_weeks > 1 and hours.anchor_on is None:
        return {}
    days = (clock.today() + timedelta(days=ahead) for ahead in range(366))
    return {"sentence": told(hours), "holds": [day for day in days if hours.holds_on(day)][:HOLDS_SHOWN]}


def _weeks(found: Place) -> list[list[dict[str, object]]]:
    """The weeks ahead as they will be, from this Monday."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    days = [_day(found, monday + timedelta(days=ahead)) for ahead in range(7 * WEEKS_SHOWN)]
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _day(found: Place, on: date) -> dict[str, object]:
    return {
        "on": on,
        "today": on == clock.today(),
        "hours": found.hours_on(on, HoursKind.values),
        "closure": found.closure_on(on),
    }


def _place_page(
    request: StaffRequest, found: Place, *, closure: ClosureForm | None = None, refused: ActForm | None = None
) -> HttpResponse:
    found = Place.objects.select_related("organisation").prefetch_related(*HOURS, "features", "stops").get(pk=found.pk)
    own = [one for one in found.closures.all() if one.until_on > clock.today()]
    hours = list(found.opening_hours.all())
    context = {
        "place": found,
        "hours": [one for one in hours if one.is_plain],
        "rules": [{"hours": one, "sentence": told(one), "over": one.is_over(clock.today())}
                  for one in hours if not one.is_plain],
        "weeks": _weeks(found),
        "features": [feature.get_code_display() for feature in found.features.all()],
        "closures": closing.told(own, [found]),
        "closure_form": closure or ClosureForm(stops=found.stops.all()),
        "plain": ActForm(),
        "refused": refused,
    }  # fmt: skip
    return render(request, "desk/place.html", context, status=422 if closure or refused else 200)
