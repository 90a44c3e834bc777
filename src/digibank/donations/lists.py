"""The list of what is offered: its columns, when a row is right, and what it would become."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.donations.models import Offer, OfferedItem
from digibank.donations.offering import MOST_ALIKE, Offering
from digibank.donations.words import kind_of, state_of
from digibank.inventory.lists import MAKER, MODEL, SENTENCES_OF_DEVICES, SERIAL, YEAR
from digibank.inventory.queries import known_serials
from digibank.people.secrets import holds_secret
from digibank.sheets.cells import as_number, is_shortened, year_of
from digibank.sheets.kinds import OUT, Column, Line, Opinion, Reason
from digibank.sheets.models import Plan

CODE = "donations.offer_list"
AGES = {OfferedItem.Age.NEW: 5, OfferedItem.Age.MIDDLE: 10}  # Years; what is older is old.
LONGEST_REMARK = 200


def judge(about: int, lines: Sequence[Line]) -> list[Opinion]:
    """What each row would become, or what is wrong with it. Asks the database once for all serial numbers."""
    here, ours = _known_serials(about, lines)
    secret = cache(holds_secret)  # The same words come in many rows; nothing of them is remembered afterwards.
    return [_opinion(line, here, ours, secret) for line in lines]


def _opinion(line: Line, here: set[str], ours: set[str], secret: Callable[[str], bool]) -> Opinion:
    offering, wrong = _offering(line)
    # A serial number is no text: many look like a number that we may not keep.
    wrong += [Reason(name, "secret") for name, cell in line.cells.items() if name != "serial" and secret(cell)]
    known = []
    serial = line.values["serial"]
    if serial in here:
        known.append(Reason("serial", "in_offer"))
    elif serial in ours:
        known.append(Reason("serial", "ours"))
    return Opinion(dict(vars(offering)), tuple(wrong), tuple(known))


def _offering(line: Line) -> tuple[Offering, list[Reason]]:
    cells, wrong = line.cells, []
    count = _count(cells.get("count", ""))
    if count is None:
        wrong.append(Reason("count", "count", str(MOST_ALIKE)))
    elif count > 1 and "serial" in cells:
        wrong.append(Reason("serial", "one_of_many"))
    if is_shortened(cells.get("serial", "")):
        wrong.append(Reason("serial", "shortened"))
    works, remarks = state_of(cells.get("works", "")), [cells.get("remarks", "")]
    if not works:
        remarks.append(cells.get("works", ""))  # What is told in other words is not lost.
    told = "; ".join(remark for remark in remarks if remark)
    if len(told) > LONGEST_REMARK:
        wrong.append(Reason("remarks", "too_long", str(LONGEST_REMARK)))
    kind = line.values["kind"]
    offering = Offering(
        kind="" if kind == OUT else kind,
        vendor=cells.get("vendor", ""),
        product=cells.get("product", ""),
        serial=cells.get("serial", ""),
        count=count or 1,
        works=works,
        age=_age(cells.get("bought", "")),
        remarks=told,
    )
    return offering, wrong


def _count(cell: str) -> int | None:
    """How many; one when nothing is told. None when that is no number, or too many."""
    if not cell:
        return 1
    told = re.fullmatch(r"(\d{1,4})(?:[.,]0+)?(?: ?(?:x|stuks?|pcs|pieces))?", cell, re.IGNORECASE)
    return int(told[1]) if told and 1 <= int(told[1]) <= MOST_ALIKE else None


def _age(cell: str) -> str:
    year = year_of(cell)
    if year is None or year > clock.today().year:
        return ""
    age = clock.today().year - year
    return next((str(name) for name, years in AGES.items() if age < years), str(OfferedItem.Age.OLD))


def _known_serials(about: int, lines: Sequence[Line]) -> tuple[set[str], set[str]]:
    """Of the serial numbers in the list those of this offer, and those of devices that we have."""
    offered = OfferedItem.objects.filter(offer=about).exclude(serial="").values_list("serial", flat=True)
    here = {as_number(serial) for serial in offered}
    return here, known_serials({line.cells["serial"] for line in lines if "serial" in line.cells})


COLUMNS = (
        Column(
            "kind", _("Kind"), required=True, choices=tuple(OfferedItem.Kind.choices), understand=kind_of,
            headings=(
                "soort", "type toestel", "kind", "type", "categorie", "category", "catégorie", "toestel", "device",
                "apparaat", "appareil", "materiaal", "device type", "soort toestel", "genre",
            ),
        ),
        MAKER,
        MODEL,
        SERIAL,
        Column(
            "count", _("How many"),
            headings=(
                "aantal", "hoeveel", "stuks", "hoeveelheid", "quantity", "qty", "count", "amount", "number of items",
                "quantité", "nombre",
            ),
        ),
        Column(
            "works", _("Does it work?"),
            headings=(
                "werkt", "werkt het", "toestand", "staat", "condition", "works", "working", "status", "state", "état",
                "fonctionne", "conditie",
            ),
        ),
        YEAR,
        Column(
            "remarks", _("Remarks"), longest=LONGEST_REMARK,
            headings=(
                "opmerking", "opmerkingen", "nota", "remark", "remarks", "notes", "comment", "comments", "remarque",
                "remarques",
            ),
        ),
)  # fmt: skip

SENTENCES = SENTENCES_OF_DEVICES | {
    "count": _("“%(column)s” must be a number from 1 to %(detail)s."),
    "one_of_many": _("A serial number is of one device. Give each device its own row."),
    "in_offer": _("This serial number is in this offer already."),
}

SAMPLE = (
    ("laptop", "Dell", "Latitude 5490", "7GXK2P3", "1", "ja", "2019", ""),
    ("scherm", "HP", "E243", "", "12", "ja", "2018", "met kabel"),
    ("tablet", "Apple", "iPad 7", "DMPZK0AAMF3M", "1", "nee", "2020", "glas gebarsten"),
)


def plans_of(offer: Offer) -> QuerySet[Plan]:
    """The lists that were sent with this offer and not forgotten, newest first."""
    kept = Plan.objects.filter(kind=CODE, about=offer.pk, document__forgotten__isnull=True)
    return kept.select_related("document").order_by("-pk")
