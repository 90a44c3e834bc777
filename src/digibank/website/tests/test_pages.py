import gzip
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from digibank import clock
from digibank.organisations import actions
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, open_on

pytestmark = pytest.mark.django_db

MONDAY_MORNING = datetime(2026, 6, 29, 8, 0, tzinfo=UTC)
HOME, PLACES = reverse("website:home"), reverse("website:places")


def page_of(place):
    return reverse("website:place", args=[place.pk])


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY_MORNING):
        yield


@pytest.fixture
def open_desk(desk):
    return open_on(desk, (0, "09:00", "12:00"), (2, "09:00", "12:00"))


def test_pages_open_before_there_is_anything(client, db):
    assert [client.get(address).status_code for address in (HOME, PLACES)] == [200, 200]


def test_pages_go_packed_over_a_slow_line(client, open_desk):
    plain = client.get(HOME)
    packed = client.get(HOME, headers={"accept-encoding": "gzip"})

    assert (plain.headers.get("content-encoding"), packed.headers["content-encoding"]) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 6 * 1024


def test_home_shows_what_is_open_now_and_until_when(client, open_desk):
    answer = client.get(HOME)

    assert answer.status_code == 200
    assert [(o["place"], o["until"].hour) for o in answer.context["open_now"]] == [(open_desk, 12)]


def test_home_shows_nothing_as_open_when_all_is_closed(client, open_desk):
    clock.pass_time(hours=5)

    assert client.get(HOME).context["open_now"] == []


def test_home_names_three_open_places_at_most(client, town):
    for name in "ABCD":
        open_on(a_desk(town, name=name), (0, "09:00", "12:00"))

    assert [o["place"].name for o in client.get(HOME).context["open_now"]] == ["A", "B", "C"]


def test_places_are_listed_by_what_one_comes_for(client, town, desk):
    a_desk(town, name="Hulp", kind=Place.Kind.HELP_POINT)
    a_desk(town, name="Depot", kind=Place.Kind.DEPOT)
    a_desk(town, name="Oude desk", given_up_on=date(2026, 1, 1))

    groups = client.get(PLACES).context["groups"]

    assert [(g["kind"], [c["title"] for c in g["choices"]]) for g in groups] == [
        ("lending_desk", ["Uitleendesk"]),
        ("help_point", ["Hulp"]),
    ]


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    client, town, open_desk, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8) as with_one:
        client.get(PLACES)
    for name in ("Tweede", "Derde"):
        open_on(a_desk(town, name=name), (0, "09:00", "12:00"))

    with django_assert_num_queries(len(with_one)):
        client.get(PLACES)


def test_a_place_shows_its_hours_and_closures_to_come(client, open_desk, actor):
    for first, last in ((date(2026, 6, 1), date(2026, 6, 28)), (date(2026, 7, 20), date(2026, 7, 21))):
        actions.close_days(open_desk, from_on=first, last_on=last, reason="Verlof", by=actor)

    answer = client.get(page_of(open_desk))

    assert (answer.status_code, answer.context["place"], answer.context["open_until"].hour) == (200, open_desk, 12)
    assert [closure.from_on for closure, _instead in answer.context["closures"]] == [date(2026, 7, 20)]
    assert [(day["today"], len(day["hours"])) for day in answer.context["week"]] == [
        (True, 1),
        (False, 0),
        (False, 1),
        *[(False, 0)] * 4,
    ]


def test_a_closed_place_says_when_it_opens(client, open_desk):
    clock.pass_time(days=1)

    answer = client.get(page_of(open_desk))

    assert (answer.context["open_until"], answer.context["opens_next"].date()) == (None, date(2026, 7, 1))
    assert "woensdag 1 juli 2026" in answer.content.decode()


def test_a_place_that_closed_for_today_does_not_promise_today_again(client, open_desk):
    clock.pass_time(hours=12)

    answer = client.get(page_of(open_desk))

    assert (answer.context["open_until"], answer.context["opens_next"].date()) == (None, date(2026, 7, 1))


@pytest.mark.parametrize("details", [{"kind": "depot"}, {"given_up_on": date(2026, 1, 1)}])
def test_a_place_that_is_not_for_the_public_is_not_there(details, client, town):
    assert client.get(page_of(a_desk(town, **details))).status_code == 404


def test_the_telephone_is_that_of_the_association(client, association, desk):
    own = a_desk(association, name="Depot", kind=Place.Kind.DEPOT)

    context = client.get(HOME).context

    assert (context["association"], context["contact"]) == (association, own)


def test_pages_are_only_read(client, desk):
    assert [client.post(address).status_code for address in (HOME, PLACES, page_of(desk))] == [405] * 3
