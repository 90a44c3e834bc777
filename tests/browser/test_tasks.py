"""Whoever works by hand goes through a whole task: with gloves, on a phone, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Windows
from tests.browser.looking import complaints_of
from tests.records import HANDS, TECHNICIAN

type OwnWindow = Callable[..., BrowserContext]

GLOVE = 112  # Pixels: seven rem.
DONE, UNDO, START = "form[action$='/klaar/'] button", "form[action$='/ongedaan/'] button", "form[action$='/neem/']"
WITH_SCRIPTS, WITHOUT_SCRIPTS = HANDS.items()


@pytest.fixture
def number_of(window_of: Windows) -> Callable[[str], str]:
    """The number on the label of the device with these words."""

    def number(words: str) -> str:
        page = window_of(TECHNICIAN).new_page()
        page.goto(f"/werkplaats/?q={words}")
        shown = page.locator("article .code").first.inner_text()
        page.close()
        return shown

    return number


def smallest_target(page: Page) -> float:
    """The height of the lowest button or field of the task; what stands in the foot is no part of it."""
    return min(
        box["height"] for one in page.locator("main :is(.glove, input):visible").all() if (box := one.bounding_box())
    )


def press(page: Page, where: str) -> str:
    """One press that leads on, and the heading of where it leads."""
    with page.expect_navigation():
        page.locator(where).click()
    return page.locator("h1").inner_text()


def scan(page: Page, code: str) -> None:
    """The scanner types and presses Enter, wherever the focus is."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("username", "product", "scripts"), [(*WITH_SCRIPTS, True), (*WITHOUT_SCRIPTS, False)], ids=["scripts", "bare"]
)
def test_a_whole_task_from_scan_to_well_done(
    own_window: OwnWindow, number_of: Callable[[str], str], username: str, product: str, scripts: bool
):
    number = number_of(product)
    page = own_window(username, scripts=scripts).new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    complaints = complaints_of(page)

    page.goto("/balie/")
    targets = [smallest_target(page)]
    page.locator("input:focus").wait_for()
    with page.expect_navigation():
        scan(page, number)
    headings = [page.locator("h1").inner_text()]
    for _step in range(3):
        targets.append(smallest_target(page))
        headings.append(press(page, DONE))
    press(page, DONE)
    after = page.locator(UNDO).count(), page.locator(START).count()
    again = press(page, UNDO)
    press(page, DONE)

    assert page.url.endswith("/taak/")
    assert min(targets) >= GLOVE
    assert len(set(headings)) == 4
    assert (after, again) == ((1, 1), headings[-1])
    assert complaints == []


def test_a_scan_in_the_middle_of_a_step_presses_no_button(window_of: Windows, number_of: Callable[[str], str]):
    page = window_of("samir").new_page()
    page.goto("/taak/")
    heading = page.locator("h1").inner_text()
    page.locator(DONE).focus()

    scan(page, number_of("Latitude 6101"))
    page.wait_for_timeout(300)

    assert page.locator("h1").inner_text() == heading
    page.reload()
    assert page.locator("h1").inner_text() == heading
    page.close()
