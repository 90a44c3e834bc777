"""Requests and loans for tests, made through the actions."""

from contextlib import suppress
from typing import Any

from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.inventory.models import Device, DeviceClass
from digibank.lending import actions
from digibank.lending.drawings import Drawing
from digibank.lending.models import Loan, Request
from digibank.lending.signing import store_drawing
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.ui.tests.small_papers import a_sheet

CALL_LATER = "Wil eerst de dochter vragen."
ALL_PARTS = ("bag", "charger")


def a_request(person: Person, device_class: DeviceClass, desk: Place, **details: Any) -> Request:
    return actions.ask(person, device_class=device_class, desk=desk, by=an_actor(), **details)


def a_paper(words: str = "contract") -> Document:
    """A contract that nobody had to print: an empty sheet, with these words as its title."""
    return files.store(a_sheet(words), media_type="application/pdf", name="contract.pdf", by=an_actor())


def a_drawing(*, wide: int = 400) -> Drawing:
    """What somebody with a plain name writes."""
    return Drawing((((100, 300), (100 + wide, 200)), ((200, 350),)))


def a_stored_drawing(*, wide: int = 400) -> Document:
    """What lies in the store before somebody signs on the screen."""
    return store_drawing(a_drawing(wide=wide), by=an_actor())


def a_prepared_loan(person: Person, device: Device, **details: Any) -> Loan:
    """The device is kept, the parts are listed, the person will be called; nothing is printed yet."""
    about = {"desk": device.place, "parts": ALL_PARTS} | details
    if "slot" not in about:
        about |= {"call_reason": CALL_LATER}
    return actions.prepare(person, device=device, by=an_actor(), **about)


def a_loan(person: Person, device: Device, **details: Any) -> Loan:
    """A running loan: its contract was signed today."""
    loan = a_prepared_loan(person, device, **details)
    with_contract = actions.keep_contract(loan, contract=a_paper(f"contract {loan.number}"), by=an_actor())
    return signed_for(with_contract)


def paid_for(loan: Loan, *, way: str = "cash") -> Loan:
    """What is to be paid today for this loan is paid at its own desk, when there is anything."""
    with suppress(RuleBroken):
        actions.pay_due(loan, way=way, desk=loan.desk, by=an_actor())
    return loan


def signed_for(loan: Loan, **details: Any) -> Loan:
    """The borrower pays and signs the contract that lies there, on paper unless something was drawn."""
    contract = paid_for(loan).contract
    return actions.hand_over(loan, signs=contract.sha256 if contract else "", by=an_actor(), **details)


def a_returned_loan(person: Person, device: Device, **details: Any) -> Loan:
    """A loan of which everything came back in order."""
    loan = a_loan(person, device, **details)
    return came_back(loan)


def came_back(loan: Loan, **parts: str) -> Loan:
    """The loan after its device came back to the desk that lent it, each part there unless said otherwise."""
    found = {part.kind: "present" for part in loan.given_parts} | parts
    actions.take_back(loan, place=loan.desk, condition="ok", parts=found, by=an_actor())
    loan.refresh_from_db()
    return loan
