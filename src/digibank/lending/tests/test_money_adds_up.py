"""Whatever desks do with money, in whatever order: tills add up to the cent, and of each charge nothing is lost."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from digibank import clock
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import NOW
from digibank.audit.tests.factories import an_actor
from digibank.inventory.tests.factories import a_depot, at_desk
from digibank.lending import actions
from digibank.lending.models import Loan
from digibank.lending.tests.factories import a_paper, a_prepared_loan
from digibank.lending.tests.money_rules import Money
from digibank.lending.tests.walking import PICKS, act
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people.tests.factories import a_person

STEPS, RUNS = 60, 4


class Desks(Money):
    """Two desks of one town that lend, and do all there is to do with money."""

    def __init__(self) -> None:
        super().__init__()
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.now = clock.at(NOW)
        self.now.__enter__()
        association = an_association("Digibank Kassa")
        self.town = a_member(association, name="Kassadorp")
        a_regulation(self.town, deposit_cents=2503, fee_cents=1000, instalments=5, devices_per_household=9)
        self.desks = [a_desk(self.town, name=name) for name in ("Balie Een", "Balie Twee")]
        self.depot = a_depot(association)
        self.people = [a_person(self.town, f"Persoon {number}") for number in range(3)]
        self.by, self.second = an_actor(), a_user("anke", "Anke Aerts", self.town, "accountant").actor
        for what in ("bag", "charger", "loss", "damage"):
            actions.set_price(self.town, what=what, cents=1999, social_cents=333, valid_from=clock.today(), by=self.by)
        self.paper = a_paper()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.now.__exit__(None, None, None)
        self.outside.__exit__(None, None, None)

    @act(pick=PICKS)
    def prepare(self, pick):
        desk = self.desks[pick % 2]
        loan = a_prepared_loan(self.people[pick % 3], at_desk(desk, depot=self.depot), desk=desk)
        actions.keep_contract(loan, contract=self.paper, by=self.by)

    @act(pick=PICKS)
    def pay_all_and_hand_over(self, pick):
        loan = self.any_of(Loan.objects.filter(state="prepared"), pick)
        if loan:
            self.pay_all_due(loan)
        self.try_to(lambda of: actions.keep_contract(of, contract=self.paper, by=self.by), loan)
        self.try_to(lambda of: actions.hand_over(of, signs=self.paper.sha256, by=self.by), loan)

    @act(pick=PICKS)
    def call_off(self, pick):
        self.try_to(lambda of: actions.cancel(of, by=self.by), self.any_of(Loan.objects.open(), pick))

    @act(
        pick=PICKS, bag=st.sampled_from(["present", "missing", "damaged"]), condition=st.sampled_from(["ok", "broken"])
    )
    def take_back(self, pick, bag, condition):
        loan = self.any_of(Loan.objects.filter(state__in=["running", "lost"]), pick)
        parts = {"bag": bag, "charger": "present"}
        self.try_to(lambda of: actions.take_back(of, place=of.desk, condition=condition, parts=parts, by=self.by), loan)

    @act(pick=PICKS)
    def lose(self, pick):
        self.try_to(lambda of: actions.report_lost(of, by=self.by), self.any_of(Loan.objects.running(), pick))

    @act(days=st.integers(1, 40))
    def time_passes(self, days):
        clock.pass_time(days=days)


@pytest.mark.django_db
@pytest.mark.rule("J-03")
@pytest.mark.rule("J-11")
@pytest.mark.usefixtures("in_english")
def test_money_adds_up_whatever_desks_do():
    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
