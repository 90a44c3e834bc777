"""What desks do with money, in whatever order; the walks of test_money_adds_up.py and of the region take these steps."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import strategies as st

from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.lending import actions
from digibank.lending.dues import undecided
from digibank.lending.models import Charge, Loan, Payment, PaymentList, Refund, TillDay, Way
from digibank.lending.tests.walking import PICKS, Walk, act, holds
from digibank.organisations.models import Organisation, Place

cents = st.sampled_from([1, 99, 500, 1234, 2503])


class Money(Walk):
    """Desks that take money, give it back, decide, make lists and close their tills.

    `in_till` is what hands put in and took out, in cents: nobody asked the database.
    """

    desks: list[Place]
    town: Organisation
    by: Actor
    second: Actor

    def __init__(self) -> None:
        super().__init__()
        self.in_till: Counter[int] = Counter()

    def any_of(self, rows: Any, pick: int) -> Any:
        """One of these rows, None when there is none."""
        found = list(rows.order_by("pk"))
        return found[pick % len(found)] if found else None

    def try_to(self, act: Callable[..., Any], *subjects: Any) -> Any:
        """Do it when there is something to do it with; what a rule refuses leaves nothing behind."""
        if None not in subjects:
            with suppress(RuleBroken):
                return act(*subjects)
        return None

    def lay_in(self, payment: Payment | None) -> None:
        """What was done by cash went through somebody's hands."""
        if payment and payment.way == Way.CASH:
            self.in_till[payment.till.place_id] += payment.cents

    def pay_all_due(self, loan: Loan, *, way: str = Way.CASH) -> None:
        for payment in self.try_to(lambda of: actions.pay_due(of, way=way, desk=of.desk, by=self.by), loan) or []:
            self.lay_in(payment)

    @act(pick=PICKS, cents=cents, way=st.sampled_from(Way.values))
    def pay(self, pick: int, cents: int, way: str) -> None:
        charge, desk = self.any_of(Charge.objects.all(), pick), self.desks[pick % len(self.desks)]
        self.lay_in(self.try_to(lambda of: actions.pay(of, cents=cents, way=way, desk=desk, by=self.by), charge))

    @act(pick=PICKS, count=st.integers(2, 5))
    def agree_on_parts(self, pick: int, count: int) -> None:
        charge = self.any_of(Charge.objects.all(), pick)
        self.try_to(lambda of: actions.agree_instalments(of, count=count, by=self.by), charge)

    @act(pick=PICKS)
    def waive(self, pick: int) -> None:
        charge = self.any_of(Charge.objects.all(), pick)
        self.try_to(lambda of: actions.waive(of, reason="Zo beslist.", by=self.by), charge)

    @act(pick=PICKS, social=st.booleans(), waives=st.booleans())
    def decide(self, pick: int, social: bool, waives: bool) -> None:
        loan = self.any_of(Loan.objects.exclude(ended_at=None), pick)
        finding = next(iter(undecided(loan)), None) if loan else None
        if waives:
            self.try_to(lambda of: actions.waive_finding(loan, finding=of, reason="Sleet.", by=self.by), finding)
        else:
            self.try_to(lambda of: actions.charge_finding(loan, finding=of, social=social, by=self.by), finding)

    @act(pick=PICKS, in_cash=st.booleans())
    def give_back(self, pick: int, in_cash: bool) -> None:
        charge, desk = self.any_of(Charge.objects.exclude(paid_cents=0), pick), self.desks[pick % len(self.desks)]
        if in_cash:
            self.lay_in(self.try_to(lambda of: actions.refund_in_cash(of, desk=desk, by=self.by), charge))
        else:
            self.try_to(lambda of: actions.ask_refund(of, by=self.by), charge)

    @act(pick=PICKS)
    def correct(self, pick: int) -> None:
        payment = self.any_of(Payment.objects.all(), pick)
        self.lay_in(self.try_to(lambda of: actions.correct(of, because="Verkeerd.", by=self.by), payment))

    @act(pick=PICKS, cents=st.integers(-3000, 3000))
    def move_change(self, pick: int, cents: int) -> None:
        desk = self.desks[pick % len(self.desks)]
        self.lay_in(
            self.try_to(lambda at: actions.move_change(at, cents=cents, because="Wisselgeld.", by=self.by), desk)
        )

    @act(pick=PICKS, wrong=st.sampled_from([0, 0, -1, 5]), banked=st.integers(0, 4000))
    def close(self, pick: int, wrong: int, banked: int) -> None:
        day = self.any_of(TillDay.objects.filter(closed_at=None).select_related("till__place"), pick)
        counted = max(0, self.in_till[day.till.place_id] + wrong) if day else 0
        closed = self.try_to(
            lambda of: actions.close_day(
                of, counted_cents=counted, banked_cents=banked, because="Geteld.", seen=of.entries, by=self.by
            ),
            day,
        )
        if closed:
            self.in_till[closed.till.place_id] = counted - banked

    @act(pick=PICKS, step=st.sampled_from(["make", "take_off", "approve", "execute", "withdraw"]))
    def list_of_payments(self, pick: int, step: str) -> None:
        found = self.any_of(PaymentList.objects.all(), pick)
        refund = self.any_of(Refund.objects.exclude(payment_list=None), pick)
        acts: dict[str, tuple[Callable[[Any], Any], Any]] = {
            "make": (lambda town: actions.make_list(town, by=self.by), self.town),
            "take_off": (lambda of: actions.take_off(of, by=self.by), refund),
            "approve": (lambda of: actions.approve_list(of, by=self.second), found),
            "execute": (lambda of: actions.execute_list(of, by=self.second), found),
            "withdraw": (lambda of: actions.withdraw_list(of, by=self.by), found),
        }
        self.try_to(*acts[step])

    @holds
    def a_till_holds_what_hands_put_in_it(self) -> None:
        for day in TillDay.objects.filter(closed_at=None).select_related("till"):
            assert day.expected_cents == self.in_till[day.till.place_id]

    @holds
    def tills_add_up_to_the_cent(self) -> None:
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

    @holds
    def of_each_charge_nothing_is_lost(self) -> None:
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

    @holds
    def the_town_has_what_was_paid_and_not_given_back(self) -> None:
        """All money in tills and on the account is what residents paid, less what they got back."""
        came = sum(Payment.objects.filter(refund=None, charge__isnull=False).values_list("cents", flat=True))
        back = sum(Payment.objects.exclude(refund=None).values_list("cents", flat=True))
        held = sum(charge.paid_cents for charge in Charge.objects.all()) - sum(
            charge.kept_cents for charge in Charge.objects.all()
        )
        in_cash = sum(Refund.objects.filter(way="cash").values_list("cents", flat=True))
        assert (came, back) == (held, -in_cash)
