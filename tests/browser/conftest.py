"""The real site, the real browser, and a window for each colleague."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from example_site import Site, chromium, context_for, example_site
from tests.browser.looking import complaints_of

type Windows = Callable[[str], BrowserContext]
type Visits = Callable[[str], tuple[Page, list[str]]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a browser shows does not hang on the database: once is enough."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with example_site() as running:
        yield running


# Not for the whole session: while Playwright runs, Django sees its event loop and refuses database work in other tests.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as started:
        yield started


@pytest.fixture(scope="module")
def window_of(browser: Browser, site: Site) -> Iterator[Windows]:
    """The window of a user, the same one all along; "" is nobody."""
    windows: dict[str, BrowserContext] = {}

    def window(user: str) -> BrowserContext:
        if user not in windows:
            windows[user] = context_for(browser, site, user)
        return windows[user]

    yield window
    for opened in windows.values():
        opened.close()


@pytest.fixture(scope="module")
def visit_by(window_of: Windows) -> Visits:
    """The page that a user keeps open, and what the browser complains about on it from now on.

    Going on in one page spares the browser to compile the same scripts again, which takes longer than to run them.
    """
    visits: dict[str, tuple[Page, list[str]]] = {}

    def visit(user: str) -> tuple[Page, list[str]]:
        if user not in visits:
            page = window_of(user).new_page()
            visits[user] = (page, complaints_of(page))
        visits[user][1].clear()
        return visits[user]

    return visit


@pytest.fixture
def own_window(browser: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """A fresh window for a test that logs out, or that does without scripts."""
    windows: list[BrowserContext] = []

    def window(user: str = "", *, scripts: bool = True) -> BrowserContext:
        windows.append(context_for(browser, site, user, scripts=scripts))
        return windows[-1]

    yield window
    for opened in windows:
        opened.close()
