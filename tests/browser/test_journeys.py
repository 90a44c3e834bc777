"""What people do, in a real browser: without scripts, with keys only, and out again."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.looking import complaints_of
from tests.records import ADMINISTRATOR, COORDINATOR, LENDING_CLERK

type OwnWindow = Callable[..., BrowserContext]

# The words on the screen are the translators'; a journey goes by addresses and names of fields.
FOCUSED = "() => document.activeElement.id || document.activeElement.className"


def test_hours_are_changed_without_scripts(site: Site, own_window: OwnWindow):
    page = own_window(scripts=False).new_page()
    site.enter(page, ADMINISTRATOR)
    follow(page, "/beheer/organisaties/")
    page.get_by_role("link", name="Werkplaats De Loods").click()
    place = page.url
    page.locator("a[href$='/uren/']").click()

    page.locator("[name=opens_5_0]").fill("14:00")
    page.locator("[name=closes_5_0]").fill("10:00")
    page.locator("main form button").click()
    refused = (page.locator(".refusal").count(), page.locator("[name=opens_5_0]").input_value(), page.title()[:5])
    page.locator("[name=closes_5_0]").fill("17:00")
    page.locator("main form button").click()

    assert refused == (1, "14:00", "Fout:")
    assert page.url == place
    expect(page.locator("main")).to_contain_text(re.compile(r"Zaterdag\s*14 uur tot 17 uur", re.IGNORECASE))


def test_colleague_is_opened_and_renamed_without_scripts(site: Site, own_window: OwnWindow):
    page = own_window(scripts=False).new_page()
    site.enter(page, ADMINISTRATOR)
    follow(page, "/beheer/organisaties/")
    follow(page, "/beheer/collegas/")
    page.get_by_role("link", name="Karel Aerts").click()

    page.locator("[name=full_name]").fill("Karel Aerts-Claes")
    page.locator("[name=full_name]").press("Enter")

    expect(page.locator("h1")).to_have_text("Karel Aerts-Claes")


def test_nothing_is_done_when_the_question_is_answered_no(site: Site, window_of: Windows):
    page = window_of(ADMINISTRATOR).new_page()
    page.goto(site.pages["accounts-colleague"].opens)

    page.locator("form[action$='/uitsluiten/'] button").click()
    asked = page.locator("#confirm").is_visible()
    page.keyboard.press("Escape")
    page.reload()

    assert asked
    expect(page.locator("form[action$='/uitsluiten/']")).to_have_count(1)
    page.close()


def test_first_tab_leads_past_the_menu(site: Site, window_of: Windows):
    page = window_of(LENDING_CLERK).new_page()
    page.goto(site.pages["lending-loans"].opens)

    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    then = page.evaluate(FOCUSED)

    assert (first, then) == ("skip", "main")
    page.close()


def test_slash_leads_to_the_search(site: Site, window_of: Windows):
    page = window_of("").new_page()
    complaints = complaints_of(page)
    page.goto(site.pages["ui-style"].opens)

    page.keyboard.press("/")
    page.keyboard.type("laptop")

    assert page.evaluate(FOCUSED) == "search"
    expect(page.locator("#search")).to_have_value(re.compile("laptop$"))
    assert complaints == []
    page.close()


def test_who_is_not_logged_in_comes_back_to_the_wanted_page(site: Site, own_window: OwnWindow):
    page = own_window().new_page()

    page.goto("/mijn-account/")
    asked = page.url
    page.locator("[name=username]").fill(COORDINATOR)
    page.locator("[name=password]").fill(site.password)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")

    assert (asked, page.url) == (f"{site.url}/aanmelden/?next=/mijn-account/", f"{site.url}/mijn-account/")


def test_after_logging_out_the_desk_is_shut(site: Site, own_window: OwnWindow):
    page = own_window().new_page()
    site.enter(page, COORDINATOR)

    page.locator("form[action='/afmelden/'] button").click()
    page.goto("/balie/")

    assert page.url == f"{site.url}/aanmelden/?next=/balie/"


def test_a_chosen_look_stays(site: Site, own_window: OwnWindow):
    page = own_window().new_page()
    page.goto(site.log_in)

    page.locator("form[action='/weergave/'] [name=theme][value=dark]").first.click()
    page.wait_for_load_state()
    page.goto(site.log_in)

    assert page.locator("html").get_attribute("data-theme") == "dark"


def follow(page: Page, address: str) -> None:
    """Press the first link on the page that leads there."""
    page.locator(f"a[href='{address}']").first.click()
