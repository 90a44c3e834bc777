"""A browser without a screen: it opens pages, fills in their forms, and sends the same form again when the line broke."""

import re
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE = 90  # Seconds that a person keeps trying: longer than any restart.
BREATH = 0.1


@dataclass(frozen=True)
class Answer:
    """What came back: the status, where it leads, and the page."""

    status: int
    location: str
    text: str


@dataclass
class Form:
    """A form as it stands on the page, with what is filled in already."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, changes: dict[str, str]) -> list[tuple[str, str]]:
        """What is sent by the first button when these fields are filled in otherwise."""
        kept = [(name, value) for name, value in self.fields if name not in changes]
        return kept + list(changes.items()) + [(name, value) for name, value in self.buttons[:1] if name]

    def value(self, name: str) -> str:
        """What is filled in under this name; nothing when there is no such field."""
        return next((value for found, value in self.fields if found == name), "")


class _Reader(HTMLParser):
    """Finds the forms that are sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            # A form to look something up is read too, so that its fields are not taken for those of another.
            self.forms.append(Form(told.get("action", "") if told.get("method") == "post" else "GET"))
        if not self.forms:
            return
        if tag == "input" and told.get("name"):
            self._input(told)
        elif tag == "select":
            self._select = told.get("name", "")
        elif tag == "option" and self._select:
            self._option(told)
        elif tag == "button" and told.get("aria-hidden") != "true":  # Nobody presses what only catches an Enter.
            self.forms[-1].buttons.append((told.get("name", ""), told.get("value", "")))

    def _input(self, told: dict[str, str]) -> None:
        form, name, value = self.forms[-1], told["name"], told.get("value", "on")
        if told.get("type") in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(value)
            if "checked" not in told:
                return
        form.fields.append((name, told.get("value", "") if told.get("type") not in ("radio", "checkbox") else value))

    def _option(self, told: dict[str, str]) -> None:
        form, value = self.forms[-1], told.get("value", "")
        form.choices.setdefault(self._select, []).append(value)
        if len(form.choices[self._select]) == 1 or "selected" in told:
            form.fields = [(name, old) for name, old in form.fields if name != self._select]
            form.fields.append((self._select, value))


@dataclass
class Browser:
    """One window; several share the cookies of one log-in."""

    port: int
    cookies: dict[str, str]
    broken_off: int = 0
    sent_again: int = 0

    def open(self, path: str) -> Answer:
        """The page at this address."""
        return self._until_answered("GET", path, "")[0]

    def form(self, path: str, action: str = "") -> Form:
        """The form on the page at `path` that is sent to `action`; without action the one that is sent to the page."""
        answer = self.open(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status} {answer.location}: {words(answer.text)}")
        reader = _Reader()
        reader.feed(answer.text)
        wanted = (action,) if action else ("", path)
        found = [form for form in reader.forms if form.action in wanted]
        if not found:
            raise RuntimeError(f"{path} has no form for {wanted}: {words(answer.text)}")
        return found[0]

    def send(self, path: str, fields: list[tuple[str, str]]) -> tuple[Answer, bool]:
        """Send a form until it is answered, always the same one; and whether it was sent more than once."""
        answer, again = self._until_answered("POST", path, urlencode(fields))
        self.sent_again += again
        return answer, again

    def _until_answered(self, method: str, path: str, body: str) -> tuple[Answer, bool]:
        ends = time.monotonic() + PATIENCE
        again = False
        while True:
            try:
                return self._once(method, path, body), again
            except (OSError, HTTPException) as broken:
                self.broken_off += not again
                again = True
                if time.monotonic() > ends:
                    raise RuntimeError(f"{method} {path} was never answered") from broken
                time.sleep(BREATH)

    def _once(self, method: str, path: str, body: str) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=40)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _equals, rest = cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return Answer(answer.status, answer.headers.get("Location", ""), text)
        finally:
            line.close()


def log_in(port: int, path: str, username: str, password: str) -> Browser:
    """A browser with the cookies of this colleague."""
    browser = Browser(port, {})
    form = browser.form(path)
    answer, _again = browser.send(path, form.filled({"username": username, "password": password}))
    if answer.status != 302:
        raise RuntimeError(f"{username} cannot log in: {answer.status} {words(answer.text)}")
    return browser


def words(text: str) -> str:
    """What a person reads on the page, in short."""
    body = text.partition("<main")[2] or text
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())[:300]
