"""Task cards as technicians see them: laid out for a device or for a lane of the board, and whoever asks for help."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory.models import Device
from digibank.organisations.models import Place
from digibank.refurbishment.forms_tasks import LayOutForm, WithdrawForm
from digibank.refurbishment.queries import BOARD
from digibank.refurbishment.views.board import lane_titles
from digibank.refurbishment.views.card import device_of, device_page, page_of
from digibank.ui.paging import page_of as paged
from digibank.workforce import actions
from digibank.workforce.flows import CardState
from digibank.workforce.kinds import kinds_at
from digibank.workforce.models import TaskCard
from digibank.workforce.queries import without_card

CARDS = "refurbishment:task_cards"


@require_safe
@needs(Can.PREPARE_DEVICES)
def task_cards(request: StaffRequest) -> HttpResponse:
    """The cards at one's depots: who waits for help first, then what is being done, then what lies ready."""
    return _list(request)


@needs(Can.PREPARE_DEVICES)
def lay_out_lane(request: StaffRequest, position: str) -> HttpResponse:
    """Lay a card out for each device of a lane of the board that has none."""
    if position not in BOARD or not kinds_at(position):
        raise Http404
    depots = _depots(request)
    form = LayOutForm(request.POST or None, position=position)

    def laid_out(typed: Typed) -> list[TaskCard]:
        return actions.lay_out_lane(depots, position=position, by=request.user.actor, **typed)

    counts = [(kind.label, without_card(depots, position=position, kind=kind).count()) for kind in kinds_at(position)]
    context = {"form": form, "title": lane_titles()[position], "counts": counts}
    answer = act(request, form, laid_out, lambda _cards: CARDS)
    return answer or render(request, "refurbishment/lay_out_lane.html", context, status=status_of(form))


@require_POST
@needs(Can.PREPARE_DEVICES)
def lay_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Lay a card out for one device."""
    found = device_of(request, pk)
    form = LayOutForm(request.POST, position=found.state)

    def laid_out(typed: Typed) -> Device:
        return actions.lay_out(found, by=request.user.actor, **typed).device

    return act(request, form, laid_out, page_of) or device_page(request, found, task_form=form)


@require_POST
@needs(Can.PREPARE_DEVICES)
def lay_out_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody begin this card anew."""
    card = _card(request, pk)
    form = ActForm(request.POST)
    again = act(request, form, lambda _typed: actions.lay_out_again(card, by=request.user.actor), lambda _card: CARDS)
    return again or _list(request, refused=form)


@needs(Can.PREPARE_DEVICES)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a card away, with the reason."""
    card = _card(request, pk)
    form = WithdrawForm(request.POST or None)
    withdrawn = act(
        request,
        form,
        lambda typed: actions.withdraw(card, by=request.user.actor, **typed),
        lambda _card: resolve_url(CARDS),
    )
    return withdrawn or render(
        request, "refurbishment/withdraw_card.html", {"form": form, "card": card}, status=status_of(form)
    )


def _depots(request: StaffRequest) -> list[Place]:
    reach = request.user.reach[Can.PREPARE_DEVICES]
    return list(Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach))


def _card(request: StaffRequest, pk: int) -> TaskCard:
    rows = TaskCard.objects.select_related("device__device_class", "place", "taken_by__user")
    return get_permitted(rows, request, Can.PREPARE_DEVICES, pk=pk)


def _list(request: StaffRequest, *, refused: ActForm | None = None) -> HttpResponse:
    rows = TaskCard.objects.select_related("device__device_class", "place", "taken_by__user")
    mine = visible_to(rows, request.user, Can.PREPARE_DEVICES)
    context: dict[str, Any] = {
        "stuck": mine.filter(state=CardState.STUCK).order_by("pk"),
        "taken": mine.filter(state=CardState.TAKEN).order_by("pk"),
        "page": paged(mine.filter(state=CardState.OPEN), request),
        "plain": refused or ActForm(),
    }
    return render(request, "refurbishment/task_cards.html", context, status=422 if refused else 200)
