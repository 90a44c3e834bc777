"""The real site, the real browser, and a window for each colleague."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from example_site import Site, chromium, context_for, example_site

type Windows = Callable[[str], BrowserContext]


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
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium(playwright) as started:
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
