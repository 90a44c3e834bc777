"""The ten everyday tasks of a skills talk, as data: each version of the wording stays as it was asked.

A talk keeps its version, so that an answer is never read beside words that nobody said. A new wording is a new entry;
a test holds the old ones to the letter. The areas are those of DigComp 3.0 (JRC, November 2025); area 0 stands for
what it calls prerequisites of the basic level. They serve the report only: no resident ever sees them (policy WO-11).
"""

from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext_lazy as _


class Area(IntEnum):
    """Areas of DigComp; its five, and what comes before them."""

    PREREQUISITE = 0
    INFORMATION = 1
    COMMUNICATION = 2
    CONTENT = 3
    SAFETY = 4
    PROBLEM_SOLVING = 5


AREA_WORDS = {
    Area.PREREQUISITE: _("before the basics"),
    Area.INFORMATION: _("information"),
    Area.COMMUNICATION: _("communication and services"),
    Area.CONTENT: _("making something"),
    Area.SAFETY: _("safety"),
    Area.PROBLEM_SOLVING: _("solving problems"),
}


@dataclass(frozen=True)
class Task:
    """One task: its code, the sentence as it is asked, an example, a drawing, and its area for the report."""

    code: str
    words: object
    example: object
    icon: str
    area: Area


NEWEST = 1

WORDINGS: dict[int, tuple[Task, ...]] = {
    1: (
        Task(
            "start",
            _("Switch the device on and charge it"),
            _("A laptop, a tablet or a smartphone."),
            "plug",
            Area.PREREQUISITE,
        ),
        Task(
            "point", _("Point and click, or tap"), _("With a mouse, or with your finger."), "mouse", Area.PREREQUISITE
        ),
        Task("wifi", _("Go on the internet with wifi"), _("At home, or in the library."), "wifi", Area.PROBLEM_SOLVING),
        Task(
            "look_up",
            _("Look something up"),
            _("For example when the town hall is open."),
            "search",
            Area.INFORMATION,
        ),
        Task(
            "message",
            _("Send somebody a message"),
            _("For example with a photo, or an e-mail."),
            "letter",
            Area.COMMUNICATION,
        ),
        Task(
            "log_in",
            _("Log in with itsme or the identity card"),
            _("For example at the government."),
            "card",
            Area.COMMUNICATION,
        ),
        Task(
            "bank",
            _("See what is on your account"),
            _("With the app or the website of the bank."),
            "euro",
            Area.COMMUNICATION,
        ),
        Task(
            "appointment",
            _("Make an appointment or fill in a form"),
            _("For example with the doctor."),
            "calendar",
            Area.COMMUNICATION,
        ),
        Task(
            "fraud",
            _("See that a message is false"),
            _("For example a false message of the bank."),
            "shield-check",
            Area.SAFETY,
        ),
        Task("password", _("Choose a good password"), _("And keep it in a safe place."), "key", Area.SAFETY),
    ),
}


def tasks_of(version: int) -> tuple[Task, ...]:
    """The ten tasks as this version words them."""
    return WORDINGS[version]
