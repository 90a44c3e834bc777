"""The second lock as a colleague meets it: set an app, lose it, use the paper, and log in with a passkey alone."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from example_site import Site
from tests.browser.looking import PHONE, complaints_of, seen
from tests.records import CHANGES_LOCKS

ACCOUNT, LOCKS = "/mijn-account/", "/mijn-account/tweede-slot/"


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A window at the name localhost: passkeys belong to a name, not to a number."""
    url = site.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=url, reduced_motion="reduce", locale="nl-BE")
    yield context
    context.close()


def code_of(secret: str, periods: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def log_in(page: Page, site: Site, *, code: str = "") -> None:
    page.goto(site.log_in)
    page.locator("[name=username]").fill(CHANGES_LOCKS)
    page.locator("[name=password]").fill(site.password)
    page.locator("[name=password]").press("Enter")
    if code:
        page.locator("[name=code]").fill(code)
        page.locator("[name=code]").press("Enter")
    expect(page).to_have_url(at("/balie/"))


def at(path: str) -> re.Pattern[str]:
    return re.compile(re.escape(path) + r"(\?|$)")


def log_out(page: Page) -> None:
    page.context.clear_cookies()


def with_virtual_key(page: Page) -> None:
    """A key inside this browser that says yes, as a finger would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_a_paper_and_a_passkey_open_the_account(window: BrowserContext, site: Site):
    page = window.new_page()
    complaints = complaints_of(page)
    with_virtual_key(page)
    wrong = {}

    log_in(page, site)
    page.goto(LOCKS + "app/")
    secret = "".join(page.locator("[data-secret]").inner_text().split()).replace("\u00a0", "")
    wrong["app"] = seen(page, widths=[PHONE], dark=False)
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("[name=code]").press("Enter")
    expect(page).to_have_url(at("/herstelcodes/"))
    paper = "".join(page.locator("ol .code").first.inner_text().split())
    wrong["paper"] = seen(page, widths=[PHONE], dark=False)

    log_out(page)
    log_in(page, site, code=code_of(secret, 1))  # The one before set the app, and opens nothing more.
    log_out(page)
    log_in(page, site, code=paper)

    page.goto(LOCKS + "sleutel/")
    page.locator("[name=name]").fill("Mijn telefoon")
    page.locator("form[data-passkey] button").click()
    expect(page).to_have_url(at("/herstelcodes/"))
    page.goto(LOCKS)
    expect(page.get_by_text("Mijn telefoon").first).to_be_visible()
    wrong["locks"] = seen(page, widths=[PHONE])

    log_out(page)
    page.goto(site.log_in)
    page.locator("form[data-passkey] button").click()
    expect(page).to_have_url(at("/balie/"))

    page.goto(LOCKS)
    while page.locator("form[action$='/weg/']").count():
        with page.expect_navigation():
            page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector(\"form[action$='/weg/']\"))")
    assert (wrong, complaints) == ({"app": {}, "paper": {}, "locks": {}}, [])
