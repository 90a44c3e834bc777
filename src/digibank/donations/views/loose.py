"""The page of loose parts: how many lie in each depot, and what came or went."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs, visible_to
from digibank.accounts.posting import Typed, act
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.forms.loose import LooseForm
from digibank.donations.models import LooseMovement, LooseStock
from digibank.donations.views.givers import own_depots, seat_of
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_DONATIONS)
def loose_parts(request: StaffRequest) -> HttpResponse:
    """How many loose parts lie where, and the movements, newest first."""
    return _page(request)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def move_loose(request: StaffRequest) -> HttpResponse:
    """Write down that loose parts of a depot came, went, or were counted."""
    form = LooseForm(request.POST, depots=own_depots(request), seat=seat_of(request))

    def move(typed: Typed) -> LooseStock:
        depot, kind, why, actor = typed["place"], typed["kind"], typed["why"], request.user.actor
        if why == LooseMovement.Why.COUNTED:
            return actions.count_loose(depot, kind=kind, count=typed["count"], by=actor)
        return actions.move_loose(depot, kind=kind, change=form.change(), why=why, by=actor)

    return act(request, form, move, lambda _stock: resolve_url("donations:loose_parts")) or _page(request, form=form)


def _page(request: StaffRequest, **refused: LooseForm) -> HttpResponse:
    """The page; a form that was refused stands in its place with what was typed."""
    stock = visible_to(LooseStock.objects.exclude(count=0), request.user, Can.SEE_DONATIONS)
    movements = visible_to(LooseMovement.objects.all(), request.user, Can.SEE_DONATIONS)
    depots = own_depots(request)
    context = {
        "stock": stock.select_related("place"),
        "page": page_of(movements.select_related("stock__place", "donation", "by__user"), request),
        "form": LooseForm(depots=depots, seat=seat_of(request)),
        "may_move": bool(depots),
        "wrong": bool(refused),
    }
    return render(request, "donations/loose_parts.html", context | refused, status=422 if refused else 200)
