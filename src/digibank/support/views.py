"""Pages of the social worker: what was given, to whom, and giving and ending it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.people.models import Person
from digibank.support import actions, queries
from digibank.support.forms import EntitlementFilter, GrantForm, ResidentForm
from digibank.support.models import Entitlement
from digibank.ui.paging import page_of

MOST_FOUND = 20


@require_safe
@needs(Can.GIVE_SUPPORT)
def entitlements(request: StaffRequest) -> HttpResponse:
    """What the own OCMW gave, newest first; what holds today, unless another choice is made."""
    form = EntitlementFilter(request.GET or None)
    rows = visible_to(form.apply(Entitlement.objects.all()), request.user, Can.GIVE_SUPPORT)
    context = {"filter": form, "find": ResidentForm(), "page": page_of(rows.select_related("person"), request)}
    return render(request, "support/entitlements.html", context)


@require_safe
@needs(Can.GIVE_SUPPORT)
def residents(request: StaffRequest) -> HttpResponse:
    """Look for a resident of the own municipality."""
    form = ResidentForm(request.GET or None)
    found = form.apply(queries.supported_by(request.user))[:MOST_FOUND]
    return render(request, "support/residents.html", {"form": form, "found": found})


@require_safe
@needs(Can.GIVE_SUPPORT)
def resident(request: StaffRequest, pk: int) -> HttpResponse:
    """One resident: what the own OCMW gave, and until when."""
    return _resident_page(request, _resident(request, pk))


@needs(Can.GIVE_SUPPORT)
def grant(request: StaffRequest, pk: int) -> HttpResponse:
    """Give this resident something."""
    found = _resident(request, pk)
    giver = queries.giver_for(request.user, found)
    if giver is None:  # The OCMW serves another municipality since the page before.
        raise Http404
    form = GrantForm(request.POST or None)

    def given(typed: Typed) -> Entitlement:
        return actions.grant(found, organisation=giver, by=request.user.actor, **typed)

    answer = act(request, form, given, lambda _given: _page(found))
    return answer or render(request, "support/grant.html", {"form": form, "person": found}, status=status_of(form))


@require_POST
@needs(Can.GIVE_SUPPORT)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """End what was given."""
    rows = Entitlement.objects.select_related("person__home")
    found = get_permitted(rows, request, Can.GIVE_SUPPORT, pk=pk)
    form = ActForm(request.POST)
    answer = act(
        request, form, lambda _typed: actions.end(found, by=request.user.actor), lambda _ended: _page(found.person)
    )
    return answer or _resident_page(request, found.person, refused=form)


def _resident(request: StaffRequest, pk: int) -> Person:
    return get_object_or_404(queries.supported_by(request.user).select_related("home"), pk=pk)


def _page(shown: Person) -> str:
    return resolve_url("support:resident", pk=shown.pk)


def _resident_page(request: StaffRequest, found: Person, *, refused: ActForm | None = None) -> HttpResponse:
    given = visible_to(Entitlement.objects.of_person(found), request.user, Can.GIVE_SUPPORT)
    context = {"person": found, "given": given.select_related("typed_by__user"), "plain": refused or ActForm()}
    return render(request, "support/resident.html", context, status=422 if refused else 200)
