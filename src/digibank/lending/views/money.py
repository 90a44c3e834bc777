"""Money of one loan: it is paid, waived or paid in parts; after the return it goes back."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.files.answers import document_response
from digibank.lending import actions, queries
from digibank.lending.contracts import write_contract
from digibank.lending.dues import Finding, price_of, undecided
from digibank.lending.forms_money import (
    CorrectForm,
    DecideForm,
    GiveBackForm,
    InstalmentsForm,
    PayDueForm,
    PayForm,
    ReasonForm,
    pay_initial,
)
from digibank.lending.models import Charge, Loan, Payment, Refund
from digibank.lending.papers import made
from digibank.lending.receipts import write_receipt
from digibank.lending.sums import sums_of
from digibank.lending.views.loans import act_on, loan_at, loan_of, loan_page, loan_to_print
from digibank.lending.views.signing import pad_of
from digibank.ui.framing import printed
from digibank.ui.templatetags.ui import euro


@require_POST
@needs(Can.LEND)
def pay_due(request: StaffRequest, pk: int) -> HttpResponse:
    """All that is to be paid today is paid at the desk."""
    found = loan_of(request, pk)
    form = PayDueForm(request.POST)
    taken: list[Payment] = []

    def pay(typed: Typed) -> Loan:
        desk = queries.till_desk(request.user, found)
        taken.extend(actions.pay_due(found, way=typed["way"], desk=desk, by=request.user.actor))
        return found

    on_screen = "on_screen" in request.POST
    answer = act(request, form, pay, pad_of if on_screen else paid_at)
    _print_receipts(taken, found, request)
    return answer or loan_page(request, loan_of(request, pk), refused=form)


@needs(Can.LEND)
def pay(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a part of a charge, or another way than at the desk."""
    charge = charge_of(request, pk)
    form = PayForm(request.POST or None, initial=pay_initial(charge))
    taken: list[Payment] = []

    def take(typed: Typed) -> Loan:
        desk = queries.till_desk(request.user, charge.loan)
        taken.append(actions.pay(charge, desk=desk, by=request.user.actor, **typed))
        return charge.loan

    answer = act(request, form, take, paid_at)
    _print_receipts(taken, charge.loan, request)
    return answer or _charge_page(request, "lending/pay.html", charge, form)


@needs(Can.LEND)
def waive(request: StaffRequest, pk: int) -> HttpResponse:
    """Do not ask what is open, with the reason."""
    return _change(request, pk, ReasonForm(request.POST or None), actions.waive, "lending/waive.html")


@needs(Can.LEND)
def agree_instalments(request: StaffRequest, pk: int) -> HttpResponse:
    """Let it be paid in parts."""
    most = charge_of(request, pk).loan.regulation.instalments
    form = InstalmentsForm(request.POST or None, most=most)
    return _change(request, pk, form, actions.agree_instalments, "lending/instalments.html")


@require_POST
@needs(Can.LEND)
def bear(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a right that the person got meanwhile settle what is open."""
    changed: list[Loan] = []

    def do(loan: Loan, *, by: Actor, **_typed: object) -> Loan:
        changed.append(actions.bear(loan, by=by))
        return loan

    answer = act_on(request, pk, do, loan_to_print)
    for loan in changed:
        made(partial(write_contract, loan, by=request.user.actor), of=loan)
    return answer


@needs(Can.LEND)
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide what is asked for something that is damaged, missing or lost."""
    found = loan_of(request, pk)
    form = DecideForm(request.POST or None, offered=[(one, _price_words(found, one)) for one in undecided(found)])

    def decided(typed: Typed) -> Loan:
        finding = form.offered[typed["finding"]]
        if typed["decision"] == "waive":
            actions.waive_finding(found, finding=finding, reason=typed["reason"], by=request.user.actor)
        else:
            social = typed["decision"] == "social"
            actions.charge_finding(found, finding=finding, social=social, by=request.user.actor)
        return found

    answer = act(request, form, decided, loan_at)
    return answer or render(request, "lending/decide.html", {"loan": found, "form": form}, status=status_of(form))


@needs(Can.LEND)
def give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Give money back: in cash from the till, or by transfer through accounting."""
    charge = charge_of(request, pk)
    form = GiveBackForm(request.POST or None)
    given: list[Payment] = []

    def give(typed: Typed) -> Loan:
        if typed["way"] == Refund.Way.CASH:
            desk = queries.till_desk(request.user, charge.loan)
            given.append(actions.refund_in_cash(charge, desk=desk, by=request.user.actor))
        else:
            actions.ask_refund(charge, payee=typed["payee"], by=request.user.actor)
        return charge.loan

    answer = act(request, form, give, paid_at)
    _print_receipts(given, charge.loan, request)
    return answer or _charge_page(request, "lending/give_back.html", charge, form)


@needs(Can.LEND)
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo a payment that was booked by mistake."""
    payment = payment_of(request, pk, Can.LEND)
    if payment.charge is None:
        raise Http404
    form = CorrectForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.correct(payment, by=request.user.actor, **typed),
        lambda _counter: loan_at(payment.charge.loan),  # type: ignore[union-attr]
    )
    context = {"form": form, "payment": payment, "loan": payment.charge.loan}
    return answer or render(request, "lending/correct.html", context, status=status_of(form))


