"""What a loan costs, what is paid of it, waived or paid in parts, and when a loan may begin."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from stdnum.be import ogm_vcs

from digibank import clock
from digibank.audit.models import Event
from digibank.lending import actions
from digibank.lending.contracts import contract_context
from digibank.lending.models import Bearing, Charge, Deduction, Instalment, Payment, Waiver
from digibank.lending.tests.factories import a_loan, a_paper, a_prepared_loan, came_back, paid_for, signed_for
from digibank.lending.tests.looking import fresh, refusal, verbs
from digibank.organisations import actions as organisations
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people.tests.factories import a_person
from digibank.support.tests.factories import an_entitlement

ACCOUNT = "BE68 5390 0754 7034"


def costs_of(loan) -> list[tuple]:
    rows = loan.charges.order_by("pk")
    return list(rows.values_list("kind", "cents", "paid_cents", "waived_cents"))


def charge_of(loan, kind="deposit") -> Charge:
    return fresh(loan).charges.get(kind=kind)


@pytest.fixture
def dear(town):
    """A regulation with deposit and fee, in at most five parts."""
    return a_regulation(town, deposit_cents=2503, fee_cents=1000, instalments=5)


@pytest.fixture
def loan(dear, town, laptop):
    """A prepared loan under that regulation."""
    return a_prepared_loan(a_person(town), laptop)


@pytest.mark.rule("J-01")
def test_a_loan_writes_down_what_its_version_of_the_regulation_asks(loan, town, second_laptop):
    a_regulation(town, valid_from=clock.today(), deposit_cents=0, fee_cents=0)

    later = a_prepared_loan(a_person(town, "Later"), second_laptop)

    assert costs_of(loan) == [("deposit", 2503, 0, 0), ("fee", 1000, 0, 0)]
    assert costs_of(later) == []
    assert verbs(loan)[:2] == ["lending.charged", "lending.charged"]


@pytest.mark.rule("J-02")
def test_a_device_goes_along_when_deposit_and_fee_are_paid(loan, desk, actor):
    actions.keep_contract(loan, contract=a_paper(), by=actor)
    actions.pay(charge_of(loan), cents=2503, way="card", desk=desk, by=actor)

    said, _field = refusal(lambda: actions.hand_over(loan, signs=fresh(loan).contract.sha256, by=actor))
    actions.pay(charge_of(loan, "fee"), cents=1000, way="cash", desk=desk, by=actor)

    assert said == "Not paid yet: fee. Take the payment, agree on parts, or waive it; then hand the device over."
    assert signed_for(fresh(loan)).state == "running"


@pytest.mark.rule("J-02")
def test_what_costs_nothing_or_is_waived_goes_along(loan, actor):
    for charge in loan.charges.all():
        actions.waive(charge, reason="Gezin zonder inkomen.", by=actor)
    actions.keep_contract(fresh(loan), contract=a_paper(), by=actor)

    running = actions.hand_over(loan, signs=fresh(loan).contract.sha256, by=actor)

    assert (running.state, Payment.objects.count()) == ("running", 0)
    assert costs_of(loan) == [("deposit", 2503, 0, 2503), ("fee", 1000, 0, 1000)]
    assert list(Waiver.objects.values_list("cents", "reason")) == [
        (2503, "Gezin zonder inkomen."), (1000, "Gezin zonder inkomen."),
    ]  # fmt: skip


@pytest.mark.rule("J-04")
def test_in_parts_the_first_is_due_today_and_they_add_up_to_the_whole(loan, actor):
    charge = actions.agree_instalments(charge_of(loan), count=5, by=actor)

    parts = list(Instalment.objects.values_list("number", "cents", "due_on"))
    assert parts == [
        (1, 501, date(2026, 11, 23)), (2, 501, date(2026, 12, 23)), (3, 501, date(2027, 1, 23)),
        (4, 500, date(2027, 2, 23)), (5, 500, date(2027, 3, 23)),
    ]  # fmt: skip
    assert sum(cents for _number, cents, _due_on in parts) == charge.cents
    assert [charge.due_cents(on) for on in (date(2026, 11, 22), date(2026, 11, 23), date(2027, 1, 23))] == [
        0,
        501,
        1503,
    ]


@pytest.mark.rule("J-02")
def test_a_loan_in_parts_begins_when_the_first_part_is_paid(loan, desk, actor):
    actions.agree_instalments(charge_of(loan), count=5, by=actor)
    actions.waive(charge_of(loan, "fee"), reason="Eerste keer.", by=actor)
    actions.keep_contract(fresh(loan), contract=a_paper(), by=actor)
    actions.pay(charge_of(loan), cents=500, way="cash", desk=desk, by=actor)

    said, _field = refusal(lambda: actions.hand_over(loan, signs=fresh(loan).contract.sha256, by=actor))
    actions.pay(charge_of(loan), cents=1, way="cash", desk=desk, by=actor)

    assert "Not paid yet: deposit." in said
    assert signed_for(fresh(loan)).state == "running"


@pytest.mark.rule("J-04")
@pytest.mark.parametrize("count", [-1, 0, 1, 6])
def test_there_are_as_many_parts_as_the_rules_allow(loan, actor, count):
    assert refusal(lambda: actions.agree_instalments(charge_of(loan), count=count, by=actor)) == (
        "The rules allow two to 5 parts. Choose a number between these.", "count",
    )  # fmt: skip


@pytest.mark.rule("J-04")
def test_without_parts_in_the_rules_all_is_paid_at_once(roza, laptop, actor):
    loan = a_prepared_loan(roza, laptop)

    said, _field = refusal(lambda: actions.agree_instalments(charge_of(loan), count=2, by=actor))

    assert said == "The rules allow no payment in parts. Take the whole amount, or waive it with a reason."


def test_parts_are_agreed_once_and_never_smaller_than_a_cent(loan, desk, actor):
    actions.agree_instalments(charge_of(loan), count=2, by=actor)
    actions.pay(charge_of(loan, "fee"), cents=998, way="cash", desk=desk, by=actor)

    again, _field = refusal(lambda: actions.agree_instalments(charge_of(loan), count=3, by=actor))
    small, _field = refusal(lambda: actions.agree_instalments(charge_of(loan, "fee"), count=3, by=actor))

    assert again == "Parts were agreed already. Reload the page and look at them."
    assert small == "The parts would be smaller than a cent. Choose fewer parts."


def test_parts_after_a_payment_still_add_up(loan, desk, actor):
    actions.pay(charge_of(loan), cents=503, way="cash", desk=desk, by=actor)

    charge = actions.agree_instalments(charge_of(loan), count=4, by=actor)

    assert [part.cents for part in charge.plan] == [1003, 500, 500, 500]
    assert charge.due_cents(clock.today()) == 500


@pytest.mark.rule("J-04")
def test_the_desk_waives_only_when_the_rules_say_so(town, laptop, actor):
    a_regulation(town, may_waive=False)
    loan = a_prepared_loan(a_person(town), laptop)

    said, _field = refusal(lambda: actions.waive(charge_of(loan), reason="Arm.", by=actor))

    assert said.startswith("The rules of this municipality do not let anybody waive this.")


@pytest.mark.parametrize(("reason", "said"), [(" ", "Write down why."), ("pincode 1234", "This text holds a password")])
def test_a_waiver_has_its_reason_and_no_secrets(loan, actor, reason, said):
    found, field = refusal(lambda: actions.waive(charge_of(loan), reason=reason, by=actor))

    assert (found.startswith(said), field, Waiver.objects.count()) == (True, "reason", 0)


def test_what_is_settled_is_waived_no_more(loan, actor):
    actions.waive(charge_of(loan), reason="Eerste keer.", by=actor)

    for again in (
        lambda: actions.waive(charge_of(loan), reason="Nog eens.", by=actor),
        lambda: actions.agree_instalments(charge_of(loan), count=2, by=actor),
    ):
        assert "Reload the page and look again." in refusal(again)[0]


@pytest.mark.rule("J-04")
def test_a_contract_that_says_something_else_is_made_anew(loan, actor):
    actions.keep_contract(loan, contract=a_paper(), by=actor)
    actions.agree_instalments(charge_of(loan), count=2, by=actor)
    after_parts = fresh(loan).contract
    actions.keep_contract(fresh(loan), contract=a_paper("in parts"), by=actor)
    actions.waive(charge_of(loan, "fee"), reason="Eerste keer.", by=actor)

    assert (after_parts, fresh(loan).contract) == (None, None)


@pytest.mark.rule("J-03")
def test_nobody_pays_more_than_is_open(loan, desk, actor):
    actions.pay(charge_of(loan), cents=2500, way="cash", desk=desk, by=actor)

    no = [
        refusal(lambda cents=cents: actions.pay(charge_of(loan), cents=cents, way="cash", desk=desk, by=actor))
        for cents in (4, 0, -1)
    ]

    assert no == [("Still open here: €\u00a00,03. Take that, or less.", "cents")] * 3


@pytest.mark.rule("J-03")
@pytest.mark.parametrize("column", ["paid_cents", "waived_cents", "borne_cents", "refunded_cents", "kept_cents"])
def test_the_database_settles_no_charge_twice(loan, column):
    with pytest.raises(DatabaseError), transaction.atomic():
        loan.charges.update(**{column: 2504})


@pytest.mark.rule("J-03")
def test_the_database_changes_no_amount_and_takes_no_charge_away(loan):
    with pytest.raises(DatabaseError), transaction.atomic():
        loan.charges.update(cents=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        loan.charges.all()._raw_delete("default")


def test_all_that_is_due_is_paid_at_once_and_then_nothing_is(loan, desk, actor):
    actions.agree_instalments(charge_of(loan), count=5, by=actor)

    taken = actions.pay_due(loan, way="cash", desk=desk, by=actor)

    assert [(payment.charge.kind, payment.cents) for payment in taken] == [("deposit", 501), ("fee", 1000)]
    said, _field = refusal(lambda: actions.pay_due(loan, way="cash", desk=desk, by=actor))
    assert said == "Nothing is to be paid today. Reload the page and look again."


def test_money_of_another_municipality_goes_through_its_own_till(loan, other_town, depot, actor):

    for elsewhere in (a_desk(other_town), depot):
        said, _field = refusal(
            lambda desk=elsewhere: actions.pay(charge_of(loan), cents=1, way="cash", desk=desk, by=actor)
        )
        assert said == "This loan is of Wilgerdonk. Its money goes through a till of that municipality."


@pytest.mark.rule("J-05")
def test_a_communication_is_valid_and_leads_back_to_its_charge_only(loan):
    deposit, fee = charge_of(loan), charge_of(loan, "fee")

    assert ogm_vcs.is_valid(deposit.communication.strip("+"))
    assert deposit.communication != fee.communication
    for typed in (deposit.communication, deposit.communication.strip("+"), deposit.communication.replace("/", "")):
        assert list(Charge.objects.of_communication(typed)) == [deposit]
    wrong = deposit.communication.replace("+++0", "+++1")
    assert [list(Charge.objects.of_communication(text)) for text in (wrong, "", "fiets", "***")] == [[], [], [], []]


@pytest.mark.rule("J-05")
def test_the_contract_says_how_to_pay_by_transfer_and_paid_or_free(loan, town, desk, actor):
    organisations.set_account(town, version=town.version, account_number=ACCOUNT, by=actor)
    before = dict_of(fresh(loan))
    actions.waive(charge_of(loan, "fee"), reason="Leefloon.", by=actor)
    paid_for(fresh(loan))

    after = dict_of(fresh(loan))

    communication = charge_of(loan, "fee").communication
    assert (before["Deposit"], before["Fee"]) == ("€\u00a025,03", "€\u00a010,00")
    assert before["Pay by transfer"] == (f"€\u00a010,00 on BE68 5390 0754 7034, with the communication {communication}")
    assert (after["Deposit"], after["Fee"], "Pay by transfer" in after) == ("€\u00a025,03, paid", "free", False)
    assert "Leefloon" not in str(after)


def dict_of(loan) -> dict[str, str]:
    return {str(term): str(value) for term, value in contract_context(loan)["facts"]}


def test_the_contract_tells_parts(loan, actor):
    actions.agree_instalments(charge_of(loan), count=5, by=actor)

    assert dict_of(fresh(loan))["Deposit"] == "€\u00a025,03, in 5 parts, one each month"


@pytest.mark.rule("J-03")
def test_a_loan_that_is_called_off_costs_nothing_and_gives_back_what_was_paid(loan, desk, actor):
    actions.pay(charge_of(loan, "fee"), cents=1000, way="cash", desk=desk, by=actor)

    actions.cancel(loan, by=actor)

    assert costs_of(loan) == [("deposit", 2503, 0, 2503), ("fee", 1000, 1000, 0)]
    assert [charge.goes_back_cents for charge in fresh(loan).charges.all()] == [0, 1000]


def test_parts_of_a_deposit_that_were_to_come_are_let_go_when_the_loan_ends(loan, desk, actor):
    actions.agree_instalments(charge_of(loan), count=5, by=actor)
    signed_for(actions.keep_contract(fresh(loan), contract=a_paper(), by=actor))

    actions.report_lost(loan, by=actor)

    deposit = charge_of(loan)
    assert (deposit.paid_cents, deposit.waived_cents, deposit.goes_back_cents) == (501, 2002, 501)


def test_charges_stand_in_the_trail_with_codes_only(loan, actor):
    actions.waive(charge_of(loan), reason="Schulden.", by=actor)

    facts = [event.facts for event in Event.objects.filter(verb__in=["lending.charged", "lending.waived"])]
    assert facts == [{"kind": "deposit", "cents": 2503}, {"kind": "fee", "cents": 1000}, {"cents": 2503}]


def test_rows_of_money_say_what_they_are(loan, desk, actor):
    actions.agree_instalments(charge_of(loan), count=2, by=actor)
    waived = actions.waive(charge_of(loan), reason="Eerste keer.", by=actor)
    waiver = Waiver.objects.get()

    assert str(waived) == "deposit  2503"
    assert [str(part) for part in waived.plan] == ["1 2026-11-23", "2 2026-12-23"]
    assert str(waiver) == f"{waived.pk} 2503"
    assert str(Deduction(deposit_id=1, charge_id=2, cents=3)) == "1 2 3"


def test_a_running_loan_can_be_paid_further(loan, desk, actor):
    actions.agree_instalments(charge_of(loan), count=5, by=actor)
    signed_for(actions.keep_contract(fresh(loan), contract=a_paper(), by=actor))

    with clock.at(clock.now().replace(month=12, day=24)):
        taken = actions.pay_due(loan, way="card", desk=desk, by=actor)

    assert [(payment.cents, payment.way, payment.serial) for payment in taken] == [(501, "card", 3)]


# A right to support bears it.


def borne(loan) -> list[tuple]:
    return list(fresh(loan).charges.order_by("pk").values_list("kind", "borne_cents", "paid_cents"))


@pytest.mark.rule("J-05")
def test_who_has_a_right_pays_nothing_and_no_paper_says_by_whom(dear, town, laptop):
    person = a_person(town)
    an_entitlement(person, "free")

    loan = a_prepared_loan(person, laptop)

    told = dict_of(loan)
    assert borne(loan) == [("deposit", 2503, 0), ("fee", 1000, 0)]
    assert (told["Deposit"], told["Fee"], "OCMW" in str(told)) == ("free", "free", False)
    assert signed_for(actions.keep_contract(loan, contract=a_paper(), by=a_paper().created_by)).state == "running"
    assert [str(row) for row in Bearing.objects.all()] == [
        f"{charge.pk} {charge.cents}" for charge in loan.charges.all()
    ]


@pytest.mark.rule("J-03")
def test_a_right_up_to_an_amount_bears_so_much_and_the_rest_is_paid(dear, town, laptop, desk, actor):
    person = a_person(town)
    an_entitlement(person, "paid", amount_cents=3000)

    loan = a_prepared_loan(person, laptop)
    taken = actions.pay_due(loan, way="cash", desk=desk, by=actor)

    assert [payment.cents for payment in taken] == [503]
    assert borne(loan) == [("deposit", 2503, 0), ("fee", 497, 503)]


@pytest.mark.rule("J-03")
def test_a_right_that_came_meanwhile_settles_a_loan_that_waits(loan, actor):
    actions.keep_contract(loan, contract=a_paper(), by=actor)
    no, _field = refusal(lambda: actions.bear(loan, by=actor))
    an_entitlement(loan.person, "free")

    actions.bear(loan, by=actor)
    again, _field = refusal(lambda: actions.bear(loan, by=actor))

    assert no == again == "This person has no right that settles this. Take the payment, or waive it with a reason."
    assert (borne(loan), fresh(loan).contract) == ([("deposit", 2503, 0), ("fee", 1000, 0)], None)


@pytest.mark.rule("J-09")
def test_what_was_borne_goes_back_to_nobody_at_the_desk(town, regulation, laptop):
    person = a_person(town)
    an_entitlement(person, "free")

    loan = came_back(a_loan(person, laptop))

    assert [charge.goes_back_cents for charge in fresh(loan).charges.all()] == [0]
