"""A pause after a loan that was late, and lifting it."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from digibank import clock
from digibank.inventory.models import Device
from digibank.lending import actions
from digibank.lending.borrowing import says_no
from digibank.lending.models import Loan
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request, came_back
from digibank.lending.tests.looking import fresh, refusal, verbs
from digibank.organisations.tests.factories import a_regulation
from digibank.people.models import Person
from digibank.people.tests.factories import a_person

DUE = date(2027, 11, 23)
LATE = DUE + timedelta(days=22)


def on(day: date):
    """Noon of that day."""
    return clock.at(datetime.combine(day, time(12), clock.BRUSSELS))


@pytest.fixture
def mia(town) -> Person:
    a_regulation(town, late_weeks=3, rest_months=2, devices_per_household=2)
    return a_person(town, "Mia Claes")


def a_loan_back_on(person: Person, device: Device, day: date) -> Loan:
    loan = a_loan(person, device)
    with on(day):
        return came_back(loan)


@pytest.mark.rule("U-76")
def test_who_was_late_for_more_weeks_than_the_rules_say_borrows_again_on_a_day(mia, laptop, second_laptop):
    loan = a_loan_back_on(mia, laptop, LATE)

    with on(date(2028, 2, 14)):
        no = refusal(lambda: a_prepared_loan(mia, second_laptop))[0]
        asks, field = refusal(lambda: a_request(mia, second_laptop.device_class, second_laptop.place))
    with on(date(2028, 2, 15)):
        again = a_prepared_loan(mia, second_laptop)

    assert no == f"Loan {loan.number} came back late. From 15/02/2028 this person can borrow again."
    assert (asks, field, again.state) == (no, "desk", "prepared")


@pytest.mark.rule("U-76")
def test_late_within_the_weeks_that_the_rules_allow_pauses_nothing(mia, laptop, second_laptop):
    a_loan_back_on(mia, laptop, LATE - timedelta(days=1))

    with on(LATE):
        assert says_no(mia, second_laptop.place) == []


@pytest.mark.rule("U-76")
def test_as_long_as_it_is_not_back_nothing_new_is_lent_and_who_says_it_is_lost_is_not_late(
    mia, laptop, second_laptop, actor
):
    loan = a_loan(mia, laptop)

    with on(LATE - timedelta(days=1)):
        before = says_no(mia, second_laptop.place)
    with on(LATE):
        during = [broken.sentence for broken in says_no(mia, second_laptop.place)]
        actions.report_lost(loan, by=actor)
        after = says_no(mia, second_laptop.place)

    assert (before, after) == ([], [])
    assert during == [f"Loan {loan.number} is late for long. Take that device back first."]


@pytest.mark.rule("U-76")
def test_rules_without_months_pause_nothing_and_later_rules_do_not_reach_back(town, laptop, second_laptop):
    a_regulation(town, devices_per_household=2)
    jan = a_person(town, "Jan Bos")
    a_loan_back_on(jan, laptop, LATE)

    with on(LATE):
        a_regulation(town, valid_from=LATE, voted_on=LATE, late_weeks=0, rest_months=24)
        assert says_no(jan, second_laptop.place) == []


@pytest.mark.rule("U-77")
def test_a_pause_is_lifted_with_a_reason_once(mia, laptop, second_laptop, actor):
    loan = a_loan_back_on(mia, laptop, LATE)

    with on(LATE):
        silent = refusal(lambda: actions.lift_pause(loan, reason=" ", by=actor))
        actions.lift_pause(loan, reason="Zij lag in het ziekenhuis.", by=actor)
        again = refusal(lambda: actions.lift_pause(loan, reason="Nog eens", by=actor))[0]
        open_again = says_no(mia, second_laptop.place)

    assert (silent, again) == (
        ("Write down why. Somebody may ask.", "reason"),
        "There is no pause any more. Reload the page.",
    )
    assert (open_again, verbs(loan)[-1]) == ([], "lending.pause_lifted")


@pytest.mark.rule("U-77")
def test_a_coordinator_sees_pauses_by_number_and_lifts_one(as_coordinator, as_clerk, mia, laptop):
    loan = a_loan_back_on(mia, laptop, LATE)
    page, lift = reverse("lending:pauses"), reverse("lending:lift_pause", args=[loan.pk])

    with on(LATE):
        shown = as_coordinator.get(page).content.decode()
        opened = as_coordinator.get(lift).status_code
        silent = as_coordinator.post(lift, {"once": str(uuid4()), "reason": ""}).status_code
        lifted = as_coordinator.post(lift, {"once": str(uuid4()), "reason": "Zij was ziek."}).status_code
        after = as_coordinator.get(lift).status_code
        barred = as_clerk.get(page).status_code

    assert (mia.number in shown, "Mia" in shown) == (True, False)
    assert (opened, silent, lifted, after, barred) == (200, 422, 303, 404, 403)
    assert fresh(loan).pause_lifted.reason == "Zij was ziek."
