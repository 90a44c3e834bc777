"""Pages of the agenda: the week, a moment, an appointment, the list of people to call."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.agenda import actions, queries
from digibank.agenda.at_home import outing_of
from digibank.agenda.flows import APPOINTMENT_FLOW, AppointmentState, SlotState
from digibank.agenda.forms import BookForm, CallForm, CancelSlotForm, DayLimitsForm, OpenForm, PlanForm
from digibank.agenda.models import Appointment, Slot
from digibank.ui.printing import pdf

ELSEWHERE = 12
OFFERED = 20
WEEK = timedelta(days=7)


@require_safe
@needs(Can.PLAN)
def week(request: StaffRequest) -> HttpResponse:
    """The moments of a week at one's own places, whom to call, and the first free moments elsewhere."""
    monday = monday_of(request.GET.get("week", ""))
    own = list(queries.own_places(request.user))
    slots = queries.slots_between(own, monday, monday + WEEK)
    elsewhere = queries.bookable_places(request.user).exclude(pk__in=[place.pk for place in own])
    context = {
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "earlier": (monday - WEEK).isoformat(),
        "later": (monday + WEEK).isoformat(),
        "places": [{"place": place, "slots": [s for s in slots if s.place_id == place.pk]} for place in own],
        "elsewhere": queries.next_slots(elsewhere, count=ELSEWHERE),
        "without_helper": queries.without_helper(request.user),
        "call_list": queries.call_list(request.user),
    }
    return render(request, "agenda/week.html", context)


