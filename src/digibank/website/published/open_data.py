"""One file over all help points, for whoever makes a map or a list: as JSON, as CSV, and the schema that both follow.

The fields follow the French schema of “lieux de médiation numérique”; `FIELDS` says which one each is.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils.translation import gettext_lazy as _

from digibank.organisations.models import (
    EAST,
    GETTING_IN,
    LANGUAGES,
    NORTH,
    SOUTH,
    WAYS_OF_HELP,
    WEST,
    WHAT_IS_THERE,
    Feature,
    Place,
)
from digibank.organisations.windows import HoursKind
from digibank.website.published.openstreetmap import opening_hours
from digibank.website.published.schedule import true_hours

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
# How a list stands in one cell of the CSV, as in the French schema.
BETWEEN = "|"
type Row = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A field of the file: what it holds, its type in JSON Schema, and its name in the French schema."""

    name: str
    means: Any
    schema: dict[str, Any]
    french: str = ""


def _text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


def _codes(features: Iterable[Feature]) -> dict[str, Any]:
    allowed = [feature.value.removeprefix("speaks_") for feature in features]
    return {"type": "array", "items": {"enum": allowed}, "uniqueItems": True}


def _degrees(least: Decimal, most: Decimal) -> dict[str, Any]:
    return {"type": ["number", "null"], "minimum": float(least), "maximum": float(most)}


FIELDS = [
    Field("id", _("a number that stays"), _text(pattern="^[0-9]+$"), "id"),
    Field("name", _("what the help point is called"), _text(minLength=1), "nom"),
    Field("organisation", _("who keeps it"), _text(minLength=1)),
    Field("street", _("street and number"), _text(minLength=1), "adresse"),
    Field("postcode", _("Belgian postcode"), _text(pattern="^[1-9][0-9]{3}$"), "code_postal"),
    Field("town", _("town"), _text(minLength=1), "commune"),
    Field("latitude", _("degrees north (WGS 84), empty when not known"), _degrees(SOUTH, NORTH), "latitude"),
    Field("longitude", _("degrees east (WGS 84), empty when not known"), _degrees(WEST, EAST), "longitude"),
    Field("phone", _("telephone, as people write it"), _text(), "telephone"),
    Field("page", _("address of its page"), _text(format="uri", pattern="^https?://"), "site_web"),
    Field("calendar", _("address of its calendar (iCalendar)"), _text(format="uri", pattern="^https?://")),
    Field("way_there", _("how one comes there without a car"), _text()),
    Field("opening_hours", _("when one may just come, as OpenStreetMap writes it"), _text(), "horaires"),
    Field("opening_hours_appointment", _("hours by appointment only, in the same format"), _text()),
    Field("opening_hours_phone", _("hours by telephone, in the same format"), _text()),
    Field(
        "access",
        _("how one comes: walk_in, appointment, phone, home_visit"),
        {"type": "array", "items": {"enum": [*HoursKind.values, "home_visit"]}, "uniqueItems": True},
        "modalites_acces",
    ),
    Field("languages", _("languages spoken there (ISO 639)"), _codes(LANGUAGES), "langues"),
    Field("accessibility", _("how one gets in"), _codes(GETTING_IN), "prise_en_charge_specifique"),
    Field("equipment", _("what is there to use"), _codes(WHAT_IS_THERE), "services"),
    Field("help", _("how one is helped"), _codes(WAYS_OF_HELP), "modalites_accompagnement"),
    Field("cost", _("what help costs; it is always free"), {"const": "free"}, "frais_a_charge"),
    Field(
        "stops",
        _("where it stands, when it rides"),
        {"type": "array", "items": {"type": "string"}},
    ),
    Field("hours_from", _("first day of the year that the hours were computed for"), _text(format="date"), "date_maj"),
]


def row_of(place: Place, *, page: str, calendar: str, first: date) -> Row:
    """One help point. Nothing in it is about a person, and nothing of it is internal (policy OH-06)."""
    codes = {feature.code for feature in place.features.all()}
    year = true_hours(place, first)
    hours = {kind: opening_hours(place, year, kind=kind) for kind in HoursKind.values}
    ways = [kind for kind, written in hours.items() if written]
    return {
        "id": str(place.pk),
        "name": place.name,
        "organisation": place.organisation.name,
        "street": place.street,
        "postcode": place.postcode,
        "town": place.town,
        "latitude": float(place.latitude) if place.latitude is not None else None,
        "longitude": float(place.longitude) if place.longitude is not None else None,
        "phone": place.phone,
        "page": page,
        "calendar": calendar,
        "way_there": place.way_there,
        "opening_hours": hours[HoursKind.WALK_IN],
        "opening_hours_appointment": hours[HoursKind.APPOINTMENT],
        "opening_hours_phone": hours[HoursKind.PHONE],
        "access": ways + (["home_visit"] if Feature.HOME_VISIT in codes else []),
        "languages": [one.value.removeprefix("speaks_") for one in LANGUAGES if one in codes],
        "accessibility": [one.value for one in GETTING_IN if one in codes],
        "equipment": [one.value for one in WHAT_IS_THERE if one in codes],
        "help": [one.value for one in WAYS_OF_HELP if one in codes],
        "cost": "free",
        "stops": [f"{stop.name}, {stop.street}, {stop.postcode} {stop.town}" for stop in place.stops.all()],
        "hours_from": first.isoformat(),
    }


def as_json(rows: list[Row]) -> Row:
    """The file: its licence and all help points."""
    return {"licence": LICENCE, "help_points": rows}


def as_csv(rows: list[Row]) -> str:
    """The same as a table; a list of codes stands in one cell with | between them."""
    written = StringIO()
    table = csv.DictWriter(written, [field.name for field in FIELDS], lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        table.writerow({name: BETWEEN.join(cell) if isinstance(cell, list) else cell for name, cell in row.items()})
    return written.getvalue()


def json_schema(address: str) -> Row:
    """The schema of the JSON file, which says of each field what it holds."""
    fields = {field.name: {"description": str(field.means), **field.schema} for field in FIELDS}
    point = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Digipunten",
        "type": "object",
        "properties": {"licence": {"const": LICENCE}, "help_points": {"type": "array", "items": point}},
        "required": ["licence", "help_points"],
        "additionalProperties": False,
    }
