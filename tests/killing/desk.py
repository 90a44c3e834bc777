"""What a clerk does all day, as fast as the pages answer: register, ask, prepare, hand over, take back.

What a helper at a help point does meanwhile: help_point.py.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from tests.killing.pages import Answer, Browser, words

SYLLABLES = ["ba", "do", "fie", "gu", "ka", "lo", "mi", "nee", "po", "ru", "sa", "toe", "vi", "wo", "za"]
MOST_TRIES = 6


class Refused(Exception):
    """A form came back with a sentence."""


@dataclass
class Told:
    """What all clerks were told by the pages, and what they saw go wrong."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    stands: list[tuple[str, int, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Shelf:
    """The devices that nobody took yet, and numbers that are given once."""

    devices: list[int]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def number(self) -> int:
        with self.lock:
            return next(self.numbers)

    def take(self) -> int | None:
        with self.lock:
            return self.devices.pop() if self.devices else None


@dataclass
class Clerk:
    """One window at the desk."""

    browser: Browser
    shelf: Shelf
    told: Told
    chance: Random

    def work(self, stop: threading.Event) -> None:
        """Help one resident after the other until it is closing time."""
        while not stop.is_set():
            try:
                self.help_one()
            except Refused as no:
                self.told.wrong.append(f"refused: {no}")
            except Exception as error:  # noqa: BLE001  whatever breaks is what we look for
                self.told.wrong.append(f"{type(error).__name__}: {error}")

    def help_one(self) -> None:
        person = self.register()
        if self.chance.random() < 0.6:
            page = f"/aanvragen/nieuw/{person}/"
            self.stands("request", self.press(page), str(person))
        device = self.shelf.take()
        if device is None:
            return
        loan = self.prepare(person, device)
        self.hand_over(loan)
        if self.chance.random() < 0.2:
            self.stands("renewed", self.press(f"/uitleningen/{loan}/", f"/uitleningen/{loan}/verlengen/"))
        if self.chance.random() < 0.6:
            self.stands("returned", self.press(f"/uitleningen/{loan}/terug/"))

    def register(self) -> int:
        number = self.shelf.number()
        name = " ".join("".join(self.chance.sample(SYLLABLES, 4)).title() for _word in range(2)) + f" {number}"
        ways = {
            "email": {"email": f"inwoner{number}@example.be"},
            "sms": {"phone": f"0470{number:06d}"},
            "letter": {"street": f"Kerkstraat {number}", "postcode": "2390", "town": "Malle"},
            "phone": {"phone": f"0471{number:06d}"},
            "card": {"desk": "on"},
        }
        prefers = self.chance.choice(["email", "email", "sms", "letter", "phone", "card"])
        page = "/inwoners/nieuw/"
        answer = self.press(page, changes={"name": name, "prefers": prefers} | ways[prefers])
        return self.stands("person", answer, name)

    def prepare(self, person: int, device: int) -> int:
        page = f"/uitlenen/{person}/{device}/"
        for _try in range(MOST_TRIES):
            # The moments on the page may be taken by another clerk meanwhile: then look again.
            form = self.browser.form(page)
            moment = self.chance.choice(form.choices["slot"])
            reason = "Wil eerst de dochter vragen." if moment == "call" else ""
            answer = self.send(page, form.filled({"slot": moment, "reason": reason}), form.value("once"))
            if answer.status == 303:
                return self.stands("loan", answer, f"{person} {device}")
        raise Refused(f"{page}: {words(answer.text)}")

    def hand_over(self, loan: int) -> None:
        page = f"/uitleningen/{loan}/"
        if f'action="{page}contract/"' in self.browser.open(page).text:
            # The server died between the loan and its paper.
            self.press(page, f"{page}contract/")
        if f"{page}betaald/" in self.browser.open(page).text:
            self.press(page, f"{page}betaald/")
        self.stands("begun", self.press(page, f"{page}getekend/"))

    def press(self, page: str, action: str = "", changes: dict[str, str] | None = None) -> Answer:
        """Open the page, fill in its form, send it; Refused when it comes back."""
        form = self.browser.form(page, action)
        answer = self.send(action or page, form.filled(changes or {}), form.value("once"))
        if answer.status != 303:
            raise Refused(f"{action or page}: {words(answer.text)}")
        return answer

    def send(self, path: str, fields: list[tuple[str, str]], once: str) -> Answer:
        answer, again = self.browser.send(path, fields)
        self.told.sent.append(
            {"path": path, "once": once, "status": answer.status, "led_to": answer.location, "again": again}
        )
        if answer.status not in (303, 422):
            raise RuntimeError(f"{path} answers {answer.status} {answer.location}: {words(answer.text)}")
        return answer

    def stands(self, what: str, answer: Answer, detail: str = "") -> int:
        """The page said that this is done; returns the key of the record it leads to."""
        key = int(answer.location.partition("?")[0].strip("/").rpartition("/")[2])
        self.told.stands.append((what, key, detail))
        return key
