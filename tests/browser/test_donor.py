"""A donor on a small phone, without script: from the first page to the number of the offer, and where it is later."""

import io
import re

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.looking import AXE, PHONE, RULES, axe, complaints_of, wider_than_window
from tests.records import TECHNICIAN

NUMBER = re.compile(r"AB-\d{6,}-\d")
HEIGHT = 740


def test_a_donor_offers_a_laptop_from_the_home_page_to_the_number(site: Site, own_window, window_of: Windows):
    page = on_a_small_phone(own_window)
    eyes = window_of("").new_page()
    eyes.set_viewport_size({"width": PHONE, "height": HEIGHT})
    complaints = complaints_of(page)
    wrong: dict[str, list[str]] = {}

    page.goto(site.url)
    page.locator("main a[href='/schenken/']").click()
    look(page, eyes, wrong)
    page.locator("main a.button").click()
    for field, value in [("who", "person"), ("kind", "laptop"), ("works", "yes"), ("age", "middle")]:
        look(page, eyes, wrong)
        choose(page, field, value)
        go_on(page)
    look(page, eyes, wrong)
    page.locator("[name=vendor]").fill("Dell")
    go_on(page)
    look(page, eyes, wrong)
    tick(page.locator(".shelf").first)
    go_on(page)
    look(page, eyes, wrong)
    page.locator("[name=name]").fill("Simonne Verbist")
    page.locator("[name=phone]").fill("0470 12 34 56")
    go_on(page)
    look(page, eyes, wrong)
    expect(page.locator("dl.answers")).to_contain_text("Simonne Verbist")
    page.locator("[name=photo]").set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": a_photo()})
    page.locator("main button.button").click()
    look(page, eyes, wrong)
    [number] = NUMBER.findall(page.locator("main").inner_text())

    assert page.url.startswith(f"{site.url}/schenken/bedankt/")
    assert (wrong, complaints) == ({}, [])
    staff = window_of(TECHNICIAN).new_page()
    staff.goto(f"{site.url}/balie/?q={number}")
    expect(staff.locator("h1")).to_have_text("Simonne Verbist")
    expect(staff.locator("main a[href$='/foto/']")).to_have_count(1)
    staff.close()
    eyes.close()


def test_back_keeps_what_was_answered_and_a_second_send_is_the_same_offer(site: Site, own_window):
    page = on_a_small_phone(own_window)
    page.goto(f"{site.url}/schenken/wie/")
    choose(page, "who", "organisation")
    go_on(page)
    page.locator("[name=laptop]").fill("30")
    go_on(page)
    page.locator(".way .back").click()
    kept = page.locator("[name=laptop]").input_value()
    page.locator(".way .back").click()
    who = page.locator("[name=who]:checked").input_value()
    go_on(page)
    tick(page.locator(".shelf").first)
    go_on(page)
    page.locator("[name=name]").fill("School De Linde")
    page.locator("[name=contact]").fill("An Peeters")
    go_on(page)

    page.locator("main button.button").click()
    page.wait_for_url("**/schenken/bedankt/**")
    first = page.url
    page.go_back()
    page.locator("main button.button").click()
    page.wait_for_url("**/schenken/bedankt/**")

    assert (kept, who, page.url) == ("30", "organisation", first)


def test_a_question_without_an_answer_says_what_to_do(site: Site, own_window):
    page = on_a_small_phone(own_window)
    page.goto(f"{site.url}/schenken/wie/")

    go_on(page)

    assert page.title().startswith("Fout:")
    expect(page.locator(".refusal a")).to_have_attribute("href", "#id_who_0")


def test_a_donor_looks_where_the_devices_are_and_releases_one(site: Site, own_window, window_of: Windows):
    page = on_a_small_phone(own_window)
    eyes = window_of("").new_page()
    eyes.set_viewport_size({"width": PHONE, "height": HEIGHT})
    complaints = complaints_of(page)
    wrong: dict[str, list[str]] = {}

    page.goto(site.pages["website-gift-locked"].opens)
    look(page, eyes, wrong)
    waiting = page.locator("main a.choice", has_text="Kijk wat u kunt doen.")
    asked = waiting.count()
    waiting.first.click()
    look(page, eyes, wrong)
    page.locator("main button.button").click()
    look(page, eyes, wrong)
    page.locator(".way .back").click()
    look(page, eyes, wrong)

    expect(page.locator("main a.choice", has_text="Kijk wat u kunt doen.")).to_have_count(asked - 1)
    expect(page.locator("main a.choice", has_text="U gaf het vrij. Wij kijken het nog na.").first).to_be_visible()
    page.locator("main a.choice").last.click()
    look(page, eyes, wrong)
    expect(page.locator("main")).to_contain_text("Wij kregen het.")
    assert (wrong, complaints) == ({}, [])
    eyes.close()


def on_a_small_phone(own_window) -> Page:
    context: BrowserContext = own_window(scripts=False)
    page = context.new_page()
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    return page


def choose(page: Page, field: str, value: str) -> None:
    tick(page.locator(f".shelf:has([name={field}][value={value}])"))


def tick(shelf: Locator) -> None:
    """Touch the shelf, as a finger does."""
    shelf.click()
    expect(shelf.locator("input")).to_be_checked()


def go_on(page: Page) -> None:
    page.locator("main button.button").click()


def look(page: Page, eyes: Page, wrong: dict[str, list[str]]) -> None:
    """What axe and the width of the phone find on this page, kept by its title.

    Axe is a script, so it looks in a window that has scripts: each page of a donor opens again by its address.
    """
    eyes.goto(page.url)
    eyes.evaluate(AXE)
    found = axe(eyes, RULES) + wider_than_window(eyes)
    if found:
        wrong[page.title()] = found


def a_photo() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (1200, 900), "orange").save(drawn, "JPEG")
    return drawn.getvalue()
