"""Pages of handovers: what is to be done, one handover, and each step of it on a page of its own."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment
from digibank.helpdesk import actions, following, queries
from digibank.helpdesk.forms_handovers import (
    CallForm,
    ConcludeForm,
    CourseForm,
    FollowForm,
    LookBackForm,
    OpenForm,
    PlaceFilter,
    SessionForm,
)
from digibank.helpdesk.models import Handover
from digibank.lending.forms import HandoverForm as PlanForm
from digibank.people.models import Person

FOLLOW = Can.FOLLOW_HANDOVERS


@require_safe
@needs(FOLLOW)
def handovers(request: StaffRequest) -> HttpResponse:
    """What is to be done for whom, the red ones on top, for all places or for one."""
    user = request.user
    form = PlaceFilter(request.GET or None, places=following.own_places(user))
    place = form.place()
    titles = {
        "plan": (_("To plan again"), _("Nothing is planned. Within five working days."), _("Plan")),
        "tell": (_("To write down"), _("Came, and nobody wrote down what was practised."), _("Write down")),
        "call": (_("To call after two weeks"), _("How does it go since the last time?"), _("Call")),
        "course": (_("On a course"), _("Ask how the course goes."), _("Ask")),
        "look_back": (_("Three months later"), _("Do they still use it? Do they manage?"), _("Ask")),
    }
    lists = [
        {"name": name, "title": title, "about": about, "verb": verb, "lines": following.LISTS[name](user, place)}
        for name, (title, about, verb) in titles.items()
    ]
    return render(request, "helpdesk/handovers.html", {"filter": form, "lists": lists})


@needs(FOLLOW)
def handover(request: StaffRequest, pk: int) -> HttpResponse:
    """One handover: what comes now, what was practised, and who follows it."""
    found = _handover(request, pk)
    form = FollowForm(
        request.POST or None,
        colleagues=following.colleagues_for(found),
        initial={"colleague": found.followed_by_id},
    )

    def followed(typed: Typed) -> Handover:
        return actions.follow(found, colleague=typed["colleague"], by=request.user.actor)

    return act(request, form, followed, url_of) or _handover_page(request, found, form)


@needs(FOLLOW)
def open_handover(request: StaffRequest, pk: int) -> HttpResponse:
    """Follow somebody who borrowed nothing."""
    person = person_of(request, pk)
    form = OpenForm(request.POST or None, places=following.own_places(request.user))

    def opened(typed: Typed) -> Handover:
        return actions.open_without_loan(person, place=typed["place"], by=request.user.actor)

    answer = act(request, form, opened, url_of)
    context = {"form": form, "person": person}
    return answer or render(request, "helpdesk/open_handover.html", context, status=status_of(form))


@require_POST
@needs(FOLLOW)
def follow_visitor(request: StaffRequest, pk: int) -> HttpResponse:
    """Follow the visitor whom one has in hand, and who borrowed nothing, until they can do it alone."""
    visit = get_object_or_404(queries.visits_of_helper(request.user), pk=pk)
    person = visit.person
    if person is None or not following.may_be_followed_here(request.user, person):
        raise Http404
    form = ActForm(request.POST)

    def opened(_typed: Typed) -> Handover:
        return actions.open_without_loan(person, place=visit.place, by=request.user.actor)

    answer = act(request, form, opened, url_of)
    context = {"form": form, "visit": visit}
    return answer or render(request, "helpdesk/follow_visitor.html", context, status=status_of(form))


@needs(FOLLOW)
def hold_session(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down one time that we practised."""
    found = _handover(request, pk)
    offered = following.offered(request.user, found)
    form = SessionForm(request.POST or None, appointments=_untold(found), offered=offered)
    return _step(
        request, found, form, title=_("What did you practise?"), action=actions.hold_session, typed=form.session
    )


@needs(FOLLOW)
def plan_next(request: StaffRequest, pk: int) -> HttpResponse:
    """Plan the next time: a moment, or a call later."""
    found = _handover(request, pk)
    form = PlanForm(request.POST or None, offered=following.offered(request.user, found))
    form.fields["slot"].label = _("Next time")
    return _step(request, found, form, title=_("When is the next time?"), action=actions.plan_next, typed=form.handover)


