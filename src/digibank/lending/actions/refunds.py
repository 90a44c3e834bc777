"""Money goes back: in cash from the till, or on a list that a second person approves and accounting pays."""

import re

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.files.models import Document
from digibank.lending.actions import tills
from digibank.lending.dues import refuse_undecided
from digibank.lending.flows import LIST_FLOW, REFUND_FLOW, ListState, RefundState
from digibank.lending.models import Charge, Payment, PaymentList, Refund
from digibank.lending.models.refunds import LONGEST_PAYEE
from digibank.organisations.models import Organisation, Place
from digibank.people.secrets import refuse_secrets

PAYEE = re.compile(rf"[A-Za-z0-9./-]{{0,{LONGEST_PAYEE}}}")


@transaction.atomic
def refund_in_cash(charge: Charge, *, desk: Place, by: Actor) -> Payment:
    """Give back from the till of this desk what this charge gives back; never more than lies in it (policy J-09)."""
    refund = _refund(charge, Refund.Way.CASH, RefundState.PAID, by)
    payment = tills.give_out(refund, desk=desk, by=by)
    record("lending.refunded", refund, by=by, about=_about(refund), cents=refund.cents)
    return payment


@transaction.atomic
def ask_refund(charge: Charge, *, by: Actor, payee: str = "") -> Refund:
    """Let accounting give it back by transfer: it waits for the next payment list. Without payee accounting asks."""
    _refuse_payee(payee)
    refund = _refund(charge, Refund.Way.LIST, RefundState.WAITING, by, payee=payee)
    record("lending.refund_asked", refund, by=by, about=_about(refund), cents=refund.cents)
    return refund


@transaction.atomic
def make_list(organisation: Organisation, *, by: Actor) -> PaymentList:
    """Put all refunds of this organisation that wait on one new payment list, for a second person to approve."""
    waiting = Refund.objects.waiting().filter(charge__loan__desk__organisation=organisation)
    found = list(waiting.select_for_update().order_by("pk"))
    if not found:
        raise RuleBroken(_("No refund waits for a list. Reload the page and look again."))
    made = PaymentList.objects.create(organisation=organisation, made_by=by)
    for refund in found:
        REFUND_FLOW.move(refund, "put_on", payment_list=made)
    record("lending.list_made", made, by=by, about=[organisation], rows=len(found))
    return made


@transaction.atomic
def take_off(refund: Refund, *, by: Actor) -> PaymentList:
    """Leave a refund out of a list that is not approved yet; it waits for another list."""
    if refund.payment_list is None:
        raise RuleBroken(_("This refund is on no list. Reload the page."))
    payment_list = _draft(refund.payment_list)
    found = Refund.objects.select_for_update().get(pk=refund.pk)
    REFUND_FLOW.move(found, "take_off", payment_list=None)
    record("lending.refund_left_out", found, by=by, about=_about(found))
    return payment_list


@transaction.atomic
def set_payee(refund: Refund, *, payee: str, by: Actor) -> Refund:
    """Write down under which number accounting knows the person, as long as the list is not approved."""
    _refuse_payee(payee)
    if refund.payment_list:
        _draft(refund.payment_list)
    found = Refund.objects.select_for_update().get(pk=refund.pk)
    if found.state == RefundState.PAID or found.payment_list_id != refund.payment_list_id:
        raise RuleBroken(_("A colleague changed this just now. Reload the page and look again."))
    found.payee = payee
    found.save(update_fields=["payee"])
    record("lending.payee_set", found, by=by, about=_about(found))
    return found


@transaction.atomic
def withdraw_list(payment_list: PaymentList, *, by: Actor) -> PaymentList:
    """Give up a list that is not approved; its refunds wait again."""
    found = _draft(payment_list)
    for refund in found.refunds.select_for_update().order_by("pk"):
        REFUND_FLOW.move(refund, "take_off", payment_list=None)
    LIST_FLOW.move(found, "withdraw")
    record("lending.list_withdrawn", found, by=by, about=[found.organisation])
    return found


@transaction.atomic
def approve_list(payment_list: PaymentList, *, by: Actor) -> PaymentList:
    """A second person approves the list: it gets its number and never changes after that (policy J-10)."""
    found = _draft(payment_list)
    Organisation.objects.select_for_update(no_key=True).get(pk=found.organisation_id)
    sums = found.refunds.aggregate(count=models.Count("pk"), cents=models.Sum("cents", default=0))
    if not sums["count"]:
        raise RuleBroken(_("Nothing is on this list. Withdraw it, and make another one."))
    year = clock.today().year
    numbered = PaymentList.objects.filter(organisation=found.organisation_id, year=year)
    last = numbered.aggregate(last=models.Max("serial"))["last"] or 0
    own = _("You made this list. Let a colleague look at it and approve it.")
    with refusing(PaymentList, "who_makes_a_payment_list_does_not_approve_it", own):
        LIST_FLOW.move(found, "approve", year=year, serial=last + 1, approved_at=clock.now(), approved_by=by, **sums)
    record("lending.list_approved", found, by=by, about=[found.organisation], rows=found.count, cents=found.cents)
    return found


@transaction.atomic
def execute_list(payment_list: PaymentList, *, by: Actor) -> PaymentList:
    """Accounting paid the list: its refunds are given back."""
    found = _locked(payment_list)
    LIST_FLOW.move(found, "execute", executed_at=clock.now(), executed_by=by)
    for refund in found.refunds.select_for_update().order_by("pk"):
        REFUND_FLOW.move(refund, "pay")
        record("lending.refunded", refund, by=by, about=_about(refund), cents=refund.cents)
    record("lending.list_executed", found, by=by, about=[found.organisation])
    return found


@transaction.atomic
def keep_list_papers(payment_list: PaymentList, *, paper: Document, rows_file: Document, by: Actor) -> PaymentList:
    """Keep the list as it was approved, to print and to import. The first ones stay."""
    found = _locked(payment_list)
    if found.paper_id or found.state not in (ListState.APPROVED, ListState.EXECUTED):
        return found
    found.paper, found.rows_file = paper, rows_file
    found.save(update_fields=["paper", "rows_file"])
    record("lending.list_papers_made", found, by=by, document=paper.pk)
    return found


def _refund(charge: Charge, way: str, state: str, by: Actor, *, payee: str = "") -> Refund:
    found = Charge.objects.locked(charge)
    refuse_undecided(found.loan)
    cents = found.goes_back_cents
    if not cents:
        raise RuleBroken(_("Nothing goes back here any more. Reload the page and look again."))
    found.refunded_cents += cents
    found.save(update_fields=["refunded_cents"])
    return Refund.objects.create(charge=found, cents=cents, way=way, state=state, payee=payee, asked_by=by)


def _draft(payment_list: PaymentList) -> PaymentList:
    found = _locked(payment_list)
    if found.state != ListState.DRAFT:
        raise RuleBroken(_("This list is approved, or withdrawn. It does not change any more."))
    return found


def _locked(payment_list: PaymentList) -> PaymentList:
    rows = PaymentList.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=payment_list.pk)


def _refuse_payee(payee: str) -> None:
    refuse_secrets(payee, field="payee")
    if not PAYEE.fullmatch(payee):
        raise RuleBroken(
            _("Write the number that accounting uses for this person, such as 40123. Never an account number."),
            field="payee",
        )


def _about(refund: Refund) -> list[models.Model]:
    loan = refund.charge.loan
    return [refund.charge, loan, loan.person]