@require_safe
@needs(Can.PLAN)
def today(request: StaffRequest) -> HttpResponse:
    """Who comes today, on one sheet of paper."""
    seat = request.user.seat
    context = {
        "service": seat.organisation.name if seat else "",
        "today": clock.today(),
        "sessions": queries.today(request.user),
    }
    headers = {"Content-Disposition": 'inline; filename="vandaag.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf("agenda/today.html", context), content_type="application/pdf", headers=headers)


@needs(Can.PLAN)
def open_moments(request: StaffRequest) -> HttpResponse:
    """Open one moment, or the same hours on several days."""
    places = queries.own_places(request.user)
    form = OpenForm(request.POST or None, places=places)

    def opened(typed: Typed) -> list[Slot]:
        return actions.open_week(typed["place"], by=request.user.actor, **form.week())

    answer = act(request, form, opened, lambda slots: f"{resolve_url('agenda:week')}?week={_day_of(slots[0])}")
    context = {"form": form, "has_place": places.exists()}
    return answer or render(request, "agenda/open_moments.html", context, status=status_of(form))


@needs(Can.PLAN)
def set_day_limits(request: StaffRequest, pk: int) -> HttpResponse:
    """Set how many hand-overs fit each day at a place of one's own."""
    place = get_object_or_404(queries.own_places(request.user), pk=pk)
    limits = dict(place.day_limits.values_list("weekday", "handovers"))
    form = DayLimitsForm(request.POST or None, limits=limits)

    def chosen(_typed: Typed) -> object:
        return actions.set_day_limits(place, limits=form.limits(), by=request.user.actor)

    answer = act(request, form, chosen, lambda _place: resolve_url("agenda:week"))
    context = {"form": form, "place": place}
    return answer or render(request, "agenda/set_day_limits.html", context, status=status_of(form))


@require_safe
@needs(Can.PLAN)
def slot(request: StaffRequest, pk: int) -> HttpResponse:
    """One moment: how many places are left, and who comes."""
    return _slot_page(request, _slot(request, pk))


@require_POST
@needs(Can.PLAN)
def book(request: StaffRequest, pk: int) -> HttpResponse:
    """Book somebody in this moment."""
    found = _slot(request, pk)
    form = BookForm(request.POST)

    def booked(typed: Typed) -> Appointment:
        person = queries.find_person(request.user, typed["person"])
        return actions.book(found, person=person, by=request.user.actor)

    return act(request, form, booked, lambda _made: _slot_url(found)) or _slot_page(request, found, form=form)


@needs(Can.PLAN)
def cancel_slot(request: StaffRequest, pk: int) -> HttpResponse:
    """Call a moment off, with the reason."""
    found = get_object_or_404(Slot.objects.filter(place__in=queries.own_places(request.user)), pk=pk)
    form = CancelSlotForm(request.POST or None)

    def cancelled(typed: Typed) -> Slot:
        return actions.cancel_slot(found, by=request.user.actor, **typed)

    context = {"form": form, "slot": found}
    return act(request, form, cancelled, lambda _slot: resolve_url("agenda:week")) or render(
        request, "agenda/cancel_slot.html", context, status=status_of(form)
    )


@needs(Can.PLAN)
def call(request: StaffRequest) -> HttpResponse:
    """Put somebody on the list of people to call."""
    form = CallForm(
        request.POST or None,
        places=queries.bookable_places(request.user),
        initial={"person": request.GET.get("person", "")},
    )

    def listed(typed: Typed) -> Appointment:
        person = queries.find_person(request.user, typed.pop("person"))
        return actions.put_on_call_list(typed.pop("place"), person=person, by=request.user.actor, **typed)

    answer = act(request, form, listed, _appointment_url)
    return answer or render(request, "agenda/call.html", {"form": form}, status=status_of(form))


@needs(Can.PLAN)
def appointment(request: StaffRequest, pk: int) -> HttpResponse:
    """One appointment; and choose a moment for it, the first or another one."""
    found = _appointment(request, pk)
    form = PlanForm(request.POST or None, offered=_offered(request, found))

    def planned(typed: Typed) -> Appointment:
        step = actions.call_planned if found.slot_id is None else actions.move
        return step(found, by=request.user.actor, **typed)

    return act(request, form, planned, _appointment_url) or _appointment_page(request, found, form=form)


@require_POST
@needs(Can.PLAN)
def note_done(request: StaffRequest, pk: int) -> HttpResponse:
    """The person came."""
    return _act_on(request, pk, actions.note_done)


@require_POST
@needs(Can.PLAN)
def note_missed(request: StaffRequest, pk: int) -> HttpResponse:
    """The person did not come."""
    return _act_on(request, pk, actions.note_missed)


@require_POST
@needs(Can.PLAN)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Expect the person no longer."""
    return _act_on(request, pk, actions.cancel)


def _act_on(request: StaffRequest, pk: int, action: Callable[..., Appointment]) -> HttpResponse:
    """Act on an appointment; then its moment is shown, else the appointment itself."""
    found = _appointment(request, pk)
    form = ActForm(request.POST)

    def then(done: Appointment) -> str:
        return resolve_url("agenda:slot", pk=done.slot_id) if done.slot_id else _appointment_url(done)

    answer = act(request, form, lambda _typed: action(found, by=request.user.actor), then)
    return answer or _appointment_page(request, found, refused=form)


def monday_of(typed: str) -> date:
    """The Monday of the week that is asked for; this week when that is no day."""
    try:
        day = date.fromisoformat(typed)
        return day - timedelta(days=day.weekday()) if abs(day.year - clock.today().year) <= 1 else monday_of("")
    except ValueError:
        return clock.today() - timedelta(days=clock.today().weekday())


def _day_of(shown: Slot) -> str:
    return shown.starts_at.astimezone(clock.BRUSSELS).date().isoformat()


def _slot(request: StaffRequest, pk: int) -> Slot:
    rows = Slot.objects.filter(place__in=queries.bookable_places(request.user)).select_related("place__organisation")
    return get_object_or_404(rows, pk=pk)


def _appointment(request: StaffRequest, pk: int) -> Appointment:
    rows = Appointment.objects.visible_to(request.user, Can.PLAN).select_related(
        "person", "slot", "place__organisation"
    )
    return get_object_or_404(rows, pk=pk)


def _steps(found: Appointment) -> list[str]:
    """What may be said about it now; who is on the list of people to call has no moment to miss."""
    if not found.may_be_noted:
        return ["cancel"] if APPOINTMENT_FLOW.allows(found, "cancel") else []
    return [step for step in APPOINTMENT_FLOW.open_steps(found.state) if found.slot or step != "note_missed"]


def _offered(request: StaffRequest, found: Appointment) -> list[Slot]:
    """The free moments at the place of the appointment, then those at other places."""
    if found.state != AppointmentState.PLANNED:
        return []
    here = queries.next_slots([found.place], count=OFFERED + 1)
    around = queries.bookable_places(request.user).exclude(pk=found.place_id)
    offered = [*here, *queries.next_slots(around, count=OFFERED)]
    return [slot for slot in offered if slot.pk != found.slot_id][:OFFERED]


def _slot_url(shown: Slot) -> str:
    return resolve_url("agenda:slot", pk=shown.pk)


def _appointment_url(shown: Appointment) -> str:
    return resolve_url("agenda:appointment", pk=shown.pk)


def _slot_page(request: StaffRequest, found: Slot, *, form: BookForm | None = None) -> HttpResponse:
    found.refresh_from_db(fields=["taken", "state"])
    context = {
        "slot": found,
        "session": queries.sessions(request.user, [found])[0],
        "may_cancel": request.user.may_at(Can.PLAN, found.place.organisation) and found.state == SlotState.OPEN,
        "form": form or BookForm(),
        "plain": ActForm(),
    }
    return render(request, "agenda/slot.html", context, status=422 if form else 200)


def _appointment_page(
    request: StaffRequest, found: Appointment, *, form: PlanForm | None = None, refused: ActForm | None = None
) -> HttpResponse:
    found.refresh_from_db(fields=["state", "slot", "call_by_on"])
    shown = form or PlanForm(offered=_offered(request, found))
    context: dict[str, Any] = {
        "seat": queries.seen_by(request.user, [found])[0],
        "outing": outing_of(request.user, found),
        "appointment": found,
        "steps": _steps(found),
        "form": shown,
        "plain": refused or ActForm(),
    }
    return render(request, "agenda/appointment.html", context, status=422 if refused or shown.is_bound else 200)
