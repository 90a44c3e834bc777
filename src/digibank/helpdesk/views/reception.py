"""The reception of a help point: who waits, who is expected, who helps; a number for who comes in."""

from collections.abc import Callable

from django.http import HttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.agenda.models import Appointment
from digibank.helpdesk import actions, queries
from digibank.helpdesk.forms import WalkInForm
from digibank.helpdesk.models import Visit
from digibank.helpdesk.waiting import in_words, pace_of
from digibank.organisations.models import Place
from digibank.ui.printing import pdf
from digibank.workforce.queries import planned_at, present_at

STEPS: dict[str, Callable[..., object]] = {
    "terug": actions.put_back,
    "weg": actions.leave,
    "gemist": actions.miss,
}


@require_safe
@needs(Can.RECEIVE)
def reception(request: StaffRequest) -> HttpResponse:
    """Who waits how long, who is with whom, who is expected today, and which helpers are there."""
    return _reception(request, _chosen(request))


@needs(Can.RECEIVE)
def walk_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody comes in: everything may stay as it is, and then there is a number."""
    place = _place(request, pk)
    form = WalkInForm(request.POST if request.method == "POST" else None)

    def came(typed: Typed) -> Visit:
        person = queries.person_with_card(place, typed.pop("person"))
        return actions.walk_in(place, person=person, by=request.user.actor, **typed)

    answer = act(request, form, came, _ticket_url)
    return answer or render(request, "helpdesk/walk_in.html", {"form": form, "place": place}, status=status_of(form))


@require_POST
@needs(Can.RECEIVE)
def check_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Who is expected is there."""
    rows = Appointment.objects.visible_to(request.user, Can.RECEIVE).filter(place__in=_places(request))
    found = get_object_or_404(rows.select_related("place__organisation"), pk=pk)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.check_in(found, by=request.user.actor), _ticket_url)
    return answer or _reception(request, found.place, refused=form)


@require_POST
@needs(Can.RECEIVE)
def move(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """Put a visitor back in the queue, or note that they went away or did not come."""
    found = _visit(request, pk)
    action = STEPS.get(step)
    if action is None:
        raise Http404
    form = ActForm(request.POST)
    answer = act(
        request, form, lambda _typed: action(found, by=request.user.actor), lambda _done: _reception_url(found.place)
    )
    return answer or _reception(request, found.place, refused=form)


@require_safe
@needs(Can.RECEIVE)
def ticket(request: StaffRequest, pk: int) -> HttpResponse:
    """The number that was given, how many go before, and how long that may take."""
    found = _visit(request, pk)
    return render(request, "helpdesk/ticket.html", _told(found))


@require_safe
@needs(Can.RECEIVE)
def ticket_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The same on a piece of paper."""
    found = _visit(request, pk)
    headers = {"Content-Disposition": 'inline; filename="nummer.pdf"', "Cache-Control": "private, no-store"}
    paper = pdf("helpdesk/ticket_paper.html", _told(found))
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _told(visit: Visit) -> dict[str, object]:
    before = queries.waiting_before(visit)
    pace = pace_of(visit.place)
    words = in_words(pace.for_who_has(before) if pace else None)
    return {"visit": visit, "place": visit.place, "before": before, "estimate": words}


def _reception(request: StaffRequest, place: Place | None, *, refused: ActForm | None = None) -> HttpResponse:
    context: dict[str, object] = {
        "place": place,
        "places": list(_places(request)),
        "form": refused or ActForm(),
        "plain": ActForm(),
    }
    if place:
        user, waiting, pace = request.user, queries.queue_of(place), pace_of(place)
        context |= {
            "waiting": queries.guests(user, waiting),
            "in_help": queries.guests(user, queries.in_help_at(place)),
            "gone": queries.gone_from(place),
            "expected": queries.expected_at(user, place),
            "present": present_at(place),
            "planned": planned_at(place),
            "helped": queries.helped_today(place),
            "to_do": queries.to_do_after(user, place),
            "estimate": in_words(pace.for_who_has(len(waiting)) if pace else None),
        }
    return render(request, "helpdesk/reception.html", context, status=422 if refused else 200)


def _chosen(request: StaffRequest) -> Place | None:
    """The place that is asked for, else one's own, else the first."""
    places = list(_places(request))
    asked = request.GET.get("plaats", "")
    seat = request.user.seat
    own = seat.place_id if seat else None
    found = [place for place in places if asked == str(place.pk)] or [place for place in places if place.pk == own]
    return next(iter(found or places), None)


def _places(request: StaffRequest) -> list[Place]:
    return list(queries.own_places(request.user, Can.RECEIVE))


def _place(request: StaffRequest, pk: int) -> Place:
    return get_object_or_404(queries.own_places(request.user, Can.RECEIVE), pk=pk)


def _visit(request: StaffRequest, pk: int) -> Visit:
    """A visit of today or before at one of the own places, or 404."""
    rows = Visit.objects.filter(day__place__in=queries.own_places(request.user, Can.RECEIVE))
    return get_object_or_404(rows.select_related("day__place__organisation", "person", "appointment__slot"), pk=pk)


def _ticket_url(visit: Visit) -> str:
    return resolve_url("helpdesk:ticket", pk=visit.pk)


def _reception_url(place: Place) -> str:
    return f"{resolve_url('helpdesk:reception')}?plaats={place.pk}"
