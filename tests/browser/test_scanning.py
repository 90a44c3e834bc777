"""Ten hand-overs, ten returns and one count in a real browser, with a scanner and the keyboard only: nobody touches the mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.lending import is_lent, page_that_prints
from tests.browser.looking import complaints_of, seen
from tests.records import COMES, COUNTED, LENDING_CLERK, PILE, PILES, READY, TECHNICIAN

type OwnWindow = Callable[..., BrowserContext]

DESK, SCREEN, COUNTS = "/balie/", "/balie/scannen/", "/tellingen/"
SAID = "[data-scans] .list > li"
ANSWERS = "section[data-scans] > .list > li"
FARTHEST = 120


def labels_of(site: Site, window_of: Windows, user: str, words: str) -> list[str]:
    """The numbers on the labels of the devices with these words."""
    page = window_of(user).new_page()
    page.goto(f"{site.url}/balie/?q={words}")
    numbers = page.locator("main .list .code").all_inner_texts()
    page.close()
    return [number.replace("\u2011", "-") for number in numbers]


def tab_to(page: Page, selector: str) -> None:
    """Tab on until this has the focus, as somebody does who has no mouse."""
    for _step in range(FARTHEST):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes at {selector}.")


def scan(page: Page, code: str) -> None:
    """The scanner types and presses Enter. Without scripts it waits for the page, as people do."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_ten_hand_overs_one_after_the_other(site: Site, window_of: Windows):
    """Two scans and three keys for each resident, on to the next one included. The window with printers is the browser's own, so it is not opened."""
    cards = labels_of(site, window_of, LENDING_CLERK, f"{COMES} scanner")
    labels = labels_of(site, window_of, LENDING_CLERK, READY[0])
    page = page_that_prints(window_of)
    complaints = complaints_of(page)
    page.goto(f"{site.url}{DESK}")

    for card, label in zip(cards, labels, strict=True):
        for code in (card, label):
            page.locator("input:focus").wait_for()
            with page.expect_navigation():
                scan(page, code)
        go_on(page, "[name=all_parts]")
        page.locator("html[data-printed]").wait_for()
        with page.expect_navigation():
            page.keyboard.press("2")
        assert is_lent(page)
        go_on(page, f"a[href='{DESK}']")

    assert (len(cards), len(set(cards)), len(labels)) == (PILE, PILE, PILE)
    assert (complaints, seen(page)) == ([], {})
    page.close()


def test_ten_hand_overs_without_scripts(site: Site, window_of: Windows, own_window: OwnWindow):
    cards = labels_of(site, window_of, LENDING_CLERK, f"{COMES} stil")
    labels = labels_of(site, window_of, LENDING_CLERK, READY[1])
    page = own_window(scripts=False).new_page()
    site.enter(page, LENDING_CLERK)
    page.goto(f"{site.url}{DESK}")

    for card, label in zip(cards, labels, strict=True):
        for code in (card, label):
            page.locator("input:focus").wait_for()
            page.keyboard.type(code)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        go_on(page, "[name=all_parts]")
        go_on(page, "form[action$='/getekend/'] button")
        assert is_lent(page)
        go_on(page, f"a[href='{DESK}']")

    assert (len(cards), len(labels)) == (PILE, PILE)


def test_ten_returns_one_after_the_other_without_waiting(site: Site, window_of: Windows):
    labels = labels_of(site, window_of, LENDING_CLERK, PILES[0])
    page = window_of(LENDING_CLERK).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}{SCREEN}")
    before = page.locator(SAID).count()

    say_that_all_is_whole(page)
    for label in labels:
        scan(page, label)
    expect(page.locator(SAID)).to_have_count(before + PILE)

    expect(page.locator("[name=scan]")).to_be_focused()
    assert (len(labels), taken_back(page, labels)) == (PILE, PILE)
    assert (complaints, seen(page)) == ([], {})
    page.close()


def test_ten_returns_without_scripts(site: Site, window_of: Windows, own_window: OwnWindow):
    labels = labels_of(site, window_of, LENDING_CLERK, PILES[1])
    page = own_window(scripts=False).new_page()
    site.enter(page, LENDING_CLERK)
    page.goto(f"{site.url}{SCREEN}")
    page.locator("[name=scan]").focus()  # As autofocus does where the browser follows it.

    say_that_all_is_whole(page)
    for label in labels:
        page.locator("[name=scan]").focus()
        page.keyboard.type(label)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    assert (len(labels), taken_back(page, labels)) == (PILE, PILE)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_ten_devices_are_counted_and_the_count_is_approved(
    site: Site, window_of: Windows, own_window: OwnWindow, scripts: bool
):
    labels = labels_of(site, window_of, TECHNICIAN, "Slate")
    page = own_window(scripts=scripts).new_page()
    site.enter(page, TECHNICIAN)
    page.goto(f"{site.url}{COUNTS}nieuw/")
    page.locator("main [name=place]").focus()
    page.keyboard.type("Werkplaats")
    tab_to(page, "[name=device_class]")
    page.keyboard.type(COUNTED[:6])
    go_on(page, "main form .button")

    for number, label in enumerate([*labels, labels[0]], start=1):
        page.locator("[name=scan]").focus()
        scan(page, label)
        expect(page.locator(ANSWERS)).to_have_count(number)
    expect(page.locator("#scanned")).to_contain_text(str(PILE))
    twice = page.locator("[data-scans] [role=status]").inner_text()
    go_on(page, "[data-scans] .form-end a")
    agree(page, "form[action$='/niet-gevonden/'] button", scripts=scripts)
    agree(page, "form[action$='/goedkeuren/'] button", scripts=scripts)

    assert labels[0] in twice
    assert page.locator("main .position.ok").count() >= 1
    assert page.locator("form[action$='/goedkeuren/']").count() == 0


def say_that_all_is_whole(page: Page) -> None:
    """Tick it, and go back to the box."""
    tab_to(page, "[name=whole]")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[name=scan]")).to_be_focused()


def go_on(page: Page, selector: str) -> None:
    """Tab to it, press Enter, and come on another page."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def agree(page: Page, selector: str, *, scripts: bool) -> None:
    """Press it; with scripts a question comes first, and Enter on its yes answers it."""
    if not scripts:
        go_on(page, selector)
        return
    tab_to(page, selector)
    page.keyboard.press("Enter")
    page.locator("#confirm [value=yes]").wait_for()
    go_on(page, "#confirm [value=yes]")


def taken_back(page: Page, labels: list[str]) -> int:
    """How many of these the screen says are taken back."""
    told = page.locator(SAID).filter(has=page.locator(".position.ok")).all_inner_texts()
    return sum(any(label in one for one in told) for label in labels)
