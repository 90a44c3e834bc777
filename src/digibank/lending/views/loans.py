"""Pages of loans: the list, one loan with what can be done now, its contract, and how it ends."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.files.answers import document_response
from digibank.lending import actions, queries
from digibank.lending.borrowing import moved_away
from digibank.lending.contracts import print_contract, write_contract
from digibank.lending.custody import devices_of
from digibank.lending.dues import unpaid_lease
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.forms import (
    HandoverForm,
    LoanFilter,
    LostForm,
    SignedForm,
    StolenForm,
    TakeBackForm,
    UnsignedForm,
)
from digibank.lending.late import standing_of, steps_of
from digibank.lending.longer import why_not_longer
from digibank.lending.models import Loan, Occasion, Return
from digibank.lending.ownership import print_ownership
from digibank.lending.papers import made
from digibank.lending.slips import write_slip
from digibank.lending.sums import sums_of
from digibank.organisations.models import Language
from digibank.ui.framing import printed, prints
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_LOANS)
def loans(request: StaffRequest) -> HttpResponse:
    """Loans at one's own desks, newest first, by number, name and where they stand."""
    form = LoanFilter(request.GET or None)
    rows = Loan.objects.visible_to(request.user, Can.SEE_LOANS)
    shown = form.apply(rows).select_related("person", "device__device_class", "desk")
    page = page_of(shown, request)
    steps = steps_of(page.rows)
    told = [(row, steps.get(row.pk)) for row in page.rows]
    return render(request, "lending/loans.html", {"filter": form, "page": page, "rows": told})


@prints
@require_safe
@needs(Can.SEE_LOANS)
def loan(request: StaffRequest, pk: int) -> HttpResponse:
    """One loan: where it stands, what went along, its story, and what can be done now."""
    return loan_page(request, loan_of(request, pk, Can.SEE_LOANS))


@printed
@require_safe
@needs(Can.SEE_LOANS)
def contract(request: StaffRequest, pk: int) -> HttpResponse:
    """The contract, to print."""
    found = loan_of(request, pk, Can.SEE_LOANS)
    if found.contract is None:
        raise Http404
    return document_response(found.contract)


