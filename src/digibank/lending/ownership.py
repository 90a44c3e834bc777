"""The paper that says that all of a lease-purchase is paid and the device is the borrower's."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.lending.contracts import borrower_words
from digibank.lending.models import Loan
from digibank.ui.printing import pdf


def print_ownership(loan: Loan, *, by: Actor) -> Document:
    """The paper that the device is the borrower's, as a stored document that belongs to no loan yet."""
    return files.store(ownership_pdf(loan), media_type="application/pdf", name="ownership.pdf", by=by)


def ownership_pdf(loan: Loan) -> bytes:
    """The paper that says that all of a lease-purchase is paid and the device is the borrower's, in Dutch."""
    desk = loan.desk
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "service": f"{desk.name}, {desk.organisation.name}",
            "date": clock.now(),
            "reference": loan.number,
            "facts": [
                (_("You"), borrower_words(loan.person)),
                (_("The device"), f"{loan.device.title}, {loan.device.number}"),
                (_("Paid"), _("all of it")),
            ],
            "signers": [(desk.organisation.name, _("The device is yours."))],
        }
        return pdf("lending/ownership.html", context)
