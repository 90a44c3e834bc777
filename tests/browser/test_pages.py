"""Every example page, as a browser and somebody with a screen reader, a phone or a dark screen meets it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from example_site import Site, shell
from tests.browser.conftest import Visits
from tests.browser.looking import PHONE, seen
from tests.examples import PAGES

LOOKED_AT = [example for example in PAGES if example.answers != 303]
TITLES = [example.title for example in LOOKED_AT]
# Each address is looked at by light and in the dark, on a desk and on a phone; its other guises by light on a phone.
FIRST = {example.name: example.title for example in reversed(LOOKED_AT)}.values()
SHOW_CASE = {"ui-style_resident": 4}  # One page that shows the heads of four.
REFUSED = ("Error:", "Fout:")


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """So many pages are looked at that what stands around them is left out."""
    with shell(playwright) as started:
        yield started


@pytest.mark.parametrize("title", TITLES)
def test_page_is_accessible_and_without_complaints(site: Site, visit_by: Visits, title: str):
    shown = site.pages[title]
    page, complaints = visit_by(shown.by)

    answer = site.open(page, shown)
    if not answer.headers["content-type"].startswith("text/html"):
        # A document: what is in it is tested where it is made, and what its viewer says counts for no page.
        page.goto("about:blank")
        assert answer.status == shown.answers
        return
    report = {
        "status": answer.status,
        "headings": page.locator("h1").count(),
        "titled": bool(page.title().split("·")[0].strip()),
        "says it was refused": page.title().startswith(REFUSED),
        "wrong": seen(page) if title in FIRST else seen(page, widths=[PHONE], dark=False),
        "complaints": complaints,
    }

    assert report == {
        "status": shown.answers,
        "headings": SHOW_CASE.get(title, 1),
        "titled": True,
        "says it was refused": shown.answers == 422,
        "wrong": {},
        "complaints": [],
    }
