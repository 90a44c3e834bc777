from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from digibank.errors import RuleBroken
from digibank.organisations import actions
from digibank.organisations.models import Closure, Organisation, Place
from digibank.organisations.tests.factories import a_desk, open_on
from digibank.organisations.working_days import (
    add_working_days,
    is_public_holiday,
    is_working_day,
    working_day_before,
)

MONDAY = date(2026, 6, 29)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.fixture
def open_desk(desk) -> Place:
    return open_on(desk, (0, "13:00", "16:00"), (0, "09:00", "12:00"), (2, "09:00", "12:00"))


def test_the_hours_of_a_day_come_in_order(open_desk):
    assert [(h.opens, h.closes) for h in open_desk.hours_on(MONDAY)] == [(time(9), time(12)), (time(13), time(16))]
    assert open_desk.hours_on(date(2026, 6, 30)) == []


@pytest.mark.rule("O-03")
def test_a_public_holiday_and_a_closure_keep_a_place_shut(open_desk, actor):
    actions.close_days(open_desk, from_on=MONDAY, last_on=MONDAY, reason="Verlof", by=actor)

    assert open_desk.hours_on(MONDAY) == []
    assert open_desk.hours_on(date(2026, 4, 6)) == []


@pytest.mark.parametrize(
    ("utc", "closes"),
    [("06:59", None), ("07:00", time(12)), ("09:59", time(12)), ("10:00", None), ("11:30", time(16)), ("14:00", None)],
)
@pytest.mark.rule("O-03")
def test_a_place_is_open_from_its_hour_until_it_closes_in_local_time(utc, closes, open_desk):
    moment = datetime.combine(MONDAY, time.fromisoformat(utc), UTC)

    assert open_desk.open_until(moment) == closes


def test_the_next_open_day_is_today_or_later(open_desk, actor):
    assert open_desk.next_open_day(MONDAY) == MONDAY
    assert open_desk.next_open_day(date(2026, 6, 30)) == date(2026, 7, 1)
    actions.close_days(open_desk, from_on=MONDAY, last_on=date(2026, 7, 5), reason="Verlof", by=actor)
    assert Place.objects.get().next_open_day(MONDAY) == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("utc", "opens"),
    [("05:00", (MONDAY, 9)), ("10:30", (MONDAY, 13)), ("16:00", (date(2026, 7, 1), 9))],
)
def test_a_closed_place_opens_later_today_or_on_its_next_day(utc, opens, open_desk):
    moment = datetime.combine(MONDAY, time.fromisoformat(utc), UTC)

    opens_next = open_desk.opens_next(moment)

    assert opens_next is not None
    assert (opens_next.date(), opens_next.hour) == opens


def test_a_place_without_hours_never_opens(desk):
    assert desk.next_open_day(MONDAY) is None
    assert desk.opens_next(datetime.combine(MONDAY, time(9), UTC)) is None


def test_places_in_use_and_lending_desks(town):
    desk = a_desk(town)
    help_point = a_desk(town, name="Hulp", kind=Place.Kind.HELP_POINT)
    a_desk(town, name="Oude desk", given_up_on=MONDAY)

    assert list(Place.objects.in_use()) == [help_point, desk]
    assert list(Place.objects.in_use().lending_desks()) == [desk]


def test_hours_and_closures_read_as_people_say_them(open_desk):
    assert str(open_desk.opening_hours.last()) == f"{open_desk.opening_hours.last().get_weekday_display()} 09.00–12.00"
    assert str(Closure(reason="Verlof", from_on=MONDAY)) == "Verlof 2026-06-29"


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_the_database_keeps_members_with_an_association(association):
    refused(lambda: Organisation.objects.create(name="Los", kind="ocmw"))
    refused(lambda: Organisation.objects.create(name="Dubbel", kind="association", association=association))


@pytest.mark.parametrize("postcode", ["0999", "239", "23a9", ""])
def test_the_database_keeps_belgian_postcodes(postcode, desk):
    refused(lambda: Place.objects.update(postcode=postcode))


def test_the_database_keeps_closures_that_last(desk):
    refused(lambda: Closure.objects.create(place=desk, from_on=MONDAY, until_on=MONDAY, reason="x"))


def test_working_days_leave_out_weekends_and_holidays():
    assert is_public_holiday(date(2026, 7, 21))
    assert [is_working_day(date(2026, 7, day)) for day in range(17, 23)] == [True, False, False, True, False, True]
    assert add_working_days(date(2026, 7, 17), 2) == date(2026, 7, 22)
    assert add_working_days(date(2026, 7, 18), 0) == date(2026, 7, 18)


@given(DAYS, st.integers(0, 40))
def test_so_many_working_days_lie_on_the_way(day, count):
    later = add_working_days(day, count)

    on_the_way = [day + timedelta(days=ahead) for ahead in range(1, (later - day).days + 1)]
    assert sum(is_working_day(passed) for passed in on_the_way) == count
    assert count == 0 or is_working_day(later)


def test_people_work_on_weekdays_that_no_holiday_and_no_closure_takes(open_desk, actor):
    actions.close_days(open_desk, from_on=MONDAY, last_on=MONDAY, reason="Verlof", by=actor)

    tuesday, saturday, holiday = date(2026, 6, 30), date(2026, 7, 4), date(2026, 7, 21)
    assert [open_desk.works_on(day) for day in (MONDAY, tuesday, saturday, holiday)] == [False, True, False, False]


@given(day=DAYS, count=st.integers(0, 12))
def test_counting_working_days_back_undoes_counting_them_ahead(day, count):
    before = working_day_before(day, count)

    passed = sum(is_working_day(before + timedelta(days=ahead)) for ahead in range((day - before).days))
    assert passed == count
    assert count == 0 or is_working_day(before)


@pytest.mark.rule("OH-12")
@pytest.mark.parametrize(
    ("north", "east"), [("4.5821", "51.2987"), ("48.8566", "2.3522"), ("51.2987", None), (None, "4.5")]
)
def test_a_point_outside_belgium_or_half_a_point_is_refused(north, east, desk, actor):
    point = {"latitude": north and Decimal(north), "longitude": east and Decimal(east)}

    with pytest.raises(RuleBroken) as refusal:
        actions.edit_place(desk, version=desk.version, by=actor, **point)

    assert refusal.value.field == "on_the_map"
    assert Place.objects.get().on_the_map is None


@pytest.mark.rule("OH-12")
def test_a_place_has_its_point_on_the_map_or_none(desk, actor):
    north, east = Decimal("51.298714"), Decimal("4.582132")

    actions.edit_place(desk, version=desk.version, latitude=north, longitude=east, by=actor)

    found = Place.objects.get()
    assert (found.on_the_map, found.map_link) == (
        (north, east),
        "https://www.openstreetmap.org/?mlat=51.298714&mlon=4.582132#map=18/51.298714/4.582132",
    )
    actions.edit_place(found, version=found.version, latitude=None, longitude=None, by=actor)
    assert (Place.objects.get().on_the_map, Place.objects.get().map_link) == (None, "")
