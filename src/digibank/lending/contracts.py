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
from digibank.lending.flows import LoanKind
from digibank.lending.models import Loan
from digibank.lending.texts import carrying, texts_on
from digibank.organisations.models import Language, in_paragraphs
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
        "heading": _heading(loan),
        "rules": rules_of(loan),
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
    gone = Question(
        _("Is it lost or stolen?"),
        [_("Tell us the same day."), _("Stolen? Go to the police too, and bring the number of the report.")],
    )
    moves = Question(
        _("Do you move house?"),
        [_("Tell us your new address."), _("Do so too when you leave the town.")],
    )
    back = Question(
        _("What happens when you bring it back?"),
        [
            _("Save your own files first, and sign out of your accounts."),
            _("We help you if you want."),
            _("Bring everything that came with it. We look at it together."),
            _("You get a paper that says what came back."),
            _("Then we erase the device. Nobody else gets to see your files."),
        ],
    )
    is_gift = loan.kind == LoanKind.GIFT
    return [
        Question(
            _("Is it broken?"),
            [_("Call %(phone)s or come by.") % phone, _("Do not repair it yourself.")],
        ),
        *([] if is_gift else [gone, moves]),
        *(longer if loan.kind == LoanKind.LOAN and loan.regulation.renewals else []),
        Question(
            _("Where do you get help?"),
            [_("Come to the desk or call %(phone)s.") % phone, _("No question is too simple.")],
        ),
        Question(
            _("Do we ask for your password?"),
            [_("Never: not at the desk, not by phone, not on paper."), _("Does somebody ask? Say no, and call us.")],
        ),
        *([] if is_gift else [back]),
    ]


def _heading(loan: Loan) -> str:
    """Which kind it is, in plain words."""
    headings = {
        LoanKind.LOAN: _("You borrow a device"),
        LoanKind.GIFT: _("You get a device"),
        LoanKind.LEASE: _("You pay a device in parts"),
    }
    return headings[LoanKind(loan.kind)]


def rules_of(loan: Loan) -> list[str]:
    """What is agreed: the rules of lending, the conditions of a gift, or how a lease-purchase is paid."""
    if loan.kind == LoanKind.LOAN:
        return loan.regulation.paragraphs()
    if loan.kind == LoanKind.GIFT:
        return in_paragraphs(loan.regulation.gift_text)
    parts = _("You pay %(count)s times %(amount)s, one each month. When all is paid the device is yours.") % {
        "count": loan.regulation.lease_parts,
        "amount": euro(loan.regulation.lease_part_cents),
    }
    return [parts, _("Do you bring it back earlier? Then you pay no more parts. What you paid stays paid.")]


def _signers(loan: Loan) -> list[tuple[str, str]]:
    takes = {
        LoanKind.LOAN: _("I borrow the device."),
        LoanKind.GIFT: _("I take the device, and I keep to these conditions."),
        LoanKind.LEASE: _("I pay the device in parts."),
    }
    borrower = (loan.person.name, takes[LoanKind(loan.kind)])
    desk = (loan.desk.organisation.name, _("I give the device."))
    if loan.signs_along is None:
        return [borrower, desk]
    along = _("I sign along with %(name)s.") % {"name": loan.person.name}
    return [borrower, (loan.signs_along.name, along), desk]


def _facts(loan: Loan) -> list[tuple[str, str]]:
    parts = ", ".join(str(part.get_kind_display()) for part in loan.given_parts)
    return [
        (_("You"), borrower_words(loan.person)),
        *_along(loan),
        (_("You borrow") if loan.kind == LoanKind.LOAN else _("You get"), f"{loan.device.title}, {loan.device.number}"),
        (_("With it"), parts or _("nothing")),
        *_until(loan),
        *costs(loan),
        *_transfers(loan),
        (_("We help you to start"), _first_help(loan.handover)),
    ]


def _along(loan: Loan) -> list[tuple[str, str]]:
    """Who signs along, and as what (policy U-98)."""
    along = loan.signs_along
    return [(_("Signs along"), f"{along.name}, {along.get_kind_display()}")] if along else []


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
