"""A loan lasts longer, and the borrower is told about the day it ends."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.comms.models import Message
from digibank.lending import actions, jobs
from digibank.lending.late import to_remind
from digibank.lending.models import Reminder, Renewal
from digibank.lending.tests.factories import a_loan, a_returned_loan, came_back
from digibank.lending.tests.looking import fresh, refusal, told
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person

HANDED_OVER = ("lending/handed_over", "Roza Peeters")
REMINDED = ("lending/reminder", "Roza Peeters")


@pytest.mark.rule("U-10")
def test_a_loan_is_made_longer_as_often_as_its_rules_allow(roza, laptop, actor):
    loan = a_loan(roza, laptop)

    renewed = actions.renew(loan, by=actor)
    said, _field = refusal(lambda: actions.renew(loan, by=actor))

    assert (renewed.due_on, renewed.renewals_left()) == (date(2028, 11, 23), 0)
    assert said == "The rules allow 1 renewals, and these are used up. Plan the return."
    assert [str(row) for row in Renewal.objects.all()] == ["2027-11-23 2028-11-23"]


@pytest.mark.rule("U-10")
def test_a_late_loan_can_be_made_longer_and_is_late_no_more(roza, laptop, actor):
    loan = a_loan(roza, laptop)
    clock.pass_time(days=370)
    was_late = fresh(loan).is_overdue

    renewed = actions.renew(loan, by=actor)

    assert (was_late, renewed.is_overdue, renewed.due_on) == (True, False, date(2028, 11, 23))


@pytest.mark.rule("U-10")
def test_what_is_lost_or_returned_is_not_made_longer(roza, laptop, actor):
    loan = a_loan(roza, laptop)
    actions.report_lost(loan, by=actor)

    said, _field = refusal(lambda: actions.renew(loan, by=actor))

    assert said == "Only a running loan can be made longer. Reload the page to see what is possible."


def test_a_renewal_is_never_changed(roza, laptop, actor):
    actions.renew(a_loan(roza, laptop), by=actor)

    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.update(due_on=date(2040, 1, 1))


@pytest.mark.rule("U-09")
def test_the_borrower_is_told_two_weeks_before_and_the_day_after_once_each(roza, laptop, actor):
    loan = a_loan(roza, laptop)
    days = {
        "long before": 350,
        "two weeks before": 1,
        "the same day again": 0,
        "last day": 14,
        "day after": 1,
        "later": 9,
    }

    reminded = {}
    for when, passed in days.items():
        clock.pass_time(days=passed)
        reminded[when] = jobs.remind(actor)

    assert reminded == {
        "long before": 0, "two weeks before": 1, "the same day again": 0, "last day": 0, "day after": 1, "later": 0,
    }  # fmt: skip
    assert told() == [HANDED_OVER, REMINDED, REMINDED]
    assert [str(row) for row in Reminder.objects.order_by("pk")] == ["soon 2027-11-23", "message 2027-11-23"]
    assert fresh(loan).state == "running"


@pytest.mark.rule("U-09")
def test_a_worker_that_was_away_for_days_still_tells(roza, laptop, actor):
    a_loan(roza, laptop)
    clock.pass_time(days=360)

    assert (jobs.remind(actor), told()) == (1, [HANDED_OVER, REMINDED])


@pytest.mark.rule("U-09")
def test_a_new_due_date_is_told_about_again(roza, laptop, actor):
    loan = a_loan(roza, laptop)
    clock.pass_time(days=360)
    jobs.remind(actor)
    actions.renew(loan, by=actor)
    clock.pass_time(days=366)

    assert (jobs.remind(actor), told()) == (1, [HANDED_OVER, REMINDED, REMINDED])


@pytest.mark.rule("U-09")
def test_a_borrower_of_several_devices_gets_one_message(town, laptop, second_laptop, actor):
    a_regulation(town, devices_per_household=2)
    roza = a_person(town)
    a_loan(roza, laptop)
    clock.pass_time(days=3)
    a_loan(roza, second_laptop)
    clock.pass_time(days=363)

    assert jobs.remind(actor) == 1
    message = Message.objects.get(template="lending/reminder")
    assert message.body == (
        f"Your loan of the Dell Latitude ({laptop.number}) was until 23 November 2027.\n\n"
        f"Please bring the Dell Inspiron ({second_laptop.number}) back by 26 November 2027.\n\n"
        "Perhaps you forgot. That happens. Please bring it back, with all its parts.\n\n"
        "Do you want to keep it longer? Or can you not come? Call 014 00 00 00."
    )
    assert message.short == f"The loan of device {laptop.number} is over. Please bring it back or call us. Uitleendesk"


def test_nobody_is_reminded_of_what_came_back(roza, laptop, actor):
    a_returned_loan(roza, laptop)
    clock.pass_time(days=370)

    assert jobs.remind(actor) == 0


@pytest.mark.rule("U-09")
def test_what_came_back_while_the_worker_told_others_is_not_told_about(town, laptop, second_laptop, desk, actor):
    a_regulation(town, devices_per_household=2)
    roza = a_person(town)
    brought, kept = a_loan(roza, laptop), a_loan(roza, second_laptop)
    clock.pass_time(days=370)
    [both] = to_remind()
    came_back(brought)

    [message] = actions.remind(both, by=actor)

    assert [str(reminder.loan) for reminder in Reminder.objects.filter(message=message)] == [kept.number]
    assert laptop.number not in message.body


@pytest.mark.rule("U-09")
def test_who_was_given_longer_while_the_worker_told_others_is_not_told_the_old_day(roza, laptop, actor):
    loan = a_loan(roza, laptop)
    clock.pass_time(days=370)
    [late] = to_remind()
    actions.renew(loan, by=actor)

    assert actions.remind(late, by=actor) == []
    assert told() == [HANDED_OVER]
