"""Seven help points of seven municipalities, each with hours of another kind; and what is open there in 2027, by hand."""

import csv
from datetime import date, time
from pathlib import Path
from typing import Any

from digibank.audit.tests.factories import an_actor
from digibank.organisations import actions
from digibank.organisations.models import LAST, ClosureSet, Place, Stop
from digibank.organisations.tests.factories import a_desk, a_member, an_association, open_on
from digibank.organisations.windows import Window

TABLE = Path(__file__).parent / "fixtures/hours_2027.csv"
MO, TU, WE, TH, FR, SA, SU = range(7)


def by_hand() -> dict[tuple[str, date], list[str]]:
    """The table: for a place and a day its windows, such as 09:00-12:00 or 10:00-12:00@Markt."""
    lines = (line for line in TABLE.read_text().splitlines() if not line.startswith("#"))
    return {(row["place"], date.fromisoformat(row["date"])): row["windows"].split() for row in csv.DictReader(lines)}


def seven_places() -> list[Place]:
    """The same places, as a colleague enters them."""
    association = an_association("Digibank Zevenstreek")
    names = ("Elsbroek", "Hazelven", "Kiezelgem", "Lindeveld", "Ooievaar", "Wilgerdonk", "Zandbus")
    towns = {name: a_member(association, name=f"Gemeente {name}") for name in names}
    places = {name: a_desk(town, name=name, kind=Place.Kind.HELP_POINT) for name, town in towns.items()}
    school, bridge = _sets(association)
    _follow(school, places["Elsbroek"], places["Ooievaar"])
    _follow(bridge, places["Hazelven"], places["Wilgerdonk"])
    _weekly(places)
    _now_and_then(places)
    _closed(places)
    return list(Place.objects.filter(pk__in=[place.pk for place in places.values()]).order_by("name").with_hours())


def at(place: Place, weekday: int, opens: str, closes: str, **rule: Any) -> None:
    actions.add_hours(
        place,
        weekday=weekday,
        opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
        by=an_actor(),
        **rule,
    )


def shut(place: Place, first: str, last: str, *instead: tuple[str, str]) -> None:
    actions.close_days(
        place, from_on=date.fromisoformat(first), last_on=date.fromisoformat(last), reason="Anders open",
        instead=[Window(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in instead], by=an_actor(),
    )  # fmt: skip


def _sets(association: Any) -> tuple[ClosureSet, ClosureSet]:
    school = actions.add_closure_set(association, name="Schoolvakanties", by=an_actor())
    for first, last in [
        ("2026-12-21", "2027-01-03"),
        ("2027-02-08", "2027-02-14"),
        ("2027-03-29", "2027-04-11"),
        ("2027-11-01", "2027-11-07"),
        ("2027-12-27", "2028-01-09"),
    ]:
        _shut_all(school, first, last)
    bridge = actions.add_closure_set(association, name="Brugdagen", by=an_actor())
    _shut_all(bridge, "2027-05-07", "2027-05-07")
    _shut_all(bridge, "2027-11-12", "2027-11-12")
    return school, bridge


def _shut_all(days: ClosureSet, first: str, last: str) -> None:
    first_on, last_on = date.fromisoformat(first), date.fromisoformat(last)
    actions.close_set_days(days, from_on=first_on, last_on=last_on, reason=days.name, by=an_actor())


def _follow(days: ClosureSet, *places: Place) -> None:
    actions.edit_closure_set(days, version=1, name=days.name, places=places, by=an_actor())


def _weekly(places: dict[str, Place]) -> None:
    split = [(day, *part) for day in (TU, TH) for part in (("09:00", "12:00"), ("13:00", "16:30"))]
    open_on(places["Elsbroek"], *split)
    open_on(places["Ooievaar"], (FR, "09:00", "16:00"))
    open_on(places["Wilgerdonk"], (MO, "14:00", "18:00"), (FR, "14:00", "18:00"))
    summer, autumn = date(2027, 7, 1), date(2027, 9, 1)
    for day in (MO, TU, WE, TH):
        at(places["Lindeveld"], day, "09:00", "12:00", valid_until=summer)
        at(places["Lindeveld"], day, "08:00", "11:00", valid_from=summer, valid_until=autumn)
        at(places["Lindeveld"], day, "09:00", "12:00", valid_from=autumn)


def _now_and_then(places: dict[str, Place]) -> None:
    at(places["Hazelven"], WE, "13:30", "16:30", every_weeks=2, anchor_on=date(2027, 1, 4))
    at(places["Kiezelgem"], MO, "09:00", "12:00")
    at(places["Kiezelgem"], FR, "13:30", "16:30", week_of_month=LAST)
    bus = places["Zandbus"]
    market, church, school = (_stop(bus, name) for name in ("Markt", "Kerk", "School"))
    at(bus, TU, "10:00", "12:00", week_of_month=1, stop=market)
    at(bus, TU, "10:00", "12:00", week_of_month=2, stop=church)
    at(bus, SA, "09:00", "11:30", week_of_month=3, stop=school)
    at(
        bus, TU, "13:00", "15:00", week_of_month=4, stop=market,
        valid_from=date(2027, 3, 1), valid_until=date(2027, 11, 1),
    )  # fmt: skip


def _stop(place: Place, name: str) -> Stop:
    return actions.add_stop(place, name=name, street=f"{name}plein 1", postcode="2399", town="Zand", by=an_actor())


def _closed(places: dict[str, Place]) -> None:
    shut(places["Kiezelgem"], "2027-12-17", "2027-12-17", ("18:00", "20:00"))
    shut(places["Ooievaar"], "2027-08-09", "2027-08-20")
    shut(places["Ooievaar"], "2027-08-20", "2027-08-20", ("10:00", "12:00"))
    shut(places["Ooievaar"], "2027-12-24", "2027-12-24", ("09:00", "12:00"))
    shut(places["Ooievaar"], "2027-11-05", "2027-11-05", ("10:00", "11:00"), ("14:00", "15:00"))
    shut(places["Wilgerdonk"], "2027-05-17", "2027-05-17", ("14:00", "16:00"))
