"""Every example page, as a browser and somebody with a screen reader, a phone or a dark screen meets it."""

import pytest

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.looking import complaints_of, seen
from tests.examples import PAGES

TITLES = [example.title for example in PAGES if example.answers != 303]
SHOW_CASE = {"ui-style_resident": 4}  # One page that shows the heads of four.
REFUSED = ("Error:", "Fout:")


@pytest.mark.parametrize("title", TITLES)
def test_page_is_accessible_and_without_complaints(site: Site, window_of: Windows, title: str):
    shown = site.pages[title]
    page = window_of(shown.by).new_page()
    complaints = complaints_of(page)

    answer = site.open(page, shown)
    report = {
        "status": answer.status,
        "headings": page.locator("h1").count(),
        "titled": bool(page.title().split("·")[0].strip()),
        "says it was refused": page.title().startswith(REFUSED),
        "wrong": seen(page),
        "complaints": complaints,
    }
    page.close()

    assert report == {
        "status": shown.answers,
        "headings": SHOW_CASE.get(title, 1),
        "titled": True,
        "says it was refused": shown.answers == 422,
        "wrong": {},
        "complaints": [],
    }
