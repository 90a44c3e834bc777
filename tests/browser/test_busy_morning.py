"""A busy morning at a help point in a real browser: thirty visitors, three helpers of whom one leaves early.

After each act both call displays, the one with a script and the one without, show the numbers and tables that the
reception says, and never a name. The reception and the display keep themselves up to date: their clock is moved on.
`./digibank screens morning` runs this with pictures of all screens at each moment that is told.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from example_site import Site
from tests.browser.conftest import Windows
from tests.browser.looking import complaints_of
from tests.browser.recording import Recording, recording
from tests.records import BUSY_HELPERS, BUSY_POINT, EXPECTED, GREETS, HAS_CARD, LENDING_CLERK

type OwnWindow = Callable[..., BrowserContext]

VISITORS, TABLES = 30, dict(zip(BUSY_HELPERS, ("1", "2", "3"), strict=True))
NAMES = [name.split()[0] for name in (*EXPECTED, HAS_CARD)] + [helper.title() for helper in BUSY_HELPERS]
FIRST, SECOND, THIRD = BUSY_HELPERS
LOOKS = 5000  # Milliseconds between two looks of a page that keeps itself up to date.
PATIENCE, STEP = 4000, 25
DISPLAYED = """() => [...document.querySelectorAll("[data-live] li")].map((row) =>
    [...row.querySelectorAll(":scope > span")].map((one) => one.lastChild.textContent.trim()))"""
# At the reception a called number is one of which it may say: did not come.
RECEIVED = """() => [...document.querySelectorAll("form[action$='/gemist/']")].map((form) => {
    const row = form.closest("li");
    return [row.querySelector("b").textContent, row.querySelector("small").textContent.match(/\\d+/g).at(-1)];
})"""
TOUCHES = f"""
import json
from digibank.helpdesk.models import Outcome, Touch, Visit
here = {{"day__place__name": "{BUSY_POINT}"}}
touches = Touch.objects.filter(visit__in=Visit.objects.filter(**here)).order_by("helper", "started_at")
rows = list(touches.values_list("helper", "visit", "started_at", "ended_at"))
print(json.dumps({{
    "visits": Visit.objects.filter(**here).count(),
    "helped": Visit.objects.filter(**here, state="done").count(),
    "outcomes": Outcome.objects.standing().filter(visit__in=Visit.objects.filter(**here)).count(),
    "without a touch": Visit.objects.filter(**here, touches=None).count(),
    "still open": sum(ended is None for *_who, ended in rows),
    "two at once": sum(one[0] == two[0] and one[3] > two[2] for one, two in zip(rows, rows[1:])),
    "by more than one": len({{visit for visit in {{row[1] for row in rows}} if len({{r[0] for r in rows if r[1] == visit}}) > 1}}),
}}))
"""


@dataclass
class Morning:
    """The screens of the help point, and what has to stand on the display by what was done."""

    reception: Page
    counter: Page
    kiosk: Page
    display: Page
    silent: Page
    helpers: dict[str, Page]
    recording: Recording = field(default_factory=recording)
    numbers: list[str] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    helped: list[str] = field(default_factory=list)

    def look(self) -> None:
        """The reception and both displays say what is true now, and no display says a name."""
        true = sorted([number, table] for number, table in self.called.items())
        for page in (self.reception, self.display):
            page.clock.fast_forward(LOOKS)
        again(self.silent)
        for page, question in [(self.reception, RECEIVED), (self.display, DISPLAYED), (self.silent, DISPLAYED)]:
            assert said(page, question, true) == true, page.url
        words = self.display.locator("main").inner_text() + self.silent.locator("main").inner_text()
        assert [name for name in NAMES if name in words] == []

    def tell(self, words: str) -> None:
        """A moment that somebody who looks on would notice."""
        people = {f"helper {table}": self.helpers[helper] for helper, table in TABLES.items()}
        self.recording.take(
            words, {"reception": self.reception, **people, "kiosk": self.kiosk, "display": self.display}
        )

    def came(self, number: str) -> str:
        """Somebody got this number."""
        assert number not in self.numbers
        self.numbers.append(number)
        self.look()
        return number

    def calls(self, helper: str) -> str:
        """This helper calls who is next."""
        number = self._press(helper, "form[action$='/volgende/'] button")
        self.called[number] = TABLES[helper]
        self.look()
        return number

    def begins(self, helper: str) -> None:
        """The visitor is at the table."""
        self.called.pop(self._press(helper, "form[action$='/begin/'] button"))
        self.look()

    def helps(self, helper: str) -> str:
        """This helper calls somebody, who comes."""
        number = self.calls(helper)
        self.begins(helper)
        return number

    def closes(self, helper: str) -> None:
        """Help is done: two taps on the page that asks."""
        page = self.helpers[helper]
        self.helped.append(page.locator(".visit-number").inner_text())
        go(page, "main a[href$='/klaar/'].main")
        page.locator(".tile input").first.click()
        self.tell("Help is done: what it was about, and whether it is solved.")
        go(page, "button[name=solved][value=yes]")
        self.look()

    def _press(self, helper: str, selector: str) -> str:
        page = self.helpers[helper]
        go(page, selector)
        return page.locator(".visit-number").inner_text()


def again(page: Page) -> None:
    """The page as it is now; where its own look came between, that one is as new."""
    try:
        page.reload(wait_until="domcontentloaded")
    except Error as error:
        if "ERR_ABORTED" not in error.message:
            raise
        page.wait_for_load_state("domcontentloaded")


def said(page: Page, question: str, true: list[list[str]]) -> list[list[str]]:
    """What a page says, once it says what is true, or when there was time enough to."""
    answer: list[list[str]] = []
    for _look in range(PATIENCE // STEP):
        answer = sorted(page.evaluate(question))
        if answer == true:
            break
        page.wait_for_timeout(STEP)
    return answer


def go(page: Page, selector: str) -> None:
    """Press it, and come on the next page."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator(selector).first.click()


