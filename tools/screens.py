"""Pictures of every example page: phone and desk, light, dark and on paper, on one sheet a page in var/screens.

The word `morning` alone records a busy morning at a help point instead.
"""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright

import morning
from example_site import Shown, Site, chromium, context_for, example_site
from serving import ROOT

FOLDER = ROOT / "var" / "screens"
WIDTHS = [360, 1280]
HEIGHT = 800
TALLEST = 4000  # Pixels of a page that are shown; what is longer is cut off at the bottom of its picture.
GAP = 32
GROUND, INK = "#d9d4ca", "#1d1b18"
SMALL = 320  # Width of a page on the index.
COLUMNS = 5
PAPER = 72  # Dots an inch of a printed page.

type Picture = tuple[str, Image.Image]


def main(words: list[str]) -> int:
    """Make the sheets of the pages whose title holds one of the words; of all pages without words."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if words == ["morning"]:
        return morning.record(FOLDER)
    small: list[Picture] = []
    with example_site() as site, sync_playwright() as playwright, chromium(playwright) as browser:
        for shown in _wanted(site, words):
            pictures = list(_pictures(browser, site, shown))
            _side_by_side(shown.title, pictures).save(FOLDER / f"{shown.title}.png")
            small.append((shown.title, dict(pictures)["1280 light"]))
            print(f"var/screens/{shown.title}.png", flush=True)
    if not small:
        print(f"No page has {' or '.join(words)} in its title.", file=sys.stderr)
        return 1
    _index(small).save(FOLDER / "index.png")
    print(f"var/screens/index.png: {len(small)} pages")
    return 0


def _wanted(site: Site, words: list[str]) -> list[Shown]:
    visible = [shown for shown in site.pages.values() if not shown.leads_away]
    return [shown for shown in visible if not words or any(word in shown.title for word in words)]


def _pictures(browser: Browser, site: Site, shown: Shown) -> Iterator[Picture]:
    """The page at both widths in light and dark, and its first sheet of paper."""
    context = context_for(browser, site, shown.by)
    page = context.new_page()
    site.open(page, shown)
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            yield f"{width} {scheme}", _photograph(page, width)
    page.emulate_media(color_scheme="light")
    yield from _printed(page)
    context.close()


def _photograph(page: Page, width: int) -> Image.Image:
    """The whole page in a window as tall as it is, so that what sticks to the bottom is at the bottom."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": width, "height": height})
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def _printed(page: Page) -> Iterator[Picture]:
    """The sheets of A4 that come out of the printer, by poppler when it is there."""
    if not shutil.which("pdftoppm"):
        return
    pdf = FOLDER / "printed.pdf"
    page.pdf(path=pdf, format="A4", prefer_css_page_size=True, print_background=False)
    subprocess.run(["pdftoppm", "-r", str(PAPER), "-png", pdf, FOLDER / "printed"], check=True)
    for number, sheet in enumerate(sorted(FOLDER.glob("printed-*.png")), 1):
        with Image.open(sheet) as picture:
            yield f"paper {number}", picture.convert("RGB")
        sheet.unlink()
    pdf.unlink()


def _side_by_side(title: str, pictures: list[Picture]) -> Image.Image:
    """The sheets of paper stand in one column, the rest beside each other."""
    columns: list[list[Picture]] = [[picture] for picture in pictures if not picture[0].startswith("paper")]
    columns.append([picture for picture in pictures if picture[0].startswith("paper")])
    columns = [column for column in columns if column]
    widths = [max(image.width for _, image in column) for column in columns]
    heights = [sum(image.height + 2 * GAP for _, image in column) for column in columns]
    sheet = Image.new("RGB", (sum(widths) + GAP * (len(columns) + 1), max(heights) + 2 * GAP), GROUND)
    _write(sheet, GAP, GAP // 2, title)
    left = GAP
    for column, width in zip(columns, widths, strict=True):
        top = 2 * GAP
        for words, image in column:
            _write(sheet, left, top, words)
            sheet.paste(image, (left, top + GAP))
            top += image.height + 2 * GAP
        left += width + GAP
    return sheet


def _index(pictures: list[Picture]) -> Image.Image:
    """All pages small, as they begin at a desk."""
    height = SMALL * HEIGHT // WIDTHS[-1]
    rows = -(-len(pictures) // COLUMNS)
    size = (GAP + COLUMNS * (SMALL + GAP), GAP + rows * (height + 2 * GAP))
    sheet = Image.new("RGB", size, GROUND)
    for number, (title, image) in enumerate(pictures):
        left = GAP + number % COLUMNS * (SMALL + GAP)
        top = GAP + number // COLUMNS * (height + 2 * GAP)
        first = image.crop((0, 0, image.width, min(image.height, HEIGHT)))
        first.thumbnail((SMALL, height))
        sheet.paste(first, (left, top + GAP))
        _write(sheet, left, top + 4, title)
    return sheet


def _write(sheet: Image.Image, left: int, top: int, words: str) -> None:
    ImageDraw.Draw(sheet).text((left, top), words, fill=INK, font=ImageFont.load_default(18))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
