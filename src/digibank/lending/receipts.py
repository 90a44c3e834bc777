"""The numbered receipt of a payment. Nothing on it says why something is free, or who pays (policy J-05)."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.lending import actions
from digibank.lending.contracts import borrower_words
from digibank.lending.models import Payment, Receipt
from digibank.lending.slips import given_name
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import euro, weekday


def write_receipt(payment: Payment, *, by: Actor) -> Receipt:
    """Print and keep the receipt of a payment, once. Printing takes a moment, so nothing is locked meanwhile."""
    kept: Receipt | None = getattr(payment, "receipt", None)
    if kept:
        return kept
    paper = files.store(receipt_pdf(payment), media_type="application/pdf", name=f"{payment.number}.pdf", by=by)
    return actions.keep_receipt(payment, document=paper, by=by)


def receipt_pdf(payment: Payment) -> bytes:
    """The receipt, in Dutch like the contract."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf("lending/receipt.html", receipt_context(payment))


def receipt_context(payment: Payment) -> dict[str, Any]:
    """What stands on the receipt."""
    place = payment.till.place
    return {
        "service": f"{place.name}, {place.organisation.name}",
        "date": payment.at,
        "reference": payment.number,
        "payment": payment,
        "goes_out": payment.cents < 0,
        "facts": _facts(payment),
        "signers": [(f"{given_name(payment.by)}, {place.name}", _("I took or gave this money."))],
    }


def _facts(payment: Payment) -> list[tuple[str, str]]:
    told = [(_("Amount"), euro(abs(payment.cents))), (_("How"), str(payment.get_way_display()))]
    if payment.received_on != payment.at.date():
        told.append((_("On the account on"), weekday(payment.received_on)))
    charge = payment.owed
    if charge is None:
        return [*told, (_("What for"), payment.words)]
    # What is open is told as it was after this payment, and later ones do not change it on this paper.
    still_open = (_("Still to pay"), euro(charge.open_cents) if charge.open_cents else _("nothing"))
    return [
        (_("You"), borrower_words(charge.loan.person)),
        (_("What for"), f"{payment.words}, {charge.loan.number}"),
        *told,
        still_open,
    ]