def number_on(page: Page) -> str:
    """The number that a page gives."""
    found = re.search(r"\b[AB]\d+\b", page.locator("h1").inner_text())
    assert found is not None
    return found[0]


@pytest.fixture
def morning(site: Site, window_of: Windows, own_window: OwnWindow) -> Iterator[Morning]:
    """All screens stand, nobody came yet; the receiver gave the addresses of the display and the kiosk."""
    counter = window_of(GREETS).new_page()
    display, kiosk = (screen_of(counter, kind) for kind in ("display", "kiosk"))
    window = own_window()
    pages = {
        "reception": window_of(GREETS).new_page(), "display": window.new_page(),
        "kiosk": window.new_page(), "silent": own_window(scripts=False).new_page(),
    }  # fmt: skip
    for name in ("reception", "kiosk"):
        pages[name].set_viewport_size({"width": 1280, "height": 800})
    for name in ("reception", "display"):
        pages[name].clock.install()
    for name, address in [("reception", "/bezoeken/"), ("display", display), ("silent", display), ("kiosk", kiosk)]:
        pages[name].goto(address)
    helpers = {}
    for helper in BUSY_HELPERS:
        helpers[helper] = window_of(helper).new_page()
        helpers[helper].set_viewport_size({"width": 360, "height": 740})
    yield Morning(counter=counter, helpers=helpers, **pages)
    for page in (counter, pages["reception"], *helpers.values()):
        page.close()


def screen_of(page: Page, kind: str) -> str:
    """A new address for this kind of screen, as the page shows it once."""
    page.goto("/schermen/")
    go(page, f"button[name=kind][value={kind}]")
    return page.locator(".bench .code").inner_text()


def by_kiosk(morning: Morning, topic: int) -> str:
    """Somebody walks in, and tells the screen what it is about."""
    page = morning.kiosk
    go(page, "a[href='zonder/']")
    expect(page.locator("form button")).to_be_in_viewport(ratio=1)
    page.locator(".shelf input").nth(topic).click()
    morning.tell("At the kiosk somebody without an appointment says what it is about.")
    go(page, "form button")
    number = number_on(page)
    morning.tell("The kiosk gives a number.")
    go(page, "a.button")
    return morning.came(number)


def by_appointment(morning: Morning, number: str) -> str:
    """Somebody types the number of their appointment at the kiosk."""
    page = morning.kiosk
    go(page, "a[href='afspraak/']")
    page.locator("[name=number]").fill(number)
    morning.tell("Somebody has an appointment, and types its number at the kiosk.")
    go(page, "form button")
    given = number_on(page)
    go(page, "a.button")
    return morning.came(given)


def at_counter(morning: Morning, **told: str) -> str:
    """Somebody walks in at the counter, who tells nothing or this."""
    page = morning.counter
    page.goto("/bezoeken/")
    go(page, "a.button[href*='/nieuw/']")
    for name, value in told.items():
        field = page.locator(f"main [name={name}]")
        field.select_option(value) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(value)
    go(page, "main form .button")
    return morning.came(number_on(page))


def card_of(site: Site, window_of: Windows, name: str) -> str:
    """The number on the card of a resident, as the desk finds it."""
    page = window_of(LENDING_CLERK).new_page()
    page.goto(f"{site.url}/balie/?q={name.split(maxsplit=1)[0]}")
    found = re.search(r"IN-\d{6}-\d", page.locator("main").inner_text().replace("\u2011", "-"))
    page.close()
    assert found is not None
    return found[0]


