"""The pages on which hours, stops, closed days and what there is are kept."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.models import local_moment
from digibank.organisations import actions
from digibank.organisations.models import LAST, Closure, ClosureSet, OpeningHours, Place
from digibank.organisations.tests.factories import a_desk, open_on
from digibank.organisations.windows import HoursKind, Window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MONDAY = date(2027, 6, 7)
RULE = {"kind": "walk_in", "weekday": 4, "opens": "13:30", "closes": "16:30", "week_of_month": LAST, "every_weeks": 1}
DAYS = {"from_on": "2027-06-14", "last_on": "2027-06-14", "reason": "Brugdag"}


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(datetime(2027, 6, 7, 8, tzinfo=UTC)):
        yield


@pytest.fixture
def point(town):
    return open_on(a_desk(town, name="Hulp", kind=Place.Kind.HELP_POINT), (0, "09:00", "12:00"))


@pytest.fixture
def days(association, actor):
    return actions.add_closure_set(association, name="Brugdagen", by=actor)


def at(name, *keys):
    return reverse(f"desk:{name}", args=keys)


def send(client, address, **typed):
    return client.post(address, {"once": uuid4()} | typed)


def follow(days, *places, by):
    return actions.edit_closure_set(days, version=days.version, name=days.name, places=places, by=by)


def test_hours_of_a_week_of_the_month_are_added_and_read_as_a_sentence(as_administrator, point):
    answer = send(as_administrator, at("add_hours", point.pk), **RULE | {"valid_from": "2027-09-01"})

    page = as_administrator.get(answer.url)
    assert (answer.status_code, answer.url) == (303, at("place", point.pk))
    assert [rule["sentence"] for rule in page.context["rules"]] == [
        "every last Friday of the month, 13.30 to 16.30, from 1 September 2027"
    ]


def test_who_looks_first_sees_the_sentence_and_the_days_and_keeps_nothing(as_administrator, point):
    answer = send(as_administrator, at("add_hours", point.pk), **RULE | {"look": "1"})

    assert (answer.status_code, answer.context["sentence"]) == (200, "every last Friday of the month, 13.30 to 16.30")
    assert answer.context["holds"][:3] == [date(2027, 6, 25), date(2027, 7, 30), date(2027, 8, 27)]
    assert point.opening_hours.count() == 1


def test_hours_are_changed_under_their_version_and_taken_away(as_administrator, point, actor):
    hours = actions.add_hours(
        point, weekday=4, opens=time(9), closes=time(10), every_weeks=2, anchor_on=MONDAY, by=actor
    )
    page = as_administrator.get(at("edit_hours", hours.pk))

    changed = send(as_administrator, at("edit_hours", hours.pk), **RULE | {"version": 1, "last_on": "2027-12-31"})
    late = send(as_administrator, at("edit_hours", hours.pk), **RULE | {"version": 1, "opens": "10:00"})

    assert page.context["sentence"] == "Friday every 2 weeks, counted from the week of 7 June 2027, 9 to 10"
    hours.refresh_from_db()
    assert (changed.status_code, late.status_code) == (303, 422)
    assert (hours.opens, hours.valid_until, hours.anchor_on) == (time(13, 30), date(2028, 1, 1), None)
    dropped = send(as_administrator, at("drop_hours", hours.pk))
    assert (dropped.status_code, list(OpeningHours.objects.values_list("weekday", flat=True))) == (303, [0])


def test_hours_that_overlap_come_back_with_what_was_typed(as_administrator, point):
    answer = send(as_administrator, at("add_hours", point.pk), **RULE | {"weekday": 0, "opens": "11:00"})

    assert answer.status_code == 422
    assert "Two stretches overlap on the same day. Make them one, or move one." in answer.text
    assert 'value="11:00"' in answer.text


def test_a_stop_is_added_changed_used_and_taken_away(as_administrator, point):
    address = {"name": "Markt", "street": "Markt 1", "postcode": "2399", "town": "Zand"}
    added = send(as_administrator, at("add_stop", point.pk), **address)
    stop = point.stops.get()
    hours = send(as_administrator, at("add_hours", point.pk), **RULE | {"stop": stop.pk})
    changed = send(as_administrator, at("edit_stop", stop.pk), **address | {"name": "Kerk", "version": 1})

    refused = send(as_administrator, at("drop_stop", stop.pk))
    point.opening_hours.filter(stop=stop).delete()
    dropped = send(as_administrator, at("drop_stop", stop.pk))

    assert [answer.status_code for answer in (added, hours, changed, refused, dropped)] == [303, 303, 303, 422, 303]
    assert "There are hours at this stop." in refused.text
    assert not point.stops.exists()


def test_what_there_is_is_ticked_and_stands_on_the_public_page(as_administrator, point, client):
    typed = {"languages": ["speaks_fr"], "what_is_there": ["printer", "wifi"], "way_there": "Bus 305", "version": 1}
    answer = send(as_administrator, at("describe_place", point.pk), **typed)

    again = as_administrator.get(at("describe_place", point.pk)).context["form"]
    public = client.get(reverse("website:place", args=[point.pk])).text
    assert (answer.status_code, again["languages"].value(), again["version"].value()) == (
        303, ["speaks_fr", "printer", "wifi"], 2
    )  # fmt: skip
    assert all(word in public for word in ("Français", "printer, free wifi", "Bus 305"))


@pytest.mark.rule("OH-11")
def test_days_with_moments_close_only_for_who_knows_and_change_none_of_them(as_administrator, point, actor):
    agenda.open_slot(
        point, starts_at=local_moment(date(2027, 6, 14), time(9)), minutes=30, kind="appointment", capacity=2, by=actor
    )
    agenda.open_slot(
        point, starts_at=local_moment(date(2027, 6, 14), time(11)), minutes=30, kind="appointment", capacity=2, by=actor
    )
    typed = DAYS | {"opens_0": "10:00", "closes_0": "12:00"}

    asked = send(as_administrator, at("close_days", point.pk), **typed)
    kept = Closure.objects.count()
    closed = send(as_administrator, at("close_days", point.pk), **typed | {"sure": "on"})

    assert (asked.status_code, kept, closed.status_code) == (422, 0, 303)
    assert "In these days fall: 1 moment, 0 people expected." in asked.text
    told = as_administrator.get(at("place", point.pk)).context["closures"]
    assert [(one["closure"].reason, one["shuts"]) for one in told] == [("Brugdag", "1 moment, 0 people expected")]
    assert point.slots.filter(state="open").count() == 2


@pytest.mark.rule("OH-11")
def test_a_set_says_what_it_shuts_at_all_who_follow_but_not_where_the_place_says_otherwise(
    as_administrator, point, days, town, actor
):
    second = open_on(a_desk(town, name="Tweede", kind=Place.Kind.HELP_POINT), (0, "09:00", "12:00"))
    for place in (point, second):
        agenda.open_slot(
            place,
            starts_at=local_moment(date(2027, 6, 14), time(9)),
            minutes=30,
            kind="appointment",
            capacity=1,
            by=actor,
        )
    follow(days, point, second, by=actor)
    actions.close_days(
        second, from_on=date(2027, 6, 14), last_on=date(2027, 6, 14), reason="Toch open", instead=[Window(time(9), time(12))],
        by=actor,
    )  # fmt: skip

    asked = send(as_administrator, at("close_set_days", days.pk), **DAYS)

    assert asked.status_code == 422
    assert "In these days fall: 1 moment, 0 people expected." in asked.text
    assert not days.closures.exists()


@pytest.mark.rule("OH-06")
def test_the_reason_for_colleagues_stands_here_and_holds_no_secret(as_administrator, point):
    kept = send(as_administrator, at("close_days", point.pk), **DAYS | {"internal_reason": "Halve ploeg"})
    secret = send(as_administrator, at("close_days", point.pk), **DAYS | {"internal_reason": "alarm code 4711"})

    assert (kept.status_code, secret.status_code, Closure.objects.count()) == (303, 422, 1)
    assert "Halve ploeg" in as_administrator.get(at("place", point.pk)).text


@pytest.mark.rule("OH-03")
def test_a_set_is_begun_filled_followed_and_taken_away(as_administrator, association, point):
    begun = send(as_administrator, at("closure_sets"), name="Schoolvakantie herfst")
    days = ClosureSet.objects.get()
    added = send(as_administrator, at("close_set_days", days.pk), **DAYS)
    followed = send(as_administrator, at("closure_set", days.pk), name="Herfst", places=[point.pk], version=1)
    late = send(as_administrator, at("closure_set", days.pk), name="Ander", places=[], version=1)

    assert [answer.status_code for answer in (begun, added, followed, late)] == [303, 303, 303, 422]
    assert (days.organisation, begun.url) == (association, at("closure_set", days.pk))
    assert Place.objects.get(pk=point.pk).hours_on(date(2027, 6, 14)) == []
    listed = as_administrator.get(at("closure_sets")).context["sets"]
    assert [(one.name, one.periods, one.followers) for one in listed] == [("Herfst", 1, 1)]
    closure = Closure.objects.get()
    reopened = send(as_administrator, at("reopen_days", closure.pk))
    dropped = send(as_administrator, at("drop_closure_set", days.pk))
    assert (reopened.url, dropped.url) == (at("closure_set", days.pk), at("closure_sets"))
    assert not ClosureSet.objects.exists()


def test_forms_without_a_key_that_fits_come_back_on_their_page(as_administrator, point, days, actor):
    hours, stop = point.opening_hours.get(), actions.add_stop(
        point, name="Markt", street="Markt 1", postcode="2399", town="Zand", by=actor
    )  # fmt: skip
    closure = actions.close_set_days(days, from_on=MONDAY, last_on=MONDAY, reason="Dag", by=actor)
    names = {"drop_hours": hours, "drop_stop": stop, "drop_closure_set": days, "reopen_days": closure}

    answers = [as_administrator.post(at(name, row.pk), {"once": "no key"}) for name, row in names.items()]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert [type(row).objects.filter(pk=row.pk).exists() for row in names.values()] == [True] * 4


@pytest.mark.parametrize("owner", ["place", "set"])
def test_days_open_after_all_by_telephone_or_at_a_stop(owner, as_administrator, point, days, actor):
    market = actions.add_stop(point, name="Markt", street="Markt 1", postcode="2399", town="Malle", by=actor)
    follow(days, point, by=actor)
    to = at("close_days", point.pk) if owner == "place" else at("close_set_days", days.pk)
    instead = {
        "opens_0": "09:00", "closes_0": "10:00", "kind_0": "phone",
        "opens_1": "10:00", "closes_1": "12:00", "kind_1": "walk_in", "stop_1": market.pk,
    }  # fmt: skip

    answer = send(as_administrator, to, **DAYS, **instead)

    page = as_administrator.get(answer.url).content.decode()
    assert [place.hours_on(date(2027, 6, 14), HoursKind.values) for place in Place.objects.filter(pk=point.pk)] == [
        [Window(time(9), time(10), HoursKind.PHONE), Window(time(10), time(12), HoursKind.WALK_IN, market)]
    ]
    assert "open after all 9 o’clock until 10 o’clock, by telephone" in " ".join(page.split())
    assert "open after all 10 o’clock until 12 o’clock, Markt" in " ".join(page.split())


def test_the_four_weeks_ahead_show_closures_and_stops_as_they_will_be(as_administrator, point, actor):
    actions.close_days(point, from_on=date(2027, 6, 14), last_on=date(2027, 6, 14), reason="Dicht", by=actor)

    page = as_administrator.get(at("place", point.pk))

    mondays = [
        (week[0]["on"].day, len(week[0]["hours"]), str(week[0]["closure"] or "")) for week in page.context["weeks"]
    ]
    assert mondays == [(7, 1, ""), (14, 0, "Dicht 2027-06-14"), (21, 1, ""), (28, 1, "")]
    assert page.content.decode().count("<caption") == 1


@pytest.mark.parametrize("name", ["place", "closure_set"])
def test_a_page_asks_the_database_as_often_for_three_closures_as_for_one(
    name, as_administrator, request, actor, django_assert_num_queries
):
    point, days = request.getfixturevalue("point"), request.getfixturevalue("days")
    follow(days, point, by=actor)
    owner = point if name == "place" else days
    close = actions.close_days if name == "place" else actions.close_set_days

    def add(ahead):
        on = MONDAY + timedelta(days=ahead)
        close(owner, from_on=on, last_on=on, reason="Dag", instead=[Window(time(9), time(10))], by=actor)

    add(1)
    as_administrator.get(at(name, owner.pk))
    with CaptureQueriesContext(connection) as with_one:
        as_administrator.get(at(name, owner.pk))
    for ahead in (2, 3):
        add(ahead)

    with django_assert_num_queries(len(with_one)):
        as_administrator.get(at(name, owner.pk))


@pytest.mark.parametrize("name", ["edit_hours", "edit_stop", "add_hours", "add_stop", "describe_place", "closure_set"])
def test_a_stranger_finds_nothing(name, as_clerk, point, days):
    assert as_clerk.get(at(name, point.pk)).status_code in (403, 404)
