"""Gifts with conditions and lease-purchases: what becomes of the device, the money, and the paper."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from digibank import clock
from digibank.errors import RuleBroken
from digibank.flow import Step
from digibank.inventory import actions as inventory
from digibank.inventory.flows import DEVICE_FLOW, Position
from digibank.inventory.models import Commitment, Device, Supply
from digibank.inventory.queries import counted_at, devices_by_class, free_by_desk_and_class
from digibank.lending import actions
from digibank.lending.contracts import contract_context
from digibank.lending.flows import LoanKind
from digibank.lending.late import to_remind
from digibank.lending.models import Loan
from digibank.lending.tests.conftest import TODAY
from digibank.lending.tests.factories import a_loan, a_paper, a_prepared_loan, came_back, paid_for
from digibank.lending.tests.looking import fresh, position, refusal, told, verbs
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person

CONDITIONS = "U verkoopt het toestel niet.\n\nIs het stuk? Breng het dan binnen."


@pytest.fixture
def generous(town):
    return a_regulation(town, gift_text=CONDITIONS, lease_parts=3, lease_part_cents=1000, renewals=1)


@pytest.fixture
def mia(town, generous):
    return a_person(town, "Mia Claes")


def pays(loan: Loan, *, day: date) -> None:
    """What is to be paid on this day is paid."""
    with clock.at(clock.now() + (day - clock.today())):
        paid_for(loan)


def parts_of(loan: Loan) -> list[tuple[int, date]]:
    return list(loan.charges.get().instalments.values_list("cents", "due_on"))


@pytest.mark.rule("U-78")
def test_only_the_kinds_that_the_rules_offer_are_made(roza, laptop):
    no = refusal(lambda: a_prepared_loan(roza, laptop, kind="gift"))

    assert no == ("The rules do not offer this kind. Choose another one.", "kind")
    assert Loan.objects.count() == 0


@pytest.mark.rule("U-79")
def test_a_gift_leaves_the_stock_with_the_signature_and_costs_nothing(mia, laptop, generous):
    gift = a_loan(mia, laptop, kind="gift")

    assert (gift.state, gift.due_on, gift.charges.count(), gift.renewals_left()) == ("given", None, 0, 0)
    assert (position(laptop), Commitment.objects.open().count()) == ("given_away", 0)
    assert gift.handover.state == "planned"
    assert told() == [("lending/handed_over", "Mia Claes")]


@pytest.mark.rule("U-79")
def test_a_gift_is_given_by_the_act_that_signs_it_and_can_be_called_off_before(mia, laptop, actor):
    gift = a_prepared_loan(mia, laptop, kind="gift")

    actions.cancel(gift, by=actor)

    assert (fresh(gift).state, position(laptop), Supply.objects.get().free()) == ("cancelled", "at_desk", 1)


@pytest.mark.rule("U-79")
def test_the_database_itself_refuses_a_gift_that_is_to_be_brought_back(mia, laptop):
    gift = a_prepared_loan(mia, laptop, kind="gift")

    for wrong in ({"due_on": TODAY}, {"kind": "loan"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Loan.objects.filter(pk=gift.pk).update(**wrong)


@pytest.mark.rule("U-78")
@pytest.mark.parametrize(
    ("kind", "heading", "rules"),
    [
        ("loan", "You borrow a device", ["U leent een toestel voor een jaar."]),
        ("gift", "You get a device", ["U verkoopt het toestel niet.", "Is het stuk? Breng het dan binnen."]),
        (
            "lease",
            "You pay a device in parts",
            [
                "You pay 3 times € 10,00, one each month. When all is paid the device is yours.",
                "Do you bring it back earlier? Then you pay no more parts. What you paid stays paid.",
            ],
        ),
    ],
)
def test_the_contract_says_which_kind_it_is(mia, laptop, kind, heading, rules):
    context = contract_context(a_prepared_loan(mia, laptop, kind=kind))

    terms = [term for term, _words in context["facts"]]
    said = [rule.replace("\xa0", " ") for rule in context["rules"]]
    assert (context["heading"], said, "Bring it back by" in terms) == (heading, rules, kind == "loan")


@pytest.mark.rule("U-80")
def test_a_lease_purchase_begins_when_the_first_part_is_paid_and_has_its_months(mia, laptop, actor):
    lease = a_prepared_loan(mia, laptop, kind="lease")
    actions.keep_contract(lease, contract=a_paper(), by=actor)
    unpaid, _field = refusal(lambda: actions.hand_over(lease, signs=fresh(lease).contract.sha256, by=actor))

    running = a_signed(lease, actor)

    assert unpaid.startswith("Not paid yet: lease-purchase.")
    assert parts_of(lease) == [(1000, TODAY), (1000, date(2026, 12, 23)), (1000, date(2027, 1, 23))]
    assert (running.state, position(laptop), running.due_on >= date(2027, 2, 23)) == ("running", "lent", True)
    assert refusal(lambda: actions.renew(running, by=actor))[0].startswith("A lease-purchase is not made longer.")


def a_signed(loan: Loan, actor) -> Loan:
    return actions.hand_over(loan, signs=fresh(paid_for(loan)).contract.sha256, by=actor)


@pytest.mark.rule("U-80")
def test_when_all_is_paid_the_device_is_the_borrowers_and_a_paper_says_so(mia, laptop, actor):
    lease = a_loan(mia, laptop, kind="lease")
    too_early, _field = refusal(lambda: actions.pass_on(lease, paper=a_paper("eigendom"), by=actor))
    pays(lease, day=date(2026, 12, 23))
    pays(lease, day=date(2027, 1, 23))

    paper = a_paper("eigendom")
    owned = actions.pass_on(lease, paper=paper, by=actor)

    assert too_early.replace("\xa0", " ") == "Not all of it is paid: € 20,00 is still open."
    assert (owned.state, position(laptop), owned.passed_on.document) == ("given", "given_away", paper)
    assert verbs(lease)[-1] == "lending.passed_on"


@pytest.mark.rule("U-80")
def test_brought_back_earlier_the_parts_that_are_open_are_let_go(mia, laptop):
    lease = a_loan(mia, laptop, kind="lease")

    back = came_back(lease)

    charge = back.charges.get()
    assert (back.state, charge.paid_cents, charge.waived_cents, charge.open_cents) == ("returned", 1000, 2000, 0)
    assert (charge.goes_back_cents, position(laptop)) == (0, "quarantine")


@pytest.mark.rule("U-80")
def test_nobody_is_asked_to_bring_back_what_they_are_buying(mia, laptop):
    lease = a_loan(mia, laptop, kind="lease")

    with clock.at(clock.now() + timedelta(days=200)):
        told_soon_or_late = (fresh(lease).is_overdue, Loan.objects.overdue().count(), list(to_remind()))

    assert told_soon_or_late == (False, 0, [])


@pytest.mark.rule("U-80")
def test_a_lease_purchase_that_never_began_gives_back_what_was_paid(mia, laptop, actor):
    lease = paid_for(a_prepared_loan(mia, laptop, kind="lease"))

    actions.cancel(lease, by=actor)

    charge = fresh(lease).charges.get()
    assert (charge.paid_cents, charge.goes_back_cents, charge.open_cents) == (1000, 1000, 0)


@pytest.mark.rule("U-80")
def test_a_loan_and_a_gift_are_not_passed_on(mia, town, laptop, second_laptop, actor):
    loan = a_loan(mia, laptop)
    gift = a_loan(a_person(town, "Jan Bos"), second_laptop, kind="gift")

    for other in (loan, gift):
        said, _field = refusal(lambda other=other: actions.pass_on(other, paper=a_paper(), by=actor))
        assert said == "Only a lease-purchase becomes the borrower's. Reload the page and look again."


# What was given away is never stock again.


@pytest.fixture
def given(mia, laptop) -> Device:
    a_loan(mia, laptop, kind="gift")
    return fresh(laptop)


@pytest.mark.rule("U-81")
def test_no_step_of_its_life_begins_where_it_belongs_to_a_resident():
    assert DEVICE_FLOW.open_steps(Position.GIVEN_AWAY) == []


@pytest.mark.rule("U-81")
@pytest.mark.parametrize("step", DEVICE_FLOW.steps.values(), ids=lambda step: step.name)
def test_no_step_moves_what_was_given_away(given, step: Step):
    said, _field = refusal(lambda: DEVICE_FLOW.move(given, step.name))

    assert (said[:23], position(given)) == ("This is not possible no", "given_away")


@pytest.mark.rule("U-81")
def test_what_was_given_away_is_not_free_not_counted_and_not_lent_again(given, town, desk, laptop_class, actor):
    loan = refusal(lambda: a_prepared_loan(a_person(town, "Jan Bos"), given))[0]
    back = refusal(lambda: came_back(Loan.objects.get(device=given)))[0]

    assert (loan.startswith(f"{given.number} is not ready at this desk"), back[:20]) == (True, "This is not possible")
    assert (Device.objects.free_at(desk).count(), counted_at(desk).count()) == (0, 0)
    assert free_by_desk_and_class([town.pk])[desk.pk, laptop_class.pk] == 0
    assert [count.positions for count in devices_by_class([town.pk])] == [[(Position.GIVEN_AWAY, 1)]]
    for act in (inventory.lose, inventory.write_off, inventory.dispose, inventory.restore):
        with pytest.raises(RuleBroken):
            act(given, by=actor)


@pytest.mark.rule("U-81")
def test_the_proofs_of_erasure_stay_with_what_was_given_away(given):
    assert (given.open_media, given.is_past_the_gate, given.gone_from) == (0, True, "lent")


@pytest.mark.rule("U-78")
def test_a_plain_loan_is_what_is_made_when_nothing_is_said(roza, laptop):
    loan = a_prepared_loan(roza, laptop)

    assert (loan.kind, loan.due_on) == (LoanKind.LOAN, TODAY + timedelta(days=365))
