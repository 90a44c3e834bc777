"""A real site with the example records in a browser: for the tests in tests/browser and for the screenshots."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import APIResponse, Browser, BrowserContext, Error, Page, Playwright, Response, StorageState

from serving import ROOT, environment_in, fill, served

BROWSERS = ("chromium", "google-chrome")
SHELL = "chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SEND = """([action, sends]) => {
    const forms = [...document.forms].filter((form) => form.method === "post");
    const form = forms.find((form) => new URL(form.action).pathname === new URL(action, location).pathname);
    for (const [name, value] of Object.entries(sends)) {
        const field = form.elements[name];
        const boxes = [...(field instanceof RadioNodeList ? field : [field])].filter((one) => one.type === "checkbox");
        for (const box of boxes) box.checked = box.value === value;
        if (!boxes.length) field.value = value;
    }
    HTMLFormElement.prototype.submit.call(form);
}"""


@dataclass(frozen=True)
class Shown:
    """An example page as a browser comes to it; see tests/examples.py, which makes the rows."""

    title: str
    by: str
    opens: str
    sends_to: str
    sends: dict[str, str]
    answers: int

    @property
    def leads_away(self) -> bool:
        """An act that ends on the page of another example, so there is nothing of its own to see."""
        return self.answers == 303


@dataclass
class Site:
    """A running site: where it is, its example pages, and who was logged in already."""

    url: str
    log_in: str
    prove: str
    password: str
    pages: dict[str, Shown]
    log: Path
    environment: Mapping[str, str]
    _states: dict[str, StorageState] = field(default_factory=dict)

    def manage(self, *words: str) -> str:
        """What a command of the installation says; the site goes on meanwhile."""
        command = [sys.executable, "-m", "django", *words]
        answered = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return answered.stdout

    def state_of(self, browser: Browser, user: str) -> StorageState | None:
        """The cookies of this user, from the real log-in page; nobody has none."""
        if user and user not in self._states:
            context = browser.new_context(base_url=self.url)
            self.enter(context.new_page(), user)
            self._states[user] = context.storage_state()
            context.close()
        return self._states.get(user)

    def enter(self, page: Page, user: str) -> None:
        """Log in as a person does."""
        page.goto(self.log_in)
        page.locator("[name=username]").fill(user)
        page.locator("[name=password]").fill(self.password)
        with page.expect_navigation():
            page.locator("[name=password]").press("Enter")
        if page.url.endswith(self.log_in):
            raise RuntimeError(f"{user} cannot log in: {page.locator('main').inner_text()}")

    def _come(self, page: Page, shown: Shown) -> Response | APIResponse | None:
        try:
            answer: Response | APIResponse | None = page.goto(shown.opens)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            answer = page.request.get(shown.opens)  # A document, in a browser that shows none.
        if shown.sends_to and not self._asks_again(page, shown):
            with page.expect_navigation() as sent:
                page.evaluate(SEND, [shown.sends_to, shown.sends])
            answer = sent.value
        return answer

    def _asks_again(self, page: Page, shown: Shown) -> bool:
        """Whether the page asks who is there instead of what was meant; some do, ten minutes after the log-in."""
        return self.prove in page.url and self.prove not in shown.opens

    def _show_who_is_there(self, page: Page, user: str) -> None:
        """As a person does; the session has another key from then on."""
        page.locator("[name=password]").fill(self.password)
        with page.expect_navigation():
            page.locator("[name=password]").press("Enter")
        self._states[user] = page.context.storage_state()

    def open(self, page: Page, shown: Shown) -> Response | APIResponse:
        """Come to this example: open its page, and send its form when it has one."""
        answer = self._come(page, shown)
        if self._asks_again(page, shown):
            self._show_who_is_there(page, shown.by)
            answer = self._come(page, shown)
        if answer is None or answer.status >= 500:
            raise RuntimeError(f"{shown.title}: something broke.\n{self.log.read_text()[-3000:]}")
        return answer


@contextmanager
def example_site() -> Iterator[Site]:
    """The application, served from a folder of its own that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="digibank-site-"))
    environment = environment_in(folder)
    try:
        rows = json.loads(fill(environment))
        with served(environment, folder / "log") as server:
            pages = {row["title"]: Shown(**row) for row in rows["pages"]}
            yield Site(server.url, rows["log_in"], rows["prove"], rows["password"], pages, folder / "log", environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def chromium(playwright: Playwright, *, camera: Path | None = None, allowed: bool = True) -> Browser:
    """The browser that is installed on this machine; none is ever downloaded.

    Its `camera` plays this film; whether a page is `allowed` to use it, the browser answers for the person.
    """
    return _started(playwright, BROWSERS, camera=camera, allowed=allowed)


def shell(playwright: Playwright) -> Browser:
    """The same browser without all that stands around a page, which takes half the time; it shows no PDF."""
    return _started(playwright, (SHELL, *BROWSERS))


def _started(
    playwright: Playwright, programs: Sequence[str], *, camera: Path | None = None, allowed: bool = True
) -> Browser:
    program = next(filter(None, map(shutil.which, programs)), None)
    if program is None:
        raise SystemExit("There is no browser. Install Chromium (Debian: sudo apt install chromium) and try again.")
    flags = list(FLAGS)
    if camera:
        flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}"]
        flags += [f"--use-fake-ui-for-media-stream={'' if allowed else 'deny'}".rstrip("=")]
    return playwright.chromium.launch(executable_path=program, args=flags)


def context_for(browser: Browser, site: Site, user: str, *, scripts: bool = True) -> BrowserContext:
    """A window of this user that moves nothing by itself, so that what is looked at stands still."""
    return browser.new_context(
        base_url=site.url,
        storage_state=site.state_of(browser, user),
        java_script_enabled=scripts,
        reduced_motion="reduce",
        locale="nl-BE",
        timezone_id="Europe/Brussels",
    )
