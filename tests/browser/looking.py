"""What a browser finds on a page: against accessibility, against the width of a phone, against its own rules."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = 1280, 360
HEIGHT = 800
COLOURS = ["cat.color"]  # In the dark only colours differ: the elements and their words are those of the light.
RUN_AXE = """(tags) => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], elementRef: false, preload: false
})"""
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .map((element) => element.outerHTML.slice(0, 100)).slice(0, 5).concat("scrolls sideways");
}"""


def complaints_of(page: Page) -> list[str]:
    """What the browser complains about from now on: errors, warnings, refusals by the content security policy."""
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        own_status = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
        if message.type in ("error", "warning") and not own_status:
            complaints.append(f"{message.text} ({message.location['url']})")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def failed(request: Request) -> None:
        # What was on its way when somebody goes to the next page is cut short; what is refused says another word.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{request.url}: {request.failure}")

    page.on("requestfailed", failed)
    return complaints


def axe(page: Page, rules: list[str]) -> list[str]:
    """What axe finds with the rules of these kinds, one line per element: rule, element, what to do."""
    found: dict[str, Any] = page.evaluate(RUN_AXE, rules)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def wider_than_window(page: Page) -> list[str]:
    """Elements that make the page scroll sideways."""
    elements: list[str] = page.evaluate(TOO_WIDE)
    return elements


def seen(page: Page, *, widths: Sequence[int] = (DESK, PHONE), dark: bool = True) -> dict[str, list[str]]:
    """All that is wrong at each width, by light and in the dark; empty when nothing is."""
    page.evaluate(AXE)
    wrong: dict[str, list[str]] = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme="light")
        wrong[f"{width} light"] = axe(page, RULES)
        if dark:
            page.emulate_media(color_scheme="dark")
            wrong[f"{width} dark"] = axe(page, COLOURS)
        wrong[f"{width} wide"] = wider_than_window(page)
    return {where: what for where, what in wrong.items() if what}