@needs(FOLLOW)
def note_call(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what the call after two weeks brought."""
    found = _handover(request, pk)
    form = CallForm(request.POST or None)
    return _step(request, found, form, title=_("How did the call go?"), action=actions.note_call, typed=form.call)


@needs(FOLLOW)
def conclude(request: StaffRequest, pk: int) -> HttpResponse:
    """Bring it to its end."""
    found = _handover(request, pk)
    form = ConcludeForm(request.POST or None, handover=found)
    return _step(request, found, form, title=_("How does it end?"), action=actions.conclude, typed=form_typed(form))


@needs(FOLLOW)
def note_course(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down how it goes with the course."""
    found = _handover(request, pk)
    form = CourseForm(request.POST or None)
    title = _("How does the course go?")
    return _step(request, found, form, title=title, action=actions.note_course, typed=form_typed(form))


@needs(FOLLOW)
def look_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down how it is three months later."""
    found = _handover(request, pk)
    form = LookBackForm(request.POST or None)
    title = _("How is it three months later?")
    return _step(request, found, form, title=title, action=actions.look_back, typed=form.result)


@require_POST
@needs(FOLLOW)
def missed(request: StaffRequest, pk: int) -> HttpResponse:
    """The person did not come to what was planned."""
    found = _handover(request, pk)
    form = ActForm(request.POST)

    def noted(_typed: Typed) -> object:
        return actions.note_missed(found, by=request.user.actor)

    refused_on = FollowForm(colleagues=following.colleagues_for(found))
    answer = act(request, form, noted, lambda _done: url_of(found))
    return answer or _handover_page(request, found, refused_on, refused=form)


def url_of(handover: Handover) -> str:
    """Where this handover is shown."""
    return resolve_url("helpdesk:handover", pk=handover.pk)


def person_of(request: StaffRequest, pk: int) -> Person:
    """The resident whom the colleague may know, or 404 (policy WO-08)."""
    found = Person.objects.visible_to(request.user, FOLLOW).select_related("home").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def form_typed(form: ActForm) -> Callable[[], dict[str, Any]]:
    """What was typed, without the key of the page."""
    return lambda: {name: value for name, value in form.cleaned_data.items() if name != "once"}


def _handover(request: StaffRequest, pk: int) -> Handover:
    rows = Handover.objects.visible_to(request.user, FOLLOW).with_agenda()
    return get_object_or_404(rows.select_related("person__home", "place__organisation", "loan", "followed_by"), pk=pk)


def _untold(found: Handover) -> list[Appointment]:
    """What was planned and may be written down now: who came, and who may have come."""
    rows = found.appointments().filter(
        sessions__isnull=True, state__in=[AppointmentState.PLANNED, AppointmentState.DONE]
    )
    return [one for one in rows if one.may_be_noted]


def _step(
    request: StaffRequest,
    found: Handover,
    form: ActForm,
    *,
    title: str,
    action: Callable[..., Any],
    typed: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """One step of a handover on a page of its own."""

    def done(_typed: Typed) -> object:
        return action(found, by=request.user.actor, **typed())

    answer = act(request, form, done, lambda _done: url_of(found))
    context = {
        "form": form, "handover": found, "title": title,
        "shows_person": following.sees(request.user, found.person),
    }  # fmt: skip
    return answer or render(request, "helpdesk/step.html", context, status=status_of(form))


def _handover_page(
    request: StaffRequest, found: Handover, form: FollowForm, *, refused: ActForm | None = None
) -> HttpResponse:
    appointments = list(found.appointments())
    user = request.user
    context = {
        "handover": found,
        "shows_person": following.sees(user, found.person),
        "may_open_person": user.may(Can.SEE_PEOPLE),
        "may_open_loan": user.may(Can.SEE_LOANS),
        "may_plan": user.may(Can.PLAN),
        "expected": [one for one in appointments if one.state == AppointmentState.PLANNED],
        "appointments": appointments,
        # Who is on the list of people to call is called; that they came by is the exception.
        "untold": [one for one in _untold(found) if one.slot or one.state == AppointmentState.DONE],
        "has_moment": any(one.slot for one in appointments if one.state == AppointmentState.PLANNED),
        "sessions": found.sessions.select_related("place", "by__user"),
        "calls": found.calls.all(),
        "result": getattr(found, "result", None),
        "talks": following.talks_of(user, found.person),
        "lapsed": Handover.objects.ended_with_the_loan().filter(pk=found.pk).exists(),
        "misses": found.misses_in_a_row(),
        "form": form,
        "plain": refused or ActForm(),
    }
    is_refused = refused or form.is_bound
    return render(request, "helpdesk/handover.html", context, status=422 if is_refused else 200)
