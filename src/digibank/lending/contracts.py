"""The contract on paper: what is lent to whom, until when, under which rules."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from stdnum import iban

from digibank.agenda.models import Appointment
from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.lending import actions
from digibank.lending.dues import costs
from digibank.lending.models import Loan
from digibank.people.models import Person
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import euro, hour, weekday


def write_contract(loan: Loan, *, by: Actor) -> Loan:
    """Print and keep the contract of a prepared loan, once: a loan that has one keeps it.

    Printing takes a moment, so nothing is locked meanwhile. Raises RuleBroken when the loan changed since.
    """
    if loan.contract_id:
        return loan
    return actions.keep_contract(loan, contract=print_contract(loan, by=by), by=by)


def print_contract(loan: Loan, *, by: Actor) -> Document:
    """The contract as a stored document that belongs to no loan yet."""
    return files.store(contract_pdf(loan), media_type="application/pdf", name="contract.pdf", by=by)


def contract_pdf(loan: Loan) -> bytes:
    """The contract, in Dutch: that is the language of contracts (policy U-06)."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf("lending/contract.html", contract_context(loan))


def contract_context(loan: Loan) -> dict[str, Any]:
    """What stands on the contract. Never why somebody gets support."""
    person, desk = loan.person, loan.desk
    return {
        "loan": loan,
        "service": f"{desk.name}, {desk.organisation.name}",
        "date": loan.prepared_at,
        "reference": loan.number,
        "facts": _facts(loan),
        "rules": [" ".join(part.split()) for part in loan.regulation.text.split("\n\n") if part.strip()],
        "signers": [(person.name, _("I borrow the device.")), (desk.organisation.name, _("I give the device."))],
    }


def _facts(loan: Loan) -> list[tuple[str, str]]:
    desk = loan.desk
    parts = ", ".join(str(part.get_kind_display()) for part in loan.given_parts)
    return [
        (_("You"), borrower_words(loan.person)),
        (_("You borrow"), f"{loan.device.title}, {loan.device.number}"),
        (_("With it"), parts or _("nothing")),
        (_("Bring it back by"), f"{weekday(loan.due_on)}, {desk.street}, {desk.postcode} {desk.town}"),
        *costs(loan),
        *_transfers(loan),
        (_("We help you to start"), _first_help(loan.handover)),
    ]


def _transfers(loan: Loan) -> list[tuple[str, str]]:
    """How what is still open is paid by transfer, when the municipality has an account for it (policy J-05)."""
    account = loan.desk.organisation.account_number
    if not account:
        return []
    told = _("%(cents)s on %(account)s, with the communication %(communication)s")
    return [
        (
            _("Pay by transfer"),
            told
            % {
                "cents": euro(charge.open_cents),
                "account": iban.format(account),
                "communication": charge.communication,
            },
        )
        for charge in loan.charges.all()
        if charge.open_cents
    ]


def borrower_words(person: Person) -> str:
    """Name and number, with the address when there is one that paper may tell."""
    if person.protected or person.address is None:
        return f"{person.name}, {person.number}"
    address = person.address
    return f"{person.name}, {person.number}, {address.street}, {address.postcode} {address.town}"


def _first_help(handover: Appointment) -> str:
    if handover.slot is None:
        return _("We call you to choose a day together.")
    starts_at = handover.slot.starts_at
    return f"{weekday(starts_at)}, {hour(starts_at)}, {handover.place.name}"
