"""Pages that keep themselves up to date, in a real browser: nobody loses the focus, and a lost connection is told."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.test_busy_morning import LOOKS
from tests.records import FREE, RECEPTION

type OwnWindow = Callable[..., BrowserContext]

WAITING = ".cases > li"
FOCUSED = "() => document.activeElement.closest('form')?.action || document.activeElement.id"


def looks_again(page: Page) -> None:
    """Time passes until the page asked the server, and it has shown the answer."""
    with page.expect_response(lambda answer: answer.request.headers.get("x-by-itself") == "1"):
        page.clock.fast_forward(LOOKS)


def walks_in(site: Site, window_of: Windows) -> None:
    """Somebody comes at the counter beside it."""
    page = window_of(RECEPTION).new_page()
    page.goto(site.pages["helpdesk-walk_in"].opens)
    with page.expect_navigation():
        page.locator("main form .button").click()
    page.close()


def test_the_reception_shows_who_came_and_the_focus_stays_on_its_button(site: Site, window_of: Windows):
    page = window_of(RECEPTION).new_page()
    page.clock.install()
    page.goto(site.pages["helpdesk-reception"].opens)
    before = page.locator(WAITING).count()
    button = page.locator(f"{WAITING} form button").first
    button.focus()
    focused = page.evaluate(FOCUSED)

    walks_in(site, window_of)
    looks_again(page)

    expect(page.locator(WAITING)).to_have_count(before + 1)
    assert (focused.endswith("/weg/"), page.evaluate(FOCUSED)) == (True, focused)
    with page.expect_navigation():
        page.locator(f"{WAITING} form button").last.click()
    expect(page.locator(WAITING)).to_have_count(before)
    page.close()


def test_nothing_moves_while_a_question_is_being_answered(site: Site, window_of: Windows):
    page = window_of(RECEPTION).new_page()
    page.clock.install()
    page.goto(site.pages["helpdesk-reception"].opens)
    before = page.locator(WAITING).count()
    page.evaluate("() => document.getElementById('confirm').showModal()")

    walks_in(site, window_of)
    looks_again(page)
    asked = page.locator(WAITING).count()
    page.keyboard.press("Escape")
    looks_again(page)

    expect(page.locator(WAITING)).to_have_count(before + 1)
    assert asked == before
    with page.expect_navigation():
        page.locator(f"{WAITING} form button").last.click()
    page.close()


def test_a_display_without_a_connection_shows_no_old_number_and_comes_back(site: Site, own_window: OwnWindow):
    window = own_window()
    page = window.new_page()
    page.clock.install()
    page.goto(site.pages["helpdesk-display"].opens)
    numbers = page.locator("[data-live]")
    expect(numbers).to_be_visible()

    window.set_offline(True)
    page.clock.fast_forward(LOOKS)
    expect(page.locator("[data-away]")).to_be_visible()
    expect(numbers).to_be_hidden()

    window.set_offline(False)
    looks_again(page)
    expect(numbers).to_be_visible()
    expect(page.locator("[data-away]")).to_be_hidden()


def test_a_helper_who_is_free_sees_who_came_and_a_list_that_is_open_stays_open(site: Site, window_of: Windows):
    page = window_of(FREE).new_page()
    page.clock.install()
    page.goto(site.pages["helpdesk-helping"].opens)
    others = page.locator("details li")
    before = others.count()

    walks_in(site, window_of)
    looks_again(page)
    expect(others).to_have_count(before + 1)
    page.locator("summary").click()
    walks_in(site, window_of)
    looks_again(page)
    stayed = others.count()
    page.locator("summary").click()
    looks_again(page)

    expect(others).to_have_count(before + 2)
    assert stayed == before + 1
    page.close()
    everybody_goes(site, window_of, 2)


def everybody_goes(site: Site, window_of: Windows, count: int) -> None:
    """Those who came last go away again."""
    page = window_of(RECEPTION).new_page()
    page.goto(site.pages["helpdesk-reception"].opens)
    for _time in range(count):
        with page.expect_navigation():
            page.locator(f"{WAITING} form button").last.click()
    page.close()
