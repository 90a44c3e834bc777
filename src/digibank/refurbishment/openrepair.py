"""Repairs as open data: the columns and code lists of the Open Repair Data Standard v0.3.

https://standard.openrepair.org. Without personal data: neither who repaired nor who gave or borrowed the device.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Max, OuterRef, QuerySet, Subquery

from digibank import clock
from digibank.inventory.models import DeviceClass
from digibank.organisations.models import Organisation
from digibank.refurbishment.models import Inspection, Repair

COLUMNS = (
    "id",
    "data_provider",
    "country",
    "partner_product_category",
    "product_category",
    "product_category_id",
    "brand",
    "year_of_manufacture",
    "product_age",
    "repair_status",
    "repair_barrier_if_end_of_life",
    "group_identifier",
    "event_date",
    "record_date",
    "problem",
)
COUNTRY = "BEL"

# The standard's own words, which no language translates.
CATEGORIES = {
    DeviceClass.Shape.LAPTOP.value: (16, "Laptop"),
    DeviceClass.Shape.DESKTOP.value: (4, "Desktop computer"),
    DeviceClass.Shape.TABLET.value: (30, "Tablet"),
    DeviceClass.Shape.PHONE.value: (19, "Mobile"),
}
STATUSES = {1: "Fixed", 2: "Repairable", 3: "End of life"}
BARRIERS = {
    1: "Spare parts not available",
    2: "Spare parts too expensive",
    3: "No way to open product",
    4: "Repair information not available",
    5: "Lack of equipment",
    6: "Item too worn out",
}

# A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def repairs_between(start: date, end: date, organisations: Iterable[int]) -> QuerySet[Repair]:
    """The repairs of these organisations from `start` until and with `end`, oldest first, each with `made_in`."""
    first = datetime.combine(start, time(), clock.BRUSSELS)
    after = datetime.combine(end, time.max, clock.BRUSSELS)
    told = Inspection.objects.filter(device=OuterRef("device")).values("device").annotate(year=Max("made_in"))
    repairs = Repair.objects.filter(
        place__organisation__in=organisations, repaired_at__gte=first, repaired_at__lte=after
    )
    return repairs.annotate(made_in=Subquery(told.values("year"))).order_by("pk")


def as_csv(repairs: QuerySet[Repair]) -> str:
    """The repairs as the standard wants them, with its header."""
    page = io.StringIO()
    writer = csv.DictWriter(page, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    rows = repairs.select_related("device__device_class", "place__organisation__association")
    writer.writerows(_row(repair) for repair in rows)
    return page.getvalue()


def _row(repair: Repair) -> dict[str, object]:
    day = repair.repaired_at.astimezone(clock.BRUSSELS).date()
    category_id, category = CATEGORIES[repair.device.device_class.shape]
    made_in: int | None = repair.made_in  # type: ignore[attr-defined]
    return {
        "id": repair.pk,
        "data_provider": _text(_provider(repair.place.organisation).name),
        "country": COUNTRY,
        "partner_product_category": _text(repair.device.device_class.name),
        "product_category": category,
        "product_category_id": category_id,
        "brand": _text(repair.device.vendor) or "Unknown",
        "year_of_manufacture": made_in or "",
        "product_age": day.year - made_in if made_in else "",
        "repair_status": STATUSES[repair.status],
        "repair_barrier_if_end_of_life": BARRIERS[repair.barrier] if repair.barrier else "",
        "group_identifier": _text(f"{repair.place.organisation.name}, {repair.place.name}"),
        "event_date": day.isoformat(),
        "record_date": day.isoformat(),
        "problem": _text(repair.problem),
    }


def _provider(organisation: Organisation) -> Organisation:
    """The association whose workshop it is."""
    return organisation.association or organisation


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
