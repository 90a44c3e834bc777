"""Pages of a helper who goes to people at home, or calls them: where, with whom, begin, done."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, act
from digibank.accounts.rights import Can
from digibank.agenda.at_home import known_to_helper, outing_of
from digibank.agenda.models import Appointment
from digibank.helpdesk import actions
from digibank.helpdesk.models import Visit

STEPS: dict[str, Callable[..., Any]] = {"begin": actions.begin_outside, "niemand": actions.find_nobody}


@require_safe
@needs(Can.HELP)
def outings(request: StaffRequest) -> HttpResponse:
    """To whom I go, and whom I call, the first on top."""
    return render(request, "helpdesk/outings.html", {"appointments": known_to_helper(request.user)})


@require_safe
@needs(Can.HELP)
def outing(request: StaffRequest, pk: int) -> HttpResponse:
    """One visit at home or call: all that a helper needs for it, as long as it lasts (policy AP-22)."""
    return _page(request, _mine(request, pk))


@require_POST
@needs(Can.HELP)
def outing_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """Help begins, or nobody was there."""
    found, action = _mine(request, pk), STEPS.get(step)
    if action is None:
        raise Http404
    form = ActForm(request.POST)
    leads_to = resolve_url("helpdesk:outing", pk=pk) if step == "begin" else resolve_url("helpdesk:outings")
    answer = act(request, form, lambda _typed: action(found, by=request.user.actor), lambda _done: leads_to)
    return answer or _page(request, found, form)


def _mine(request: StaffRequest, pk: int) -> Appointment:
    """What this helper goes to, or 404: of others, and of what is over, a helper learns nothing."""
    return get_object_or_404(known_to_helper(request.user), pk=pk)


def _page(request: StaffRequest, found: Appointment, refused: ActForm | None = None) -> HttpResponse:
    outing = outing_of(request.user, found)
    if outing is None:
        raise Http404
    context = {
        "outing": outing,
        "appointment": found,
        "with_whom": outing.with_whom(request.user),
        "visit": Visit.objects.standing().filter(appointment=found).select_related("helper__user").first(),
        "form": refused or ActForm(),
        "plain": ActForm(),
    }
    return render(request, "helpdesk/outing.html", context, status=422 if refused else 200)
