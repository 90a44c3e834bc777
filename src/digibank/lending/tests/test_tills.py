"""Money comes in and goes out, mistakes are undone, and a till is counted at the end of the day."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from digibank import clock
from digibank.lending import actions
from digibank.lending.models import Payment, Till, TillDay
from digibank.lending.tests.factories import a_loan, a_prepared_loan, came_back, paid_for
from digibank.lending.tests.looking import fresh, refusal
from digibank.lending.tests.test_races import run  # noqa: F401  the fixture that runs races in processes
from digibank.organisations.tests.factories import a_desk


def charge_of(loan):
    return fresh(loan).charges.get(kind="deposit")


def day_of(desk) -> TillDay:
    return TillDay.objects.select_related("till__place").get(till__place=desk, closed_at__isnull=True)


def close(day, counted, *, banked=0, because="", by, seen=None) -> TillDay:
    entries = day.entries if seen is None else seen
    return actions.close_day(day, counted_cents=counted, banked_cents=banked, because=because, seen=entries, by=by)


@pytest.fixture
def paid(roza, laptop):
    """A prepared loan of which the deposit of 25 euros was paid in cash."""
    return paid_for(a_prepared_loan(roza, laptop))


@pytest.mark.rule("J-06")
def test_payments_are_numbered_per_till_and_year(paid, farid, second_laptop, desk, actor):
    there = a_desk(desk.organisation, name="Balie De Brug")
    actions.move_change(desk, cents=1000, because="Wisselgeld.", by=actor)
    actions.move_change(there, cents=1000, because="Wisselgeld.", by=actor)
    with clock.at(clock.now() + timedelta(days=60)):
        paid_for(a_prepared_loan(farid, second_laptop))

    tills = {till.place.name: till.code for till in Till.objects.all()}
    numbers = [payment.number for payment in Payment.objects.order_by("pk")]
    here, other = tills["Uitleendesk"], tills["Balie De Brug"]
    assert numbers == [f"{here}-2026-0001", f"{here}-2026-0002", f"{other}-2026-0001", f"{here}-2027-0001"]


@pytest.mark.rule("J-07")
def test_the_database_changes_no_payment_and_takes_none_away(paid):
    for wrong in (
        lambda: Payment.objects.update(cents=1),
        lambda: Payment.objects.update(way="card"),
        lambda: Payment.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()
    assert Payment.objects.get().cents == 2500


@pytest.mark.rule("J-07")
def test_a_mistake_is_undone_once_by_a_counter_entry(paid, actor):
    payment = Payment.objects.get()

    counter = actions.correct(payment, because="Was met de kaart.", by=actor)

    assert (counter.cents, counter.way, counter.corrects, counter.note) == (-2500, "cash", payment, "Was met de kaart.")
    assert (charge_of(paid).open_cents, day_of(paid.desk).expected_cents) == (2500, 0)
    assert (str(counter), counter.words, counter.owed) == (counter.number, "correction", charge_of(paid))
    said, _field = refusal(lambda: actions.correct(payment, because="Nog eens.", by=actor))
    assert said == "This payment was corrected already. Reload the page."


@pytest.mark.rule("J-07")
def test_only_what_somebody_paid_and_still_lies_there_is_corrected(roza, laptop, desk, actor):
    loan = came_back(a_loan(roza, laptop))
    payment = Payment.objects.get()
    actions.refund_in_cash(charge_of(loan), desk=desk, by=actor)
    change = actions.move_change(desk, cents=500, because="Wisselgeld.", by=actor)

    gone, _field = refusal(lambda: actions.correct(payment, because="Fout.", by=actor))
    other, _field = refusal(lambda: actions.correct(change, because="Fout.", by=actor))

    assert gone.startswith("Of this money something went back already")
    assert other.startswith("Only what somebody paid can be corrected.")


def test_a_correction_has_its_reason(paid, actor):
    payment = Payment.objects.get()

    assert refusal(lambda: actions.correct(payment, because=" ", by=actor))[1] == "because"
    assert refusal(lambda: actions.correct(payment, because="pincode 1234", by=actor))[1] == "because"


def test_change_goes_in_and_out_but_never_below_nothing(desk, actor):
    actions.move_change(desk, cents=5000, because="Uit de kluis.", by=actor)
    actions.move_change(desk, cents=-2000, because="Naar de kluis.", by=actor)

    said, _field = refusal(lambda: actions.move_change(desk, cents=-3001, because="Naar de kluis.", by=actor))
    nothing, field = refusal(lambda: actions.move_change(desk, cents=0, because="Niets.", by=actor))

    assert said == "There is not so much in the till. Give less, or put it on the payment list."
    assert (nothing, field) == ("Write an amount above zero.", "cents")
    assert (day_of(desk).expected_cents, day_of(desk).entries) == (3000, 2)
    assert Payment.objects.first().words == "change"


def test_a_transfer_has_the_day_of_the_statement_and_lies_in_no_drawer(roza, laptop, desk, actor):
    loan = a_prepared_loan(roza, laptop)
    tomorrow = clock.today() + timedelta(days=1)
    about = {"cents": 2500, "way": "transfer", "desk": desk, "by": actor}

    early = refusal(lambda: actions.pay(charge_of(loan), received_on=tomorrow, **about))
    payment = actions.pay(charge_of(loan), received_on=date(2026, 11, 20), **about)

    assert early == ("This day is still to come. Take the day on the statement.", "received_on")
    assert (payment.received_on, day_of(desk).expected_cents, day_of(desk).entries) == (date(2026, 11, 20), 0, 1)


@pytest.mark.rule("J-11")
def test_a_day_is_closed_and_the_next_begins_with_what_is_left(paid, desk, actor):
    shut = close(day_of(desk), 2500, banked=2000, by=actor)

    after = day_of(desk)
    assert (shut.code, shut.difference_cents, shut.left_cents) == (f"{shut.till.code}/1", 0, 500)
    assert (after.number, after.start_cents, after.expected_cents, after.entries) == (2, 500, 500, 0)
    assert (str(after), after.difference_cents, after.left_cents) == (after.code, 0, 0)


@pytest.mark.rule("J-11")
def test_a_difference_has_its_reason(paid, desk, actor):
    no = refusal(lambda: close(day_of(desk), 2400, by=actor))
    blank = refusal(lambda: close(day_of(desk), 2400, because="  ", by=actor))

    shut = close(day_of(desk), 2400, because="Een briefje van 1 euro te weinig.", by=actor)

    assert no == blank == (
        "There should be €\u00a025,00. Count again, or write down what explains the difference.", "because",
    )  # fmt: skip
    assert (shut.difference_cents, day_of(desk).start_cents) == (-100, 2400)


@pytest.mark.rule("J-11")
def test_nobody_takes_away_more_than_was_counted_nor_closes_twice(paid, desk, actor):
    day = day_of(desk)

    more = refusal(lambda: close(day, 2500, banked=2501, by=actor))
    close(day, 2500, by=actor)
    twice, _field = refusal(lambda: close(day, 2500, by=actor))

    assert more == ("You cannot take away more than you counted.", "banked_cents")
    assert twice == "This day is closed already. Reload the page."


@pytest.mark.rule("J-11")
def test_who_counts_sees_what_a_colleague_booked_meanwhile(paid, desk, actor):
    day = day_of(desk)
    seen = day.entries
    actions.move_change(desk, cents=100, because="Wisselgeld.", by=actor)

    said, field = refusal(lambda: close(day, 2500, seen=seen, by=actor))

    assert (said, field) == (
        "A colleague booked something while you counted. There should be €\u00a026,00 now. Count again.",
        "counted_cents",
    )


@pytest.mark.rule("J-11")
def test_the_database_books_nothing_on_a_closed_day(paid, desk, actor):
    shut = close(day_of(desk), 2500, by=actor)

    for wrong in (
        lambda: TillDay.objects.filter(pk=shut.pk).update(entries=2, cash_cents=2600),
        lambda: TillDay.objects.filter(pk=shut.pk).update(closed_at=None, closed_by=None),
        lambda: TillDay.objects.create(till=shut.till, number=9, start_cents=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_a_till_is_made_once(desk, actor):
    first, second = (actions.open_till(desk, by=actor) for _time in range(2))

    assert (first, str(first), fresh(first).days.count()) == (second, f"K{first.pk:02d}", 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("J-06")
@pytest.mark.rule("J-11")
def test_desks_that_pay_while_one_closes_lose_nothing_and_leave_no_gap(run):  # noqa: F811
    rounds = json.loads(run("busy_till", "2", "1"))

    assert rounds == [{"errors": [], "numbers": list(range(1, 17)), "adds_up": True, "lost": 0}] * 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("J-09")
def test_eight_desks_that_give_back_one_deposit_give_it_once(run):  # noqa: F811
    rounds = json.loads(run("same_deposit", "2", "1"))

    assert rounds == [{"yes": 1, "no": 7, "errors": [], "refunds": 1, "till": 0}] * 2
