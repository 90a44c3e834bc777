"""Desk days apart from office days: one opening day a week makes no month of five working days."""

from datetime import date

import pytest

from digibank.lending.offering import answer_by_for
from digibank.lending.periods import due_after
from digibank.organisations.tests.factories import open_on

pytestmark = pytest.mark.django_db


@pytest.mark.rule("C-01")
def test_an_offer_waits_in_days_of_the_office_and_a_device_is_due_on_a_day_of_the_desk(desk):
    open_on(desk, (1, "14:00", "17:00"))
    monday = date(2026, 11, 23)

    told = answer_by_for("phone", monday)
    due = due_after(monday, 1, desk)

    assert told == date(2026, 11, 26)
    assert (due, due.weekday()) == (date(2026, 12, 29), 1)
