"""A phone's camera before a label: it is read as a hand scanner reads it. The camera plays a film of the real label."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Page, Playwright

from example_site import Site, chromium, context_for
from tests.browser.conftest import Windows
from tests.browser.looking import PHONE, complaints_of, seen
from tests.records import KNOWN, LENDING_CLERK

type Film = Callable[..., Path]

DESK = "/balie/"
PERSON, DEVICE = list(KNOWN.items())[-1]
VIEW = (1280, 720)
START = ".camera-start"
# Where on the label the square and the bars stand, as parts of its height.
SQUARE, BARS = (0.0, 0.66), (0.66, 1.0)


@pytest.fixture(scope="module")
def label(site: Site, window_of: Windows) -> tuple[str, Image.Image]:
    """The number of a device, and its label as the printer makes it."""
    page = window_of(LENDING_CLERK).new_page()
    page.goto(f"{DESK}?q={DEVICE}")
    number = page.locator("article .code").first.inner_text()
    address = page.locator("a[href$='/label.pdf']").first.get_attribute("href") or ""
    drawn = subprocess.run(
        ["pdftoppm", "-r", "300", "-png", "-singlefile", "-"],
        input=page.request.get(address).body(), stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    page.close()
    return number, Image.open(BytesIO(drawn.stdout)).convert("RGB")


@pytest.fixture
def film(tmp_path: Path, label: tuple[str, Image.Image]) -> Film:
    """A film of this part of the label: held a little askew, a little out of focus, on a dark table."""

    def filmed(part: tuple[float, float] = (0.0, 1.0)) -> Path:
        whole = label[1]
        held = whole.crop((0, int(part[0] * whole.height), whole.width, int(part[1] * whole.height)))
        held = held.resize((1000, 1000 * held.height // held.width)).filter(ImageFilter.GaussianBlur(1.2))
        scene = Image.new("RGB", VIEW, (60, 52, 48))
        scene.paste(held, ((VIEW[0] - held.width) // 2, (VIEW[1] - held.height) // 2))
        frame = BytesIO()
        scene.rotate(4, fillcolor=(60, 52, 48)).save(frame, "JPEG", quality=80)
        path = tmp_path / "film.mjpeg"
        path.write_bytes(frame.getvalue() * 20)
        return path

    return filmed


@pytest.mark.parametrize("part", [SQUARE, BARS], ids=["the square", "the bars"])
def test_the_camera_finds_what_the_scanner_finds(
    site: Site, playwright: Playwright, film: Film, label: tuple[str, Image.Image], part
):
    with chromium(playwright, camera=film(part)) as browser:
        page = context_for(browser, site, LENDING_CLERK).new_page()
        complaints = complaints_of(page)
        page.goto(DESK)
        page.locator("input:focus").wait_for()
        page.keyboard.type(label[0])
        with page.expect_navigation():
            page.keyboard.press("Enter")
        by_scanner = page.url, page.locator("main").inner_text()

        page.goto(DESK)
        with page.expect_navigation():
            page.locator(START).click()

        assert (page.url, page.locator("main").inner_text()) == by_scanner
        assert complaints == []


def test_the_camera_reads_into_the_box_beside_its_button(
    site: Site, playwright: Playwright, film: Film, label: tuple[str, Image.Image]
):
    with chromium(playwright, camera=film()) as browser:
        page = context_for(browser, site, LENDING_CLERK).new_page()
        page.set_viewport_size({"width": PHONE, "height": 740})
        page.goto(f"{DESK}?q={PERSON}")

        with page.expect_navigation():
            page.locator(f"form.scan {START}").click()

        assert label[0] in page.locator("main").inner_text()
        assert "/uitlenen/" in page.url


def test_who_may_not_use_the_camera_reads_what_to_do(site: Site, playwright: Playwright, film: Film):
    with chromium(playwright, camera=film(), allowed=False) as browser:
        page = context_for(browser, site, LENDING_CLERK).new_page()
        page.goto(DESK)

        page.locator(START).click()
        what_to_do = page.locator("#camera").get_attribute("data-blocked") or ""
        page.locator("#camera [data-said]", has_text=what_to_do).wait_for()

        assert seen(page) == {}
        page.keyboard.press("Escape")
        page.locator("#camera").wait_for(state="hidden")
        assert typed_into(page) == "search"


def test_a_computer_without_a_camera_shows_no_button(window_of: Windows):
    page = window_of(LENDING_CLERK).new_page()

    page.goto(DESK)
    page.wait_for_load_state("networkidle")

    assert page.locator(START).count() == 0
    page.close()


def typed_into(page: Page) -> str:
    """The box that gets what a scanner types now; a busy machine may type too slowly for a scanner, and types again."""
    for _ in range(20):
        page.keyboard.type("DB")
        if box := page.evaluate("document.activeElement.id"):
            return str(box)
    return ""
