"""A help point in the words of schema.org, as JSON-LD."""

import json
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from digibank.organisations.models import LANGUAGES, Feature, Place, Stop
from digibank.organisations.windows import HoursKind
from digibank.website.published.schedule import YEAR, Stretches, TrueHours, schedule_of, true_hours

Node = dict[str, Any]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A page must come in one round trip: it tells the weeks ahead. The file beside it tells the year.
WEEKS_ON_THE_PAGE = 6
_IN_A_PAGE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def linked_data(place: Place, url: str, first: date, *, days: int = YEAR) -> Node:
    """What a search engine is told of this place and of its hours for so many days from `first`."""
    hours = true_hours(place, first, days)
    weekly, special = _hours(place, hours, HoursKind.WALK_IN)
    codes = {feature.code for feature in place.features.all()}
    languages = [language.value.removeprefix("speaks_") for language in LANGUAGES if language in codes]
    node: Node = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "@id": url,
        "url": url,
        "name": place.name,
        "telephone": place.phone,
        "address": _address(place),
        "geo": _geo(place),
        "parentOrganization": {"@type": "Organization", "name": place.organisation.name},
        "isAccessibleForFree": True,
        "publicAccess": True,
        "knowsLanguage": languages,
        "amenityFeature": [_amenity(Feature(code)) for code in sorted(codes - set(LANGUAGES))],
        "openingHoursSpecification": weekly,
        "specialOpeningHoursSpecification": special,
        "contactPoint": _by_telephone(place, hours),
        "location": [_stop(stop) for stop in place.stops.all()],
    }
    return {name: value for name, value in node.items() if value not in ([], None, "")}


def as_script(node: Node) -> SafeString:
    """The data inside a page. A block of data is no script: no browser runs it, no content policy has to allow it."""
    written = json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_IN_A_PAGE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308  escaped above


def _hours(place: Place, hours: TrueHours, kind: str) -> tuple[list[Node], list[Node]]:
    schedule = schedule_of(place, hours, kind=kind, rich=False)
    by_hours: dict[tuple[Any, Any], list[str]] = {}
    for usual in schedule.usual:
        for stretch in usual.stretches:
            by_hours.setdefault(stretch, []).append(f"https://schema.org/{_DAYS[usual.weekday]}")
    weekly = [_open(opens, closes, dayOfWeek=on) for (opens, closes), on in by_hours.items()]
    special = [
        _open(opens, closes, validFrom=one.first.isoformat(), validThrough=one.last.isoformat())
        for one in schedule.different
        for opens, closes in _or_closed(one.stretches)
    ]
    return weekly, special


def _or_closed(stretches: Stretches) -> list[tuple[Any, Any]]:
    """A day that opens and closes at midnight is closed; so schema.org is read by search engines."""
    return list(stretches) or [("00:00:00", "00:00:00")]


def _open(opens: Any, closes: Any, **when: Any) -> Node:
    return {"@type": "OpeningHoursSpecification", **when, "opens": str(opens), "closes": str(closes)}


def _by_telephone(place: Place, hours: TrueHours) -> Node | None:
    weekly, special = _hours(place, hours, HoursKind.PHONE)
    if not weekly and not special:
        return None
    return {
        "@type": "ContactPoint",
        "contactType": "customer service",
        "telephone": place.phone,
        "hoursAvailable": [*weekly, *special],
    }


def _amenity(feature: Feature) -> Node:
    return {"@type": "LocationFeatureSpecification", "name": str(feature.label), "value": True}


def _stop(stop: Stop) -> Node:
    return {"@type": "Place", "name": stop.name, "address": _address(stop)}


def _geo(place: Place) -> Node | None:
    if place.on_the_map is None:
        return None
    north, east = map(float, place.on_the_map)
    return {"@type": "GeoCoordinates", "latitude": north, "longitude": east}


def _address(where: Place | Stop) -> Node:
    return {
        "@type": "PostalAddress",
        "streetAddress": where.street,
        "postalCode": where.postcode,
        "addressLocality": where.town,
        "addressCountry": "BE",
    }
