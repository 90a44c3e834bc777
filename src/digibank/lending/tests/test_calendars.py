"""The calendar of a class at a desk, and of a device: who may see whom."""

from datetime import timedelta

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.inventory import actions as inventory
from digibank.lending.calendars import Day, Stretch, days_of, life_of
from digibank.lending.tests.factories import a_loan, a_returned_loan
from digibank.organisations.tests.factories import open_on
from digibank.people.tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_papers")]


@pytest.mark.rule("C-04")
def test_each_day_tells_what_is_free_kept_and_due_back(*, desk, laptop, second_laptop, roza, laptop_class, actor):
    open_on(desk, (0, "09:00", "12:00"))
    loan = a_loan(roza, laptop)
    inventory.promise(laptop_class, place=desk, by=actor)
    today = clock.today()

    sunday, monday = days_of(laptop_class, desk, today - timedelta(days=1), 2)
    (last,) = days_of(laptop_class, desk, loan.due_on, 1)

    assert sunday == Day(today - timedelta(days=1), False, None, 0, 0)
    assert monday == Day(today, True, 0, 1, 0)
    assert last.due_back == 1


@pytest.mark.rule("C-04")
def test_a_device_tells_its_life_and_the_name_only_to_who_may_see_the_loan(
    *, laptop, roza, town, clerk, coordinator, desk
):
    a_returned_loan(roza, laptop)
    today = clock.today()

    assert Stretch(today, today, "lent", roza.name) in life_of(laptop, clerk)
    assert Stretch(today, today, "lent", "") in life_of(laptop, coordinator)


@pytest.mark.rule("C-04")
def test_of_who_is_protected_the_number_is_shown(laptop, town, regulation, clerk):
    hidden = a_person(town, "Verborgen", protected=True)
    a_loan(hidden, laptop)

    assert Stretch(clock.today(), None, "lent", hidden.number) in life_of(laptop, clerk)


def test_the_pages_open_by_month_and_by_week_and_a_stranger_sees_nothing(
    *, as_clerk, as_technician, stranger, desk, laptop, laptop_class
):
    page = reverse("lending:class_calendar")
    chosen = {"desk": desk.pk, "device_class": laptop_class.pk, "from": "2026-11-23"}
    device = reverse("lending:device_calendar", args=[laptop.pk])

    month, week = as_clerk.get(page, chosen), as_clerk.get(page, chosen | {"view": "week"})
    elsewhere = logged_in(stranger).get(page, chosen)

    assert [len(answer.context["days"]) for answer in (month, week)] == [30, 7]
    assert "days" not in elsewhere.context
    assert as_technician.get(page).status_code == 403
    assert (as_clerk.get(device).status_code, logged_in(stranger).get(device).status_code) == (200, 404)


def test_a_month_asks_as_much_as_a_week(as_clerk, desk, laptop_class):
    page = reverse("lending:class_calendar")
    chosen = {"desk": desk.pk, "device_class": laptop_class.pk}
    as_clerk.get(page)
    counts = []
    for view in ("week", "month"):
        with CaptureQueriesContext(connection) as asked:
            as_clerk.get(page, chosen | {"view": view})
        counts.append(len(asked))

    assert counts[0] == counts[1]
