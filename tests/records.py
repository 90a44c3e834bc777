"""Example records: a small town with its places, rules and colleagues, made through actions only.

A later chapter adds a function to `build` and keeps what it makes under a short name.
"""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.audit.actions import job_actor
from digibank.audit.models import Actor
from digibank.inventory import actions as inventory
from digibank.organisations import actions as organisations
from digibank.organisations.models import DatedAmount, Organisation, Place
from digibank.people import actions as people
from digibank.people import doubles
from digibank.people.actions import Way

REPORTS = Path(__file__).resolve().parents[1] / "src/digibank/inventory/hardware/tests/fixtures"

PASSWORD = "vier gewone woorden samen"
ADMINISTRATOR, COORDINATOR, TECHNICIAN, LENDING_CLERK, BARRED = "anja", "karel", "dries", "fatima", "joris"

type Made = dict[str, Any]


def build() -> Made:
    """A small town with its places, rules and colleagues; what was made, by a short name."""
    made: Made = {}
    _found(made)
    _open_places(made)
    _make_rules(made)
    _bring_colleagues(made)
    _register_residents(made)
    _register_devices(made)
    return made


def _found(made: Made) -> None:
    """The association with its administrator, and three that joined it."""
    administrator = accounts.add_user(
        username=ADMINISTRATOR,
        full_name="Anja Verlinden",
        password=PASSWORD,
        email="anja@kempenland.example",
        by=job_actor("first-account"),
    )
    by = administrator.actor
    association = organisations.add_organisation(name="Digibank Kempenland", kind=Organisation.Kind.ASSOCIATION, by=by)
    accounts.give_role(administrator, organisation=association, role=Role.ADMINISTRATOR, by=by)
    made |= {"administrator": administrator, "association": association, "by": by}
    for key, name, kind in [
        ("town", "Gemeente Wilgerdonk", Organisation.Kind.MUNICIPALITY),
        ("ocmw", "OCMW Wilgerdonk", Organisation.Kind.OCMW),
        ("partner", "Kringwinkel De Zwaluw", Organisation.Kind.PARTNER),
    ]:
        made[key] = organisations.add_organisation(name=name, kind=kind, association=association, by=by)


def _open_places(made: Made) -> None:
    by = made["by"]
    made["depot"] = _place(made["association"], Place.Kind.DEPOT, "Werkplaats De Loods", "Nijverheidsstraat 12", by)
    made["lending_desk"] = _place(made["town"], Place.Kind.LENDING_DESK, "Uitleenbalie Marktplein", "Marktplein 3", by)
    made["help_point"] = _place(made["ocmw"], Place.Kind.HELP_POINT, "Digipunt Bibliotheek", "Schoolstraat 41", by)
    made["new_place"] = _place(made["ocmw"], Place.Kind.HELP_POINT, "Digipunt De Wilg", "Wilgendreef 8 bus 2", by)
    whole, morning, afternoon = (time(9), time(16, 30)), (time(9), time(12)), (time(13), time(16, 30))
    organisations.set_hours(made["depot"], hours=[(day, *whole) for day in range(5)], by=by)
    desk_hours = [
        (1, *morning),
        (1, *afternoon),
        (2, *afternoon),
        (3, *morning),
        (3, time(17), time(19)),
        (5, *morning),
    ]
    organisations.set_hours(made["lending_desk"], hours=desk_hours, by=by)
    organisations.set_hours(made["help_point"], hours=[(day, *part) for day in range(5) for part in (morning, afternoon)], by=by)  # fmt: skip
    first = clock.today() + timedelta(days=18)
    made["closure"] = organisations.close_days(
        made["lending_desk"], from_on=first, last_on=first + timedelta(days=4), reason="Jaarlijks verlof", by=by
    )


def _place(owner: Organisation, kind: str, name: str, street: str, by: Actor) -> Place:
    number = f"014 00 00 {10 + Place.objects.count()}"
    return organisations.open_place(
        owner, kind=kind, name=name, street=street, postcode="2399", town="Wilgerdonk", phone=number, by=by
    )


RULES = """U mag het toestel gratis lenen. U brengt het op tijd terug.

Is het toestel stuk? Bel ons. U betaalt niets voor gewone slijtage.

Wilt u langer lenen? Vraag het vóór de laatste dag."""