def test_a_busy_morning_in_which_the_display_is_always_right(site: Site, window_of: Windows, morning: Morning):
    complaints = [complaints_of(page) for page in (morning.reception, morning.display, morning.kiosk)]

    the_doors_open(morning, card_of(site, window_of, HAS_CARD))
    all_three_help(morning)
    somebody_comes_back_in_a_moment(morning)
    somebody_did_not_hear_it(morning)
    a_helper_leaves_early(morning)
    two_help_the_rest(morning)

    assert (len(morning.numbers), sorted(morning.helped)) == (VISITORS, sorted(morning.numbers))
    assert json.loads(site.manage("shell", "--no-imports", "--command", TOUCHES)) == {
        "visits": VISITORS, "helped": VISITORS, "outcomes": VISITORS, "without a touch": 0, "still open": 0,
        "two at once": 0, "by more than one": 1,
    }  # fmt: skip
    assert complaints == [[], [], []]


def the_doors_open(morning: Morning, card: str) -> None:
    """Two with an appointment, three at the kiosk, one who names nobody, one for somebody else, one with a card."""
    morning.tell("The doors open. Nobody came yet.")
    expected = morning.reception.locator("aside small.soft").first.inner_text().replace("\u2011", "-")
    by_appointment(morning, expected)
    for helper, table in TABLES.items():
        page = morning.helpers[helper]
        page.goto("/helpen/")
        page.locator("[name=table]").fill(table)
        go(page, "form[action$='/hier/'] .button")
        morning.look()
    for topic in range(3):
        by_kiosk(morning, topic)
    go(morning.reception, "form[action*='/bezoeken/afspraak/'] button")
    number = number_on(morning.reception)
    morning.reception.goto("/bezoeken/")
    morning.came(number)
    numbers = [at_counter(morning), at_counter(morning, came_for="another", topic="bank")]
    assert [*numbers, at_counter(morning, person=card)] == ["B4", "B5", "B6"]
    morning.tell("Eight wait: two with an appointment, one for somebody else, one with a card.")


def all_three_help(morning: Morning) -> None:
    """Who has an appointment first, and those who wait grow in number."""
    first = morning.calls(FIRST)
    morning.tell("The first helper calls who is next: the display and the reception say so.")
    morning.begins(FIRST)
    second, third = (morning.helps(helper) for helper in (SECOND, THIRD))
    morning.tell("All three help.")
    # The other appointment goes before only when its hour has come by the clock of the test.
    assert (first, second, third) in [("A1", "A2", "B1"), ("A1", "B1", "B2")]
    for topic in range(6):
        by_kiosk(morning, topic)
    morning.tell("Six more came: the line grows.")
    for helper in BUSY_HELPERS:
        morning.closes(helper)
        morning.helps(helper)


def somebody_comes_back_in_a_moment(morning: Morning) -> None:
    """A visitor fetches a paper: the helper helps another one meanwhile."""
    page = morning.helpers[FIRST]
    go(page, "form[action$='/pauze/'] button")
    morning.look()
    morning.tell("A visitor fetches a paper at home: the first helper is free meanwhile.")
    meanwhile = morning.helps(FIRST)
    morning.closes(FIRST)
    go(page, "form[action$='/verder/'] button")
    morning.look()
    morning.tell("The visitor is back with the paper.")
    assert morning.helped[-1] == meanwhile
    for helper in BUSY_HELPERS:
        morning.closes(helper)


def somebody_did_not_hear_it(morning: Morning) -> None:
    """Who did not come when called is put back, and is next."""
    missed = morning.calls(SECOND)
    go(morning.reception, "form[action$='/gemist/'] button")
    morning.called.clear()
    morning.look()
    morning.tell("Somebody did not hear the number: the reception notes it.")
    go(morning.reception, "form[action$='/terug/'] button")
    morning.look()
    morning.tell("The reception puts the number back: it is next again.")
    morning.helpers[SECOND].goto("/helpen/")
    assert morning.helps(SECOND) == missed


def a_helper_leaves_early(morning: Morning) -> None:
    """While helping: the visitor waits again, and is next for a colleague."""
    left = morning.helps(THIRD)
    page = morning.helpers[THIRD]
    page.locator("form[action$='/naar-huis/'] button").click()
    morning.tell("The third helper has to leave early, while somebody sits at the table.")
    go(page, "#confirm [value=yes]")
    morning.look()
    morning.tell("The third helper is gone. The visitor waits again, on top.")
    expect(page.locator("form[action$='/hier/']")).to_have_count(1)
    assert morning.helps(FIRST) == left
    morning.tell("A colleague helps that visitor first.")
    morning.closes(FIRST)
    morning.closes(SECOND)


def two_help_the_rest(morning: Morning) -> None:
    """Until nobody waits."""
    while set(morning.numbers) != set(morning.helped):
        turn = len(morning.numbers)
        if turn < VISITORS:
            by_kiosk(morning, turn % 8) if turn % 2 else at_counter(morning)
        helper = (FIRST, SECOND)[len(morning.helped) % 2]
        if turn == VISITORS:
            morning.tell("The thirtieth visitor came. Two helpers go on.")
        morning.helps(helper)
        morning.closes(helper)
    morning.tell("Thirty were helped. Nobody waits.")
