"""What was found at a return is decided about, and the rest of the deposit goes back."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from digibank.accounts.tests.factories import a_user
from digibank.lending import actions
from digibank.lending.dues import Finding, findings, undecided
from digibank.lending.models import Charge, Deduction, PartPrice, Payment, PaymentList, Refund, TillDay
from digibank.lending.payment_lists import list_context, list_csv
from digibank.lending.tests.factories import ALL_PARTS, a_loan, a_prepared_loan, came_back, paid_for
from digibank.lending.tests.looking import fresh, refusal, wrong
from digibank.people.tests.factories import a_person

BAG, CHARGER, LOSS = Finding("missing", "bag"), Finding("damage", "charger"), Finding("loss")
IBAN = "BE68539007547034"


@pytest.fixture
def prices(town, actor):
    for what, cents, social in [("bag", 800, 300), ("charger", 3000, None), ("loss", 12000, 4000)]:
        actions.set_price(town, what=what, cents=cents, social_cents=social, valid_from=date(2026, 1, 1), by=actor)


@pytest.fixture
def accountant(town):
    return a_user("anke", "Anke Aerts", town, "accountant").actor


@pytest.fixture
def pairs(roza, farid, laptop, second_laptop):
    """Two who borrow, each with a laptop."""
    return [(roza, laptop), (farid, second_laptop)]


def charge_of(loan, kind="deposit") -> Charge:
    return fresh(loan).charges.get(kind=kind)


def came_back_without_bag(person, device):
    return fresh(came_back(a_loan(person, device), bag="missing"))


def in_till(desk) -> int:
    return TillDay.objects.get(till__place=desk, closed_at__isnull=True).expected_cents


def asked(person, device, actor, payee="") -> Refund:
    loan = fresh(came_back(a_loan(person, device)))
    return actions.ask_refund(charge_of(loan), payee=payee, by=actor)


@pytest.mark.rule("J-09")
def test_a_deposit_goes_back_whole_when_all_is_in_order(roza, laptop, desk, actor):
    loan = fresh(came_back(a_loan(roza, laptop)))

    payment = actions.refund_in_cash(charge_of(loan), desk=desk, by=actor)

    refund = Refund.objects.get()
    assert (payment.cents, payment.refund, payment.words) == (-2500, refund, "given back: deposit")
    assert (refund.cents, refund.way, refund.state, str(refund)) == (
        2500,
        "cash",
        "paid",
        f"{refund.charge_id} 2500 paid",
    )
    assert (in_till(desk), charge_of(loan).goes_back_cents) == (0, 0)


@pytest.mark.rule("J-08")
@pytest.mark.rule("J-09")
def test_paid_less_taken_off_is_given_back_to_the_cent(prices, roza, laptop, desk, actor):
    loan = came_back_without_bag(roza, laptop)
    early, _field = refusal(lambda: actions.refund_in_cash(charge_of(loan), desk=desk, by=actor))

    charge = actions.charge_finding(loan, finding=BAG, social=False, by=actor)
    payment = actions.refund_in_cash(charge_of(loan), desk=desk, by=actor)

    assert early == "First decide about this: missing part: bag. Then the rest of the deposit goes back."
    assert (charge.kind, charge.part, charge.cents, charge.paid_cents) == ("missing", "bag", 800, 800)
    deposit = charge_of(loan)
    assert (deposit.paid_cents, deposit.kept_cents, deposit.refunded_cents, payment.cents) == (2500, 800, 1700, -1700)
    assert Deduction.objects.get().cents == 800


@pytest.mark.rule("J-08")
def test_what_costs_more_than_the_deposit_stays_open_and_nothing_goes_back(prices, roza, laptop, desk, actor):
    loan = fresh(came_back(a_loan(roza, laptop), charger="damaged"))

    charge = actions.charge_finding(loan, finding=CHARGER, social=False, by=actor)

    assert (charge.open_cents, charge_of(loan).goes_back_cents) == (500, 0)
    said, _field = refusal(lambda: actions.refund_in_cash(charge_of(loan), desk=desk, by=actor))
    assert said == "Nothing goes back here any more. Reload the page and look again."
    actions.pay(charge, cents=500, way="cash", desk=desk, by=actor)
    assert charge_of(loan, "damage").is_settled


@pytest.mark.rule("J-08")
def test_a_social_tariff_or_nothing_with_a_reason(prices, pairs, actor):
    first, second = (came_back_without_bag(*pair) for pair in pairs)

    social = actions.charge_finding(first, finding=BAG, social=True, by=actor)
    nothing = actions.waive_finding(second, finding=BAG, reason="Was al kapot.", by=actor)

    assert (social.cents, social.paid_cents) == (300, 300)
    assert (nothing.cents, nothing.waived_cents, nothing.waivers.get().reason) == (800, 800, "Was al kapot.")
    assert [charge_of(loan).goes_back_cents for loan in (first, second)] == [2200, 2500]


@pytest.mark.rule("J-08")
def test_without_a_price_the_desk_asks_nothing_and_says_why(roza, laptop, actor):
    loan = came_back_without_bag(roza, laptop)

    no = refusal(lambda: actions.charge_finding(loan, finding=BAG, social=False, by=actor))
    charge = actions.waive_finding(loan, finding=BAG, reason="Geen prijs.", by=actor)

    assert no == ("No price is set for this. The administrator can set it; or waive it with a reason.", "decision")
    assert (charge.cents, charge.waivers.get().cents, undecided(fresh(loan))) == (0, 0, [])


@pytest.mark.rule("J-08")
def test_a_thing_is_decided_once_and_only_when_it_was_found(prices, roza, laptop, actor):
    loan = came_back_without_bag(roza, laptop)
    actions.charge_finding(loan, finding=BAG, social=False, by=actor)

    again, _field = refusal(lambda: actions.waive_finding(loan, finding=BAG, reason="Toch niet.", by=actor))
    invented, _field = refusal(lambda: actions.charge_finding(loan, finding=LOSS, social=False, by=actor))
    dear = refusal(lambda: actions.charge_finding(loan, finding=CHARGER, social=True, by=actor))

    assert again == "This was decided already. Reload the page and look again."
    assert invented == "Nothing like this was found at this return. Reload the page and look again."
    assert dear == ("There is no social tariff for this. Ask the price, or waive it.", "decision")


def test_a_loan_that_runs_has_nothing_to_decide(roza, laptop):
    assert findings(a_loan(roza, laptop)) == []


@pytest.mark.rule("J-08")
def test_a_loss_is_charged_and_goes_back_when_the_device_is_found(prices, roza, laptop, desk, actor):
    loan = actions.report_lost(a_loan(roza, laptop), by=actor)

    charge = actions.charge_finding(loan, finding=LOSS, social=True, by=actor)
    at_loss = (charge.cents, charge.paid_cents, charge_of(loan).goes_back_cents, charge.goes_back_cents)
    found = fresh(came_back(loan))
    actions.waive(charge_of(found, "loss"), reason="Teruggevonden.", by=actor)
    back = actions.refund_in_cash(charge_of(found, "loss"), desk=desk, by=actor)

    assert (at_loss, back.cents) == ((4000, 2500, 0, 0), -2500)
    assert (LOSS.code, LOSS.words, BAG.code) == ("loss", "loss", "missing-bag")


@pytest.mark.rule("J-08")
@pytest.mark.usefixtures("prices")
def test_what_is_missing_at_a_swap_is_charged_for_that_swap_and_again_at_the_end(roza, laptop, second_laptop, actor):
    loan = a_loan(roza, laptop)
    without_bag = {"bag": "missing", "charger": "present"}
    swap = actions.swap(loan, device=second_laptop, parts=ALL_PARTS, condition="ok", back=without_bag, by=actor)
    (at_swap,) = undecided(fresh(loan))

    charged = actions.charge_finding(fresh(loan), finding=at_swap, social=False, by=actor)
    came_back_without_bag_again = actions.take_back(
        fresh(loan), place=loan.desk, condition="ok", parts=without_bag, by=actor
    ).loan

    assert (at_swap, at_swap.words) == (Finding("missing", "bag", swap.pk), "missing part: bag, at the swap")
    assert (charged.swap, charged.words, charged.paid_cents) == (swap, at_swap.words, charged.cents)
    assert undecided(fresh(came_back_without_bag_again)) == [BAG]
    assert wrong() == []


def test_a_broken_device_is_decided_about_too(roza, laptop, desk, actor):
    loan = a_loan(roza, laptop)
    parts = {"bag": "present", "charger": "present"}
    actions.take_back(loan, place=desk, condition="broken", parts=parts, by=actor)

    assert findings(fresh(loan)) == [Finding("damage")]


@pytest.mark.rule("J-09")
def test_no_more_goes_back_in_cash_than_lies_in_the_till(roza, laptop, desk, actor):
    loan = paid_for(a_prepared_loan(roza, laptop), way="card")
    actions.cancel(loan, by=actor)

    said, _field = refusal(lambda: actions.refund_in_cash(charge_of(loan), desk=desk, by=actor))

    assert said == "There is not so much in the till. Give less, or put it on the payment list."
    assert (Refund.objects.count(), charge_of(loan).goes_back_cents) == (0, 2500)


@pytest.mark.rule("J-09")
def test_a_deposit_goes_back_once_and_not_while_the_loan_runs(roza, laptop, desk, actor):
    loan = a_loan(roza, laptop)
    early, _field = refusal(lambda: actions.ask_refund(charge_of(loan), by=actor))
    came_back(loan)
    actions.ask_refund(charge_of(loan), by=actor)

    twice, _field = refusal(lambda: actions.refund_in_cash(charge_of(loan), desk=desk, by=actor))

    assert early == twice == "Nothing goes back here any more. Reload the page and look again."
    assert Refund.objects.get().state == "waiting"


# Payment lists.


@pytest.mark.rule("J-10")
def test_a_list_is_made_approved_by_a_second_person_and_paid(pairs, town, actor, accountant):
    asked(*pairs[0], actor, payee="40123")
    asked(*pairs[1], actor)

    made = actions.make_list(town, by=actor)
    own, _field = refusal(lambda: actions.approve_list(made, by=actor))
    approved = actions.approve_list(made, by=accountant)
    paid = actions.execute_list(approved, by=accountant)

    assert own == "You made this list. Let a colleague look at it and approve it."
    assert (approved.number, approved.count, approved.cents) == ("BL-2026-001", 2, 5000)
    assert (paid.state, set(Refund.objects.values_list("state", flat=True))) == ("executed", {"paid"})
    assert Payment.objects.filter(refund__isnull=False).count() == 0


@pytest.mark.rule("J-10")
def test_lists_are_numbered_without_gaps_also_when_one_is_withdrawn(pairs, town, actor, accountant):
    asked(*pairs[0], actor)
    first = actions.make_list(town, by=actor)
    actions.withdraw_list(first, by=actor)
    again = actions.approve_list(actions.make_list(town, by=actor), by=accountant)
    asked(*pairs[1], actor)
    next_one = actions.approve_list(actions.make_list(town, by=actor), by=accountant)

    assert [fresh(one).number for one in (first, again, next_one)] == [f"({first.pk})", "BL-2026-001", "BL-2026-002"]
    assert fresh(first).state == "withdrawn"


@pytest.mark.rule("J-10")
def test_an_approved_list_changes_no_more(roza, laptop, town, actor, accountant):
    refund = asked(roza, laptop, actor)
    approved = actions.approve_list(actions.make_list(town, by=actor), by=accountant)
    refund = fresh(refund)

    said = {
        refusal(act)[0]
        for act in (
            lambda: actions.take_off(refund, by=actor),
            lambda: actions.set_payee(refund, payee="1", by=actor),
            lambda: actions.withdraw_list(approved, by=actor),
            lambda: actions.approve_list(approved, by=accountant),
        )
    }

    assert said == {"This list is approved, or withdrawn. It does not change any more."}


@pytest.mark.rule("J-10")
def test_a_refund_is_left_out_and_waits_for_another_list(roza, laptop, town, actor, accountant):
    refund = asked(roza, laptop, actor)
    made = actions.make_list(town, by=actor)
    actions.take_off(fresh(refund), by=actor)

    empty, _field = refusal(lambda: actions.approve_list(made, by=accountant))
    nowhere, _field = refusal(lambda: actions.take_off(fresh(refund), by=actor))
    another = actions.make_list(town, by=actor)

    assert empty == "Nothing is on this list. Withdraw it, and make another one."
    assert nowhere == "This refund is on no list. Reload the page."
    assert fresh(refund).payment_list == another
    assert (
        refusal(lambda: actions.make_list(town, by=actor))[0]
        == "No refund waits for a list. Reload the page and look again."
    )


@pytest.mark.rule("J-10")
@pytest.mark.parametrize("payee", [IBAN, "BE68 5390 0754 7034", "40 123", "85073003328", "rekening;1"])
def test_no_account_number_stands_with_a_refund(roza, laptop, actor, payee):
    refund = asked(roza, laptop, actor)

    _said, field = refusal(lambda: actions.set_payee(refund, payee=payee, by=actor))

    assert (field, fresh(refund).payee) == ("payee", "")


@pytest.mark.rule("J-10")
def test_the_database_lets_nobody_approve_an_own_list_or_change_a_refund(roza, laptop, town, actor):
    asked(roza, laptop, actor)
    made = actions.make_list(town, by=actor)

    for change in (
        lambda: PaymentList.objects.filter(pk=made.pk).update(approved_by=actor),
        lambda: Refund.objects.update(cents=1),
        lambda: Refund.objects.update(payee=IBAN + " "),
        lambda: Refund.objects.update(payment_list=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.rule("J-10")
@pytest.mark.rule("J-12")
def test_the_list_tells_accounting_whom_to_pay_and_of_a_protected_person_the_number(town, pairs, actor, accountant):
    roza, hidden = pairs[0][0], a_person(town, "Stil Verborgen", protected=True)
    refund = asked(*pairs[0], actor)
    actions.set_payee(refund, payee="40123", by=actor)
    asked(hidden, pairs[1][1], actor)
    approved = actions.approve_list(actions.make_list(town, by=actor), by=accountant)

    rows = list_csv(approved).decode("utf-8-sig").splitlines()
    context = list_context(approved)

    first, second = (refund.charge.loan for refund in Refund.objects.order_by("pk"))
    assert rows == [
        "Person;Name;Number in accounting;Euros;What for;Loan",
        f"{roza.number};Roza Peeters;40123;25.00;deposit;{first.number}",
        f"{hidden.number};{hidden.number};new: accounting asks;25.00;deposit;{second.number}",
    ]
    assert "Verborgen" not in str(context)
    assert [str(value) for _term, value in context["facts"]] == ["2", "€\u00a050,00"]


# Prices.


def test_a_price_holds_until_the_next_one(town, actor):
    actions.set_price(town, what="bag", cents=800, valid_from=date(2026, 1, 1), by=actor)
    actions.set_price(town, what="bag", cents=900, social_cents=200, valid_from=date(2026, 11, 1), by=actor)

    on = [
        PartPrice.objects.holding(town, "bag", day) for day in (date(2026, 10, 31), date(2026, 11, 1), date(2025, 1, 1))
    ]

    assert [price and price.cents for price in on] == [800, 900, None]
    assert str(on[1]) == "bag 2026-11-01"
    early = refusal(lambda: actions.set_price(town, what="bag", cents=1, valid_from=date(2026, 5, 1), by=actor))
    turned = refusal(
        lambda: actions.set_price(town, what="mouse", cents=1, social_cents=2, valid_from=date(2026, 5, 1), by=actor)
    )
    assert (early[1], turned[1]) == ("valid_from", "social_cents")
