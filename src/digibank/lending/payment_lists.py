"""A payment list on paper and as a file for accounting: person number, name, payee number, amount. Never an account."""

import io
from csv import writer
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.lending import actions
from digibank.lending.models import PaymentList, Refund
from digibank.ui.lists import cell
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import euro


def write_list_papers(payment_list: PaymentList, *, by: Actor) -> PaymentList:
    """Print the approved list and write its file, once. Printing takes a moment, so nothing is locked meanwhile."""
    if payment_list.paper_id:
        return payment_list
    name = payment_list.number
    with translation.override(settings.LANGUAGE_CODE):
        drawn, rows = pdf("lending/payment_list_paper.html", list_context(payment_list)), list_csv(payment_list)
    paper = files.store(drawn, media_type="application/pdf", name=f"{name}.pdf", by=by)
    rows_file = files.store(rows, media_type="text/csv", name=f"{name}.csv", by=by)
    return actions.keep_list_papers(payment_list, paper=paper, rows_file=rows_file, by=by)


def rows_of(payment_list: PaymentList) -> list[Refund]:
    """The refunds of a list with all that it tells of them, in the order in which they were asked."""
    return list(payment_list.refunds.select_related("charge__loan__person").order_by("pk"))


def list_csv(payment_list: PaymentList) -> bytes:
    """The rows as accounting imports them: semicolons, amounts with a point, a mark at the start."""
    text = io.StringIO()
    lines = writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([_("Person"), _("Name"), _("Number in accounting"), _("Euros"), _("What for"), _("Loan")])
    for refund in rows_of(payment_list):
        loan = refund.charge.loan
        amount = f"{refund.cents // 100}.{refund.cents % 100:02d}"
        row = [loan.person.number, loan.person_shown, payee_words(refund), amount, refund.charge.words, loan.number]
        lines.writerow([cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def payee_words(refund: Refund) -> str:
    """The number of accounting; or that accounting asks, because the person is new there."""
    return refund.payee or _("new: accounting asks")


def list_context(payment_list: PaymentList) -> dict[str, Any]:
    """What stands on the paper."""
    made_by, approved_by = payment_list.made_by, payment_list.approved_by
    return {
        "service": payment_list.organisation.name,
        "date": payment_list.approved_at,
        "reference": payment_list.number,
        "facts": [(_("Refunds"), str(payment_list.count)), (_("Together"), euro(payment_list.cents))],
        "rows": [
            (refund.charge.loan.person.number, refund.charge.loan.person_shown, payee_words(refund), euro(refund.cents))
            for refund in rows_of(payment_list)
        ],
        "signers": [
            (str(getattr(made_by, "user", "Digibank")), _("I made the list.")),
            (str(getattr(approved_by, "user", "Digibank")), _("I approved the list.")),
        ],
    }
