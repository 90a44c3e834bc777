"""The contract is read aloud only where the machine itself has a voice for it, sentence by sentence."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.looking import complaints_of
from tests.records import LENDING_CLERK

type OwnWindow = Callable[..., BrowserContext]

BUTTON = "[data-aloud]"
# No machine that tests has a voice: this one says it has, and keeps what it was given to say.
A_VOICE = """(local) => {
    window.heard = [];
    const voice = {lang: "nl-BE", localService: local, name: "Ellen"};
    Object.defineProperty(window, "speechSynthesis", {value: {
        speaking: false, getVoices: () => [voice], addEventListener() {}, cancel() { this.speaking = false; },
        speak(piece) { window.heard.push(piece.text); this.speaking = true; },
    }});
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""


def contract(window: BrowserContext, *, local: bool | None) -> Page:
    page = window.new_page()
    if local is not None:
        page.add_init_script(f"({A_VOICE})({str(local).lower()})")
    page.goto("/uitleningen/")
    page.locator("main a[href^='/uitleningen/']").first.click()
    page.locator("a[href$='/voorlezen/']").click()
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize("local", [None, False])
def test_without_a_voice_of_the_machine_itself_there_is_no_button(own_window: OwnWindow, local: bool | None):
    page = contract(own_window(LENDING_CLERK), local=local)

    assert (page.locator(BUTTON).is_visible(), page.locator("[data-say]").count() > 20) == (False, True)


def test_a_voice_says_all_of_the_paper_in_order_and_stops_when_asked(own_window: OwnWindow):
    page = contract(own_window(LENDING_CLERK), local=True)
    complaints = complaints_of(page)

    page.locator(BUTTON).click()
    heard = page.evaluate("window.heard")
    page.locator(BUTTON).click()

    assert heard == [" ".join(words.split()) for words in page.locator("[data-say]").all_text_contents()]
    assert (page.evaluate("speechSynthesis.speaking"), page.evaluate("window.heard.length")) == (False, len(heard))
    assert complaints == []
