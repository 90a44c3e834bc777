"""Pages of requests: who waits, who was promised one, and what is done about it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.lending import actions, queries
from digibank.lending.borrowing import still_to_show, to_bring
from digibank.lending.forms_queue import AskForm, RefuseForm, RequestFilter
from digibank.lending.line import line_of
from digibank.lending.models import Request
from digibank.lending.views.lend import borrower
from digibank.organisations.models import Regulation
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_LOANS)
def requests(request: StaffRequest) -> HttpResponse:
    """Requests at one's own desks, newest first; those without an answer, unless another choice is made."""
    form = RequestFilter(request.GET or None)
    rows = Request.objects.visible_to(request.user, Can.SEE_LOANS)
    shown = form.apply(rows).select_related("person", "device_class", "desk")
    return render(request, "lending/requests.html", {"filter": form, "page": page_of(shown, request)})


@needs(Can.LEND)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what this person asks for."""
    person = borrower(request, pk)
    desks = queries.lending_desks(request.user)
    form = AskForm(
        request.POST or None,
        desks=desks,
        others=queries.other_desks(request.user),
        partners=queries.partners(request.user),
        initial={"desk": queries.own_desk(request.user)},
    )

    def asked(typed: Typed) -> Request:
        return actions.ask(person, by=request.user.actor, **typed)

    context = {"form": form, "person": person}
    return act(request, form, asked, page_of_request) or render(
        request, "lending/ask.html", context, status=status_of(form)
    )


@require_safe
@needs(Can.SEE_LOANS)
def one_request(request: StaffRequest, pk: int) -> HttpResponse:
    """One request: what was asked, where it stands in line, and what can be done."""
    return _request_page(request, request_of(request, pk, Can.SEE_LOANS))


@require_POST
@needs(Can.LEND)
def promise(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep one of the class free for this person."""
    return act_on(request, request_of(request, pk), actions.promise)


@require_POST
@needs(Can.LEND)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """The person wants it no longer."""
    return act_on(request, request_of(request, pk), actions.withdraw)


@needs(Can.LEND)
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    """Say no, with the reason."""
    found = request_of(request, pk)
    form = RefuseForm(request.POST or None)

    def refused(typed: Typed) -> Request:
        return actions.refuse(found, by=request.user.actor, **typed)

    context = {"form": form, "asked": found}
    return act(request, form, refused, page_of_request) or render(
        request, "lending/refuse.html", context, status=status_of(form)
    )


def request_of(request: StaffRequest, pk: int, can: Can = Can.LEND) -> Request:
    """The request, or 404 when the user may not see it."""
    rows = Request.objects.visible_to(request.user, can)
    return get_object_or_404(rows.select_related("person", "device_class", "desk__organisation"), pk=pk)


def page_of_request(shown: Request) -> str:
    """Where this request is shown."""
    return resolve_url("lending:request", pk=shown.pk)


def act_on(
    request: StaffRequest, found: Request, action: Callable[..., Request] | None, *, refused: ActForm | None = None
) -> HttpResponse:
    """Do this with a request and show it again; show it with what another form was refused for."""
    form = refused or ActForm(request.POST)
    answer = None
    if action:
        answer = act(request, form, lambda _typed: action(found, by=request.user.actor), page_of_request)
    return answer or _request_page(request, found, refused=form)


def _still_to_bring(found: Request) -> str:
    """What the person is to bring to the desk that lends; the words are the same for everybody (policy U-71)."""
    regulation = Regulation.objects.holding(found.desk.organisation, clock.today())
    missing = still_to_show(found.person, regulation) if regulation and found.is_open else []
    return to_bring(missing) if missing else ""


def _request_page(request: StaffRequest, found: Request, *, refused: ActForm | None = None) -> HttpResponse:
    if refused:  # Perhaps because a colleague was faster: the page shows how it is now.
        found.refresh_from_db()
    line = line_of(found.device_class, found.desk)
    desks = [found.desk, *(also.place for also in found.also_at.select_related("place"))]
    context = {
        "asked": found,
        "loan": found.loans.exclude(state="cancelled").first(),
        "standing": line.of(found),
        "first": line.next.request if line.next else None,
        "offer": found.offers.open().select_related("message").first(),
        "today": clock.today(),
        "facts": [
            (_("Device"), found.device_class.name),
            (_("Desk"), ", ".join(desk.name for desk in desks)),
            (_("Asked by"), found.get_asked_through_display()),
            (_("Written down by"), getattr(found.typed_by, "user", "")),
        ],
        "moves": found.moves.select_related("by__user"),
        "may_lend": request.user.may_at(Can.LEND, found.desk.organisation),
        "missing": _still_to_bring(found),
        "plain": refused or ActForm(),
    }
    return render(request, "lending/request.html", context, status=422 if refused else 200)
