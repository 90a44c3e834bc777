"""Somebody asks for a device: it is promised, or waited for."""

import pytest

from digibank import clock
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment
from digibank.lending import actions
from digibank.lending.line import line_of
from digibank.lending.models import Request
from digibank.lending.tests.factories import a_prepared_loan, a_request
from digibank.lending.tests.looking import fresh, kept, refusal, verbs
from digibank.people.tests.factories import a_person


@pytest.mark.rule("U-03")
def test_asking_promises_one_of_the_class_when_one_is_free(roza, laptop, laptop_class, desk, actor):
    asked = actions.ask(roza, device_class=laptop_class, desk=desk, asked_through="relative", by=actor)

    assert (asked.state, asked.asked_through, asked.typed_by) == ("promised", "relative", actor)
    assert (asked.promise.device_class, asked.promise.device, asked.promise.place) == (laptop_class, None, desk)
    assert verbs(asked) == ["lending.asked", "lending.promised"]


@pytest.mark.rule("U-03")
def test_who_asks_when_none_is_free_waits(roza, laptop_class, desk):
    asked = a_request(roza, laptop_class, desk)

    assert (asked.state, asked.promise, verbs(asked)) == ("waiting", None, ["lending.asked"])


@pytest.mark.rule("U-03")
def test_nobody_is_promised_one_before_those_who_wait_longer(roza, farid, laptop, actor):
    laptop_class, desk = laptop.device_class, laptop.place
    held = inventory.hold(laptop, place=desk, by=actor)
    first = a_request(roza, laptop_class, desk)
    clock.pass_time(minutes=1)
    second = a_request(farid, laptop_class, desk)
    inventory.release(held, by=actor)

    said, _field = refusal(lambda: actions.promise(second, by=actor))
    promised = actions.promise(first, by=actor)

    assert said == f"{first.number} comes first for a Laptop 15 inch. Answer that request first."
    assert (promised.state, line_of(laptop_class, desk).next.request) == ("promised", second)


def test_a_promise_needs_a_free_device(roza, laptop_class, desk, actor):
    asked = a_request(roza, laptop_class, desk)

    said, _field = refusal(lambda: actions.promise(asked, by=actor))

    assert said == "No Laptop 15 inch is free at this desk now. Put the request on the waiting list."
    assert fresh(asked).state == "waiting"


def test_one_person_asks_for_a_class_once(roza, laptop, laptop_class, desk):
    a_request(roza, laptop_class, desk)

    no = refusal(lambda: a_request(roza, laptop_class, desk))

    assert no == ("This was asked for already. Look at the open request of this person.", "device_class")
    assert Request.objects.count() == 1


def test_what_was_promised_is_free_again_when_the_request_is_withdrawn(roza, farid, laptop, actor):
    laptop_class, desk = laptop.device_class, laptop.place
    asked = a_request(roza, laptop_class, desk)

    withdrawn = actions.withdraw(asked, by=actor)

    assert withdrawn.state == "withdrawn"
    assert a_request(farid, laptop_class, desk).state == "promised"


def test_a_request_that_waits_is_withdrawn(roza, laptop_class, desk, actor):
    assert actions.withdraw(a_request(roza, laptop_class, desk), by=actor).state == "withdrawn"


def test_a_refusal_has_a_reason_without_secrets(roza, laptop_class, desk, actor):
    asked = a_request(roza, laptop_class, desk)

    without = refusal(lambda: actions.refuse(asked, reason=" ", by=actor))
    _secret, field = refusal(lambda: actions.refuse(asked, reason="pincode 1234", by=actor))
    refused = actions.refuse(asked, reason="Woont niet in de gemeente.", by=actor)

    assert without == ("Write down why. The person may ask.", "reason")
    assert (field, refused.state, refused.reason) == ("reason", "refused", "Woont niet in de gemeente.")


def test_an_answered_request_is_not_answered_again(roza, laptop_class, desk, actor):
    asked = actions.withdraw(a_request(roza, laptop_class, desk), by=actor)

    said, _field = refusal(lambda: actions.refuse(asked, reason="Te laat.", by=actor))

    assert "the state is “withdrawn”" in said


def test_a_promise_becomes_the_commitment_of_the_loan(roza, laptop, laptop_class, desk):
    asked = a_request(roza, laptop_class, desk)

    loan = a_prepared_loan(roza, laptop, request=asked)

    assert (loan.commitment, loan.commitment.device) == (asked.promise, laptop)
    assert Commitment.objects.open().count() == 1


def test_who_waits_gets_the_device_that_is_free_now(roza, laptop, actor):
    laptop_class, desk = laptop.device_class, laptop.place
    held = inventory.hold(laptop, place=desk, by=actor)
    asked = a_request(roza, laptop_class, desk)
    inventory.release(held, by=actor)

    loan = a_prepared_loan(roza, laptop, request=asked)

    assert (fresh(asked).state, loan.commitment) == ("promised", fresh(asked).promise)


def test_a_request_with_a_loan_in_the_making_stays(roza, laptop, laptop_class, desk, actor):
    asked = a_request(roza, laptop_class, desk)
    loan = a_prepared_loan(roza, laptop, request=asked)

    said, _field = refusal(lambda: actions.withdraw(asked, by=actor))

    assert said == f"Loan {loan.number} is being prepared for this request. Cancel that loan first."


def test_a_request_of_somebody_else_is_not_answered_with_this_loan(roza, farid, laptop, laptop_class, desk):
    asked = a_request(roza, laptop_class, desk)
    before = kept()

    said, _field = refusal(lambda: a_prepared_loan(farid, laptop, request=asked))

    assert said == "This request is of somebody else, or of another desk. Reload the page."
    assert kept() == before


def test_an_answered_request_leads_to_no_loan(roza, laptop, laptop_class, desk, actor):
    asked = actions.withdraw(a_request(roza, laptop_class, desk), by=actor)

    said, _field = refusal(lambda: a_prepared_loan(roza, laptop, request=asked))

    assert said == "This request was answered already. Reload the page and look again."


def test_requests_are_found_by_number_and_name_who_is_protected_by_number_only(
    roza, laptop_class, desk, town, regulation
):
    hidden = a_person(town, "Roza Verborgen", protected=True)
    asked, hers = a_request(roza, laptop_class, desk), a_request(hidden, laptop_class, desk)

    found = {word: list(Request.objects.matching(word)) for word in ("roza", asked.number, hers.number, hidden.number)}

    assert found == {"roza": [asked], asked.number: [asked], hers.number: [hers], hidden.number: [hers]}
    assert str(asked) == asked.number
    assert (asked.person_shown, hers.person_shown) == ("Roza Peeters", hidden.number)
