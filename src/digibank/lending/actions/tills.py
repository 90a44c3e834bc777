"""Money comes into the till of a desk and goes out; at the end of the day it is counted.

The till is locked last, after loan and charge, list and refund: nobody waits in a ring.
"""

from collections.abc import Mapping
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.files.models import Document
from digibank.lending.models import Charge, ClosingPaper, Loan, Payment, Receipt, Refund, Till, TillDay, Way
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets
from digibank.ui.templatetags.ui import euro


@transaction.atomic
def open_till(desk: Place, *, by: Actor) -> Till:
    """The till of this desk; made, empty, the first time that somebody needs it."""
    till, is_new = Till.objects.get_or_create(place=desk)
    if is_new:
        TillDay.objects.create(till=till, number=1, start_cents=0)
        record("lending.till_opened", till, by=by, about=[desk])
    return till


@transaction.atomic
def pay(charge: Charge, *, cents: int, way: str, desk: Place, by: Actor, received_on: date | None = None) -> Payment:
    """Take so much for a charge at this desk: never more than is open. It gets the next number of the till."""
    found = Charge.objects.locked(charge)
    _refuse_till(desk, found.loan)
    if not 0 < cents <= found.open_cents:
        raise RuleBroken(
            _("Still open here: %(open)s. Take that, or less.") % {"open": euro(found.open_cents)}, field="cents"
        )
    if received_on and received_on > clock.today():
        raise RuleBroken(_("This day is still to come. Take the day on the statement."), field="received_on")
    return _pay(found, cents, way, desk, by, received_on=received_on)


@transaction.atomic
def pay_due(loan: Loan, *, way: str, desk: Place, by: Actor) -> list[Payment]:
    """Take all that is to be paid today for this loan, each charge with its own receipt."""
    found = Loan.objects.locked(loan)
    _refuse_till(desk, found)
    taken = []
    for charge in Charge.objects.select_for_update().filter(loan=found).order_by("pk"):
        charge.loan = found
        due = charge.due_cents(clock.today())
        if due:
            taken.append(_pay(charge, due, way, desk, by))
    if not taken:
        raise RuleBroken(_("Nothing is to be paid today. Reload the page and look again."))
    return taken


@transaction.atomic
def correct(payment: Payment, *, because: str, by: Actor) -> Payment:
    """Undo a payment that was booked by mistake, with a counter-entry of the same size and way (policy J-07)."""
    _refuse_note(because, "because")
    if payment.charge is None or payment.corrects_id:
        raise RuleBroken(_("Only what somebody paid can be corrected. Put in or take out the difference instead."))
    charge = Charge.objects.locked(payment.charge)
    if Payment.objects.filter(corrects=payment).exists():
        raise RuleBroken(_("This payment was corrected already. Reload the page."))
    if charge.paid_cents - charge.kept_cents - charge.refunded_cents < payment.cents:
        raise RuleBroken(
            _("Of this money something went back already, or was taken off. It cannot be undone any more.")
        )
    charge.paid_cents -= payment.cents
    charge.save(update_fields=["paid_cents"])
    counter = _book(
        payment.till, cents=-payment.cents, way=payment.way, charge=charge, corrects=payment, note=because, by=by
    )
    about = [charge, charge.loan, charge.loan.person]
    record("lending.payment_corrected", counter, by=by, about=about, cents=counter.cents)
    return counter


@transaction.atomic
def move_change(desk: Place, *, cents: int, because: str, by: Actor) -> Payment:
    """Put change in the till (above zero) or take it out; with where it comes from or goes to."""
    _refuse_note(because, "because")
    if not cents:
        raise RuleBroken(_("Write an amount above zero."), field="cents")
    moved = _book(open_till(desk, by=by), cents=cents, way=Way.CASH, note=because, by=by)
    record("lending.change_moved", moved, by=by, about=[desk], cents=cents)
    return moved


