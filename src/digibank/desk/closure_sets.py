"""Pages of the administrator about days that places close together: school holidays, bridge days, local holidays."""

from collections.abc import Callable, Sequence
from functools import partial

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.desk import closing
from digibank.desk.administration import kept_by
from digibank.desk.forms_hours import ClosureForm, NewSetForm, SetForm
from digibank.organisations import actions
from digibank.organisations.models import Closure, ClosureSet, Organisation, Place, Stop


@needs(Can.MANAGE_ORGANISATIONS)
def closure_sets(request: StaffRequest) -> HttpResponse:
    """All sets of the association, with how many days and places each has. A POST begins one."""
    association = get_object_or_404(kept_by(request), kind=Organisation.Kind.ASSOCIATION)
    form = NewSetForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.add_closure_set(association, by=request.user.actor, **typed),
        lambda added: resolve_url("desk:closure_set", pk=added.pk),
    )
    counted = association.closure_sets.annotate(
        periods=Count("closures", distinct=True), followers=Count("places", distinct=True)
    )
    return answer or render(request, "desk/closure_sets.html", {"form": form, "sets": counted}, status=status_of(form))


@needs(Can.MANAGE_ORGANISATIONS)
def closure_set(request: StaffRequest, pk: int) -> HttpResponse:
    """One set: its days, and which places keep them. A POST changes the name and the places."""
    found = _set(request, pk)
    initial = {"name": found.name, "version": found.version, "places": found.places.all()}
    form = SetForm(request.POST or None, initial=initial)
    _offer_places(form, request, found)
    answer = act(
        request,
        form,
        lambda typed: actions.edit_closure_set(found, by=request.user.actor, **typed),
        lambda saved: resolve_url("desk:closure_set", pk=saved.pk),
    )
    return answer or set_page(request, found, form=form)


@require_POST
@needs(Can.MANAGE_ORGANISATIONS)
def close_set_days(request: StaffRequest, pk: int) -> HttpResponse:
    """Add days to a set; says first what falls in them at the places that keep it (policy OH-11)."""
    found = _set(request, pk)
    form = ClosureForm(request.POST, stops=_stops(found))

    close, url = partial(actions.close_set_days, found), resolve_url("desk:closure_set", pk=found.pk)
    answer = close_as_typed(request, form, close, places=list(found.places.all()), url=url)
    return answer or set_page(request, found, closure=form)


@require_POST
@needs(Can.MANAGE_ORGANISATIONS)
def drop_closure_set(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a set away with its days."""
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.drop_closure_set(_set(request, pk), by=request.user.actor),
        lambda _dropped: "desk:closure_sets",
    )
    return answer or set_page(request, _set(request, pk), refused=form)


def close_as_typed(
    request: StaffRequest, form: ClosureForm, close: Callable[..., Closure], *, places: Sequence[Place], url: str
) -> HttpResponse | None:
    """Close the days of the form by this act, which leads to `url`; says first what falls in them (policy OH-11)."""

    def closed(typed: Typed) -> Closure:
        closure = close(by=request.user.actor, **form.days())
        closing.refuse_unseen(closing.days_of(closure, places), sure=typed["sure"])
        return closure

    return act(request, form, closed, lambda _closure: url)


def _set(request: StaffRequest, pk: int) -> ClosureSet:
    return get_object_or_404(
        ClosureSet.objects.select_related("organisation"), pk=pk, organisation__in=kept_by(request)
    )


def _offer_places(form: SetForm, request: StaffRequest, found: ClosureSet) -> None:
    places = Place.objects.in_use().filter(organisation__in=kept_by(request)).select_related("organisation")
    own = Q(organisation=found.organisation_id) | Q(organisation__association=found.organisation_id)
    form.fields["places"].queryset = places.filter(own)  # type: ignore[attr-defined]


def _stops(found: ClosureSet) -> QuerySet[Stop]:
    """Where the places that keep these days ride to."""
    return Stop.objects.filter(place__closure_sets=found)


def set_page(
    request: StaffRequest,
    found: ClosureSet,
    *,
    form: SetForm | None = None,
    closure: ClosureForm | None = None,
    refused: ActForm | None = None,
) -> HttpResponse:
    """The page of a set, with what was refused on it."""
    followers = list(found.places.select_related("organisation"))
    coming = found.closures.filter(until_on__gt=clock.today()).prefetch_related("replacements__stop")
    shown = form
    if shown is None:
        shown = SetForm(initial={"name": found.name, "version": found.version, "places": followers})
        _offer_places(shown, request, found)
    context = {
        "closure_set": found,
        "form": shown,
        "followers": followers,
        "closures": closing.told(list(coming), followers),
        "over": found.closures.filter(until_on__lte=clock.today()).count(),
        "closure_form": closure or ClosureForm(stops=_stops(found)),
        "plain": ActForm(),
        "refused": refused,
    }
    bound = shown.is_bound or closure is not None or refused is not None
    return render(request, "desk/closure_set.html", context, status=422 if bound else 200)
