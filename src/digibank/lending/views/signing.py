"""Pages to sign on, and the papers that were signed."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.files.models import DamagedDocument, Document
from digibank.lending import actions
from digibank.lending.copies import write_copy
from digibank.lending.dues import costs
from digibank.lending.flows import LOAN_FLOW
from digibank.lending.forms import DrawForm, SignedForm, UnsignedForm
from digibank.lending.models import Loan, Occasion, Return
from digibank.lending.papers import made
from digibank.lending.signing import store_drawing
from digibank.lending.slips import write_slip
from digibank.lending.sums import sums_of
from digibank.lending.views.loans import act_on, loan_at, loan_of, loan_page
from digibank.ui.framing import printed


@needs(Can.LEND)
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """The borrower signs the contract on the screen that is turned to them, and the loan begins."""
    found = loan_of(request, pk)
    is_done = found.started_on is not None
    if found.contract is None or not (is_done or _may_be_signed(found)):
        return redirect(loan_at(found))
    if found.waits_for_another:
        return redirect("lending:sign_along", pk=found.pk)
    return _pad(request, found, found.contract, Occasion.LOAN, actions.hand_over, is_done=is_done)


@needs(Can.LEND)
def sign_along(request: StaffRequest, pk: int) -> HttpResponse:
    """Who signs along does so on the screen, before the borrower (policy U-98)."""
    found = loan_of(request, pk)
    if found.contract is None or not _may_be_signed(found):
        return redirect(loan_at(found))
    if not found.waits_for_another and request.method != "POST":
        return redirect("lending:sign", pk=found.pk)
    return _pad(request, found, found.contract, Occasion.LOAN, actions.sign_along, then=pad_of)


@require_POST
@needs(Can.LEND)
def along_on_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The colleague saw on paper that whoever signs along did so."""
    form = SignedForm(request.POST, paper=loan_of(request, pk).contract)
    return act_on(request, pk, actions.sign_along, form=form)


@needs(Can.LEND)
def sign_return(request: StaffRequest, pk: int) -> HttpResponse:
    """The borrower signs on the screen for what came back."""
    found = loan_of(request, pk)
    paper = _slip_of(found)
    if paper is None:
        return redirect(loan_at(found))
    is_done = found.signatures.filter(occasion=Occasion.RETURN).exists()
    return _pad(request, found, paper, Occasion.RETURN, actions.sign_return, is_done=is_done)


@require_POST
@needs(Can.LEND)
def return_on_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The colleague saw the borrower sign the return slip on paper."""
    form = SignedForm(request.POST, paper=_slip_of(loan_of(request, pk)))
    return act_on(request, pk, actions.sign_return, form=form)


@require_POST
@needs(Can.LEND)
def leave_unsigned(request: StaffRequest, pk: int) -> HttpResponse:
    """No borrower signs the return slip."""
    form = UnsignedForm(request.POST, paper=_slip_of(loan_of(request, pk)))
    return act_on(request, pk, actions.leave_unsigned, form=form)


@printed
@require_safe
@needs(Can.SEE_LOANS)
def slip(request: StaffRequest, pk: int) -> HttpResponse:
    """The return slip, to print and to sign on paper."""
    paper = _slip_of(loan_of(request, pk, Can.SEE_LOANS))
    if paper is None:
        raise Http404
    return document_response(paper)


@printed
@require_safe
@needs(Can.SEE_LOANS)
def signed_contract(request: StaffRequest, pk: int) -> HttpResponse:
    """The copy of the signed contract, for the borrower."""
    return _copy(request, pk, Occasion.LOAN)


@printed
@require_safe
@needs(Can.SEE_LOANS)
def signed_slip(request: StaffRequest, pk: int) -> HttpResponse:
    """The copy of the signed return slip, for the borrower."""
    return _copy(request, pk, Occasion.RETURN)


@require_POST
@needs(Can.LEND)
def make_papers(request: StaffRequest, pk: int) -> HttpResponse:
    """Make what is not there yet: the return slip, and copies of what was signed."""
    found = loan_of(request, pk)
    back: Return | None = getattr(found, "returned", None)
    try:
        if back:
            write_slip(back, by=request.user.actor)
        for occasion in Occasion:
            write_copy(found, occasion, by=request.user.actor)
    except DamagedDocument:
        refused = ActForm(request.POST)
        refused.add_error(None, _("The stored paper is damaged. Ask the operator to put it back from the backup."))
        return loan_page(request, loan_of(request, pk), refused=refused)
    return HttpResponseRedirect(loan_at(found), status=303)


def pad_of(loan: Loan) -> str:
    """Where the borrower signs the contract of this loan on the screen."""
    return resolve_url("lending:sign", pk=loan.pk)


def _may_be_signed(loan: Loan) -> bool:
    """What is to be paid comes first: nobody signs for what the borrower does not get yet."""
    return LOAN_FLOW.allows(loan, "hand_over") and sums_of(loan).may_begin


def _pad(
    request: StaffRequest,
    found: Loan,
    paper: Document,
    occasion: Occasion,
    action: Callable[..., Loan],
    *,
    is_done: bool = False,
    then: Callable[[Loan], str] | None = None,
) -> HttpResponse:
    form = DrawForm(request.POST or None, paper=paper, initial={"signs": paper.sha256})
    # Documents are stored before the transaction begins. Sent twice, the same strokes are the same document.
    drawn = store_drawing(form.cleaned_data["strokes"], by=request.user.actor) if form.is_valid() else None
    signed: list[Loan] = []

    def put(typed: Typed) -> Loan:
        signed.append(action(found, signs=typed["signs"], drawn=drawn, by=request.user.actor))
        return found

    # What is signed leads to this page again: it thanks the borrower, who still looks at it.
    answer = act(request, form, put, then or (lambda _loan: request.path))
    for loan in signed:
        made(partial(write_copy, loan, occasion, by=request.user.actor), of=loan)
    context = {
        "form": form,
        "loan": found,
        "parts": [part for part in found.parts.all() if part.given],
        "along": found.signs_along if then else None,
        "is_return": occasion == Occasion.RETURN,
        "is_done": is_done and not form.is_bound,
        "costs": costs(found),
    }
    return answer or render(request, "lending/sign.html", context, status=status_of(form))


def _slip_of(loan: Loan) -> Document | None:
    back: Return | None = getattr(loan, "returned", None)
    return back.slip if back else None


def _copy(request: StaffRequest, pk: int, occasion: Occasion) -> HttpResponse:
    found = loan_of(request, pk, Can.SEE_LOANS)
    kept = found.copies.filter(occasion=occasion).select_related("document").first()
    if kept is None:
        raise Http404
    return document_response(kept.document)
