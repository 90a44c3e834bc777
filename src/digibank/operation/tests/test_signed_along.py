"""What always holds about who signs along, asked of the rows."""

from datetime import date

import pytest

from digibank.inventory.tests.factories import at_desk
from digibank.lending import actions as lending
from digibank.lending.models import Loan
from digibank.lending.tests.factories import a_paper, a_prepared_loan, paid_for, signed_for
from digibank.operation.promises import signatures
from digibank.organisations.tests.factories import a_regulation
from digibank.people import actions as people
from digibank.people.tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.rule("U-98")]


@pytest.fixture
def guarded(town, desk, depot, laptop_class, actor) -> Loan:
    a_regulation(town)
    person = a_person(town)
    people.note_representative(person, kind="guardian", name="Lies Aerts", proof_seen_on=date(2026, 1, 5), by=actor)
    loan = paid_for(a_prepared_loan(person, at_desk(desk, laptop_class, depot=depot)))
    loan = lending.keep_contract(loan, contract=a_paper(), by=actor)
    return lending.sign_along(loan, signs=loan.contract.sha256, by=actor)


def test_a_loan_that_all_signed_keeps_the_promise(guarded):
    signed_for(guarded)

    assert list(signatures()) == []


def test_a_loan_that_began_on_another_contract_than_was_signed_along_is_told(guarded):
    running = signed_for(guarded)
    Loan.objects.filter(pk=running.pk).update(contract=a_paper("another"))

    assert list(signatures()) == [f"loan {running.pk} began and who signs along did not sign its contract"]
