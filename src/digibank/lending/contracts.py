"""The contract on paper: what is lent to whom, until when, under which rules."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from stdnum import iban

from digibank import clock
from digibank.agenda.models import Appointment
from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.lending import actions
from digibank.lending.dues import costs
from digibank.lending.flows import LoanKind
from digibank.lending.models import Loan
from digibank.organisations.models import Place
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


def print_ownership(loan: Loan, *, by: Actor) -> Document:
    """The paper that the device is the borrower's, as a stored document that belongs to no loan yet."""
    return files.store(ownership_pdf(loan), media_type="application/pdf", name="ownership.pdf", by=by)


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
        **_kind_words(loan, person, desk),
    }


def _kind_words(loan: Loan, person: Person, desk: Place) -> dict[str, Any]:
    """Which kind it is, in plain words: a heading, and for what is no plain loan its own rules and signatures."""
    if loan.kind == LoanKind.LOAN:
        return {"heading": _("You borrow a device")}
    gives = (desk.organisation.name, _("I give the device."))
    if loan.kind == LoanKind.GIFT:
        conditions = [" ".join(part.split()) for part in loan.regulation.gift_text.split("\n\n") if part.strip()]
        words = _("I take the device, and I keep to these conditions.")
        return {"heading": _("You get a device"), "rules": conditions, "signers": [(person.name, words), gives]}
    parts = _("You pay %(count)s times %(amount)s, one each month. When all is paid the device is yours.") % {
        "count": loan.regulation.lease_parts,
        "amount": euro(loan.regulation.lease_part_cents),
    }
    back = _("Do you bring it back earlier? Then you pay no more parts. What you paid stays paid.")
    words = _("I pay the device in parts.")
    return {
        "heading": _("You pay a device in parts"),
        "rules": [parts, back],
        "signers": [(person.name, words), gives],
    }


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


def _facts(loan: Loan) -> list[tuple[str, str]]:
    parts = ", ".join(str(part.get_kind_display()) for part in loan.given_parts)
    return [
        (_("You"), borrower_words(loan.person)),
        (_("You borrow") if loan.kind == LoanKind.LOAN else _("You get"), f"{loan.device.title}, {loan.device.number}"),
        (_("With it"), parts or _("nothing")),
        *_until(loan),
        *costs(loan),
        *_transfers(loan),
        (_("We help you to start"), _first_help(loan.handover)),
    ]


def _until(loan: Loan) -> list[tuple[str, str]]:
    """When a loan comes back; what is the borrower's, or will be, does not."""
    if loan.due_on is None or loan.kind != LoanKind.LOAN:
        return []
    desk = loan.desk
    return [(_("Bring it back by"), f"{weekday(loan.due_on)}, {desk.street}, {desk.postcode} {desk.town}")]


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
