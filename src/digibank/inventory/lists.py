"""The list of an inventory: its columns, when a row is right, and which device it would become."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.inventory import actions
from digibank.inventory.actions import Arrival
from digibank.inventory.models import AccessoryKind, Device, DeviceClass
from digibank.inventory.queries import ASKED_AT_ONCE, known_serials
from digibank.organisations.models import Organisation, Place
from digibank.people.secrets import holds_secret
from digibank.sheets.cells import as_number, is_shortened, year_of
from digibank.sheets.headings import squeezed
from digibank.sheets.kinds import Column, Kind, Line, Opinion, Reason
from digibank.sheets.models import Plan

CODE = "inventory.devices"
FIRST_YEAR = 1980
# Numbers are no texts: many look like a number that we may not keep.
NUMBERS = ("serial", "own_number")
SHAPES = {
    DeviceClass.Shape.LAPTOP: ("laptop", "notebook", "portable", "draagbare computer", "pc portable"),
    DeviceClass.Shape.DESKTOP: ("desktop", "pc", "computer", "vaste computer", "ordinateur"),
    DeviceClass.Shape.TABLET: ("tablet", "tablette", "ipad"),
    DeviceClass.Shape.PHONE: ("smartphone", "telefoon", "gsm", "phone", "telephone"),
}
PARTS = {
    AccessoryKind.CHARGER: ("lader", "oplader", "charger", "adapter", "voeding", "chargeur"),
    AccessoryKind.MOUSE: ("muis", "mouse", "souris"),
    AccessoryKind.BAG: ("tas", "hoes", "bag", "sacoche", "housse"),
    AccessoryKind.KEYBOARD: ("toetsenbord", "keyboard", "clavier"),
    AccessoryKind.SCREEN: ("scherm", "monitor", "screen", "ecran"),
    AccessoryKind.CABLE: ("kabel", "cable", "usb kabel"),
    AccessoryKind.START_CARD: ("startkaart", "start card"),
}
_PART = {word: kind for kind, words in PARTS.items() for word in words}
_BETWEEN_PARTS = re.compile(r"[,;+&/]| en | and | et ")


def inventory_list(place: Place) -> Kind:
    """The kind of list that brings devices to this depot. Which classes and owners there are stands in the database."""
    owners = _owners_at(place)
    columns = (_class_column(), *_COLUMNS, _owner_column(owners))
    return Kind(code=CODE, columns=columns, judge=_Judge(place, owners).opinions, commit=_bring_in, sentences=SENTENCES)


def plans_at(organisations: frozenset[int]) -> QuerySet[Plan]:
    """The lists that were sent for depots of these organisations, newest first."""
    depots = Place.objects.filter(organisation__in=organisations)
    kept = Plan.objects.filter(kind=CODE, about__in=depots.values("pk"), document__forgotten__isnull=True)
    return kept.select_related("document").order_by("-pk")


class _Judge:
    """Says of each row which device it would become, or what is wrong with it."""

    def __init__(self, place: Place, owners: Mapping[str, Organisation]) -> None:
        self.place, self.owners = place, owners

    def opinions(self, _about: int, lines: Sequence[Line]) -> list[Opinion]:
        """What is thought of each row. Asks the database a few times for all numbers together."""
        serials = known_serials({line.cells["serial"] for line in lines if "serial" in line.cells})
        numbers = _own_numbers({line.values["own_number"] for line in lines})
        secret = cache(holds_secret)  # The same words come in many rows; nothing of them is remembered afterwards.
        opinions = []
        for line in lines:
            item, wrong = self._item(line)
            wrong += [Reason(n, "secret") for n, cell in line.cells.items() if n not in NUMBERS and secret(cell)]
            known = [Reason("serial", "ours")] if line.values["serial"] in serials else []
            if (item["own_number"], item["owner"]) in numbers:
                known.append(Reason("own_number", "own_number_ours"))
            # Two owners may have the same number; who leaves the owner out means the one of the depot.
            whose = {"own_number": f"{item['own_number']} {item['owner']}"} if item["own_number"] else {}
            opinions.append(Opinion(item, tuple(wrong), tuple(known), distinct=whose))
        return opinions

    def _item(self, line: Line) -> tuple[dict[str, Any], list[Reason]]:
        cells, wrong = line.cells, []
        wrong += [Reason(name, "shortened") for name in NUMBERS if is_shortened(cells.get(name, ""))]
        bought, year = cells.get("bought", ""), year_of(cells.get("bought", ""))
        if bought and (year is None or not FIRST_YEAR <= year <= clock.today().year):
            wrong.append(Reason("bought", "year"))
        parts, unknown = _parts(cells.get("parts", ""))
        wrong += [Reason("parts", "part", word) for word in unknown]
        owner = line.values["owner"]
        item = {
            "device_class": line.values["device_class"],
            "vendor": cells.get("vendor", ""),
            "product": cells.get("product", ""),
            "serial": cells.get("serial", ""),
            "own_number": line.values["own_number"],
            "made_in": year,
            "parts": parts,
            "owner": int(owner) if owner.isdecimal() else self.place.organisation_id,
        }
        return item, wrong


def _parts(cell: str) -> tuple[list[str], list[str]]:
    """The parts that a cell names, and the words in it that name none."""
    words = [squeezed(word) for word in _BETWEEN_PARTS.split(f" {cell} ".casefold())]
    named = [word for word in words if word]
    known = sorted({str(_PART[word]) for word in named if word in _PART})
    return known, [word for word in named if word not in _PART]


def _own_numbers(numbers: set[str]) -> set[tuple[str, int]]:
    """Of these numbers those that a device of ours has from its owner, each with whose it is."""
    asked, found = sorted(numbers - {""}), set[tuple[str, int]]()
    for first in range(0, len(asked), ASKED_AT_ONCE):
        rows = Device.objects.filter(own_number__in=asked[first : first + ASKED_AT_ONCE])
        found |= set(rows.values_list("own_number", "owner"))
    return found


def _bring_in(about: int, items: Sequence[dict[str, Any]], by: Actor) -> None:
    """All rows become devices at the depot, or none."""
    place = Place.objects.select_related("organisation").get(pk=about)
    classes = {device_class.code: device_class for device_class in DeviceClass.objects.all()}
    owners = Organisation.objects.in_bulk()
    arrivals = [
        Arrival(
            device_class=classes[item["device_class"]],
            vendor=item["vendor"],
            product=item["product"],
            serial=item["serial"],
            own_number=item["own_number"],
            made_in=item["made_in"],
            owner=owners[item["owner"]],
            accessories=tuple(item["parts"]),
        )
        for item in items
    ]
    actions.register_each(place, arrivals=arrivals, by=by)


def _owners_at(place: Place) -> dict[str, Organisation]:
    """The association of this place and its members, by their squeezed names."""
    association = place.organisation.association_id or place.organisation_id
    rows = Organisation.objects.filter(Q(pk=association) | Q(association=association))
    return {squeezed(organisation.name): organisation for organisation in rows}


def _class_column() -> Column:
    classes = list(DeviceClass.objects.all())
    named = {squeezed(word): found.code for found in classes for word in (found.code, found.name)}
    for shape, words in SHAPES.items():
        alike = [found.code for found in classes if found.shape == shape]
        if len(alike) == 1:  # Of two classes of laptops nobody knows which one a "laptop" is: that is asked.
            named |= {word: alike[0] for word in words if word not in named}
    return Column(
        "device_class", _("Class"), required=True, choices=tuple((found.code, found.name) for found in classes),
        understand=lambda cell, _cells: named.get(squeezed(cell), ""),
        headings=(
            "klasse", "soort", "type toestel", "soort toestel", "kind", "class", "type", "categorie", "category",
            "catégorie", "toestel", "device type", "genre",
        ),
    )  # fmt: skip


def _owner_column(owners: Mapping[str, Organisation]) -> Column:
    return Column(
        "owner", _("Owner"), choices=tuple((str(owner.pk), owner.name) for owner in owners.values()),
        understand=lambda cell, _cells: str(owners[squeezed(cell)].pk) if squeezed(cell) in owners else "",
        headings=("eigenaar", "owner", "gemeente", "bestuur", "organisatie", "propriétaire", "commune"),
    )  # fmt: skip


# Every list of devices has these, also the one of a donor.
MAKER = Column(
    "vendor", _("Maker"),
    headings=("merk", "fabrikant", "maker", "brand", "manufacturer", "vendor", "make", "marque", "fabricant"),
)  # fmt: skip
MODEL = Column(
    "product", _("Model"), longest=120,
    headings=(
        "model", "modèle", "modelnaam", "product", "produit", "omschrijving", "description", "beschrijving",
        "naam", "artikel", "désignation", "benaming",
    ),
)  # fmt: skip
SERIAL = Column(
    "serial", _("Serial number"), distinct=True, understand=as_number,
    headings=(
        "serienummer", "serienr", "serial number", "serial", "serial no", "service tag", "servicetag", "s/n",
        "sn", "numéro de série", "n° de série", "no de série", "imei",
    ),
)  # fmt: skip
YEAR = Column(
    "bought", _("Year"),
    headings=(
        "jaar", "aankoopjaar", "bouwjaar", "aankoopdatum", "aankoop", "datum", "year", "purchase date",
        "bought", "date", "année", "date d'achat", "in dienst", "leverdatum",
    ),
)  # fmt: skip

_COLUMNS = (
        Column(
            "own_number", _("Number of its owner"), longest=40, distinct=True, understand=as_number,
            headings=(
                "inventarisnummer", "eigen nummer", "nummer", "asset tag", "asset", "activanummer", "label",
                "stickernummer", "barcode", "numéro d'inventaire", "number of its owner", "id",
            ),
        ),
        MAKER,
        MODEL,
        SERIAL,
        YEAR,
        Column(
            "parts", _("What came with it"), longest=200,
            headings=("toebehoren", "accessoires", "accessories", "met", "onderdelen", "parts"),
        ),
)  # fmt: skip

SENTENCES_OF_DEVICES = {
    "shortened": _("The spreadsheet shortened this number. Make the column text, and type the number again."),
    "secret": _("“%(column)s” holds a code or number that we may not keep. Take it out."),
    "ours": _("We have a device with this serial number already."),
}
SENTENCES = SENTENCES_OF_DEVICES | {
    "own_number_ours": _("We have a device of this owner with this number already."),
    "year": _("Write a year such as 2019, or leave it empty."),
    "part": _("We know no part “%(detail)s”. Write charger, mouse, bag, keyboard, screen, cable or start card."),
}

SAMPLE = (
    ("laptop", "LT-0412", "Dell", "Latitude 5490", "7GXK2P3", "2019", "lader, muis, tas", ""),
    ("laptop", "LT-0413", "HP", "ProBook 450 G7", "5CD01234XY", "2020", "lader", ""),
    ("tablet", "", "Apple", "iPad 7", "DMPZK0AAMF3M", "2021", "", ""),
)
