"""What machines read says the same as the door: read back by parsers that are not ours, each day of 2027, seven places.

`opening_hours` by the Rust parser of opening-hours-py; schema.org by schema-org-py, whose models are made from the whole
vocabulary and refuse what is not in it; the calendar by icalendar and the recurrence rules of dateutil.
"""

import csv
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO

import brotli
import icalendar
import jsonschema
import pytest
import schema_org
from dateutil.rrule import rrulestr
from django.urls import reverse
from opening_hours import OpeningHours as ForeignHours
from opening_hours import State

from digibank import clock
from digibank.organisations import actions
from digibank.organisations.models import LAST, Feature, Place
from digibank.organisations.tests.factories import a_desk, open_on
from digibank.organisations.tests.seven_places import seven_places
from digibank.organisations.windows import HoursKind, Window
from digibank.website.published import feed, linked, openstreetmap
from digibank.website.published.schedule import schedule_of
from digibank.website.published.schedule import true_hours as year_of

pytestmark = pytest.mark.django_db

FIRST = date(2027, 1, 1)
YEAR = [FIRST + timedelta(days=ahead) for ahead in range(365)]
MONDAY = date(2027, 6, 7)


@pytest.fixture(autouse=True)
def _new_year():
    with clock.at(datetime(2027, 1, 1, 8, tzinfo=UTC)):
        yield


@pytest.fixture
def point(town, actor):
    place = open_on(a_desk(town, name="Hulp", kind=Place.Kind.HELP_POINT), (0, "09:00", "12:00"), (0, "13:00", "16:00"))
    actions.describe_place(place, version=1, features=["speaks_nl", "wifi", "step_free", "home_visit"], way_there="Bus 305", by=actor)  # fmt: skip
    actions.add_hours(place, weekday=1, opens=time(9), closes=time(12), kind=HoursKind.PHONE, by=actor)
    return place


def true_hours(place, kind=HoursKind.WALK_IN):
    return {day: hours for day in YEAR if (hours := [(one.opens, one.closes) for one in place.hours_on(day, (kind,))])}


def by_day(intervals):
    """Moments on the wall, as hours of each day."""
    found = {}
    for starts, ends in sorted(intervals):
        found.setdefault(starts.date(), []).append((starts.time(), ends.time()))
    return found


def read_by_openstreetmap(written, **options):
    start, end = datetime.combine(FIRST, time(0)), datetime.combine(FIRST + timedelta(days=365), time(0))
    foreign = ForeignHours(written, **options)
    return by_day(
        (from_at, until_at) for from_at, until_at, state, _ in foreign.intervals(start, end) if state == State.OPEN
    )


@pytest.mark.rule("OH-10")
@pytest.mark.parametrize("options", [{}, {"country": "BE"}])
def test_the_openstreetmap_hours_are_the_true_hours_of_each_day(options):
    places = seven_places()

    read = {
        place.name: read_by_openstreetmap(openstreetmap.opening_hours(place, year_of(place, FIRST)), **options)
        for place in places
    }

    assert read == {place.name: true_hours(place) for place in places}


def test_the_openstreetmap_hours_stay_short_where_hours_are_usual():
    written = {place.name: openstreetmap.opening_hours(place, year_of(place, FIRST, 60)) for place in seven_places()}

    assert written["Kiezelgem"] == "Mo 09:00-12:00; Fr[-1] 13:30-16:30; PH off"
    assert written["Elsbroek"] == "Tu,Th 09:00-12:00,13:00-16:30; PH off; 2027 Feb 09-2027 Feb 11 off"


@pytest.mark.rule("OH-10")
def test_the_fourth_and_the_last_week_of_a_month_are_told_right_where_they_are_the_same(desk, actor):
    open_on(desk, (4, "09:00", "10:00"))
    actions.add_hours(desk, weekday=4, opens=time(11), closes=time(12), week_of_month=4, by=actor)
    actions.add_hours(desk, weekday=4, opens=time(14), closes=time(15), week_of_month=LAST, by=actor)
    place = Place.objects.with_hours().get()

    assert read_by_openstreetmap(openstreetmap.opening_hours(place, year_of(place, FIRST))) == true_hours(place)
    assert read_calendar(place) == true_hours(place)


