"""Payment lists: what waits to go back by transfer, who approves it, and what accounting paid."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.files.models import Document
from digibank.lending import actions
from digibank.lending.flows import ListState
from digibank.lending.forms_money import PayeeForm
from digibank.lending.models import PaymentList, Refund
from digibank.lending.papers import made
from digibank.lending.payment_lists import payee_words, rows_of, write_list_papers
from digibank.organisations.models import Organisation
from digibank.ui.framing import printed
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_MONEY)
def payment_lists(request: StaffRequest) -> HttpResponse:
    """The lists of one's municipalities, newest first, and what waits for a next one."""
    return _lists_page(request)


@require_POST
@needs(Can.LEND)
def make_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Put what waits at one municipality on a new list."""
    organisation = get_object_or_404(Organisation, pk=pk, pk__in=request.user.reach[Can.LEND])
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.make_list(organisation, by=request.user.actor), list_page)
    return answer or _lists_page(request, refused=form)


@require_safe
@needs(Can.SEE_MONEY)
def payment_list(request: StaffRequest, pk: int) -> HttpResponse:
    """One list: its refunds, where it stands, and what can be done now."""
    return _list_page(request, list_of(request, pk, Can.SEE_MONEY))


@require_POST
@needs(Can.APPROVE_PAYMENTS)
def approve_list(request: StaffRequest, pk: int) -> HttpResponse:
    """A second person approves the list; then it is printed."""
    return _act_on(request, pk, Can.APPROVE_PAYMENTS, actions.approve_list, prints=True)


@require_POST
@needs(Can.APPROVE_PAYMENTS)
def execute_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Accounting says that the list is paid."""
    return _act_on(request, pk, Can.APPROVE_PAYMENTS, actions.execute_list, prints=True)


@require_POST
@needs(Can.LEND)
def withdraw_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Give up a list that is not approved."""
    return _act_on(request, pk, Can.LEND, actions.withdraw_list)


@require_POST
@needs(Can.LEND)
def take_off(request: StaffRequest, pk: int) -> HttpResponse:
    """Leave a refund out of a list."""
    refund = _refund_of(request, pk)
    if refund.payment_list is None:
        raise Http404
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.take_off(refund, by=request.user.actor), list_page)
    return answer or _list_page(request, list_of(request, refund.payment_list.pk, Can.LEND), refused=form)


@needs(Can.LEND)
def set_payee(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down under which number accounting knows somebody."""
    refund = _refund_of(request, pk)
    form = PayeeForm(request.POST or None, initial={"payee": refund.payee})

    def leads_to(changed: Refund) -> str:
        return list_page(changed.payment_list) if changed.payment_list else resolve_url("lending:payment_lists")

    answer = act(request, form, lambda typed: actions.set_payee(refund, by=request.user.actor, **typed), leads_to)
    context = {"form": form, "refund": refund, "loan": refund.charge.loan}
    return answer or render(request, "lending/payee.html", context, status=status_of(form))


@printed
@require_safe
@needs(Can.SEE_MONEY)
def list_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The approved list, to print."""
    return _paper(list_of(request, pk, Can.SEE_MONEY).paper)


@require_safe
@needs(Can.SEE_MONEY)
def list_csv(request: StaffRequest, pk: int) -> HttpResponse:
    """The approved list as a file for accounting."""
    return _paper(list_of(request, pk, Can.SEE_MONEY).rows_file, download=True)


def list_of(request: StaffRequest, pk: int, can: Can) -> PaymentList:
    """The payment list, or 404 when the user has no such right there."""
    rows = PaymentList.objects.select_related(
        "organisation", "made_by__user", "approved_by__user", "executed_by__user", "paper", "rows_file"
    )
    return get_permitted(rows, request, can, pk=pk)


def list_page(shown: PaymentList) -> str:
    """The address of the page of a payment list."""
    return resolve_url("lending:payment_list", pk=shown.pk)


def _refund_of(request: StaffRequest, pk: int) -> Refund:
    rows = Refund.objects.select_related("charge__loan__person", "payment_list")
    return get_permitted(rows, request, Can.LEND, pk=pk)


def _act_on(
    request: StaffRequest, pk: int, can: Can, action: Callable[..., PaymentList], *, prints: bool = False
) -> HttpResponse:
    found = list_of(request, pk, can)
    form = ActForm(request.POST)
    done: list[PaymentList] = []

    def do(_typed: Typed) -> PaymentList:
        done.append(action(found, by=request.user.actor))
        return done[0]

    answer = act(request, form, do, list_page)
    for changed in done if prints else []:
        made(partial(write_list_papers, changed, by=request.user.actor), of=changed)
    return answer or _list_page(request, list_of(request, pk, can), refused=form)


def _list_page(request: StaffRequest, found: PaymentList, *, refused: ActForm | None = None) -> HttpResponse:
    refunds = rows_of(found)
    context = {
        "list": found,
        "refunds": [(refund, payee_words(refund)) for refund in refunds],
        "cents": sum(refund.cents for refund in refunds),
        "is_draft": found.state == ListState.DRAFT,
        "may_lend": request.user.may_at(Can.LEND, found.organisation),
        "may_approve": request.user.may_at(Can.APPROVE_PAYMENTS, found.organisation),
        "is_own": found.made_by_id == request.user.actor_id,
        "plain": refused or ActForm(),
    }
    return render(request, "lending/payment_list.html", context, status=422 if refused else 200)


def _lists_page(request: StaffRequest, *, refused: ActForm | None = None) -> HttpResponse:
    rows = visible_to(PaymentList.objects.select_related("organisation"), request.user, Can.SEE_MONEY)
    waiting = visible_to(
        Refund.objects.waiting().select_related("charge__loan__person", "charge__loan__desk__organisation"),
        request.user,
        Can.SEE_MONEY,
    )
    heaps: dict[Organisation, list[Refund]] = {}
    for refund in waiting.order_by("charge__loan__desk__organisation__name", "pk"):
        heaps.setdefault(refund.charge.loan.desk.organisation, []).append(refund)
    context = {
        "page": page_of(rows, request),
        "heaps": [(of, refunds, sum(refund.cents for refund in refunds)) for of, refunds in heaps.items()],
        "may_make": request.user.may(Can.LEND),
        "plain": refused or ActForm(),
    }
    return render(request, "lending/payment_lists.html", context, status=422 if refused else 200)


def _paper(document: Document | None, *, download: bool = False) -> HttpResponse:
    if document is None:
        raise Http404
    return document_response(document, download=download)
