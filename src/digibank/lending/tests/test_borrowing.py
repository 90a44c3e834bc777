"""Who may borrow: proofs that are seen, who lives elsewhere, who moves, and exceptions."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.actions import job_actor
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.inventory.tests.factories import at_desk
from digibank.lending import actions
from digibank.lending.borrowing import asked_of, says_no
from digibank.lending.models import Exemption, Loan, ProofSeen
from digibank.lending.tests.conftest import TODAY
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request
from digibank.lending.tests.looking import fresh, kept, refusal, verbs
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people import actions as people
from digibank.people.tests.factories import a_person, an_address

PROOFS = {"resident": ("all", 12), "allowance": ("one", 6), "social": ("one", 6)}
TO_BRING = (
    "Bring this, to show it only: a card or letter with your address. one of these: a sticker or letter of your health"
    " insurance fund; a paper of the OCMW or of a recognised service."
)
SOON = TODAY + timedelta(days=14)


@pytest.fixture
def strict(town):
    """Rules that ask an address, and one of two proofs of a small income."""
    return a_regulation(town, devices_per_household=1, renewals=1, proofs=PROOFS)


@pytest.fixture
def mia(town, strict):
    return a_person(town, "Mia Claes")


def on(day: date):
    """Noon of that day."""
    return clock.at(datetime.combine(day, time(12), clock.BRUSSELS))


def an_exemption(person, desk, rule: str = "devices", **decision) -> Exemption:
    asked = actions.ask_exemption(person, desk=desk, rule=rule, reason="Twee kinderen studeren.", by=an_actor())
    until = {"until_on": SOON} | decision
    return actions.grant_exemption(asked, by=job_actor("karel"), **until)


# Proofs


@pytest.mark.rule("U-70")
def test_without_what_the_rules_ask_nothing_is_lent_and_the_sentence_says_what_to_bring(mia, laptop):
    before = kept()

    assert refusal(lambda: a_prepared_loan(mia, laptop)) == (TO_BRING, "seen")
    assert kept() == before


@pytest.mark.rule("U-70")
def test_what_is_seen_at_the_desk_lets_the_loan_be_prepared_in_the_same_act(mia, laptop):
    loan = a_prepared_loan(mia, laptop, seen=["resident", "social"])

    seen = ProofSeen.objects.order_by("criterion")
    assert [(proof.criterion, proof.seen_on, proof.organisation) for proof in seen] == [
        ("resident", TODAY, loan.desk.organisation),
        ("social", TODAY, loan.desk.organisation),
    ]


@pytest.mark.rule("U-70")
def test_a_proof_is_good_for_as_many_months_as_the_rules_say(mia, desk, strict, actor):
    actions.see_proofs(mia, desk=desk, criteria=["resident", "social"], by=actor)
    days = [TODAY, date(2027, 5, 22), date(2027, 5, 23), date(2027, 11, 23)]

    good = []
    for day in days:
        with on(day):
            good.append([asked.good_until for asked in asked_of(mia, strict)])

    year, half = date(2027, 11, 23), date(2027, 5, 23)
    assert good == [[year, half], [year, half], [year, None], [None, None]]


@pytest.mark.rule("U-70")
def test_what_was_ticked_by_mistake_is_taken_back_the_same_day(mia, desk, strict, actor):
    actions.see_proofs(mia, desk=desk, criteria=["resident"], by=actor)

    actions.unsee_proofs(mia, desk=desk, by=actor)

    assert [asked.good_until for asked in asked_of(mia, strict)] == [None, None]
    assert refusal(lambda: actions.unsee_proofs(mia, desk=desk, by=actor))[0] == (
        "Nothing was ticked today. Reload the page."
    )


@pytest.mark.rule("U-70")
def test_only_what_the_rules_ask_can_be_ticked_and_twice_is_once(mia, desk, strict, actor):
    for _time in range(2):
        actions.see_proofs(mia, desk=desk, criteria=["resident"], by=actor)

    said, field = refusal(lambda: actions.see_proofs(mia, desk=desk, criteria=["pupil"], by=actor))

    assert (said, field) == ("The rules do not ask this. Reload the page and look again.", "seen")
    assert ProofSeen.objects.count() == 1


@pytest.mark.rule("U-71")
def test_nothing_tells_which_of_a_group_was_seen(mia, desk, strict, actor, other_town):
    actions.see_proofs(mia, desk=desk, criteria=["resident", "social"], by=actor)
    told = [asked.words for asked in asked_of(mia, strict)]

    other = a_person(mia.home, "Piet Maes")
    actions.see_proofs(other, desk=desk, criteria=["resident", "allowance"], by=actor)

    assert told == [asked.words for asked in asked_of(other, strict)]
    trail = [event.facts for event in Event.objects.about(mia) if event.verb == "lending.proofs_seen"]
    assert trail == [{}]


@pytest.mark.rule("U-71")
def test_another_municipality_does_not_profit_from_what_was_seen_here(mia, desk, strict, other_town, actor):
    elsewhere = a_regulation(other_town, proofs=PROOFS)
    actions.see_proofs(mia, desk=desk, criteria=["resident", "social"], by=actor)

    assert [asked.good_until for asked in asked_of(mia, elsewhere)] == [None, None]


# Who lives elsewhere, and who moves


@pytest.mark.rule("U-72")
@pytest.mark.parametrize(
    ("outsiders", "sentence"),
    [
        ("yes", ""),
        (
            "exception",
            "The rules lend to residents of Wilgerdonk. Ask for an exception, or lend where the person lives.",
        ),
        ("no", "The rules lend to residents of Wilgerdonk only. Send the person to a desk where they live."),
    ],
)
def test_the_rules_say_whether_who_lives_elsewhere_borrows(town, other_town, laptop, outsiders, sentence):
    a_regulation(town, outsiders=outsiders)
    neighbour = a_person(other_town, "Wim Bos")

    assert [broken.sentence for broken in says_no(neighbour, laptop.place)] == ([sentence] if sentence else [])
    if sentence:
        assert refusal(lambda: a_prepared_loan(neighbour, laptop))[0] == sentence
        assert refusal(lambda: a_request(neighbour, laptop.device_class, laptop.place)) == (sentence, "desk")
    else:
        assert a_prepared_loan(neighbour, laptop).person == neighbour


@pytest.mark.rule("U-72")
def test_who_waits_elsewhere_too_is_told_which_desk_does_not_lend(town, other_town, regulation, laptop, roza):
    a_regulation(other_town, outsiders="no")
    there = a_desk(other_town)

    said, field = refusal(lambda: a_request(roza, laptop.device_class, laptop.place, also_at=[there]))

    assert (said.startswith("The rules lend to residents of"), field) == (True, "also_at")


@pytest.mark.rule("U-73")
def test_a_loan_of_who_moved_runs_on_and_is_not_made_longer(town, laptop, second_laptop, actor):
    a_regulation(town, outsiders="exception", postcodes="2399 2390", renewals=1, devices_per_household=2)
    ria = a_person(town, "Ria Bos", address=an_address())
    loan = a_loan(ria, laptop)
    people.move_house(ria, street="Laan 1", postcode="9000", town="Gent", from_on=TODAY, by=actor)

    said, _field = refusal(lambda: actions.renew(fresh(loan), by=actor))

    assert said == (
        "The borrower does not live here any more. The loan runs until its last day, and is not made longer."
    )
    assert (fresh(loan).state, fresh(loan).due_on) == ("running", loan.due_on)
    assert refusal(lambda: a_prepared_loan(ria, second_laptop))[0].startswith("The rules lend to residents of")


# Exceptions


@pytest.mark.rule("U-74")
def test_an_exception_that_somebody_else_granted_lets_one_loan_be_made(roza, laptop, second_laptop, actor):
    a_loan(roza, laptop)
    exemption = an_exemption(roza, laptop.place)

    loan = a_prepared_loan(roza, second_laptop)

    assert (fresh(exemption).state, fresh(exemption).loan) == ("used", loan)
    assert verbs(exemption) == ["lending.exemption_asked", "lending.exemption_granted", "lending.exemption_used"]


@pytest.mark.rule("U-74")
def test_one_exception_is_one_loan_and_comes_back_when_that_is_called_off(roza, laptop, second_laptop, depot, actor):
    a_loan(roza, laptop)
    exemption = an_exemption(roza, laptop.place)
    second = a_prepared_loan(roza, second_laptop)
    third = at_desk(laptop.place, laptop.device_class, depot=depot)

    said, _field = refusal(lambda: a_prepared_loan(roza, third))
    actions.cancel(second, by=actor)

    assert said == "This person has as many devices as the rules allow (1). Take one back first."
    assert (fresh(exemption).state, fresh(exemption).loan) == ("granted", None)
    assert a_prepared_loan(roza, third).state == "prepared"


@pytest.mark.rule("U-74")
def test_who_asks_does_not_decide_and_the_database_keeps_it_too(roza, laptop, actor):
    a_loan(roza, laptop)
    asked = actions.ask_exemption(roza, desk=laptop.place, rule="devices", reason="Studie", by=actor)

    said, _field = refusal(lambda: actions.grant_exemption(asked, until_on=SOON, by=actor))

    assert said == "You asked this yourself. Somebody else decides."
    decision = {"state": "granted", "decided_by": actor, "decided_at": clock.now(), "until_on": SOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.filter(pk=asked.pk).update(**decision)


@pytest.mark.rule("U-74")
def test_an_exception_holds_through_its_last_day_and_no_longer(roza, laptop, second_laptop):
    a_loan(roza, laptop)
    an_exemption(roza, laptop.place)

    with on(SOON + timedelta(days=1)):
        said, _field = refusal(lambda: a_prepared_loan(roza, second_laptop))
    with on(SOON):
        loan = a_prepared_loan(roza, second_laptop)

    assert (said[:11], loan.state) == ("This person", "prepared")


@pytest.mark.rule("U-74")
def test_an_exception_is_refused_with_a_reason_and_lets_nothing_begin(roza, laptop, second_laptop, actor):
    a_loan(roza, laptop)
    asked = actions.ask_exemption(roza, desk=laptop.place, rule="devices", reason="Studie", by=actor)

    refused = actions.refuse_exemption(asked, answer="Er wachten er nog tien.", by=job_actor("karel"))

    assert (refused.state, refused.answer) == ("refused", "Er wachten er nog tien.")
    assert refusal(lambda: a_prepared_loan(roza, second_laptop))[0].startswith("This person has as many")


@pytest.mark.rule("U-74")
def test_what_asks_no_exception_or_allows_none_is_explained(town, other_town, roza, laptop, actor):
    def ask(person, rule, reason="Studie"):
        return refusal(lambda: actions.ask_exemption(person, desk=laptop.place, rule=rule, reason=reason, by=actor))

    nothing = ask(roza, "devices")
    a_loan(roza, laptop)
    empty = ask(roza, "devices", " ")
    secret = ask(roza, "devices", "pincode 1234")
    actions.ask_exemption(roza, desk=laptop.place, rule="devices", reason="Studie", by=actor)
    again = ask(roza, "devices")
    a_regulation(town, valid_from=date(2026, 11, 23), voted_on=date(2026, 11, 1), outsiders="no")
    never = ask(a_person(other_town, "Wim Bos"), "outsider")

    assert (nothing, empty, again, never) == (
        ("This rule does not say no to this person. Just lend.", "rule"),
        ("Write down why. Somebody may ask.", "reason"),
        ("This was asked already, and waits for a decision.", "rule"),
        ("The rules allow no exception to this. Send the person to their own desk.", "rule"),
    )
    assert secret[1] == "reason"


@pytest.mark.rule("U-74")
def test_an_exception_to_what_is_to_be_shown_lets_the_loan_be_made_without(mia, laptop):
    an_exemption(mia, laptop.place, "proof")

    assert a_prepared_loan(mia, laptop).state == "prepared"
    assert Loan.objects.count() == 1