def test_a_place_without_hours_publishes_none(desk):
    assert openstreetmap.opening_hours(desk, year_of(desk, FIRST)) == ""
    assert b"VEVENT" not in feed.calendar_of(desk, FIRST)


def read_calendar(place):
    calendar = icalendar.Calendar.from_ical(feed.calendar_of(place, FIRST, days=365))
    found = []
    for event in calendar.walk("VEVENT"):
        start, end = event["dtstart"].dt, event["dtend"].dt
        assert str(start.tzinfo) == "Europe/Brussels"
        starts = [start]
        if "rrule" in event:
            rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
            stones = event.get("exdate", [])
            out = {day.dt for dates in (stones if isinstance(stones, list) else [stones]) for day in dates.dts}
            starts = [one for one in rule if one not in out]
        found += [(one.replace(tzinfo=None), (one + (end - start)).replace(tzinfo=None)) for one in starts]
    return by_day(found)


@pytest.mark.rule("OH-10")
def test_the_calendar_is_the_true_hours_of_each_day():
    places = seven_places()

    assert {place.name: read_calendar(place) for place in places} == {place.name: true_hours(place) for place in places}


def test_the_calendar_says_where_a_riding_place_stands(client):
    bus = seven_places()[6]

    answer = client.get(reverse("website:hours_calendar", args=[bus.pk]))

    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert min(str(event["location"]) for event in events) == "Kerk, Kerkplein 1, 2399 Zand"
    assert client.get(reverse("website:hours_calendar", args=[bus.pk])).content == answer.content


def validated(node):
    """The node as a model of the foreign vocabulary, which refuses properties and values that schema.org does not know."""
    model = getattr(schema_org, node["@type"])
    values = {name: value for name, value in node.items() if not name.startswith("@")}
    return model(**{name: converted(name, value) for name, value in values.items()})


def converted(name, value):
    if isinstance(value, list):
        return [converted(name, one) for one in value]
    if isinstance(value, dict):
        return validated(value)
    reads = {"opens": time.fromisoformat, "closes": time.fromisoformat, "validFrom": date.fromisoformat}
    reads |= {"validThrough": date.fromisoformat, "dayOfWeek": schema_org.DayOfWeek}
    return reads[name](value) if name in reads else value


def read_specifications(node):
    """Hours as a search engine reads them: dated ones win over weekly ones, midnight to midnight is closed."""
    weekly, special = {}, {}
    for spec in node.get("openingHoursSpecification", []):
        for day in spec["dayOfWeek"]:
            weekly.setdefault(day.removeprefix("https://schema.org/"), []).append(spec_hours(spec))
    for spec in node.get("specialOpeningHoursSpecification", []):
        first, last = date.fromisoformat(spec["validFrom"]), date.fromisoformat(spec["validThrough"])
        for ahead in range((last - first).days + 1):
            special.setdefault(first + timedelta(days=ahead), []).append(spec_hours(spec))
    read = {day: sorted(special.get(day, weekly.get(f"{day:%A}", []))) for day in YEAR}
    return {day: hours for day, hours in read.items() if hours and hours != [(time(0), time(0))]}


def spec_hours(spec):
    return time.fromisoformat(spec["opens"]), time.fromisoformat(spec["closes"])


@pytest.mark.rule("OH-10")
def test_schema_org_knows_each_word_of_ours_and_the_hours_are_true():
    places = seven_places()

    nodes = {place.name: linked.linked_data(place, "https://digibank.example/1/", FIRST) for place in places}

    for node in nodes.values():
        told_back = validated(node).to_jsonld()
        assert {name: told_back[name] for name in ("@type", "name", "telephone")} == {
            name: node[name] for name in ("@type", "name", "telephone")
        }
    assert {name: read_specifications(node) for name, node in nodes.items()} == {
        place.name: true_hours(place) for place in places
    }


