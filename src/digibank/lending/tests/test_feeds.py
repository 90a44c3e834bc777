"""Calendars behind secret addresses, read back with the library as a telephone reads them."""

from datetime import date, datetime, timedelta

import icalendar
import pytest
from conftest import logged_in
from django.test import Client
from django.urls import reverse

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.agenda import actions as agenda
from digibank.agenda.models import CalendarLink, local_moment
from digibank.agenda.tests.factories import a_slot
from digibank.inventory.tests.factories import a_device, in_stock
from digibank.lending.tests.factories import a_loan
from digibank.logistics.tests.factories import asked
from digibank.organisations.tests.factories import open_on
from digibank.people.tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_papers")]

EACH_DAY = [(day, "08:00", "18:00") for day in range(7)]


def read(secret, **headers):
    return Client().get(reverse("lending:calendar", args=[secret]), headers=headers)


def events(answer):
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def told(answer):
    return [(str(one["SUMMARY"]), one["DTSTART"].dt) for one in events(answer)]


@pytest.fixture
def secret(town, desk, actor):
    open_on(desk, *EACH_DAY)
    return agenda.give_calendar(organisation=town, place=desk, by=actor)


@pytest.mark.rule("C-03")
def test_the_calendar_of_a_desk_tells_moments_days_and_deliveries_and_no_name(
    *, secret, desk, depot, roza, laptop, laptop_class, actor
):
    slot = a_slot(desk)
    loan = a_loan(roza, laptop, slot=slot)
    asked(depot, desk, in_stock(a_device(depot, laptop_class)))

    answer = read(secret)
    text = answer.content.decode()

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert ("appointment: 1 expected", slot.starts_at) in told(answer)
    assert ("Delivery of 1 device", clock.today()) in told(answer)
    assert loan.handover.number in text
    assert roza.name not in text
    assert "Roza" not in text


@pytest.mark.rule("C-03")
def test_days_on_which_devices_are_due_back_are_counted(secret, desk, roza, laptop):
    loan = a_loan(roza, laptop)

    with clock.at(local_moment(loan.due_on - timedelta(days=9), datetime.min.time())):
        answer = read(secret)

    assert ("1 device due back", loan.due_on) in told(answer)


@pytest.mark.rule("C-03")
def test_nothing_of_who_is_protected_is_in_it(secret, town, desk, actor):
    hidden = a_person(town, "Verborgen", protected=True)
    made = agenda.book(a_slot(desk), person=hidden, by=actor)

    answer = read(secret)

    assert told(answer)[0][0] == "appointment: 0 expected"
    assert made.number not in answer.content.decode()


@pytest.mark.rule("G-06")
@pytest.mark.parametrize(
    ("day", "offsets"),
    [(date(2026, 10, 25), (2, 1)), (date(2027, 3, 28), (1, 2))],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clock_changes(secret, desk, day, offsets):
    nine = datetime.min.time().replace(hour=9)
    with clock.at(local_moment(day - timedelta(days=20), nine)):
        for on in (day - timedelta(days=1), day + timedelta(days=2)):  # Easter lies between.
            a_slot(desk, starts_at=local_moment(on, nine))
        answer = read(secret)

    starts = [one["DTSTART"] for one in events(answer)]
    (zone,) = icalendar.Calendar.from_ical(answer.content).walk("VTIMEZONE")
    by_its_own_rules = zone.to_tz()
    assert [(at.dt.hour, at.params["TZID"]) for at in starts] == [(9, "Europe/Brussels")] * 2
    for at, hours in zip(starts, offsets, strict=True):
        assert at.dt.replace(tzinfo=by_its_own_rules).utcoffset() == timedelta(hours=hours)


def test_who_has_it_already_is_told_that_nothing_changed_and_numbers_stay_the_same(secret, desk):
    a_slot(desk)
    first = read(secret)
    again = read(secret, **{"if-none-match": first["ETag"]})
    a_slot(desk, starts_at=local_moment(date(2026, 11, 25), datetime.min.time().replace(hour=9)))
    changed = read(secret, **{"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert events(first)[0]["UID"] in [one["UID"] for one in events(changed)]


@pytest.mark.rule("C-03")
def test_a_new_address_ends_the_old_one_and_is_shown_once(as_clerk, secret, desk):
    answer = as_clerk.post(reverse("lending:give_calendar", args=[desk.pk]))
    shown = as_clerk.get(answer["Location"]).content.decode()
    again = as_clerk.get(answer["Location"]).content.decode()
    fresh = shown.split("/kalender/")[1].split(".ics")[0]

    assert (read(secret).status_code, read(fresh).status_code) == (404, 200)
    assert "/kalender/" not in again
    assert fresh not in CalendarLink.objects.values_list("fingerprint", flat=True)


@pytest.mark.rule("C-03")
def test_the_own_calendar_of_a_colleague_ends_with_the_address_or_the_account(as_clerk, clerk, desk, actor):
    open_on(desk, *EACH_DAY)
    own = agenda.give_calendar(organisation=desk.organisation, user=clerk, by=actor)
    a_slot(desk)

    assert len(events(read(own))) == 1
    accounts.bar(clerk, by=actor)
    assert read(own).status_code == 404


def test_only_who_plans_there_gives_and_ends_an_address(as_clerk, as_stranger, secret, desk):
    link = CalendarLink.objects.get()
    end = reverse("lending:end_calendar", args=[link.pk])

    assert as_stranger.post(end).status_code == 404
    assert as_stranger.post(reverse("lending:give_calendar", args=[desk.pk])).status_code == 404
    assert as_clerk.post(end).status_code == 303
    assert as_clerk.post(end).status_code == 422
    assert read(secret).status_code == 404


def test_a_colleague_makes_an_own_address(clerk):
    answer = logged_in(clerk).post(reverse("lending:give_own_calendar"))

    assert (answer.status_code, CalendarLink.objects.get().user) == (303, clerk)
