"""The contract to be heard: the sentences of the paper, with numbers, amounts and codes written as they are said."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.lending.contracts import contract_as_signed
from digibank.lending.models import Loan
from digibank.ui.templatetags.ui import day, weekday

_EURO = re.compile(r"€\s?([\d.]+),(\d\d)")
_CODE = re.compile(r"\b([A-Z]{2})-(\d{6,})-(\d)\b")
_ACCOUNT = re.compile(r"\b([A-Z]{2})(\d{2})((?: \d{4}){3})\b")
_COMMUNICATION = re.compile(r"\+{3}(\d{3})/(\d{4})/(\d{5})\+{3}")
_PHONE = re.compile(r"\b0\d{1,3}(?:\s\d{2,3}){2,4}\b")
_HALF = re.compile(r"\b(\d{1,2})\.(\d{2})\b")


@dataclass(frozen=True)
class Part:
    """A heading and the sentences under it."""

    heading: str
    sentences: list[str]


def parts_to_hear(loan: Loan) -> list[Part]:
    """All that stands on the contract, in Dutch, in the order of the paper (policy U-94)."""
    with translation.override(settings.LANGUAGE_CODE):
        context = contract_as_signed(loan, settings.LANGUAGE_CODE)
        parts = _parts(loan, context)
        return [Part(spoken(part.heading), [spoken(words) for words in part.sentences]) for part in parts]


def _parts(loan: Loan, context: dict[str, Any]) -> list[Part]:
    regulation = loan.regulation
    foot = _("Lending rules of %(town)s, version %(number)s, voted on %(voted)s.") % {
        "town": regulation.organisation.name,
        "number": regulation.number,
        "voted": day(regulation.voted_on),
    }
    rules = [f"{number}. {rule}" for number, rule in enumerate(context["rules"], start=1)]
    return [
        Part(context["heading"], [context["service"], weekday(context["date"]), context["reference"]]),
        Part(_("What is lent"), [f"{term}: {words}" for term, words in context["facts"]]),
        Part(_("What do we agree?"), rules),
        *(Part(asked.words, asked.answers) for asked in (*context["questions"], context["last_question"])),
        Part(_("Who signs?"), [f"{who}: {words}" for who, words in context["signers"]]),
        Part(_("Rules"), [foot]),
    ]


def spoken(text: str) -> str:
    """The same words as somebody reads them aloud: a number that is a name digit by digit, money in euros."""
    text = _EURO.sub(_amount, text)
    text = _CODE.sub(lambda found: _apart(*found.groups()), text)
    text = _ACCOUNT.sub(lambda found: _apart(found[1], found[2], *found[3].split()), text)
    text = _COMMUNICATION.sub(lambda found: _apart(*found.groups()), text)
    text = _PHONE.sub(lambda found: _apart(*found[0].split()), text)
    return _HALF.sub(lambda found: f"{found[1]}:{found[2]}", text)


def _amount(found: re.Match[str]) -> str:
    euros, cents = found[1].replace(".", ""), found[2]
    if cents == "00":
        return _("%(euros)s euro") % {"euros": euros}
    return _("%(euros)s euro and %(cents)s cent") % {"euros": euros, "cents": cents.lstrip("0")}


def _apart(*groups: str) -> str:
    return ", ".join(" ".join(group) for group in groups)
