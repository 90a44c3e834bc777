"""What the benchmark loads in bulk is like what people made: the same columns, and the promises of the database hold."""

import pytest
from django.db import models

from digibank.accounts.rights import Can
from digibank.agenda.models import Appointment
from digibank.inventory.models import Commitment, Device
from digibank.lending.flows import LoanState
from digibank.lending.models import Loan
from digibank.operation.promises import commitments
from digibank.people.models import Person, search_text
from growing.loading import FIRST, examples, load

pytestmark = pytest.mark.django_db

OWN = {
    Person: {"id", "name", "search", "home"},
    Device: {"id", "vendor", "product", "serial", "own_number", "search", "place", "state", "gone_at"},
    Commitment: {"id", "device"},
    Appointment: {"id", "person", "state"},
    Loan: {"id", "person", "device", "commitment", "handover", "request", "due_on"},
}


@pytest.fixture
def loaded(made):
    """The keys of before, after a hundred devices and two hundred loans were loaded."""
    before = {model: model._base_manager.aggregate(last=models.Max("pk"))["last"] for model in OWN}
    made["examples"] = {LoanState(loan.state): loan for loan in examples(made["clerk"])}
    load(devices=100, loans=200, user=made["clerk"])
    return before


def test_a_loaded_row_is_like_one_that_was_made_by_an_action(made, loaded):
    unlike, running = set(), made["examples"][LoanState.RUNNING]
    for loan in Loan.objects.filter(pk__gt=loaded[Loan]):
        example = made["examples"][LoanState(loan.state)]
        for copy, made_by_hand in [
            (loan, example), (loan.commitment, example.commitment), (loan.handover, example.handover),
        ]:  # fmt: skip
            unlike |= {(type(copy), name) for name in different(copy, made_by_hand)}
    for copy, made_by_hand in [
        *((person, running.person) for person in Person.objects.filter(pk__gt=loaded[Person])),
        *((device, running.device) for device in Device.objects.filter(pk__gt=loaded[Device])),
    ]:
        unlike |= {(type(copy), name) for name in different(copy, made_by_hand)}

    assert {(model, name) for model, name in unlike if name not in OWN[model]} == set()


def test_as_many_as_were_asked_are_there_and_nothing_is_lent_twice(loaded):
    counted = {model: model._base_manager.filter(pk__gt=last).count() for model, last in loaded.items()}

    assert counted == {Person: 100, Device: 100, Commitment: 200, Appointment: 200, Loan: 200}
    assert list(commitments()) == []


def test_what_is_loaded_is_what_the_clerk_sees_and_some_of_it_is_late(made, loaded):
    seen = Loan.objects.visible_to(made["clerk"], Can.SEE_LOANS).filter(pk__gt=loaded[Loan])

    assert (seen.count(), seen.running().count(), seen.overdue().count()) == (200, 30, 19)


def test_who_was_loaded_is_found_by_name(loaded):
    person = Person.objects.filter(pk__gt=loaded[Person], name__startswith=FIRST[0]).earliest("pk")

    assert person.search == search_text(person.name, "")
    assert person in Person.objects.matching(person.name)


def different(one: models.Model, other: models.Model) -> set[str]:
    """The fields in which two rows differ."""
    fields = one._meta.concrete_fields
    return {field.name for field in fields if getattr(one, field.attname) != getattr(other, field.attname)}
