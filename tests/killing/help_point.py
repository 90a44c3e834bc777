"""What a helper does all morning at a table: let somebody in, call, begin, pause, hand over, close."""

import re
from dataclasses import dataclass, field

from tests.killing.desk import Clerk

SCREEN = "/helpen/"


@dataclass
class Helper(Clerk):
    """One table. `counter` is the clerk who gives numbers at this place."""

    counter: Clerk = field(kw_only=True)
    place: int = field(kw_only=True)
    table: int = field(kw_only=True)
    is_there: bool = False

    def help_one(self) -> None:
        """Each helper lets somebody in before calling, so that somebody always waits."""
        if not self.is_there:
            self.press(SCREEN, f"{SCREEN}hier/", {"place": str(self.place), "table": str(self.table)})
            self.is_there = True
        self.let_in()
        visit = self.call()
        self.press(SCREEN, f"{SCREEN}{visit}/begin/")
        if self.chance.random() < 0.3:
            self.press(SCREEN, f"{SCREEN}{visit}/pauze/")
            self.press(SCREEN, f"{SCREEN}{visit}/verder/")
        if self.chance.random() < 0.2:
            self.press(f"{SCREEN}{visit}/doorgeven/")
            self.told.stands.append(("passed on", visit, ""))
            return
        self.press(f"{SCREEN}{visit}/klaar/", changes={"topic": self.chance.choice(["bank", "itsme", "other"])})
        self.told.stands.append(("helped", visit, ""))

    def let_in(self) -> None:
        """Somebody without a name gets a number at the counter."""
        answer = self.counter.press(f"/bezoeken/nieuw/{self.place}/")
        self.told.stands.append(("visit", _key_in(answer.location, r"/bezoeken/(\d+)/"), ""))

    def call(self) -> int:
        """Call who is next; which visit that is stands on the screen."""
        self.press(SCREEN, f"{SCREEN}volgende/")
        return _key_in(self.browser.open(SCREEN).text, rf'action="{SCREEN}(\d+)/begin/"')


def _key_in(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"{pattern} is not in what was answered: {text[:300]}")
    return int(found[1])
