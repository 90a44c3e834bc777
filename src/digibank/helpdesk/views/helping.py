"""The screen of a helper, made for a telephone: whom I help, who is next, pause, done."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.models import User
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.agenda.at_home import known_to_helper
from digibank.agenda.forms_helpers import MINUTES, USUAL_MINUTES
from digibank.agenda.helping import Offer, hours_to_come_again
from digibank.helpdesk import actions, following, queries
from digibank.helpdesk.flows import VISIT_FLOW
from digibank.helpdesk.forms import CloseForm, ComeForm, PassOnForm
from digibank.helpdesk.models import Handover, Solved, Visit
from digibank.workforce import actions as workforce
from digibank.workforce.models import Shift
from digibank.workforce.queries import shift_now
from digibank.workforce.topics import TOPIC_ICONS, Topic

SCREEN = "helpdesk:helping"

# What a helper may do with a visitor by one press. Those in WITH_SHIFT begin something at the helper's own table.
STEPS: dict[str, Callable[..., Any]] = {
    "roepen": actions.call_this,
    "opnieuw": actions.call_again,
    "begin": actions.start,
    "niet-gekomen": actions.miss,
    "terug": actions.put_back,
    "pauze": actions.pause,
    "verder": actions.resume,
    "mee": actions.join,
    "niet-meer-mee": actions.step_out,
    "toch-niet": actions.reopen,
}
WITH_SHIFT = {"roepen", "verder", "mee"}
# What may be added about a visit, and may stay empty.
MORE = ("autonomy", "follow_up", "passed_to", "materials", "loan", "note")


@require_safe
@needs(Can.HELP)
def helping(request: StaffRequest) -> HttpResponse:
    """What a helper sees now."""
    return _screen(request)


@require_POST
@needs(Can.HELP)
def come(request: StaffRequest) -> HttpResponse:
    """I am here, at this table."""
    form = ComeForm(request.POST, places=queries.own_places(request.user, Can.HELP))
    answer = act(request, form, lambda typed: workforce.come(request.user, by=request.user.actor, **typed), _to_screen)
    return answer or _screen(request, form)


@require_POST
@needs(Can.HELP)
def go_home(request: StaffRequest) -> HttpResponse:
    """I stop for today; whom I had in hand waits again."""
    return _at_table(request, actions.go_home)


@require_POST
@needs(Can.HELP)
def call_next(request: StaffRequest) -> HttpResponse:
    """Call who is next."""
    return _at_table(request, actions.call_next)


@require_POST
@needs(Can.HELP)
def move(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """One press about a visitor: call again, begin, pause, go on, help along, take "done" back."""
    found, action = _visit(request, pk), STEPS.get(step)
    if action is None:
        raise Http404
    form, shift = ActForm(request.POST), _shift(request)
    if step in WITH_SHIFT and shift is None:
        return redirect(SCREEN)
    details = {"shift": shift} if step in WITH_SHIFT else {}
    answer = act(request, form, lambda _typed: action(found, by=request.user.actor, **details), _to_screen)
    return answer or _screen(request, form)


@needs(Can.HELP)
def pass_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the visitor wait for a colleague who knows it."""
    found = _mine(request, pk)
    form = PassOnForm(request.POST if request.method == "POST" else None, initial={"topic": found.topic})
    answer = act(request, form, lambda typed: actions.pass_on(found, by=request.user.actor, **typed), _to_screen)
    context = {"form": form, "visit": found}
    return answer or render(request, "helpdesk/pass_on.html", context, status=status_of(form))


@needs(Can.HELP)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """How it went: the topic, and whether it is solved; two taps, and the rest on the same page."""
    found = _mine(request, pk)
    loans = queries.loans_of(request.user, found)
    minutes = _usual_minutes(found)
    form = CloseForm(request.POST or None, visit=found, loans=loans, initial={"topic": found.topic, "minutes": minutes})
    if not form.is_bound and not VISIT_FLOW.allows(found, "finish"):
        return redirect(SCREEN)

    def finish(typed: Typed) -> Visit:
        wish, by = form.wish(), request.user.actor
        if wish:
            return actions.finish_for_now(found, wish=wish, called=typed.get("called", ""), by=by, **form.said())
        return actions.finish(found, by=by, **form.said())

    answer = act(request, form, finish, _to_screen)
    context = {
        "form": form,
        "visit": found,
        "topics": [(topic, TOPIC_ICONS[topic]) for topic in Topic],
        "chosen": form["topic"].value() or "",
        "endings": list(zip(Solved, ("check", "minus", "close"), strict=True)),
        "more": [form[name] for name in MORE if name in form.fields],
        "offers": _hours_again(found, form),
        "again": [form[name] for name in ("called", "minutes") if name in form.fields],
    }
    return answer or render(request, "helpdesk/close.html", context, status=status_of(form))


