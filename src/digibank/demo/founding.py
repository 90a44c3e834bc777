"""The region is founded: an association, seven municipalities, their places, rules and colleagues."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from digibank.accounts import actions as accounts
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.audit.actions import job_actor
from digibank.audit.models import Actor
from digibank.demo.names import TOWNS
from digibank.inventory import actions as inventory
from digibank.inventory.models import DeviceClass
from digibank.lending import actions as lending
from digibank.organisations import actions as organisations
from digibank.organisations.models import DatedAmount, Organisation, Place

PASSWORD = "vier gewone woorden samen"  # noqa: S105  printed for everybody who runs the demo

LOG_INS = {
    "anja": "beheerder",
    "karel": "regionaal coördinator",
    "dries": "technicus",
    "ilse": "technicus, het tweede paar ogen",
    "samir": "doelgroepmedewerker: één taakkaart tegelijk",
    "fatima": "uitleenmedewerker in Wilgerdonk",
    "joris": "uitleenmedewerker in Hazelven",
    "nele": "digihelper in het digipunt van Wilgerdonk",
    "bieke": "boekhouder van Hazelven: keurt terugbetalingen goed",
}

MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(16, 30))
RULES = """U mag het toestel gratis lenen. U brengt het op tijd terug.

Is het toestel stuk? Bel ons of kom langs. U betaalt niets voor gewone slijtage.

Is het toestel gestolen? Ga naar de politie en bel ons.

