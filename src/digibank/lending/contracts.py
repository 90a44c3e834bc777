"""The contract on paper: what is lent to whom, until when, under which rules."""

from dataclasses import dataclass
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
from digibank.lending.texts import carrying, texts_on
from digibank.organisations.models import Language
from digibank.people.models import Person
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import NO_BREAK, euro, hour, weekday


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
        paper = pdf("lending/contract.html", contract_context(loan))
    return carrying(
        paper, {language: _texts(loan, language) for language in (settings.LANGUAGE_CODE, *Language.values)}
    )


def _texts(loan: Loan, language: str) -> dict[str, Any]:
    """What stands on the contract in this language, as its file carries it."""
    with translation.override(language):
        context = contract_context(loan)
        asked = [(question.words, question.answers) for question in (*context["questions"], context["last_question"])]
        return {name: context[name] for name in ("service", "facts", "signers")} | {"questions": asked}


def contract_as_signed(loan: Loan, language: str) -> dict[str, Any]:
    """What stands on the contract that lies there, in this language; of now when its file carries no words."""
    with translation.override(language):
        context = contract_context(loan)
    if kept := texts_on(loan.contract).get(language):
        *questions, last = [Question(words, answers) for words, answers in kept.pop("questions")]
        context |= kept | {"questions": questions, "last_question": last}
    return context


@dataclass(frozen=True)
class Question:
    """What somebody may ask about the loan, and the sentences that answer it."""

    words: str
    answers: list[str]


def contract_context(loan: Loan) -> dict[str, Any]:
    """What stands on the contract, in the language of now (policy U-90). Never why somebody gets support."""
    desk, questions = loan.desk, questions_of(loan)
    return {
        "loan": loan,
        "service": f"{desk.name}, {desk.organisation.name}",
        "date": loan.prepared_at,
        "reference": loan.number,
        "facts": _facts(loan),
        "rules": loan.regulation.paragraphs(),
        "questions": questions[:-1],
        "last_question": questions[-1],
        "signers": _signers(loan),
        "large": loan.person.large_print,
    }


def questions_of(loan: Loan) -> list[Question]:
    """What people ask, with the answers of this desk; the last one is about the end of the loan."""
    # One number, also where the words around it run from right to left.
    phone = {"phone": loan.desk.phone.replace(" ", NO_BREAK)}
    longer = [Question(_("Do you want to keep it longer?"), [_("Ask before the last day.")])]
    return [
        Question(
            _("Is it broken?"),
            [_("Call %(phone)s or come by.") % phone, _("Do not repair it yourself.")],
        ),
        Question(
            _("Is it lost or stolen?"),
            [_("Tell us the same day."), _("Stolen? Go to the police too, and bring the number of the report.")],
        ),
        Question(
            _("Do you move house?"),
            [_("Tell us your new address."), _("Do so too when you leave the town.")],
        ),
        *(longer if loan.regulation.renewals else []),
        Question(
            _("Where do you get help?"),
            [_("Come to the desk or call %(phone)s.") % phone, _("No question is too simple.")],
        ),
        Question(
            _("Do we ask for your password?"),
            [_("Never: not at the desk, not by phone, not on paper."), _("Does somebody ask? Say no, and call us.")],
        ),
        Question(
            _("What happens when you bring it back?"),
            [
                _("Save your own files first, and sign out of your accounts."),
                _("We help you if you want."),
                _("Bring everything that came with it. We look at it together."),
                _("You get a paper that says what came back."),
                _("Then we erase the device. Nobody else gets to see your files."),
            ],
        ),
    ]


def _signers(loan: Loan) -> list[tuple[str, str]]:
    borrower = (loan.person.name, _("I borrow the device."))
    desk = (loan.desk.organisation.name, _("I give the device."))
    if loan.signs_along is None:
        return [borrower, desk]
    along = _("I sign along with %(name)s.") % {"name": loan.person.name}
    return [borrower, (loan.signs_along.name, along), desk]


def _facts(loan: Loan) -> list[tuple[str, str]]:
    desk = loan.desk
    parts = ", ".join(str(part.get_kind_display()) for part in loan.given_parts)
    return [
        (_("You"), borrower_words(loan.person)),
        *_along(loan),
        (_("You borrow"), f"{loan.device.title}, {loan.device.number}"),
        (_("With it"), parts or _("nothing")),
        (_("Bring it back by"), f"{weekday(loan.due_on)}, {desk.street}, {desk.postcode} {desk.town}"),
        *costs(loan),
        *_transfers(loan),
        (_("We help you to start"), _first_help(loan.handover)),
    ]


def _along(loan: Loan) -> list[tuple[str, str]]:
    """Who signs along, and as what (policy U-98)."""
    along = loan.signs_along
    return [(_("Signs along"), f"{along.name}, {along.get_kind_display()}")] if along else []


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