def test_the_foreign_vocabulary_bites():
    wrong = [
        {"@type": "GovernmentOffice", "openingHour": "Mo"},
        {"@type": "OpeningHoursSpecification", "opens": "09:00:00", "dayOfWeek": "https://schema.org/Moonday"},
        {"@type": "GovernmentOffice", "address": {"@type": "OpeningHoursSpecification", "opens": "09:00:00"}},
    ]

    for node in wrong:
        with pytest.raises(ValueError, match=r"."):
            validated(node)


def test_the_page_carries_its_linked_data_and_the_file_beside_it_a_year(client, point):
    page = client.get(reverse("website:place", args=[point.pk]))
    file = client.get(reverse("website:linked_data", args=[point.pk]))

    inside = page.text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    node, whole = json.loads(inside), file.json()
    assert (file["Content-Type"], file["Access-Control-Allow-Origin"]) == ("application/ld+json", "*")
    validated(node)
    validated(whole)
    assert node["url"] == whole["url"] == f"http://testserver{reverse('website:place', args=[point.pk])}"
    assert (node["knowsLanguage"], len(node["amenityFeature"])) == (["nl"], 3)
    assert len(whole["specialOpeningHoursSpecification"]) > len(node.get("specialOpeningHoursSpecification", []))
    assert node["contactPoint"]["hoursAvailable"][0]["dayOfWeek"] == ["https://schema.org/Tuesday"]


def test_the_page_of_a_place_that_tells_much_comes_in_one_round_trip(client, point, actor):
    actions.describe_place(point, version=2, features=Feature.values, way_there="Bus 305, halte Markt", by=actor)
    actions.add_hours(point, weekday=4, opens=time(17), closes=time(19), week_of_month=LAST, by=actor)
    for day in (4, 11, 18):
        on = date(2027, 1, day)
        actions.close_days(
            point, from_on=on, last_on=on, reason="Vorming", instead=[Window(time(9), time(10))], by=actor
        )

    page = client.get(reverse("website:place", args=[point.pk]))

    assert len(brotli.compress(page.content)) <= 8 * 1024


def test_a_name_cannot_end_the_block_of_data_in_the_page(point):
    node = linked.linked_data(point, "https://digibank.example/", FIRST) | {
        "name": "</script><script>alert(1)</script>"
    }

    written = linked.as_script(node)

    assert written.count("</script>") == 1
    assert json.loads(written.split(">", 1)[1].rsplit("<", 1)[0])["name"] == "</script><script>alert(1)</script>"


