"""Action cards: codes on a printed sheet that do or open an act on the device whose card is open."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from digibank.inventory.models import FlagKind


@dataclass(frozen=True)
class ActionCard:
    """One card: its code, what it is called, and what a scan of it does: raise `flag`, or open `page` or a `part`.

    `page` is the name of an address that takes the device; `part` is a place on the device's card.
    """

    code: str
    title: Any
    says: Any
    icon: str
    flag: FlagKind | None = None
    page: str = ""
    part: str = ""


UNDO = "DB*UNDO"

CARDS = (
    ActionCard("DB*INSPECT", _("Inspect"), _("opens the inspection"), "eye", page="inspect"),
    ActionCard("DB*TEST", _("Test"), _("opens the tests"), "check", page="test"),
    ActionCard("DB*REPAIR", _("Repair"), _("opens the repair"), "tool", page="repair"),
    ActionCard("DB*ERASE", _("Erase"), _("opens the log of the erasure"), "disk-check", part="stap"),
    ActionCard("DB*INSTALLED", _("Installed"), _("opens what was installed"), "download", part="stap"),
    ActionCard("DB*CHECK", _("Check"), _("opens the check by a colleague"), "shield-check", part="stap"),
    ActionCard(
        "DB*FLAG-WIPE", _("Erasing failed"), _("keeps it back at once"), "disk-check", flag=FlagKind.WIPE_FAILED
    ),
    ActionCard(
        "DB*FLAG-LOCK", _("Locked by an account"), _("keeps it back at once"), "lock", flag=FlagKind.LOCKED_ACCOUNT
    ),
    ActionCard("DB*FLAG-PART", _("Needs a part"), _("keeps it back at once"), "flag", flag=FlagKind.NEEDS_PART),
    ActionCard(
        "DB*FLAG-BATTERY", _("Unsafe battery"), _("keeps it back at once"), "warning", flag=FlagKind.UNSAFE_BATTERY
    ),
    ActionCard("DB*FLAG-LOOK", _("To be looked at"), _("asks what you saw"), "help", part="vlaggen"),
    ActionCard("DB*LABEL", _("Label"), _("prints the label again"), "printer", page="inventory:label"),
    ActionCard("DB*SPECS", _("What is inside"), _("prints a label with what is inside"), "document", page="spec_label"),
    ActionCard(UNDO, _("Undo the last flag"), _("takes back what you last kept it back for"), "undo"),
)

_BY_CODE = {card.code: card for card in CARDS}
_LETTERS = re.compile(r"DB[^A-Z0-9]+([A-Z]+(?:[^A-Z0-9]+[A-Z]+)*)")


def card_of(scanned: str) -> ActionCard | None:
    """The card that was scanned or typed; None for anything else.

    What stands between the words may come differently from a scanner that is set to another keyboard.
    """
    found = _LETTERS.fullmatch(scanned.strip().upper())
    if found is None:
        return None
    return _BY_CODE.get("DB*" + re.sub(r"[^A-Z]+", "-", found[1]))
