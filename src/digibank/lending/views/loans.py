"""Pages of loans: the list, one loan with what can be done now, its contract, and how it ends."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.lending import actions, queries
from digibank.lending.contracts import print_contract, write_contract
from digibank.lending.forms import HandoverForm, LoanFilter, LostForm, StolenForm, TakeBackForm
from digibank.lending.models import Loan, Return
from digibank.ui.framing import printed, prints
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_LOANS)
def loans(request: StaffRequest) -> HttpResponse:
    """Loans at one's own desks, newest first, by number, name and where they stand."""
    form = LoanFilter(request.GET or None)
    rows = Loan.objects.visible_to(request.user, Can.SEE_LOANS)
    shown = form.apply(rows).select_related("person", "device__device_class", "desk")
    return render(request, "lending/loans.html", {"filter": form, "page": page_of(shown, request)})


@prints
@require_safe
@needs(Can.SEE_LOANS)
def loan(request: StaffRequest, pk: int) -> HttpResponse:
    """One loan: where it stands, what went along, its story, and what can be done now."""
    return _loan_page(request, _loan(request, pk, Can.SEE_LOANS))


@printed
@require_safe
@needs(Can.SEE_LOANS)
def contract(request: StaffRequest, pk: int) -> HttpResponse:
    """The contract, to print."""
    found = _loan(request, pk, Can.SEE_LOANS)
    if found.contract is None:
        raise Http404
    return document_response(found.contract)


@require_POST
@needs(Can.LEND)
def make_contract(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the contract when that was not done yet."""
    found = _loan(request, pk)
    # Printing takes a moment, so it comes before the transaction; no second paper about somebody lies in the store.
    paper = found.contract or print_contract(found, by=request.user.actor)
    return _act_on(request, pk, partial(actions.keep_contract, contract=paper), loan_to_print)


@require_POST
@needs(Can.LEND)
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """The colleague saw the borrower sign; the loan begins."""
    return _act_on(request, pk, actions.hand_over)


@require_POST
@needs(Can.LEND)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Call off a loan that did not begin."""
    return _act_on(request, pk, actions.cancel)


@require_POST
@needs(Can.LEND)
def renew(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the loan longer."""
    return _act_on(request, pk, actions.renew)


@needs(Can.LEND)
def plan_handover(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose another first help; the contract is made anew."""
    found = _loan(request, pk)
    form = HandoverForm(request.POST or None, offered=queries.moments_for(request.user, found.desk))
    planned: list[Loan] = []

    def plan(_typed: Typed) -> Loan:
        planned.append(actions.plan_handover(found, by=request.user.actor, **form.handover()))
        return found

    answer = act(request, form, plan, loan_to_print)
    for changed in planned:
        write_contract(changed, by=request.user.actor)
    context = {"form": form, "loan": found}
    return answer or render(request, "lending/plan_handover.html", context, status=status_of(form))


@needs(Can.LEND)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Look at the device and its parts together with whoever brings them."""
    found = _loan(request, pk)
    desks = queries.lending_desks(request.user)
    form = TakeBackForm(
        request.POST or None, loan=found, desks=desks, initial={"place": queries.own_desk(request.user)}
    )

    def receive(_typed: Typed) -> Return:
        return actions.take_back(found, by=request.user.actor, **form.check())

    answer = act(request, form, receive, lambda _return: _page(found))
    return answer or render(request, "lending/take_back.html", {"form": form, "loan": found}, status=status_of(form))


@needs(Can.LEND)
def report_lost(request: StaffRequest, pk: int) -> HttpResponse:
    """The borrower lost the device."""
    found = _loan(request, pk)
    form = LostForm(request.POST or None)
    answer = act(request, form, lambda typed: actions.report_lost(found, by=request.user.actor, **typed), _page)
    context = {"form": form, "loan": found, "stolen": False}
    return answer or render(request, "lending/report_gone.html", context, status=status_of(form))


@needs(Can.LEND)
def report_stolen(request: StaffRequest, pk: int) -> HttpResponse:
    """The device was stolen."""
    found = _loan(request, pk)
    form = StolenForm(request.POST or None)
    answer = act(request, form, lambda typed: actions.report_stolen(found, by=request.user.actor, **typed), _page)
    context = {"form": form, "loan": found, "stolen": True}
    return answer or render(request, "lending/report_gone.html", context, status=status_of(form))


def _loan(request: StaffRequest, pk: int, can: Can = Can.LEND) -> Loan:
    rows = Loan.objects.visible_to(request.user, can).select_related(
        "person__home",
        "device__device_class",
        "desk__organisation",
        "regulation__organisation",
        "request",
        "handover__slot",
        "handover__place",
        "contract",
        "seen_by__user",
        "returned",
        "loss",
    )
    return get_object_or_404(rows.prefetch_related("parts", "renewals"), pk=pk)


def _page(shown: Loan) -> str:
    return resolve_url("lending:loan", pk=shown.pk)


def loan_to_print(shown: Loan) -> str:
    """The page of a loan whose contract was made just now: it is printed at once."""
    return f"{_page(shown)}?print=1"


def _act_on(
    request: StaffRequest, pk: int, action: Callable[..., Loan], then: Callable[[Loan], str] = _page
) -> HttpResponse:
    found = _loan(request, pk)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: action(found, by=request.user.actor), then)
    return answer or _loan_page(request, _loan(request, pk), refused=form)


def _loan_page(request: StaffRequest, found: Loan, *, refused: ActForm | None = None) -> HttpResponse:
    context = {
        "loan": found,
        "parts": found.parts.all(),
        "left": found.renewals_left(),
        "story": queries.story(found),
        "may_lend": request.user.may_at(Can.LEND, found.desk.organisation),
        "plain": refused or ActForm(),
    }
    return render(request, "lending/loan.html", context, status=422 if refused else 200)
