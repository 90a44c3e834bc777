"""What the worker does for loans: papers that were left unmade, and reminders."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.db.models import Exists, Model, OuterRef

from digibank import clock
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files.storage import documents
from digibank.lending import actions
from digibank.lending.closings import write_closing_paper
from digibank.lending.contracts import write_contract
from digibank.lending.copies import write_copy
from digibank.lending.flows import LoanState
from digibank.lending.late import to_remind
from digibank.lending.line import line_of
from digibank.lending.models import (
    Loan,
    Occasion,
    Offer,
    Payment,
    PaymentList,
    Return,
    Signature,
    SignedCopy,
    Swap,
    TillDay,
)
from digibank.lending.offering import fate_of, waits_until
from digibank.lending.papers import made
from digibank.lending.payment_lists import write_list_papers
from digibank.lending.queries import is_free, waited_for
from digibank.lending.receipts import write_receipt
from digibank.lending.slips import write_slip
from digibank.lending.swap_slips import write_swap_slip
from digibank.work import lease
from digibank.work.registry import every

# So long the page that prepared a loan has to print the contract itself.
PATIENCE = timedelta(minutes=1)
# Longer than a weekend with a full disk. Papers that are older are made when somebody asks for them.
RECENT = timedelta(days=3)


@every(minutes=1)
def write_missing_contracts(by: Actor) -> int:
    """Make the contracts of loans whose page could not print, or died before it did."""
    unwritten = Loan.objects.filter(
        state=LoanState.PREPARED, contract__isnull=True, prepared_at__lte=clock.now() - PATIENCE
    )
    written = 0
    for loan in unwritten.select_related("person", "device__device_class", "desk__organisation", "regulation"):
        lease.extend()
        written += _made(partial(write_contract, loan, by=by), loan)
    return written


@every(minutes=1)
def write_missing_papers(by: Actor) -> int:
    """Make the slips of returns and swaps, and the copies of what was drawn, that a page could not make."""
    since, until = clock.now() - RECENT, clock.now() - PATIENCE
    written = 0
    unprinted = Return.objects.filter(slip__isnull=True, loan__ended_at__gt=since, loan__ended_at__lte=until)
    for back in unprinted.select_related("loan__person", "loan__device", "place__organisation", "checked_by__user"):
        lease.extend()
        written += _made(partial(write_slip, back, by=by), back.loan)
    unsaid = Swap.objects.filter(slip__isnull=True, at__gt=since, at__lte=until)
    for swap in unsaid.select_related("loan__person", "loan__desk", "old", "new", "place__organisation", "by__user"):
        lease.extend()
        written += _made(partial(write_swap_slip, swap, by=by), swap.loan)
    there = SignedCopy.objects.filter(loan=OuterRef("loan"), occasion=OuterRef("occasion"))
    drawn = Signature.objects.filter(~Exists(there), way=Signature.Way.SCREEN, at__gt=since, at__lte=until).exclude(
        signer=Signature.Signer.ALONG
    )
    for signature in drawn.select_related("loan"):
        lease.extend()
        copy = partial(write_copy, signature.loan, Occasion(signature.occasion), by=by)
        written += _made(copy, signature.loan)
    return written


@every(minutes=1)
def write_missing_money_papers(by: Actor) -> int:
    """Make the receipts, the papers of closings and the payment lists that a page could not make."""
    since, until = clock.now() - RECENT, clock.now() - PATIENCE
    payments = Payment.objects.filter(receipt__isnull=True, at__gt=since, at__lte=until).exclude(
        charge__isnull=True, refund__isnull=True
    )
    days = TillDay.objects.filter(paper__isnull=True, closed_at__gt=since, closed_at__lte=until)
    lists = PaymentList.objects.filter(paper__isnull=True, approved_at__gt=since, approved_at__lte=until)
    unwritten: list[tuple[Callable[[], object], Model]] = [
        *((partial(write_receipt, payment, by=by), payment) for payment in payments),
        *((partial(write_closing_paper, day, by=by), day) for day in days),
        *((partial(write_list_papers, one, by=by), one) for one in lists),
    ]
    written = 0
    for paper, of in unwritten:
        lease.extend()
        written += _made(paper, of)
    return written


@every(hours=1)
def remind(by: Actor) -> int:
    """Tell borrowers two weeks before the end, and step by step after it; each borrower in one message."""
    told = 0
    for loans in to_remind():
        lease.extend()
        told += bool(actions.remind(loans, by=by))
    return told


@every(minutes=1)
def offer_what_is_free(by: Actor) -> int:
    """Offer each free device to who is next in line at its desk."""
    offered = 0
    for desk, device_class in waited_for():
        lease.extend()
        while (first := line_of(device_class, desk).next) and is_free(device_class, desk):
            try:
                actions.offer(first.request, desk=desk, by=by)
            except RuleBroken:  # A colleague was faster, or the rules say no: the next minute looks again.
                break
            offered += 1
    return offered


@every(minutes=10)
def follow_offers(by: Actor) -> int:
    """End the offers whose days are over, and let wait longer what was told later."""
    ended = 0
    rows = Offer.objects.open().select_related("message", "request__person")
    for offer in rows:
        lease.extend()
        with suppress(RuleBroken):  # It was answered just now.
            if fate_of(offer):
                actions.lapse(offer, by=by)
                ended += 1
            elif waits_until(offer) != offer.answer_by:
                actions.extend(offer, by=by)
    return ended


def _made(paper: Callable[[], object], of: Model) -> bool:
    """Whether it was made. One that cannot be is left to a next time; when it is the store, so is all that follows."""
    if made(paper, of=of):
        return True
    documents().try_writing()
    return False