@transaction.atomic
def close_day(
    day: TillDay, *, counted_cents: int, banked_cents: int, seen: int, by: Actor, because: str = ""
) -> TillDay:
    """Close a day with what was counted; `banked_cents` leave the till, the next day begins with the rest.

    `seen` is how many entries the page showed: when a colleague booked one meanwhile, nothing is closed (policy J-11).
    """
    refuse_secrets(because, field="because")
    Till.objects.locked(day.till)
    found = TillDay.objects.select_related("till__place").get(pk=day.pk)
    if found.closed_at:
        raise RuleBroken(_("This day is closed already. Reload the page."))
    if found.entries != seen:
        raise RuleBroken(
            _("A colleague booked something while you counted. There should be %(cents)s now. Count again.")
            % {"cents": euro(found.expected_cents)},
            field="counted_cents",
        )
    closing = {"counted_cents": counted_cents, "banked_cents": banked_cents, "because": because.strip()}
    _close(found, closing, by)
    TillDay.objects.create(till=found.till, number=found.number + 1, start_cents=found.left_cents)
    record(
        "lending.till_closed", found, by=by, about=[found.till, found.till.place], counted=counted_cents,
        difference=found.difference_cents,
    )  # fmt: skip
    return found


@transaction.atomic
def keep_receipt(payment: Payment, *, document: Document, by: Actor) -> Receipt:
    """Keep the receipt that was printed about this payment. The first one stays."""
    kept, is_new = Receipt.objects.get_or_create(payment=payment, defaults={"document": document})
    if is_new:
        record("lending.receipt_made", payment, by=by, document=document.pk)
    return kept


@transaction.atomic
def keep_closing_paper(day: TillDay, *, document: Document, by: Actor) -> ClosingPaper:
    """Keep the paper that was printed about this closed day. The first one stays."""
    kept, is_new = ClosingPaper.objects.get_or_create(day=day, defaults={"document": document})
    if is_new:
        record("lending.closing_paper_made", day, by=by, document=document.pk)
    return kept


@transaction.atomic
def give_out(refund: Refund, *, desk: Place, by: Actor) -> Payment:
    """Part of giving money back in cash: so much leaves the till, as long as it is there."""
    _refuse_till(desk, refund.charge.loan)
    return _book(open_till(desk, by=by), cents=-refund.cents, way=Way.CASH, refund=refund, by=by)


def _pay(charge: Charge, cents: int, way: str, desk: Place, by: Actor, *, received_on: date | None = None) -> Payment:
    """Book it on a locked charge."""
    charge.paid_cents += cents
    charge.save(update_fields=["paid_cents"])
    dated = {"received_on": received_on} if received_on else {}
    payment = _book(open_till(desk, by=by), cents=cents, way=way, charge=charge, by=by, **dated)
    about = [charge, charge.loan, charge.loan.person]
    record("lending.paid", payment, by=by, about=about, cents=cents, way=payment.way)
    return payment


def _book(till: Till, *, cents: int, way: str, by: Actor, **about: object) -> Payment:
    """The next entry of a till, on its open day, with the next number of the year (policy J-06)."""
    till = Till.objects.locked(till)
    day = TillDay.objects.get(till=till, closed_at__isnull=True)
    year = clock.today().year
    last = Payment.objects.filter(till=till, year=year).aggregate(last=models.Max("serial"))["last"] or 0
    empty = _("There is not so much in the till. Give less, or put it on the payment list.")
    with refusing(TillDay, "no_more_cash_leaves_than_there_is", empty):
        day.entries += 1
        day.cash_cents += cents if way == Way.CASH else 0
        day.save(update_fields=["entries", "cash_cents"])
    return Payment.objects.create(till=till, day=day, year=year, serial=last + 1, way=way, cents=cents, by=by, **about)


def _close(day: TillDay, closing: Mapping[str, object], by: Actor) -> None:
    for name, value in closing.items():
        setattr(day, name, value)
    day.closed_at, day.closed_by = clock.now(), by
    why = _("There should be %(cents)s. Count again, or write down what explains the difference.")
    with (
        refusing(TillDay, "a_difference_has_its_reason", why % {"cents": euro(day.expected_cents)}, field="because"),
        refusing(
            TillDay,
            "no_more_is_taken_away_than_was_counted",
            _("You cannot take away more than you counted."),
            field="banked_cents",
        ),
    ):
        day.save(update_fields=[*closing, "closed_at", "closed_by"])


def _refuse_till(desk: Place, loan: Loan) -> None:
    """Money of a municipality goes through its own tills."""
    if desk.kind != Place.Kind.LENDING_DESK or desk.organisation_id != loan.desk.organisation_id:
        raise RuleBroken(
            _("This loan is of %(town)s. Its money goes through a till of that municipality.")
            % {"town": loan.desk.organisation.name}
        )


def _refuse_note(note: str, field: str) -> None:
    if not note.strip():
        raise RuleBroken(_("Write down why. Somebody may ask."), field=field)
    refuse_secrets(note, field=field)
