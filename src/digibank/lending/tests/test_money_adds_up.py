"""Whatever desks do with money, in whatever order: tills add up to the cent, and of each charge nothing is lost."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from digibank import clock
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import NOW
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory.tests.factories import a_depot, at_desk
from digibank.lending import actions
from digibank.lending.dues import undecided
from digibank.lending.models import Charge, Loan, Payment, PaymentList, Refund, TillDay, Way
from digibank.lending.tests.factories import a_paper, a_prepared_loan
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people.tests.factories import a_person

STEPS, RUNS = 60, 4
picks = st.integers(0, 999)
cents = st.sampled_from([1, 99, 500, 1234, 2503])


class Desks(RuleBasedStateMachine):
    """Two desks of one town that lend, take money, give it back, decide, make lists and close their tills."""

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

    def one_of(self, rows, pick):
        found = list(rows.order_by("pk"))
        return found[pick % len(found)] if found else None

    def try_to(self, act, *subjects) -> None:
        """Do it when there is something to do it with; what a rule refuses leaves nothing behind."""
        if None not in subjects:
            with suppress(RuleBroken):
                act(*subjects)

    @rule(pick=picks)
    def prepare(self, pick):
        desk = self.desks[pick % 2]
        loan = a_prepared_loan(self.people[pick % 3], at_desk(desk, depot=self.depot), desk=desk)
        actions.keep_contract(loan, contract=self.paper, by=self.by)

    @rule(pick=picks, cents=cents, way=st.sampled_from(Way.values))
    def pay(self, pick, cents, way):
        charge = self.one_of(Charge.objects.all(), pick)
        self.try_to(lambda of: actions.pay(of, cents=cents, way=way, desk=self.desks[pick % 2], by=self.by), charge)

    @rule(pick=picks)
    def pay_all_and_hand_over(self, pick):
        loan = self.one_of(Loan.objects.filter(state="prepared"), pick)
        self.try_to(lambda of: actions.pay_due(of, way="cash", desk=of.desk, by=self.by), loan)
        self.try_to(lambda of: actions.keep_contract(of, contract=self.paper, by=self.by), loan)
        self.try_to(lambda of: actions.hand_over(of, signs=self.paper.sha256, by=self.by), loan)

    @rule(pick=picks, count=st.integers(2, 5))
    def agree_on_parts(self, pick, count):
        charge = self.one_of(Charge.objects.all(), pick)
        self.try_to(lambda of: actions.agree_instalments(of, count=count, by=self.by), charge)

    @rule(pick=picks)
    def waive(self, pick):
        self.try_to(
            lambda of: actions.waive(of, reason="Zo beslist.", by=self.by), self.one_of(Charge.objects.all(), pick)
        )

    @rule(pick=picks)
    def call_off(self, pick):
        self.try_to(lambda of: actions.cancel(of, by=self.by), self.one_of(Loan.objects.open(), pick))

    @rule(
        pick=picks, bag=st.sampled_from(["present", "missing", "damaged"]), condition=st.sampled_from(["ok", "broken"])
    )
    def take_back(self, pick, bag, condition):
        loan = self.one_of(Loan.objects.filter(state__in=["running", "lost"]), pick)
        parts = {"bag": bag, "charger": "present"}
        self.try_to(lambda of: actions.take_back(of, place=of.desk, condition=condition, parts=parts, by=self.by), loan)

    @rule(pick=picks)
    def lose(self, pick):
        self.try_to(lambda of: actions.report_lost(of, by=self.by), self.one_of(Loan.objects.running(), pick))

    @rule(pick=picks, social=st.booleans(), waives=st.booleans())
    def decide(self, pick, social, waives):
        loan = self.one_of(Loan.objects.exclude(ended_at=None), pick)
        finding = next(iter(undecided(loan)), None) if loan else None
        if waives:
            self.try_to(lambda of: actions.waive_finding(loan, finding=of, reason="Sleet.", by=self.by), finding)
        else:
            self.try_to(lambda of: actions.charge_finding(loan, finding=of, social=social, by=self.by), finding)

    @rule(pick=picks, in_cash=st.booleans())
    def give_back(self, pick, in_cash):
        charge = self.one_of(Charge.objects.exclude(paid_cents=0), pick)
        if in_cash:
            self.try_to(lambda of: actions.refund_in_cash(of, desk=self.desks[pick % 2], by=self.by), charge)
        else:
            self.try_to(lambda of: actions.ask_refund(of, by=self.by), charge)

    @rule(pick=picks)
    def correct(self, pick):
        payment = self.one_of(Payment.objects.all(), pick)
        self.try_to(lambda of: actions.correct(of, because="Verkeerd.", by=self.by), payment)

    @rule(pick=picks, cents=st.integers(-3000, 3000))
    def move_change(self, pick, cents):
        self.try_to(
            lambda desk: actions.move_change(desk, cents=cents, because="Wisselgeld.", by=self.by), self.desks[pick % 2]
        )

    @rule(pick=picks, wrong=st.sampled_from([0, 0, -1, 5]), banked=st.integers(0, 4000))
    def close(self, pick, wrong, banked):
        day = self.one_of(TillDay.objects.filter(closed_at=None).select_related("till__place"), pick)
        self.try_to(
            lambda of: actions.close_day(
                of, counted_cents=max(0, of.expected_cents + wrong), banked_cents=banked, because="Geteld.",
                seen=of.entries, by=self.by,
            ),
            day,
        )  # fmt: skip

    @rule(pick=picks, step=st.sampled_from(["make", "take_off", "approve", "execute", "withdraw"]))
    def list_of_payments(self, pick, step):
        found = self.one_of(PaymentList.objects.all(), pick)
        refund = self.one_of(Refund.objects.exclude(payment_list=None), pick)
        acts = {
            "make": (lambda town: actions.make_list(town, by=self.by), self.town),
            "take_off": (lambda of: actions.take_off(of, by=self.by), refund),
            "approve": (lambda of: actions.approve_list(of, by=self.second), found),
            "execute": (lambda of: actions.execute_list(of, by=self.second), found),
            "withdraw": (lambda of: actions.withdraw_list(of, by=self.by), found),
        }
        self.try_to(*acts[step])

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        clock.pass_time(days=days)

    @invariant()
    def tills_add_up_to_the_cent(self):
        for desk in self.desks:
            left = 0
            for day in TillDay.objects.filter(till__place=desk).order_by("number"):
                entries = list(day.payments.all())
                cash = sum(entry.cents for entry in entries if entry.way == Way.CASH)
                assert (day.start_cents, day.cash_cents, day.entries) == (left, cash, len(entries))
                assert day.expected_cents >= 0
                left = day.left_cents
            numbers: dict[int, list[int]] = {}
            for entry in Payment.objects.filter(till__place=desk).order_by("pk"):
                numbers.setdefault(entry.year, []).append(entry.serial)
            assert [serials == list(range(1, len(serials) + 1)) for serials in numbers.values()] == [True] * len(
                numbers
            )

    @invariant()
    def of_each_charge_nothing_is_lost(self):
        for charge in Charge.objects.prefetch_related("payments", "waivers", "deductions", "taken_off").order_by("pk"):
            paid, waived, taken, kept = (
                sum(row.cents for row in getattr(charge, name).all())
                for name in ("payments", "waivers", "deductions", "taken_off")
            )
            refunded = sum(Refund.objects.filter(charge=charge).values_list("cents", flat=True))
            assert charge.cents == charge.paid_cents + charge.waived_cents + charge.borne_cents + charge.open_cents
            assert (charge.paid_cents, charge.waived_cents) == (paid + taken, waived)
            assert (charge.kept_cents, charge.refunded_cents) == (kept, refunded)
            assert charge.paid_cents >= kept + refunded

    @invariant()
    def the_town_has_what_was_paid_and_not_given_back(self):
        """All money in tills and on the account is what residents paid, less what they got back."""
        came = sum(Payment.objects.filter(refund=None, charge__isnull=False).values_list("cents", flat=True))
        back = sum(Payment.objects.exclude(refund=None).values_list("cents", flat=True))
        held = sum(charge.paid_cents for charge in Charge.objects.all()) - sum(
            charge.kept_cents for charge in Charge.objects.all()
        )
        in_cash = sum(Refund.objects.filter(way="cash").values_list("cents", flat=True))
        assert (came, back) == (held, -in_cash)


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
