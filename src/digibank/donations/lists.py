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
from digibank.inventory.flows import GONE
from digibank.inventory.models import Device
from digibank.people.secrets import holds_secret
from digibank.sheets.cells import as_number, is_shortened, year_of
from digibank.sheets.kinds import OUT, Column, Line, Opinion, Reason
from digibank.sheets.models import Plan

CODE = "donations.offer_list"
AGES = {OfferedItem.Age.NEW: 5, OfferedItem.Age.MIDDLE: 10}  # Years; what is older is old.
LONGEST_REMARK = 200
ASKED_AT_ONCE = 5_000


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
    written = {line.cells["serial"] for line in lines if "serial" in line.cells}
    # As it is written, or in capitals or small letters only: so the index on the serial number is used.
    asked = sorted({form for serial in written for form in (serial, serial.upper(), serial.lower())})
    ours: set[str] = set()
    for first in range(0, len(asked), ASKED_AT_ONCE):
        found = Device.objects.filter(serial__in=asked[first : first + ASKED_AT_ONCE]).exclude(state__in=GONE)
        ours |= {as_number(serial) for serial in found.values_list("serial", flat=True)}
    return here, ours


COLUMNS = (
        Column(
            "kind", _("Kind"), required=True, choices=tuple(OfferedItem.Kind.choices), understand=kind_of,
            headings=(
                "soort", "type toestel", "kind", "type", "categorie", "category", "catégorie", "toestel", "device",
                "apparaat", "appareil", "materiaal", "device type", "soort toestel", "genre",
            ),
        ),
        Column(
            "vendor", _("Maker"),
            headings=("merk", "fabrikant", "maker", "brand", "manufacturer", "vendor", "make", "marque", "fabricant"),
        ),
        Column(
            "product", _("Model"), longest=120,
            headings=(
                "model", "modèle", "modelnaam", "product", "produit", "omschrijving", "description", "beschrijving",
                "naam", "artikel", "désignation", "benaming",
            ),
        ),
        Column(
            "serial", _("Serial number"), distinct=True, understand=as_number,
            headings=(
                "serienummer", "serienr", "serial number", "serial", "serial no", "service tag", "servicetag", "s/n",
                "sn", "numéro de série", "n° de série", "no de série", "imei",
            ),
        ),
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
        Column(
            "bought", _("Year"),
            headings=(
                "jaar", "aankoop",
                "aankoopjaar", "bouwjaar", "aankoopdatum", "datum", "year", "purchase date", "bought", "date",
                "année", "date d'achat", "in dienst", "leverdatum",
            ),
        ),
        Column(
            "remarks", _("Remarks"), longest=LONGEST_REMARK,
            headings=(
                "opmerking", "opmerkingen", "nota", "remark", "remarks", "notes", "comment", "comments", "remarque",
                "remarques",
            ),
        ),
)  # fmt: skip

SENTENCES = {
    "count": _("“%(column)s” must be a number from 1 to %(detail)s."),
    "one_of_many": _("A serial number is of one device. Give each device its own row."),
    "shortened": _("The spreadsheet shortened this number. Make the column text, and type the number again."),
    "secret": _("“%(column)s” holds a code or number that we may not keep. Take it out."),
    "in_offer": _("This serial number is in this offer already."),
    "ours": _("We have a device with this serial number already."),
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
