"""Walking a long list: every row is met once, whichever way one goes."""

from urllib.parse import parse_qs

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digibank.audit.models import Actor
from digibank.ui import paging
from digibank.ui.paging import Page, page_of

pytestmark = pytest.mark.django_db


def opened(address: str = "?", rows=None) -> Page[Actor]:
    return page_of(Actor.objects.all() if rows is None else rows, RequestFactory().get(f"/{address}"))


def a_row() -> Actor:
    return Actor.objects.create(kind=Actor.Kind.USER)


def keys(page: Page[Actor]) -> list[int]:
    return [row.pk for row in page.rows]


@pytest.fixture
def by_three(monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 3)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(total=st.integers(0, 13))
def test_walking_to_the_oldest_and_back_meets_every_row_once(by_three, total):
    made = [a_row().pk for _row in range(total)]
    rows = Actor.objects.filter(pk__in=made)

    there = [opened(rows=rows)]
    while there[-1].older_url:
        there.append(opened(there[-1].older_url, rows))
    back = [there[-1]]
    while back[-1].newer_url:
        back.append(opened(back[-1].newer_url, rows))

    newest_first = sorted(made, reverse=True)
    assert [key for page in there for key in keys(page)] == newest_first
    assert [key for page in reversed(back) for key in keys(page)] == newest_first
    assert (there[0].newer_url, back[-1].newer_url) == ("", "")


def test_rows_that_arrive_while_somebody_reads_move_nothing(by_three):
    made = [a_row().pk for _row in range(5)]
    first = opened()
    a_row()

    older = opened(first.older_url)

    assert (keys(older), older.older_url) == (made[1::-1], "")


def test_a_full_page_leads_nowhere(by_three):
    for _row in range(3):
        a_row()

    page = opened()

    assert (len(page.rows), page.newer_url, page.older_url) == (3, "", "")


def test_the_filter_stays_in_the_address(by_three):
    for _row in range(7):
        a_row()

    older = opened(opened("?word=dell&voor=&na=").older_url)

    assert parse_qs(older.older_url[1:]) == {"word": ["dell"], "voor": [str(keys(older)[-1])]}
    assert parse_qs(older.newer_url[1:]) == {"word": ["dell"], "na": [str(keys(older)[0])]}


@pytest.mark.parametrize("address", ["?voor=0", "?na=999999999", "?voor=abc", "?na=-1", "?voor=" + "9" * 30, "?na=²"])
def test_an_address_that_leads_nowhere_shows_the_newest(by_three, address):
    for _row in range(4):
        a_row()

    assert opened(address) == opened()


def test_an_empty_list_is_one_empty_page():
    assert opened("?voor=5", Actor.objects.none()) == Page(rows=[], newer_url="", older_url="")