@require_POST
@needs(Can.LEND)
def make_contract(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the contract when that was not done yet."""
    found = loan_of(request, pk)
    # Printing takes a moment, so it comes before the transaction; no second paper about somebody lies in the store.
    paper = found.contract or print_contract(found, by=request.user.actor)
    return act_on(request, pk, partial(actions.keep_contract, contract=paper), loan_to_print)


@require_POST
@needs(Can.LEND)
def make_anew(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the contract anew before it is signed: of how things are now, and large when asked (policy U-99)."""
    dropped: list[Loan] = []

    def drop(found: Loan, *, by: Actor, **_typed: object) -> Loan:
        dropped.append(actions.make_anew(found, by=by, large_print="large" in request.POST))
        return found

    answer = act_on(request, pk, drop, loan_to_print)
    for changed in dropped:
        made(partial(write_contract, changed, by=request.user.actor), of=changed)
    return answer


@require_POST
@needs(Can.LEND)
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """The colleague saw the borrower sign on paper; the loan begins."""
    form = SignedForm(request.POST, paper=loan_of(request, pk).contract)
    return act_on(request, pk, actions.hand_over, form=form)


@require_POST
@needs(Can.LEND)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Call off a loan that did not begin."""
    return act_on(request, pk, actions.cancel)


@require_POST
@needs(Can.LEND)
def renew(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the loan longer."""
    return act_on(request, pk, actions.renew)


@needs(Can.LEND)
def plan_handover(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose another first help; the contract is made anew."""
    found = loan_of(request, pk)
    form = HandoverForm(request.POST or None, offered=queries.moments_for(request.user, found.desk))
    planned: list[Loan] = []

    def plan(_typed: Typed) -> Loan:
        planned.append(actions.plan_handover(found, by=request.user.actor, **form.handover()))
        return found

    answer = act(request, form, plan, loan_to_print)
    for changed in planned:
        made(partial(write_contract, changed, by=request.user.actor), of=changed)
    context = {"form": form, "loan": found}
    return answer or render(request, "lending/plan_handover.html", context, status=status_of(form))


@needs(Can.LEND)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Look at the device and its parts together with whoever brings them."""
    found = loan_of(request, pk)
    desks = queries.lending_desks(request.user)
    form = TakeBackForm(
        request.POST or None, loan=found, desks=desks, initial={"place": queries.own_desk(request.user)}
    )

    received: list[Return] = []

    def receive(_typed: Typed) -> Return:
        received.append(actions.take_back(found, by=request.user.actor, **form.check()))
        return received[0]

    answer = act(request, form, receive, lambda _return: loan_at(found))
    for back in received:
        made(partial(write_slip, back, by=request.user.actor), of=found)
    return answer or render(request, "lending/take_back.html", {"form": form, "loan": found}, status=status_of(form))


@needs(Can.LEND)
def report_lost(request: StaffRequest, pk: int) -> HttpResponse:
    """The borrower lost the device."""
    found = loan_of(request, pk)
    form = LostForm(request.POST or None)
    answer = act(request, form, lambda typed: actions.report_lost(found, by=request.user.actor, **typed), loan_at)
    context = {"form": form, "loan": found, "stolen": False}
    return answer or render(request, "lending/report_gone.html", context, status=status_of(form))


@needs(Can.LEND)
def report_stolen(request: StaffRequest, pk: int) -> HttpResponse:
    """The device was stolen."""
    found = loan_of(request, pk)
    form = StolenForm(request.POST or None)
    answer = act(request, form, lambda typed: actions.report_stolen(found, by=request.user.actor, **typed), loan_at)
    context = {"form": form, "loan": found, "stolen": True}
    return answer or render(request, "lending/report_gone.html", context, status=status_of(form))


@require_POST
@needs(Can.LEND)
def pass_on(request: StaffRequest, pk: int) -> HttpResponse:
    """All of a lease-purchase is paid: the paper is made and the device is the borrower's."""
    found = loan_of(request, pk)
    form = ActForm(request.POST)
    # Printed before anything is locked. When a rule says no, the paper belongs to no loan.
    paper = print_ownership(found, by=request.user.actor)
    answer = act(request, form, lambda _typed: actions.pass_on(found, paper=paper, by=request.user.actor), loan_at)
    return answer or loan_page(request, loan_of(request, pk), refused=form)


@printed
@require_safe
@needs(Can.SEE_LOANS)
def ownership(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper that says that the device is the borrower's, to print."""
    row = getattr(loan_of(request, pk, Can.SEE_LOANS), "passed_on", None)
    if row is None:
        raise Http404
    return document_response(row.document)


def loan_of(request: StaffRequest, pk: int, can: Can = Can.LEND) -> Loan:
    """The loan with what its page shows, or 404 when the user has no such right there."""
    rows = Loan.objects.visible_to(request.user, can).select_related(
        "person__home",
        "device__device_class",
        "desk__organisation",
        "regulation__organisation",
        "request__sent_by",
        "handover__slot",
        "handover__place",
        "contract",
        "signs_along",
        "seen_by__user",
        "returned__slip",
        "returned__place__organisation",
        "returned__checked_by__user",
        "loss",
        "passed_on__document",
    )
    return get_object_or_404(
        rows.prefetch_related(
            "parts", "renewals", "regulation__ladder_steps", "swaps__old__device_class", "swaps__new", "swaps__slip"
        ),
        pk=pk,
    )


def loan_at(shown: Loan) -> str:
    """The address of the page of a loan."""
    return resolve_url("lending:loan", pk=shown.pk)


def loan_to_print(shown: Loan) -> str:
    """The page of a loan whose contract was made just now: it is printed at once."""
    return f"{loan_at(shown)}?print=1"


def act_on(
    request: StaffRequest,
    pk: int,
    action: Callable[..., Loan],
    then: Callable[[Loan], str] = loan_at,
    *,
    form: ActForm | None = None,
) -> HttpResponse:
    """Do this with the loan and go on; or its page with the refusal. The action takes what `form` holds."""
    found = loan_of(request, pk)
    form = form or ActForm(request.POST)
    answer = act(request, form, lambda typed: action(found, by=request.user.actor, **typed), then)
    return answer or loan_page(request, loan_of(request, pk), refused=form)


def loan_page(request: StaffRequest, found: Loan, *, refused: ActForm | None = None) -> HttpResponse:
    """The page of one loan, with the sentence of what was refused."""
    if refused:  # Perhaps because a colleague was faster: the page shows how it is now.
        found.refresh_from_db()
    signatures = list(found.signatures.select_related("document__reading", "drawing__reading", "seen_by__user"))
    context = {
        "loan": found,
        "parts": found.parts.all(),
        "left": found.renewals_left(),
        "not_longer": why_not_longer(found) if found.state == LoanState.RUNNING else "",
        "moved": moved_away(found),
        "lease_open": unpaid_lease(found) if found.kind == LoanKind.LEASE else "",
        "passed_on": getattr(found, "passed_on", None),
        "story": queries.story(found),
        "may_lend": request.user.may_at(Can.LEND, found.desk.organisation),
        "plain": refused or ActForm(),
        "back": getattr(found, "returned", None),
        "signatures": signatures,
        "is_settled": any(signature.occasion == Occasion.RETURN for signature in signatures),
        "copies": set(found.copies.values_list("occasion", flat=True)),
        "unsigned": UnsignedForm(),
        "sums": sums_of(found),
        "languages": Language.choices,
        "swaps": found.swaps.all(),
        "stretches": devices_of(found) if found.started_on else [],
        "ladder": standing_of(found) if found.is_overdue else None,
    }
    return render(request, "lending/loan.html", context, status=422 if refused else 200)
