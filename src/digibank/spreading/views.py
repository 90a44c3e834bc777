"""Pages of the spreading: the proposal of this morning, a line of it, earlier ones, and the minimum of each desk."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.organisations.models import Place
from digibank.spreading import actions, queries
from digibank.spreading.forms import AcceptForm, ChangeForm, DropForm, MinimumForm
from digibank.spreading.models import Proposal, ProposalLine
from digibank.spreading.sentences import why
from digibank.spreading.staleness import lacks_of
from digibank.ui.paging import page_of

TODAY = "spreading:today"


@require_safe
@needs(Can.SPREAD)
def today(request: StaffRequest) -> HttpResponse:
    """The proposals that wait for an answer."""
    return _today_page(request)


@require_POST
@needs(Can.SPREAD)
def propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose anew for an association, as everything stands now."""
    association = get_object_or_404(queries.associations(request.user), pk=pk)
    form = ActForm(request.POST)
    made = act(request, form, lambda _typed: actions.propose(association, by=request.user.actor), lambda _made: TODAY)
    return made or _today_page(request, refused=form)


@require_POST
@needs(Can.SPREAD)
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the lines ride that are ticked."""
    found = get_permitted(Proposal.objects.all(), request, Can.SPREAD, pk=pk)
    form = AcceptForm(request.POST, lines=found.lines.all())

    def accepted(typed: Typed) -> object:
        return actions.accept(found, lines=list(typed["lines"]), by=request.user.actor)

    return act(request, form, accepted, lambda _rides: TODAY) or _today_page(request, refused=form)


@needs(Can.SPREAD)
def line(request: StaffRequest, pk: int) -> HttpResponse:
    """One line: let it ride with another desk or fewer devices."""
    found = _line(request, pk)
    form = ChangeForm(request.POST or None, line=found, desks=_desks(found))

    def changed(typed: Typed) -> object:
        change = actions.Change(typed["to_place"], typed["count"])
        return actions.accept(found.proposal, lines=[found], changes={found.pk: change}, by=request.user.actor)

    answer = act(request, form, changed, lambda _rides: TODAY)
    return answer or _line_page(request, found, change=form)


@require_POST
@needs(Can.SPREAD)
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Do not do it, with the reason."""
    found, form = _line(request, pk), DropForm(request.POST)
    answer = act(request, form, lambda typed: actions.drop(found, by=request.user.actor, **typed), lambda _line: TODAY)
    return answer or _line_page(request, found, drop_form=form)


@require_POST
@needs(Can.SPREAD)
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an answer back."""
    found, form = _line(request, pk), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.undo(found, by=request.user.actor), lambda _line: TODAY)
    return answer or _line_page(request, found, plain=form)


@require_safe
@needs(Can.SPREAD)
def earlier(request: StaffRequest) -> HttpResponse:
    """All proposals, the newest on top, with what was done with them."""
    return render(request, "spreading/earlier.html", {"page": page_of(queries.proposals(request.user), request)})


@require_safe
@needs(Can.SPREAD)
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """One proposal as it was, and what became of each line."""
    found = get_permitted(Proposal.objects.select_related("association"), request, Can.SPREAD, pk=pk)
    return render(request, "spreading/proposal.html", {"proposal": found, "lines": queries.lines_of(found)})


@require_safe
@needs(Can.SPREAD)
def minimums(request: StaffRequest) -> HttpResponse:
    """What should stand at each desk at least."""
    return render(request, "spreading/minimums.html", {"desks": queries.minimums_at(request.user)})


@needs(Can.SPREAD)
def set_minimums(request: StaffRequest, pk: int) -> HttpResponse:
    """Set the minimum of each class at a desk."""
    place = get_object_or_404(queries.desks(request.user), pk=pk)
    classes, counts = queries.counts_at(place)
    form = MinimumForm(request.POST or None, classes=classes, counts=counts, seen=queries.minimums_seen(place))

    def chosen(typed: Typed) -> Place:
        return actions.set_minimums(place, counts=form.counts(), seen=typed["seen"], by=request.user.actor)

    answer = act(request, form, chosen, lambda _place: resolve_url("spreading:minimums"))
    context = {"form": form, "place": place}
    return answer or render(request, "spreading/set_minimums.html", context, status=status_of(form))


def _today_page(request: StaffRequest, *, refused: ActForm | None = None) -> HttpResponse:
    found = queries.open_proposals(request.user)
    context = {
        "groups": [(one, queries.lines_of(one)) for one in found],
        "without": queries.associations(request.user).exclude(pk__in=[one.association_id for one in found]),
        "plain": refused or ActForm(),
        "refused": refused,
        "ticked": request.POST.getlist("lines") if isinstance(refused, AcceptForm) else None,
    }
    return render(request, "spreading/today.html", context, status=422 if refused else 200)


def _line(request: StaffRequest, pk: int) -> ProposalLine:
    rows = ProposalLine.objects.select_related(
        "proposal__association", "device_class", "from_place", "to_place", "sent_to", "transfer"
    )
    return get_permitted(rows, request, Can.SPREAD, pk=pk)


def _desks(found: ProposalLine) -> object:
    return queries.desks_of(found.proposal.association).exclude(pk=found.from_place_id)


def _line_page(
    request: StaffRequest,
    found: ProposalLine,
    *,
    change: ChangeForm | None = None,
    drop_form: DropForm | None = None,
    plain: ActForm | None = None,
) -> HttpResponse:
    is_open = found.is_open and found.proposal.is_open
    context = {
        "line": found,
        "why": why(found),
        "stale": lacks_of([found]).get(found.pk, "") if is_open else "",
        "devices": [one.device for one in found.devices.select_related("device__device_class")],
        "is_open": is_open,
        "change": change or ChangeForm(line=found, desks=_desks(found)),
        "drop_form": drop_form or DropForm(),
        "plain": plain or ActForm(),
    }
    refused = drop_form or plain or (change if change and change.is_bound else None)
    return render(request, "spreading/line.html", context, status=422 if refused else 200)