Wilt u langer lenen? Vraag het vóór de laatste dag."""


@dataclass
class Town:
    """One municipality with its desk, its help point and its clerk."""

    organisation: Organisation
    desk: Place
    help_point: Place
    clerk: User
    postcode: str


@dataclass
class Region:
    """The whole cast."""

    association: Organisation
    depot: Place
    administrator: User
    coordinator: User
    technicians: tuple[User, User]
    worker: User
    classes: dict[str, DeviceClass]
    towns: list[Town] = field(default_factory=list)
    accountant: User | None = None
    helper: User | None = None


def found_region() -> Region:
    """Found the association and its members, with everything they need to begin. The clock says when."""
    administrator = accounts.add_user(
        username="anja", full_name="Anja Verlinden", password=PASSWORD, email="anja@kempenbank.example",
        by=job_actor("first-account"),
    )  # fmt: skip
    by = administrator.actor
    association = organisations.add_organisation(name="Digibank Kempenbank", kind="association", by=by)
    accounts.give_role(administrator, organisation=association, role=Role.ADMINISTRATOR, by=by)
    depot = _place(
        association, "depot", "Werkplaats De Loods", street="Nijverheidsstraat 12", postcode="2990", town="Wilgerdonk",
        number=0, takes_donations=True, by=by,
    )  # fmt: skip
    organisations.set_hours(depot, hours=[(day, time(8, 30), time(17)) for day in range(5)], by=by)
    coordinator = _colleague("karel", "Karel Aerts", at=association, role=Role.COORDINATOR, by=by)
    technicians = (
        _colleague("dries", "Dries Van Hoof", at=association, role=Role.TECHNICIAN, place=depot, by=by),
        _colleague("ilse", "Ilse Nys", at=association, role=Role.TECHNICIAN, place=depot, by=by),
    )
    worker = _colleague("samir", "Samir Haddou", at=association, role=Role.SOCIAL_ECONOMY_WORKER, place=depot, by=by)
    region = Region(association, depot, administrator, coordinator, technicians, worker, _classes(by))
    region.towns = [_town(association, number, name, by) for number, name in enumerate(TOWNS, 1)]
    hazelven = region.towns[1].organisation
    region.accountant = _colleague("bieke", "Bieke Stroobants", at=hazelven, role=Role.ACCOUNTANT, by=by)
    point = region.towns[0].help_point
    region.helper = _colleague("nele", "Nele Wuyts", at=point.organisation, role=Role.DIGIHELPER, place=point, by=by)
    _amounts(by)
    return region


def _classes(by: Actor) -> dict[str, DeviceClass]:
    rows = [
        ("laptop-15", "laptop, 15 duim", "laptop", ["charger", "mouse", "bag"]),
        ("laptop-14", "laptop, 14 duim", "laptop", ["charger", "bag"]),
        ("tablet-10", "tablet, 10 duim", "tablet", ["charger"]),
        ("computer", "vaste computer", "desktop", ["keyboard", "mouse", "screen", "cable"]),
    ]
    return {
        code: inventory.add_class(code=code, name=name, shape=shape, accessories=parts, by=by)
        for code, name, shape, parts in rows
    }


def _town(association: Organisation, number: int, name: str, by: Actor) -> Town:
    municipality = organisations.add_organisation(
        name=f"Gemeente {name}", kind="municipality", association=association, by=by
    )
    centre = organisations.add_organisation(
        name=f"OCMW {name}", kind="ocmw", association=association, serves=municipality, by=by
    )
    postcode = f"29{number:02d}"
    here = {"postcode": postcode, "town": name}
    desk = _place(
        municipality, "lending_desk", f"Uitleenbalie {name}", street="Dorpsplein 3", number=number, by=by, **here
    )
    help_point = _place(
        centre, "help_point", f"Digipunt {name}", street="Schoolwegel 41", number=20 + number, by=by, **here
    )
    organisations.set_hours(desk, hours=[(day, *part) for day in range(5) for part in (MORNING, AFTERNOON)], by=by)
    organisations.set_hours(
        help_point, hours=[(day, *part) for day in range(5) for part in (MORNING, AFTERNOON)], by=by
    )
    organisations.adopt_regulation(
        municipality, voted_on=date(2024, 11, 18), valid_from=date(2025, 1, 1), loan_months=6 if number % 2 else 12,
        renewals=1, devices_per_household=1, text=RULES, by=by, **_costs_of(number),
        points={"week": 1, "own_resident": 5, "goes_before": 10, "no_device": 3}, entitled_share_percent=20,
    )  # fmt: skip
    _prices(municipality, by)
    clerk_name, full_name = CLERKS[number - 1]
    clerk = _colleague(clerk_name, full_name, at=municipality, role=Role.LENDING_CLERK, place=desk, by=by)
    return Town(municipality, desk, help_point, clerk, postcode)


def _costs_of(number: int) -> dict[str, Any]:
    """One town in three asks a deposit of 20 euros, in five parts at most, and a fee of 5 euros."""
    asks = number % 3 == 2
    return {"deposit_cents": 2000 if asks else 0, "fee_cents": 500 if asks else 0, "instalments": 5 if asks else 1}


def _prices(municipality: Organisation, by: Actor) -> None:
    for what, cents, social in [
        ("charger", 2500, 1000),
        ("mouse", 800, 300),
        ("bag", 1200, 400),
        ("loss", 15000, 5000),
    ]:
        lending.set_price(municipality, what=what, cents=cents, social_cents=social, valid_from=date(2025, 1, 1), by=by)


CLERKS = [
    ("fatima", "Fatima El Amrani"),
    ("joris", "Joris Segers"),
    ("marleen", "Marleen Cools"),
    ("emre", "Emre Kaya"),
    ("sonja", "Sonja Pauwels"),
    ("rik", "Rik Lemmens"),
    ("noor", "Noor Benali"),
]


def _place(owner: Organisation, kind: str, name: str, *, by: Actor, number: int, **details: Any) -> Place:
    return organisations.open_place(owner, kind=kind, name=name, phone=f"014 00 00 {number:02d}", by=by, **details)


def _colleague(
    username: str, full_name: str, *, at: Organisation, role: str, by: Actor, place: Place | None = None
) -> User:
    user = accounts.add_user(
        username=username, full_name=full_name, password=PASSWORD, email=f"{username}@kempenbank.example", by=by
    )
    accounts.give_role(user, organisation=at, role=role, place=place, by=by)
    return user


def _amounts(by: Actor) -> None:
    source = "voorbeeld van de demo"
    organisations.set_amount(
        DatedAmount.Code.SOCIAL_INTERNET_MONTH, cents=1900, valid_from=date(2024, 3, 1), source=source, by=by
    )