@printed
@require_safe
@needs(Can.SEE_LOANS)
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """The receipt of a payment, to print."""
    payment = payment_of(request, pk, Can.SEE_LOANS)
    if not hasattr(payment, "receipt"):
        raise Http404
    return document_response(payment.receipt.document)


@require_POST
@needs(Can.LEND)
def make_receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a receipt that could not be made when the money came."""
    payment = payment_of(request, pk, Can.LEND)
    owed = payment.owed
    if owed is None:
        raise Http404
    form = ActForm(request.POST)
    answer = act(
        request, form, lambda _typed: write_receipt(payment, by=request.user.actor), lambda _kept: paid_at(owed.loan)
    )
    return answer or loan_page(request, loan_of(request, owed.loan_id), refused=form)


def charge_of(request: StaffRequest, pk: int, can: Can = Can.LEND) -> Charge:
    """The charge with its loan, or 404 when the user has no such right there."""
    loans = Loan.objects.visible_to(request.user, can)
    rows = Charge.objects.filter(loan__in=loans).select_related(
        "loan__person__home",
        "loan__desk__organisation",
        "loan__regulation__organisation",
        "loan__device__device_class",
        "loan__handover__slot",
        "loan__handover__place",
    )
    return get_object_or_404(rows.prefetch_related("instalments"), pk=pk)


def payment_of(request: StaffRequest, pk: int, can: Can) -> Payment:
    """The payment that is about a loan, or 404 when the user has no such right there."""
    loans = Loan.objects.visible_to(request.user, can)
    rows = Payment.objects.filter(charge__loan__in=loans) | Payment.objects.filter(refund__charge__loan__in=loans)
    shown = rows.select_related(
        "till__place__organisation",
        "charge__loan__person__home",
        "charge__loan__desk__organisation",
        "refund__charge__loan__person__home",
        "receipt__document",
        "by__user",
    )
    return get_object_or_404(shown, pk=pk)


def paid_at(loan: Loan) -> str:
    """The page of a loan after money came or went: its newest receipt is printed at once."""
    return f"{loan_at(loan)}?receipt=1"


def _change(
    request: StaffRequest, pk: int, form: ActForm, action: Callable[..., Charge], template: str
) -> HttpResponse:
    """What there is to pay changes; a contract that says otherwise is made anew."""
    charge = charge_of(request, pk)
    changed: list[Charge] = []

    def do(typed: Typed) -> Loan:
        changed.append(action(charge, by=request.user.actor, **typed))
        return charge.loan

    answer = act(request, form, do, loan_to_print)
    for done in changed:
        if done.loan.contract_id is None and done.loan.is_open:
            made(partial(write_contract, done.loan, by=request.user.actor), of=done.loan)
    return answer or _charge_page(request, template, charge, form)


def _charge_page(request: StaffRequest, template: str, charge: Charge, form: ActForm) -> HttpResponse:
    context = {"form": form, "charge": charge, "loan": charge.loan, "sums": sums_of(charge.loan)}
    return render(request, template, context, status=status_of(form))


def _print_receipts(payments: list[Payment], loan: Loan, request: StaffRequest) -> None:
    """Printing takes a moment, so it comes after the transaction."""
    for payment in payments:
        made(partial(write_receipt, payment, by=request.user.actor), of=loan)


def _price_words(loan: Loan, finding: Finding) -> str:
    price = price_of(loan, finding)
    if price is None:
        return _("no price set")
    if price.social_cents is None:
        return euro(price.cents)
    return _("%(cents)s, social tariff %(social)s") % {"cents": euro(price.cents), "social": euro(price.social_cents)}
