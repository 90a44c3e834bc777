"""Who helps at a place: what they know and speak, and who comes when."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.agenda import actions as agenda
from digibank.helpdesk import actions, queries
from digibank.helpdesk.forms import HelperForm, ShiftForm
from digibank.organisations.models import Place
from digibank.workforce import actions as workforce
from digibank.workforce.models import Helper, Shift
from digibank.workforce.queries import coming_shifts


@needs(Can.RECEIVE)
def team(request: StaffRequest, pk: int) -> HttpResponse:
    """The helpers of a place with what they know, who comes in the next two weeks, and plan a shift."""
    place = get_object_or_404(queries.own_places(request.user, Can.RECEIVE), pk=pk)
    return _team(request, place, ShiftForm(request.POST or None, helpers=queries.helpers_of(place)))


@needs(Can.RECEIVE)
def helper(request: StaffRequest, pk: int) -> HttpResponse:
    """What somebody knows well and in which languages they help."""
    places = queries.own_places(request.user, Can.RECEIVE)
    user = get_object_or_404(queries.helpers_of(*places), pk=pk)
    known = Helper.objects.filter(user=user).prefetch_related("skills", "spoken").first()
    initial = {"topics": sorted(known.topics), "tongues": sorted(known.tongues)} if known else {}
    form = HelperForm(request.POST if request.method == "POST" else None, initial=initial)

    def described(typed: Typed) -> Helper:
        return workforce.describe_helper(user, by=request.user.actor, **typed)

    back = resolve_url("helpdesk:reception")
    answer = act(request, form, described, lambda _helper: back)
    context = {"form": form, "first_name": user.full_name.split(maxsplit=1)[0], "back": back}
    return answer or render(request, "helpdesk/helper.html", context, status=status_of(form))


@require_POST
@needs(Can.RECEIVE)
def helper_left(request: StaffRequest, pk: int) -> HttpResponse:
    """A helper who is there goes home; whom they had in hand waits again."""
    return _with_shift(request, pk, leaves=True)


@require_POST
@needs(Can.RECEIVE)
def call_shift_off(request: StaffRequest, pk: int) -> HttpResponse:
    """A helper who was planned does not come; whom they expected gets another helper, or is called."""
    return _with_shift(request, pk, leaves=False)


def _with_shift(request: StaffRequest, pk: int, *, leaves: bool) -> HttpResponse:
    places = queries.own_places(request.user, Can.RECEIVE)
    rows = Shift.objects.filter(place__in=places).select_related("helper__user", "place__organisation")
    found = get_object_or_404(rows, pk=pk)
    form, by = ActForm(request.POST), request.user.actor
    action = actions.go_home if leaves else agenda.call_shift_off
    answer = act(request, form, lambda _typed: action(found, by=by), lambda shift: _team_url(shift.place))
    return answer or _team(request, found.place, ShiftForm(helpers=queries.helpers_of(found.place)), refused=form)


def _team(request: StaffRequest, place: Place, form: ShiftForm, *, refused: ActForm | None = None) -> HttpResponse:
    def planned(typed: Typed) -> Shift:
        return workforce.plan_shift(typed["helper"], place=place, by=request.user.actor, **form.hours())

    answer = act(request, form, planned, lambda _shift: _team_url(place)) if refused is None else None
    context = {
        "place": place,
        "form": form,
        "refused": refused,
        "plain": ActForm(),
        "helpers": queries.helpers_of(place).prefetch_related("helper__skills", "helper__spoken"),
        "shifts": coming_shifts(place),
    }
    status = 422 if refused else status_of(form)
    return answer or render(request, "helpdesk/team.html", context, status=status)


def _team_url(place: Place) -> str:
    return resolve_url("helpdesk:team", pk=place.pk)
