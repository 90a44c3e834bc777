"""A real site with the example records in a browser: for the tests in tests/browser and for the screenshots."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, StorageState

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30  # Seconds that a site may take to start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FILL = """
from django.core.management import call_command
from tests import examples
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
print(examples.fill())
"""
SEND = """([action, sends]) => {
    const forms = [...document.forms].filter((form) => form.method === "post");
    const form = forms.find((form) => new URL(form.action).pathname === action);
    for (const [name, value] of Object.entries(sends)) form.elements[name].value = value;
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
    password: str
    pages: dict[str, Shown]
    log: Path
    _states: dict[str, StorageState] = field(default_factory=dict)

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

    def open(self, page: Page, shown: Shown) -> Response:
        """Come to this example: open its page, and send its form when it has one."""
        answer = page.goto(shown.opens)
        if shown.sends_to:
            with page.expect_navigation() as sent:
                page.evaluate(SEND, [shown.sends_to, shown.sends])
            answer = sent.value
        if answer is None or answer.status >= 500:
            raise RuntimeError(f"{shown.title}: something broke.\n{self.log.read_text()[-3000:]}")
        return answer


@contextmanager
def example_site() -> Iterator[Site]:
    """The application, served from a folder of its own that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="digibank-site-"))
    environment = _environment(folder)
    try:
        rows = json.loads(_fill(environment))
        with _served(environment, folder / "log") as url:
            pages = {row["title"]: Shown(**row) for row in rows["pages"]}
            yield Site(url, rows["log_in"], rows["password"], pages, folder / "log")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def chromium(playwright: Playwright) -> Browser:
    """The browser that is installed on this machine; none is ever downloaded."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("There is no browser. Install Chromium (Debian: sudo apt install chromium) and try again.")
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


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


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGIBANK_", "DATABASE_URL"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "DIGIBANK_VAR": str(folder),
    }


def _fill(environment: dict[str, str]) -> str:
    """What tests.examples.fill returns; in a process of its own, because it has a database of its own."""
    command = [sys.executable, "-m", "django", "shell", "--no-imports", "--command", FILL]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def _served(environment: dict[str, str], log: Path) -> Iterator[str]:
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "config.wsgi:application",
    ]  # fmt: skip
    with (
        log.open("w") as lines,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=lines, stderr=subprocess.STDOUT) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/aanmelden/", timeout=PATIENCE):  # noqa: S310
                return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
