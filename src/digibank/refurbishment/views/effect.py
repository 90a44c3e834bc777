"""What reuse spares the environment, for a coordinator: a range for a period, with version and source."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.files.uploads import read_upload
from digibank.organisations.models import Organisation
from digibank.refurbishment import actions
from digibank.refurbishment.effects import together, totals
from digibank.refurbishment.factor_files import LARGEST_FILE, shipped
from digibank.refurbishment.models import Effect, FactorSet, Kilometres, Reuse
from digibank.refurbishment.views.card import device_of
from digibank.refurbishment.views.records import record_page
from digibank.refurbishment.waste_forms import EffectFilter, FactorsForm, KilometresForm

HERE = "refurbishment:effect"


@require_safe
@needs(Can.SEE_FIGURES)
def effect(request: StaffRequest) -> HttpResponse:
    """What the devices that were lent for the first time in a period spare, as a range."""
    return _effect_page(request)


@require_POST
@needs(Can.SEE_FIGURES)
def adopt_factors(request: StaffRequest) -> HttpResponse:
    """Take over a set of factors: from a file, or without one the proposal that comes with the program."""
    form = FactorsForm(request.POST, request.FILES)
    association = _association(request)

    def adopt(typed: Typed) -> FactorSet:
        content = read_upload(typed["file"], limit_bytes=LARGEST_FILE, field="file") if typed["file"] else shipped()
        return actions.adopt_factors(association, content=content, by=request.user.actor)

    return act(request, form, adopt, lambda _set: HERE) or _effect_page(request, factors_form=form)


@require_POST
@needs(Can.SEE_FIGURES)
def count_effects(request: StaffRequest) -> HttpResponse:
    """Count now what the worker would count tonight."""
    form = ActForm(request.POST)
    association = _association(request)
    counted = act(
        request, form, lambda _typed: actions.count_effects(association, by=request.user.actor), lambda _n: HERE
    )
    return counted or _effect_page(request, plain=form)


@require_POST
@needs(Can.PREPARE_DEVICES)
def note_kilometres(request: StaffRequest, pk: int) -> HttpResponse:
    """Note kilometres driven for this device alone."""
    found = device_of(request, pk)
    form = KilometresForm(request.POST)
    noted = act(request, form, lambda typed: actions.note_kilometres(found, by=request.user.actor, **typed), _record_of)
    return noted or record_page(request, found, kilometres_form=form)


def _record_of(noted: Kilometres) -> str:
    return resolve_url("refurbishment:record", pk=noted.device_id)


def _association(request: StaffRequest) -> Organisation:
    """The association of which this colleague sees the figures; 404 for who has none."""
    found = Organisation.objects.filter(
        pk__in=request.user.reach[Can.SEE_FIGURES], kind=Organisation.Kind.ASSOCIATION
    ).first()
    if found is None:
        raise Http404
    return found


def _effect_page(request: StaffRequest, **refused: Any) -> HttpResponse:
    sets = visible_to(FactorSet.objects.all(), request.user, Can.SEE_FIGURES)
    form = EffectFilter(request.GET or None, sets=sets)
    chosen, period = form.factor_set, form.period
    seen = visible_to(Effect.objects.filter(factor_set=chosen), request.user, Can.SEE_FIGURES)
    found = totals(seen.filter(reuse__on__range=(period.first, period.last)))
    reuses = visible_to(Reuse.objects.filter(on__range=(period.first, period.last)), request.user, Can.SEE_FIGURES)
    context = {
        "filter": form,
        "period": period,
        "chosen": chosen,
        "factors": chosen.factors.all() if chosen else [],
        "costs": chosen.costs.all() if chosen else [],
        "totals": found,
        "all": together(found),
        "devices": sum(total.devices for total in found),
        "uncounted": reuses.exclude(effects__factor_set=chosen).count(),
        "factors_form": FactorsForm(),
        "plain": ActForm(),
    }
    return render(request, "refurbishment/effect.html", context | refused, status=422 if refused else 200)