def test_the_open_data_follow_their_schema_and_the_table_says_the_same(client, point, desk, actor):
    actions.close_days(point, from_on=MONDAY, last_on=MONDAY, reason="Feest", internal_reason="teambuilding", by=actor)

    data, schema = client.get(reverse("website:open_data_json")), client.get(reverse("website:open_data_schema")).json()
    table = client.get(reverse("website:open_data_csv"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data.json(), schema, cls=jsonschema.Draft202012Validator)
    [row] = data.json()["help_points"]
    [line] = csv.DictReader(StringIO(table.text))
    cells = {name: "|".join(cell) if isinstance(cell, list) else cell for name, cell in row.items()}
    assert cells | {"latitude": "", "longitude": ""} == line
    assert (row["name"], row["access"], row["languages"]) == ("Hulp", ["walk_in", "phone", "home_visit"], ["nl"])
    assert read_by_openstreetmap(row["opening_hours"]) == true_hours(Place.objects.with_hours().get(pk=point.pk))
    assert read_by_openstreetmap(row["opening_hours_phone"]) == true_hours(point, HoursKind.PHONE)
    assert data["Access-Control-Allow-Origin"] == "*"


@pytest.mark.rule("OH-12")
def test_a_point_on_the_map_is_told_to_people_and_to_machines_alike(client, point, desk, actor):
    actions.edit_place(point, version=point.version, latitude=Decimal("51.2987"), longitude=Decimal("4.5821"), by=actor)

    rows = client.get(reverse("website:open_data_json")).json()["help_points"]
    table = list(csv.DictReader(StringIO(client.get(reverse("website:open_data_csv")).content.decode())))
    node = client.get(reverse("website:linked_data", args=[point.pk])).json()
    calendar = icalendar.Calendar.from_ical(client.get(reverse("website:hours_calendar", args=[point.pk])).content)
    page = client.get(reverse("website:place", args=[point.pk])).content.decode()

    assert [(row["latitude"], row["longitude"]) for row in rows if row["id"] == str(point.pk)] == [(51.2987, 4.5821)]
    assert [(row["latitude"], row["longitude"]) for row in table if row["id"] == str(point.pk)] == [
        ("51.2987", "4.5821")
    ]
    assert node["geo"] == {"@type": "GeoCoordinates", "latitude": 51.2987, "longitude": 4.5821}
    assert {str(event["GEO"].to_ical()) for event in calendar.walk("VEVENT")} == {"51.2987;4.5821"}
    assert "https://www.openstreetmap.org/?mlat=51.298700&amp;mlon=4.582100" in page


@pytest.mark.rule("OH-06")
def test_what_is_internal_stands_on_nothing_that_is_published(client, point, actor):
    actions.close_days(
        point, from_on=MONDAY, last_on=MONDAY, reason="Feestdag", internal_reason="teambuilding", by=actor
    )
    clock.pass_time(days=150)

    names = ("place", "hours_calendar", "linked_data")
    answers = [client.get(reverse(f"website:{name}", args=[point.pk])).text for name in names]
    answers += [client.get(reverse(f"website:{name}")).text for name in ("places", "open_data_json", "open_data_csv")]

    assert "Feestdag" in answers[0]
    assert [answer for answer in answers if "teambuilding" in answer] == []


def test_the_open_data_ask_the_database_as_often_for_three_as_for_one(
    client, town, point, django_assert_num_queries, django_assert_max_num_queries
):
    address = reverse("website:open_data_json")
    client.get(address)
    with django_assert_max_num_queries(12) as with_one:
        client.get(address)
    for name in ("Tweede", "Derde"):
        open_on(a_desk(town, name=name, kind=Place.Kind.HELP_POINT), (0, "09:00", "12:00"))

    with django_assert_num_queries(len(with_one)):
        client.get(address)


def test_a_schedule_that_changes_for_good_is_told_by_its_days(desk, actor):
    september = date(2027, 9, 1)
    actions.add_hours(desk, weekday=0, opens=time(9), closes=time(12), valid_until=september, by=actor)
    actions.add_hours(desk, weekday=0, opens=time(10), closes=time(12), valid_from=september, by=actor)
    place = Place.objects.with_hours().get()

    schedule = schedule_of(place, year_of(place, FIRST, 365))

    assert [usual.stretches for usual in schedule.usual] == [((time(9), time(12)),)]
    assert read_by_openstreetmap(openstreetmap.opening_hours(place, year_of(place, FIRST))) == true_hours(place)


@pytest.mark.parametrize("name", ["hours_calendar", "linked_data"])
def test_a_place_that_is_not_for_the_public_publishes_nothing(name, client, town):
    depot = a_desk(town, kind=Place.Kind.DEPOT)

    assert client.get(reverse(f"website:{name}", args=[depot.pk])).status_code == 404


def test_the_page_about_open_data_names_each_field(client, desk):
    page = client.get(reverse("website:open_data"))

    assert all(f"<code>{name}</code>" in page.text for name in ("id", "opening_hours", "languages", "stops"))
