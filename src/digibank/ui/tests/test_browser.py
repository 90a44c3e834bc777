"""The style pages in a real browser: what the one script adds. Whether all can read them, tests/browser asks."""

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

from example_site import shell

pytestmark = pytest.mark.once
SITE = "http://digibank.test"


# As fast as a hand scanner, however busy the machine is.
SCANNER = """keys => [...keys].forEach(
    key => document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))
)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, shell(playwright) as started:
        yield started


@dataclass
class Visit:
    """A page in the browser, what was sent from it with POST, and what the console said."""

    page: Page
    sent: list[str]
    said: list[str]


@pytest.fixture
def visits(browser) -> Iterator[Callable[..., Visit]]:
    """Open a page, served by Django without a network."""
    contexts = []

    def visit(path: str, **options: object) -> Visit:
        context = browser.new_context(**options)
        contexts.append(context)
        opened = Visit(context.new_page(), [], [])
        opened.page.on("console", lambda message: opened.said.append(message.text))
        opened.page.route("**/*", answers(path, opened.sent))
        opened.page.goto(SITE + path)
        return opened

    yield visit
    for context in contexts:
        context.close()


def answers(path: str, sent: list[str]) -> Callable[[Route], None]:
    """Answer with the page at `path`, or with a static file; note what is sent."""
    page = Client(headers={"host": "localhost"}).get(path)

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(SITE).split("#")[0]
        if route.request.method == "POST":
            sent.append(address)
            route.fulfill(status=204)
        elif address == path:
            route.fulfill(status=page.status_code, headers=dict(page.headers), body=page.content)
        else:
            route.fulfill(**static_file(address))

    return answer


def static_file(address: str) -> dict[str, object]:
    """A static file, found by its name with or without the hash."""
    parts = address.removeprefix("/static/").split(".")
    names = [".".join(parts), ".".join([*parts[:-2], parts[-1]])]
    path = next((found for name in names if (found := finders.find(name))), None)
    if path is None:
        return {"status": 404}
    return {"body": Path(path).read_bytes(), "content_type": mimetypes.guess_type(path)[0]}


def focus_is_in_search(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.id === 'search'"))


def test_a_slash_leads_to_the_search_and_escape_empties_it(visits):
    page = visits("/stijl/").page
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("/")
    assert (focus_is_in_search(page), page.input_value("#search")) == (True, "DB-004217-7")

    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""


def test_a_digit_presses_its_act_but_not_while_someone_types(visits):
    page = visits("/stijl/").page
    page.evaluate("document.querySelector('[data-key=\"2\"]').href = '#pressed'")

    page.focus("#search")
    page.keyboard.press("2")
    page.wait_for_timeout(300)
    assert page.evaluate("location.hash") == ""

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")
    page.wait_for_timeout(300)
    assert page.evaluate("location.hash") == "#pressed"


def test_digits_do_nothing_when_single_keys_are_off(visits):
    page = visits("/stijl/").page
    page.evaluate("document.querySelector('[data-key=\"2\"]').href = '#pressed'")
    page.click("[name=keys]")
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("2")
    page.wait_for_timeout(300)

    assert page.evaluate("location.hash") == ""
    assert page.get_attribute("[name=keys]", "aria-pressed") == "false"


def test_a_scan_lands_in_the_search_from_anywhere_and_presses_no_act(visits):
    page = visits("/stijl/").page
    page.evaluate("document.querySelectorAll('[data-key]').forEach(act => act.href = '#pressed')")
    page.evaluate("document.activeElement.blur()")

    page.evaluate(SCANNER, "20")
    page.keyboard.type("04391-0")
    page.wait_for_timeout(300)

    assert (page.input_value("#search"), page.evaluate("location.hash")) == ("2004391-0", "")


def test_what_cannot_be_undone_is_asked_once(visits):
    visit = visits("/stijl/")
    page, sent = visit.page, visit.sent
    button = page.locator("form[data-confirm] .button")

    button.click()
    assert page.locator("#confirm").is_visible()
    page.click("#confirm [value=no]")
    assert sent == []

    button.click()
    page.click("#confirm [value=yes]")
    page.wait_for_timeout(200)
    assert sent == ["/stijl/"]


def test_a_double_click_sends_once_and_the_form_stays_alive(visits):
    visit = visits("/stijl/")
    page, sent = visit.page, visit.sent
    button = page.locator("form:has(.refusal) .button")

    button.dblclick()
    page.wait_for_timeout(2200)
    assert sent == ["/stijl/"]

    button.click()
    page.wait_for_timeout(200)
    assert sent == ["/stijl/", "/stijl/"]


def test_a_look_changes_at_once_and_is_remembered(visits):
    visit = visits("/stijl/")
    page, sent = visit.page, visit.sent

    page.click("[name=theme][value=contrast]")

    assert page.evaluate("document.documentElement.dataset.theme") == "contrast"
    assert page.context.cookies()[0]["value"] == "contrast"
    assert sent == []


def test_a_chosen_file_shows_its_name_and_size(visits):
    page = visits("/stijl/").page

    page.set_input_files("#empty_photo", {"name": "deur.png", "mimeType": "image/png", "buffer": b"x" * 1_500_000})

    assert page.inner_text("#empty_photo + [data-chosen]").startswith("deur.png, 1")


def test_the_page_works_without_the_script(visits):
    visit = visits("/stijl/", java_script_enabled=False)
    page, sent = visit.page, visit.sent

    page.click("form:has(.refusal) .button")
    page.wait_for_timeout(200)

    assert sent == ["/stijl/"]


def test_a_scan_on_a_page_without_search_presses_nothing(visits):
    page = visits("/stijl/inwoner/").page
    page.add_script_tag(url=f"{SITE}/static/ui/staff.js")
    page.evaluate("document.querySelectorAll('.choice').forEach((one, at) => one.dataset.key = at + 1)")
    page.evaluate("document.querySelectorAll('.choice').forEach(one => one.href = '#pressed')")

    page.evaluate(SCANNER, "DB-004217-7")
    page.wait_for_timeout(300)

    assert page.evaluate("location.hash") == ""
