"""Residents sign in a real browser: with the mouse, with a finger, by keys only, and without scripts."""

import re

import pytest
from playwright.sync_api import CDPSession, Page

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.looking import PHONE, complaints_of
from tests.browser.test_desk import Colleague, OwnWindow, page_that_prints
from tests.records import LENDING_CLERK, SIGNERS

type Path = list[tuple[float, float]]

WITH_MOUSE, WITH_FINGER, WITHOUT_SCRIPTS = SIGNERS
NAME: list[Path] = [[(0.1, 0.6), (0.25, 0.2), (0.4, 0.7), (0.6, 0.3), (0.8, 0.6)], [(0.2, 0.8), (0.7, 0.8)]]
SIGN = "form .button"
HAND = 40  # Milliseconds from one place to the next, as a hand needs.
PAD = "[data-pad]"


@pytest.fixture
def loan_of(site: Site, window_of: Windows):
    """The page of the loan that lies ready for whoever has this name."""

    def address(name: str) -> str:
        page = window_of(LENDING_CLERK).new_page()
        page.goto(f"{site.url}/uitleningen/?q={name}")
        leads_to = page.locator("main table a").first.get_attribute("href") or ""
        page.close()
        return leads_to

    return address


def on_the_pad(page: Page, strokes: list[Path]) -> list[Path]:
    """These parts of the pad as places in the window."""
    page.locator(PAD).scroll_into_view_if_needed()
    box = page.locator(PAD).bounding_box()
    assert box is not None
    return [[(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke] for stroke in strokes]


def draw_with_mouse(page: Page, strokes: list[Path]) -> None:
    for (x, y), *rest in on_the_pad(page, strokes):
        page.mouse.move(x, y)
        page.mouse.down()
        for across, down in rest:
            page.mouse.move(across, down, steps=4)
        page.mouse.up()


def draw_with_finger(page: Page, touch: CDPSession, strokes: list[Path]) -> None:
    for stroke in on_the_pad(page, strokes):
        for number, (x, y) in enumerate(stroke):
            kind = "touchMove" if number else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
            page.wait_for_timeout(HAND)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def drawn(page: Page) -> str:
    return page.locator("[data-strokes]").input_value()


def test_a_resident_borrows_and_brings_back_with_the_mouse(window_of: Windows, loan_of):
    page = page_that_prints(window_of)
    complaints, desk = complaints_of(page), Colleague(page)
    page.goto(loan_of(WITH_MOUSE))

    desk.press("3")
    draw_with_mouse(page, NAME)
    before = drawn(page)
    page.locator("[data-erase]").click()
    wiped = (drawn(page), page.locator(f"{PAD} polyline").count())
    draw_with_mouse(page, NAME)
    page.set_viewport_size({"width": 600, "height": 900})
    after_turning = (drawn(page) == before, page.locator(f"{PAD} polyline").count())
    desk.tap(SIGN)
    thanked = page.locator(PAD).count() == 0
    desk.tap(".button-done")
    page.locator("html[data-printed]").wait_for()
    printed = page.locator("html").get_attribute("data-printed") or ""
    desk.tap("main .bench a[href$='/terug/']")
    desk.tap("form.bench button.button")
    desk.press("3")
    draw_with_mouse(page, NAME)
    desk.tap(SIGN)
    desk.tap(".button-done")

    assert (wiped, after_turning) == (("", 0), (True, 2))
    assert (thanked, printed.rpartition("/")[2]) == (True, "getekend-contract.pdf")
    assert page.locator("section .list .position.ok svg").count() >= 4
    assert page.locator("a[href$='/getekend-teruggavebewijs.pdf']").count() == 1
    assert complaints == []
    page.close()


def test_a_resident_signs_with_a_finger_on_a_phone(site: Site, browser, loan_of):
    window = browser.new_context(
        base_url=site.url, storage_state=site.state_of(browser, LENDING_CLERK), has_touch=True, is_mobile=True,
        device_scale_factor=3, viewport={"width": PHONE, "height": 740},
    )  # fmt: skip
    page = window.new_page()
    complaints, touch = complaints_of(page), window.new_cdp_session(page)
    page.goto(f"{loan_of(WITH_FINGER)}tekenen/")

    with page.expect_navigation():
        page.locator(SIGN).click()
    refused = page.locator(".refusal").count()
    draw_with_finger(page, touch, NAME)
    strokes = drawn(page)
    scrolled = page.evaluate("document.documentElement.scrollWidth")
    with page.expect_navigation():
        page.locator(SIGN).click()

    assert (refused, strokes.count("],["), scrolled) == (1, 1, PHONE)
    assert page.locator(".button-done").count() == 1
    assert complaints == []
    window.close()


def test_without_scripts_paper_is_offered_and_signed_by_keys(site: Site, own_window: OwnWindow, loan_of):
    page = own_window(scripts=False).new_page()
    site.enter(page, LENDING_CLERK)
    page.goto(f"{loan_of(WITHOUT_SCRIPTS)}tekenen/")

    shown = [page.locator(where).is_visible() for where in (PAD, SIGN, "[data-without-script]")]
    page.locator(".quit").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("form[action$='/getekend/'] button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("main .bench a[href$='/terug/']").click()
    with page.expect_navigation():
        page.locator("form.bench button.button").click()
    page.locator("form[action$='/terug/getekend/'] button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert shown == [False, False, True]
    assert re.search(r"/uitleningen/\d+/$", page.url)
    assert page.locator("a[href$='/teruggavebewijs.pdf']").count() == 1
    assert page.locator("form[action$='/terug/getekend/']").count() == 0