def _make_rules(made: Made) -> None:
    by, town = made["by"], made["town"]
    rules = {"renewals": 1, "devices_per_household": 1, "deposit_cents": 0, "text": RULES}
    made["old_regulation"] = organisations.adopt_regulation(
        town, voted_on=date(2024, 11, 18), valid_from=date(2025, 1, 1), loan_months=6, by=by, **rules
    )
    made["regulation"] = organisations.adopt_regulation(
        town, voted_on=date(2025, 12, 15), valid_from=date(2026, 1, 1), loan_months=12, by=by, **rules
    )
    code = DatedAmount.Code.SOCIAL_INTERNET_MONTH
    for cents, day in [(1900, date(2024, 3, 1)), (1950, date(2026, 1, 1))]:
        organisations.set_amount(code, cents=cents, valid_from=day, source="voorbeeld: koninklijk besluit", by=by)
    organisations.set_amount(
        DatedAmount.Code.VOLUNTEER_DAY, cents=4200, valid_from=date(2026, 1, 1), source="voorbeeld: index", by=by
    )


def _bring_colleagues(made: Made) -> None:
    by, town = made["by"], made["town"]
    association, desk, depot = made["association"], made["lending_desk"], made["depot"]
    made["coordinator"] = _colleague(COORDINATOR, "Karel Aerts", by)
    made["technician"] = _colleague(TECHNICIAN, "Dries Van den Broeck", by)
    made["clerk"] = _colleague(LENDING_CLERK, "Fatima El Amrani", by)
    made["barred"] = _colleague(BARRED, "Joris Peeters", by)
    for key, organisation, role, place in [
        ("coordinator", association, Role.COORDINATOR, None),
        ("technician", association, Role.TECHNICIAN, depot),
        ("clerk", town, Role.LENDING_CLERK, desk),
        ("barred", town, Role.LENDING_CLERK, desk),
    ]:
        made[f"{key}_role"] = accounts.give_role(made[key], organisation=organisation, role=role, place=place, by=by)
    accounts.bar(made["barred"], by=by)


def _colleague(username: str, full_name: str, by: Actor) -> User:
    email = f"{username}@wilgerdonk.example"
    return accounts.add_user(username=username, full_name=full_name, password=PASSWORD, email=email, by=by)


def _register_residents(made: Made) -> None:
    by, town = made["by"], made["town"]
    address = {"street": "Wilgendreef 14", "postcode": "2399", "town": "Wilgerdonk"}
    made["resident"] = people.register(
        home=town, name="Roza Peeters", called="Mevrouw Peeters", birth_year=1951, prefers="phone", address=address,
        ways=[Way("phone", "0470 12 34 56"), Way("someone", "014 21 00 00", "Els Claes", "dochter"), Way("desk")],
        by=by,
    )  # fmt: skip
    made["double"] = people.register(
        home=town, name="Rosa Peters", birth_year=1951, prefers="letter", address=address, by=by
    )
    made["linked"] = people.register(home=town, name="R. Peeters", prefers="card", ways=[Way("desk")], by=by)
    doubles.link_same(made["resident"], made["linked"], by=by)
    made["plain_resident"] = people.register(
        home=town, name="Farid Haddad", prefers="card", ways=[Way("desk")], interpreter_needed=True,
        contact_language="Arabisch", by=by,
    )  # fmt: skip
    people.fill_card(
        made["resident"], age_band="55+", gender="f", job_seeker="no", how_came="library", target_groups=["older"],
        target_groups_told="answered", by=by,
    )  # fmt: skip
    made["way"] = made["resident"].ways.get(kind="mobile")
    made["last_way"] = made["plain_resident"].ways.get()
    made["address"] = made["resident"].addresses.get()


def _register_devices(made: Made) -> None:
    by, depot = made["by"], made["depot"]
    laptop = inventory.add_class(
        code="laptop-15", name="laptop, 15 duim", shape="laptop", accessories=["charger", "mouse", "bag"], by=by
    )
    made["device_class"] = laptop
    made["device"] = inventory.register(laptop, place=depot, accessories=["charger"], by=by)
    made["report"] = inventory.read_in(
        made["device"], report=(REPORTS / "laptop_hp_probook.lshw.json").read_bytes(), by=by
    )
    inventory.read_in(made["device"], report=(REPORTS / "laptop_hp_probook.uevent").read_bytes(), by=by)
    made["medium"] = made["device"].media.get()
    made["unknown_device"] = inventory.register(laptop, place=depot, vendor="Dell", product="Latitude 5480", by=by)
    made["settled_device"] = inventory.register(laptop, place=depot, vendor="Lenovo", product="ThinkPad T450", by=by)
    inventory.state_no_storage(made["settled_device"], because="De schijf is eruit, de houder is leeg.", by=by)
    made["settled_device"] = inventory.pass_gate(made["settled_device"], by=by)