def _usual_minutes(found: Visit) -> int:
    """As long as this time was planned, else half an hour."""
    planned = found.appointment.slot.minutes if found.appointment and found.appointment.slot else USUAL_MINUTES
    return planned if planned in dict(MINUTES) else USUAL_MINUTES


def _hours_again(found: Visit, form: CloseForm) -> list[Offer]:
    """The first hours for who comes again, about what was chosen just now and for as long."""
    topic, minutes = (form[name].value() for name in ("topic", "minutes"))
    topic = topic if topic in Topic.values else ""
    minutes = int(minutes) if str(minutes) in {str(known) for known, _words in MINUTES} else USUAL_MINUTES
    return hours_to_come_again(found.place, minutes=minutes, topic=topic, helper=found.helper_id)


def _at_table(request: StaffRequest, action: Callable[..., object]) -> HttpResponse:
    """Something a helper does at the own table; who is not there is led to say so."""
    form, shift = ActForm(request.POST), _shift(request)
    if shift is None:
        return redirect(SCREEN)
    answer = act(request, form, lambda _typed: action(shift, by=request.user.actor), _to_screen)
    return answer or _screen(request, form)


def _screen(request: StaffRequest, refused: ActForm | None = None) -> HttpResponse:
    """The one screen, as it is now; what was refused stands on it."""
    user, places = request.user, queries.own_places(request.user, Can.HELP)
    shift = shift_now(user, places)
    come_form = refused if isinstance(refused, ComeForm) else ComeForm(places=places)
    context: dict[str, Any] = {"shift": shift, "form": refused or ActForm(), "plain": ActForm(), "come_form": come_form}
    context["outings"] = known_to_helper(user)
    if shift is None:
        context["has_place"] = places.exists()
        page = "helpdesk/helping_come.html"
    else:
        visit, done = queries.in_hand(shift), queries.done_last(shift)
        context |= {
            "visit": visit,
            "may_follow": following.may_be_followed_here(user, visit.person) if visit else False,
            "handovers": _followed(user, visit),
            "own": visit is not None and visit.helper_id == shift.helper_id,
            "loans": queries.loans_of(user, visit) if visit else [],
            "paused": queries.paused_for(shift),
            "done": done,
            "comes_again": queries.next_visit_after(done),
            "waiting": queries.queue_of(shift.place),
            "along": queries.to_help_along(shift),
        }
        page = "helpdesk/helping_visit.html" if visit else "helpdesk/helping_next.html"
    return render(request, page, context, status=422 if refused else 200)


def _followed(user: User, visit: Visit | None) -> list[Handover]:
    """The open handovers of the visitor that the helper may see."""
    if visit is None or visit.person is None or not user.may(Can.FOLLOW_HANDOVERS):
        return []
    return [one for one in following.handovers_of(user, visit.person) if one.is_open]


def _shift(request: StaffRequest) -> Shift | None:
    return shift_now(request.user, queries.own_places(request.user, Can.HELP))


def _visit(request: StaffRequest, pk: int) -> Visit:
    """A visit at one of the own places, or 404."""
    rows = Visit.objects.filter(day__place__in=queries.own_places(request.user, Can.HELP))
    return get_object_or_404(rows.select_related("day__place__organisation", "person", "helper__user"), pk=pk)


def _mine(request: StaffRequest, pk: int) -> Visit:
    """A visit that this helper has or had in hand, or 404: of others a helper learns nothing (policy VB-08)."""
    return get_object_or_404(queries.visits_of_helper(request.user), pk=pk)


def _to_screen(_done: object) -> str:
    return resolve_url(SCREEN)
