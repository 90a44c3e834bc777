"""Stories at the desk in a real browser, every scan, tap and typed field counted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Page

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.lending import CONTRACT, is_lent, page_that_prints
from tests.browser.looking import complaints_of
from tests.records import KNOWN, LENDING_CLERK, PAYS, RETURNS

type OwnWindow = Callable[..., BrowserContext]

DESK = "/balie/"
WITH_SCRIPTS, WITHOUT_SCRIPTS, BY_KEYS, ON_SCREEN, *_ = KNOWN.items()
SIGNED = "form[action$='/getekend/'] button"


@dataclass
class Colleague:
    """Somebody at the desk. What they do is an input: a scan, a tap, a key, a typed field."""

    page: Page
    inputs: list[str] = field(default_factory=list)

    def scan(self, code: str) -> None:
        """The scanner types and presses Enter, wherever the page has put the focus: who scans waits for the cursor."""
        self.inputs.append(f"scan {code}")
        self.page.locator("input:focus").wait_for()
        self.page.keyboard.type(code)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tap(self, where: str) -> None:
        """One tap that leads on."""
        self.inputs.append(f"tap {where}")
        with self.page.expect_navigation():
            self.page.locator(where).click()

    def tick(self, where: str) -> None:
        """One tap on an answer."""
        self.inputs.append(f"tick {where}")
        self.page.locator(where).check()

    def press(self, key: str) -> None:
        """One key that leads on. What was printed may have taken the cursor; after the printer's window it is back."""
        self.inputs.append(f"press {key}")
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.activeElement instanceof HTMLIFrameElement && document.activeElement.blur()")
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def draw(self, pad: str) -> None:
        """The resident writes: one movement of the hand."""
        self.inputs.append(f"draw on {pad}")
        box = self.page.locator(pad).bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.7)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.3, steps=8)
        self.page.mouse.up()

    def confirm_printing(self) -> None:
        """The window of the browser itself, which a test cannot see: its button Print is one tap."""
        self.inputs.append("print")


@pytest.fixture
def number_of(site: Site, window_of: Windows) -> Callable[[str], str]:
    """The number on the card or the label of whoever or whatever has these words."""

    def number(words: str) -> str:
        page = window_of(LENDING_CLERK).new_page()
        page.goto(f"{site.url}{DESK}?q={words}")
        shown = page.locator("article .code").first.inner_text()
        page.close()
        return shown

    return number


def test_a_known_resident_borrows_with_five_inputs(site: Site, window_of: Windows, number_of: Callable[[str], str]):
    person, device = map(number_of, WITH_SCRIPTS)
    page = page_that_prints(window_of)
    complaints, desk = complaints_of(page), Colleague(page)

    page.goto(DESK)
    desk.scan(person)
    desk.scan(device)
    desk.tap("[name=all_parts]")
    page.locator("html[data-printed]").wait_for()
    printed = page.locator("html").get_attribute("data-printed")
    address = page.url
    desk.confirm_printing()
    desk.tap(SIGNED)

    assert (len(desk.inputs), complaints) == (5, [])
    assert (printed, page.url) == (f"{address}contract.pdf", address)
    assert is_lent(page)
    page.close()


def test_a_known_resident_borrows_without_scripts(site: Site, own_window: OwnWindow, number_of: Callable[[str], str]):
    person, device = map(number_of, WITHOUT_SCRIPTS)
    page = own_window(scripts=False).new_page()
    site.enter(page, LENDING_CLERK)
    desk = Colleague(page)

    page.goto(DESK)
    desk.scan(person)
    desk.scan(device)
    desk.tap("[name=all_parts]")
    opens_beside = page.locator(f"main .bench {CONTRACT}").get_attribute("target")
    desk.inputs.append("tap the contract, in a window beside this one")
    desk.confirm_printing()
    desk.tap(SIGNED)

    assert (len(desk.inputs), opens_beside) == (6, "_blank")
    assert is_lent(page)


def test_a_known_resident_borrows_by_keys_only(site: Site, window_of: Windows, number_of: Callable[[str], str]):
    person, device = map(number_of, BY_KEYS)
    page = page_that_prints(window_of)
    desk = Colleague(page)

    page.goto(DESK)
    desk.scan(person)
    desk.scan(device)
    desk.press("Enter")
    page.locator("html[data-printed]").wait_for()
    desk.confirm_printing()
    desk.press("2")

    assert len(desk.inputs) == 5
    assert is_lent(page)
    page.close()


def test_a_known_resident_signs_on_the_screen_with_five_inputs(
    site: Site, window_of: Windows, number_of: Callable[[str], str]
):
    person, device = map(number_of, ON_SCREEN)
    page = page_that_prints(window_of)
    complaints, desk = complaints_of(page), Colleague(page)

    page.goto(DESK)
    desk.scan(person)
    desk.scan(device)
    desk.tap("[name=on_screen]")
    menus = page.locator("nav, header, footer").count()
    desk.draw("[data-pad]")
    desk.tap("form .button")
    page.goto(re.sub("tekenen/$", "", page.url))

    assert (len(desk.inputs), menus, complaints) == (5, 0, [])
    assert is_lent(page)
    page.close()


def test_a_deposit_in_cash_is_one_input_more(site: Site, window_of: Windows, number_of: Callable[[str], str]):
    """The contract lies there; one key takes the money and prints the receipt, the next one is the signature."""
    page = page_that_prints(window_of)
    complaints, desk = complaints_of(page), Colleague(page)
    page.goto(f"{DESK}?q={number_of(PAYS)}")
    page.locator("article a[href*='/uitleningen/']").first.click()

    desk.press("2")
    page.locator("html[data-printed]").wait_for()
    printed = page.locator("html").get_attribute("data-printed") or ""
    desk.press("2")

    assert (desk.inputs, complaints) == (["press 2", "press 2"], [])
    assert printed.endswith("/betaalbewijs.pdf")
    assert is_lent(page)
    page.close()


def test_a_device_comes_back_part_by_part(site: Site, window_of: Windows, number_of: Callable[[str], str]):
    page = window_of(LENDING_CLERK).new_page()
    page.goto(f"{DESK}?q={number_of(RETURNS)}")
    page.locator("article a[href*='/uitleningen/']").first.click()
    loan, device = page.url, page.locator("aside a[href*='/toestellen/']").inner_text()
    complaints, desk = complaints_of(page), Colleague(page)

    page.goto(DESK)
    desk.scan(device)
    desk.tap("a.act[href$='/terug/']")
    desk.tick("[name=part_bag][value=missing]")
    desk.tap("form.bench button.button")

    assert (len(desk.inputs), complaints) == (4, [])
    assert page.url == loan
    assert page.locator("a[href$='/terug/']").count() == 0
    assert page.locator("section .list .position.warn").count() == 1
    page.close()
