"""A skills talk in a real browser: ten faces and four facts, with keys only and without scripts."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from example_site import Site
from tests.browser.looking import complaints_of, wider_than_window
from tests.records import GUIDE

type OwnWindow = Callable[..., BrowserContext]

FOCUSED = "() => document.activeElement.name || document.activeElement.className"
MOST_TABS = 30


def test_a_talk_is_told_with_keys_only_and_without_scripts(site: Site, own_window: OwnWindow):
    page = own_window(scripts=False).new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    site.enter(page, GUIDE)
    complaints = complaints_of(page)
    page.goto(site.pages["helpdesk-talks-to_begin"].opens)
    page.locator("main form button").focus()
    enter(page)

    wide = []
    for task in range(10):
        assert page.url.endswith(f"/{task + 1}/")
        tab_to(page, "says")
        page.keyboard.press("Space")
        for _down in range(task % 3):
            page.keyboard.press("ArrowDown")
        wide += wider_than_window(page)
        enter(page)
    for field, keys in [("own_device", "Space"), ("internet", "ArrowDown")]:
        tab_to(page, field)
        page.keyboard.press(keys)
        enter(page)
    tab_to(page, "helped_by")
    page.keyboard.type("mijn dochter")
    enter(page)
    tab_to(page, "wish")
    page.keyboard.type("Foto's sturen.")
    tab_to(page, "button")
    enter(page)
    answers = page.locator(".answers dd:nth-child(2)").all_inner_texts()
    tab_to(page, "button")
    enter(page)

    assert [answers[at] == answers[at % 3] for at in range(10)] == [True] * 10
    assert len(set(answers[:3])) == 3
    assert (answers[12], answers[13]) == ("mijn dochter", "Foto's sturen.")
    assert page.url.endswith("/vooruitgang/")
    expect(page.locator("h1")).to_have_text(re.compile("Foto's sturen"))
    assert (wide, complaints) == ([], [])


def enter(page: Page) -> None:
    """Send the page with Enter, and wait for the next one."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until this field has the focus, or the button of the page."""
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"Tab never came to {name}, but to {page.evaluate(FOCUSED)}")
