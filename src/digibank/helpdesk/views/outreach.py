"""Pages of outreach: where we went, what we promised there, and who came to us because of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.helpdesk import actions, following
from digibank.helpdesk.forms_outreach import MetAtForm, OutreachForm, PromiseForm
from digibank.helpdesk.models import Outreach, OutreachPromise
from digibank.helpdesk.views.handovers import person_of
from digibank.ui.paging import page_of

FOLLOW = Can.FOLLOW_HANDOVERS


@require_safe
@needs(FOLLOW)
def outreach(request: StaffRequest) -> HttpResponse:
    """What we promised and did not do yet, and where we went."""
    return _list_page(request)


@needs(FOLLOW)
def note_outreach(request: StaffRequest) -> HttpResponse:
    """Write down where we went, and how many people we spoke to."""
    user = request.user
    form = OutreachForm(
        request.POST or None,
        organisations=following.organisations(user),
        partners=following.partners(user),
        colleagues=following.colleagues_at(user.reach[FOLLOW]),
        initial={"went": [user.pk]},
    )

    def noted(typed: Typed) -> Outreach:
        return actions.note_outreach(typed["organisation"], by=user.actor, **form.outreach())

    answer = act(request, form, noted, _day_url)
    return answer or render(request, "helpdesk/note_outreach.html", {"form": form}, status=status_of(form))


@needs(FOLLOW)
def outreach_day(request: StaffRequest, pk: int) -> HttpResponse:
    """One time that we went out: how many, who came because of it, and what we promised."""
    found = get_object_or_404(following.outreach(request.user).prefetch_related("went"), pk=pk)
    colleagues = following.colleagues_at([found.organisation_id])
    form = PromiseForm(request.POST or None, colleagues=colleagues, initial={"owner": request.user.pk})

    def promised(typed: Typed) -> OutreachPromise:
        details = {name: typed[name] for name in ("kind", "what", "owner", "by_on")}
        return actions.promise(found, by=request.user.actor, **details)

    answer = act(request, form, promised, lambda _made: _day_url(found))
    context = {
        "outreach": found,
        "follow_ups": found.follow_ups.select_related("owner"),
        "came": found.came.count(),
        "form": form,
        "plain": ActForm(),
    }
    return answer or render(request, "helpdesk/outreach_day.html", context, status=status_of(form))


@require_POST
@needs(FOLLOW)
def keep_promise(request: StaffRequest, pk: int) -> HttpResponse:
    """It was done."""
    found = get_permitted(OutreachPromise.objects.select_related("outreach"), request, FOLLOW, pk=pk)
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.keep_promise(found, by=request.user.actor),
        lambda _done: resolve_url("helpdesk:outreach"),
    )
    return answer or _list_page(request, refused=form)


@needs(FOLLOW)
def met_at(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that somebody came to us because of an outreach."""
    person = person_of(request, pk)
    form = MetAtForm(request.POST or None, outreach=following.outreach(request.user))
    answer = act(
        request,
        form,
        lambda typed: actions.met_at(person, outreach=typed["outreach"], by=request.user.actor),
        lambda _made: resolve_url("helpdesk:talks", pk=person.pk),
    )
    context = {"form": form, "person": person}
    return answer or render(request, "helpdesk/met_at.html", context, status=status_of(form))


def _day_url(found: Outreach) -> str:
    return resolve_url("helpdesk:outreach_day", pk=found.pk)


def _list_page(request: StaffRequest, *, refused: ActForm | None = None) -> HttpResponse:
    to_do = OutreachPromise.objects.to_do(request.user, FOLLOW).select_related("outreach", "owner")
    context = {
        "to_do": to_do,
        "page": page_of(following.outreach(request.user), request),
        "plain": refused or ActForm(),
    }
    return render(request, "helpdesk/outreach.html", context, status=422 if refused else 200)
