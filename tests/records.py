"""Example records: a small town with its places, rules and colleagues, made through actions only.

A later chapter adds a function to `build` and keeps what it makes under a short name.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from PIL import Image

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.agenda import actions as agenda
from digibank.agenda.engaging import Wish
from digibank.agenda.models import Appointment, Engagement, Slot, local_moment
from digibank.agenda.openings import openings
from digibank.audit.actions import job_actor
from digibank.audit.models import Actor
from digibank.badges import actions as badges
from digibank.badges.coming_in import come_in
from digibank.comms import actions as comms
from digibank.comms.actions import by_worker
from digibank.comms.jobs import send_due
from digibank.comms.models import Message
from digibank.donations import actions as donations
from digibank.donations.links import link_of
from digibank.donations.models import DonatedDevice, Offer
from digibank.donations.offering import Offering
from digibank.donations.photos import redrawn
from digibank.donations.receipts import letter_pdf, receipt_pdf
from digibank.files import actions as files
from digibank.files.actions import store
from digibank.files.models import Document
from digibank.helpdesk import actions as helpdesk
from digibank.helpdesk.models import Handover, Question
from digibank.helpdesk.tasks import NEWEST, tasks_of
from digibank.inventory import actions as inventory
from digibank.inventory.hardware import read_intake
from digibank.inventory.lists import inventory_list
from digibank.inventory.models import Device, DeviceClass, Stocktake
from digibank.lending import actions as lending
from digibank.lending.closings import write_closing_paper
from digibank.lending.contracts import print_contract
from digibank.lending.copies import write_copy
from digibank.lending.drawings import Drawing
from digibank.lending.models import Charge, DeviceSet, Loan, Occasion, Payment, Refund, Return, SetPart, Till, TillDay
from digibank.lending.ownership import print_ownership
from digibank.lending.payment_lists import write_list_papers
from digibank.lending.receipts import write_receipt
from digibank.lending.set_contracts import write_set_contract
from digibank.lending.signing import store_drawing
from digibank.lending.slips import write_slip
from digibank.lending.swap_slips import write_swap_slip
from digibank.logistics import actions as logistics
from digibank.logistics.models import Scan
from digibank.organisations import actions as organisations
from digibank.organisations.models import LAST, DatedAmount, Organisation, Place
from digibank.organisations.windows import HoursKind, Window
from digibank.people import actions as people
from digibank.people.actions import Way, donors, doubles
from digibank.people.models import Person
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment import factor_files
from digibank.refurbishment.attestations import attestation_pdf
from digibank.refurbishment.batch_attestations import batch_attestation_pdf, covers, lines_of
from digibank.refurbishment.evidence.tests.drives import SIZE, a_sample, raw_of
from digibank.refurbishment.models import Erasure
from digibank.sheets import actions as sheets
from digibank.sheets.models import Plan
from digibank.sheets.reading import read_sheet
from digibank.spreading import actions as spreading
from digibank.support import actions as support
from digibank.website.giving.answers import Answers, Step
from digibank.workforce import actions as workforce
from digibank.workforce.models import TaskCard

LOGS = Path(__file__).resolve().parents[1] / "src/digibank/refurbishment/evidence/tests/fixtures"
REPORTS = Path(__file__).resolve().parents[1] / "src/digibank/inventory/hardware/tests/fixtures"

PASSWORD = "vier gewone woorden samen"
ADMINISTRATOR, COORDINATOR, TECHNICIAN, LENDING_CLERK, BARRED = "anja", "karel", "dries", "fatima", "joris"
HELPER = "nadia"
SOCIAL_WORKER = "griet"
GUIDE = "sofie"  # Helps in the town itself, and sees nothing of what is lent.
STRICT_CLERK = "lies"  # Lends in a municipality that asks proofs.
ACCOUNTANT = "anke"
# What a scanner gets a lot of: laptops of two makes that come back, and tablets to count.
PILES, PILE, COUNTED = ("Terugreis", "Thuisreis"), 10, "zz telbare tablet"
# Who come one after the other on a busy morning, each for a laptop of these makes that lie ready.
COMES, READY = "Morgen", ("Vertrekreis", "Ochtendreis")
AT_COUNTER = "wout"
SECOND_TECHNICIAN = "bram"
# Who work by hand: in the middle of a task, about to scan, with nothing in hand, and where there are no tasks.
WORKER, SCANS, STARTS, NO_TASKS = "samir", "lotte", "milan", "ward"
# For who goes through whole tasks: two more who work by hand, with a laptop to clean each.
HANDS = {"rune": "Latitude 6101", "tess": "Latitude 6102"}
# At a help point: who receives, and helpers with somebody in help, called, with nobody, and who did not come yet.
RECEPTION, HELPS, CALLS, FREE, COMES_TO_HELP = "rita", "sien", "teun", "vik", "wies"
FOLLOWS = "gust"  # Helps at the help point, and follows who comes there.
# At another help point, for who goes through a whole busy morning: who receives, three helpers, and who is known.
GREETS, BUSY_HELPERS = "mona", ("noor", "olaf", "pia")
BUSY_POINT, EXPECTED, HAS_CARD = "Digipunt Marktzicht", ("Zita Verdonck", "Zeger Wouters"), "Zulma Ceulemans"
CHANGES_LOCKS = "jade"  # Whose sessions end on the way: she opens no example page.
# For who goes through a whole story at the desk: a resident and a laptop each, and somebody who brings one back.
KNOWN = {
    "Elza Peeraer": "Latitude 7301",
    "Firmin Baeten": "Latitude 7302",
    "Godelieve Ooms": "Latitude 7303",
    "Hector Nijs": "Latitude 7304",
    "Irma Daems": "Latitude 7305",
}
RETURNS = "Hilde Sels"
PAYS = "Kim Kerkhof"  # For who goes through a story of a deposit.
DEAR_FROM = date(2025, 7, 1)  # From here until 2026 the rules of the town ask a deposit and a fee.
SIGNERS = ("Leonie Mertens", "Omer Thijs", "Paula Geerts")  # Their contracts lie ready.

type Made = dict[str, Any]


def build() -> Made:
    """A small town with its places, rules and colleagues; what was made, by a short name."""
    made: Made = {}
    _found(made)
    _open_places(made)
    _grow_hours(made)
    _make_rules(made)
    _bring_colleagues(made)
    _register_residents(made)
    _register_devices(made)
    _run_the_workshop(made)
    _lay_out_tasks(made)
    _dispose(made)
    _erase_in_other_ways(made)
    _report_by_stick(made)
    _drive_devices(made)
    _queue_messages(made)
    _take_in_donations(made)
    _settle_donations(made)
    _send_lists(made)
    _bring_inventories(made)
    _write_offers_down(made)
    _follow_gifts(made)
    _plan_moments(made)
    _support(made)
    _lend(made)
    _keep_the_till(made)
    _scan_in(made)
    _take_stock(made)
    _lend_piles(made)
    _count_what_reuse_spares(made)
    _be_late(made)
    _register_the_counter(made)
    _ask_exceptions(made)
    _spread(made)
    _receive(made)
    _expect_a_busy_morning(made)
    _follow(made)
    return made


def _ask_exceptions(made: Made) -> None:
    """A municipality that asks proofs, who shows them there, and exceptions: one that waits, one that was granted."""
    by, lender = made["by"], made["clerk"].actor
    made["strict_town"] = organisations.add_organisation(
        name="Gemeente Lindebroek", kind=Organisation.Kind.MUNICIPALITY, association=made["association"], by=by
    )
    made["strict_desk"] = organisations.open_place(
        made["strict_town"], kind=Place.Kind.LENDING_DESK, name="Uitleenbalie Lindeplein", street="Lindeplein 1",
        postcode="2398", town="Lindebroek", phone="014 00 00 98", by=by,
    )  # fmt: skip
    made["strict_regulation"] = organisations.adopt_regulation(
        made["strict_town"], voted_on=date(2024, 12, 1), valid_from=date(2025, 1, 1), loan_months=6, renewals=1,
        devices_per_household=1, deposit_cents=0, late_weeks=2, rest_months=3, no_show_months=3, text=RULES, outsiders="exception", postcodes="2398",
        gift_text="U verkoopt het toestel niet.\n\nIs het stuk? Breng het dan bij ons binnen.", lease_parts=12,
        lease_part_cents=800, set_weeks=3,
        proofs={"resident": ("all", 24), "allowance": ("one", 12), "social": ("one", 12), "pupil": ("one", 12)}, by=by,
    )  # fmt: skip
    made["strict_clerk"] = _colleague(STRICT_CLERK, "Lies Verbeeck", by)
    accounts.give_role(
        made["strict_clerk"],
        organisation=made["strict_town"],
        role=Role.LENDING_CLERK,
        place=made["strict_desk"],
        by=by,
    )
    for key, name in [("shows_proofs", "Nora Celis"), ("showed_proofs", "Stan Leys")]:
        made[key] = people.register(home=made["strict_town"], name=name, prefers="card", ways=[Way("desk")], by=by)
    lending.see_proofs(
        made["showed_proofs"], desk=made["strict_desk"], criteria=["resident", "pupil"], by=made["strict_clerk"].actor
    )
    for key, loan in [("exemption", "prepared_loan"), ("granted_exemption", "unprinted_loan")]:
        made[key] = lending.ask_exemption(
            made[loan].person, desk=made["lending_desk"], rule="devices", reason="Twee kinderen studeren.", by=lender
        )
    until_on = clock.today() + timedelta(days=30)
    lending.grant_exemption(made["granted_exemption"], until_on=until_on, by=made["coordinator"].actor)
    _give_for_good(made)
    _lend_sets(made)
    _bring_back_late(made)
    made["late_borrower"] = made["late_loan"].person
    made["excepted"] = made["granted_exemption"].person


def _give_for_good(made: Made) -> None:
    """In the municipality that offers it: a gift that was signed, lease-purchases that run, one that is paid."""
    by, desk = made["strict_clerk"].actor, made["strict_desk"]
    paper = made["prepared_loan"].contract
    for key, name, kind in [
        ("gift_loan", "Emiel Raes", "gift"), ("lease_loan", "Ines Boon", "lease"), ("paid_lease", "Tom Smets", "lease"),
        ("owned_lease", "Wannes Put", "lease"),
    ]:  # fmt: skip
        person = people.register(home=made["strict_town"], name=name, prefers="card", ways=[Way("desk")], by=by)
        inventory.send(device := _laptop_at_desk(made, "Latitude 5501"), to=desk, by=by)
        device = inventory.arrive(device, place=desk, by=by)
        loan = lending.prepare(
            person, device=device, desk=desk, parts=["charger", "mouse", "bag"], call_reason="Belt zelf.",
            seen=["resident", "social"], kind=kind, by=by,
        )  # fmt: skip
        loan = lending.keep_contract(loan, contract=paper, by=by)
        for charge in loan.charges.all():
            cents = charge.cents if key in ("paid_lease", "owned_lease") else charge.due_cents(clock.today())
            lending.pay(charge, cents=cents, way="card", desk=desk, by=by)
        made[key] = lending.hand_over(loan, signs=paper.sha256, by=by)
    made["strict_laptop"] = _laptop_at_desk(made, "Latitude 5502")
    inventory.send(made["strict_laptop"], to=desk, by=by)
    made["strict_laptop"] = inventory.arrive(made["strict_laptop"], place=desk, by=by)
    paper = print_ownership(made["owned_lease"], by=by)
    made["owned_lease"] = lending.pass_on(made["owned_lease"], paper=paper, by=by)


def _lend_sets(made: Made) -> None:
    """A set in each state: asked, promised, with its contract, out, back, checked, refused."""
    by, desk = made["strict_clerk"].actor, made["strict_desk"]
    first = clock.today() + timedelta(days=8)

    def asked(count: int = 1) -> DeviceSet:
        return lending.ask_set(
            made["partner"], desk=desk, device_class=made["device_class"], count=count, from_on=first, last_on=first,
            contact_name="Els Pauwels", contact_phone="014 55 55 55", by=by,
        )  # fmt: skip

    def fetched_today() -> tuple[DeviceSet, Device]:
        inventory.send(device := _laptop_at_desk(made, "Latitude 5503"), to=desk, by=by)
        device = inventory.arrive(device, place=desk, by=by)
        with clock.at(clock.now() - timedelta(days=9)):
            found = lending.ask_set(
                made["partner"], desk=desk, device_class=made["device_class"], count=1, by=by,
                from_on=clock.today() + timedelta(days=7), last_on=clock.today() + timedelta(days=14),
                contact_name="Els Pauwels", contact_phone="014 55 55 55",
            )  # fmt: skip
        return lending.promise_set(found, by=by), device

    def out() -> tuple[DeviceSet, Device]:
        found, device = fetched_today()
        paper = made["prepared_loan"].contract
        found = lending.keep_set_contract(found, contract=paper, by=by)
        return lending.hand_over_set(found, devices=[device], signs=paper.sha256, by=by), device

    made["asked_set"] = asked()
    made["refused_set"] = lending.refuse_set(asked(9), reason="Zoveel zijn er niet.", by=by)
    inventory.send(device := _laptop_at_desk(made, "Latitude 5504"), to=desk, by=by)
    inventory.arrive(device, place=desk, by=by)
    made["promised_set"] = write_set_contract(lending.promise_set(asked(), by=by), by=by)
    made["missed_set"], _device = fetched_today()
    made["out_set"], _device = out()
    made["back_set"], device = out()
    lending.receive_set(made["back_set"], devices=[device], by=by)
    made["checked_set"], device = out()
    lending.receive_set(made["checked_set"], devices=[device], by=by)
    parts = SetPart.objects.filter(line__device_set=made["checked_set"]).values_list("pk", flat=True)
    lending.check_set(made["checked_set"], parts=dict.fromkeys(parts, "present"), by=by)


def _bring_back_late(made: Made) -> None:
    """A loan that came back long after its last day, in the municipality whose rules pause then."""
    by, desk = made["strict_clerk"].actor, made["strict_desk"]
    person = people.register(home=made["strict_town"], name="Bart Loos", prefers="card", ways=[Way("desk")], by=by)
    inventory.send(device := _laptop_at_desk(made, "Latitude 5505"), to=desk, by=by)
    device = inventory.arrive(device, place=desk, by=by)
    paper = made["prepared_loan"].contract
    with clock.at(clock.now() - timedelta(days=400)):
        loan = lending.prepare(
            person, device=device, desk=desk, parts=["charger", "mouse", "bag"], call_reason="Belt zelf.",
            seen=["resident", "pupil"], by=by,
        )  # fmt: skip
        loan = lending.hand_over(lending.keep_contract(loan, contract=paper, by=by), signs=paper.sha256, by=by)
    _back(loan, by)
    made["paused_loan"] = loan


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
        serves = made["town"] if key == "ocmw" else None
        made[key] = organisations.add_organisation(name=name, kind=kind, association=association, serves=serves, by=by)


def _open_places(made: Made) -> None:
    by = made["by"]
    made["depot"] = _place(
        made["association"], Place.Kind.DEPOT, "Werkplaats De Loods", "Nijverheidsstraat 12", by, takes_donations=True
    )
    made["lending_desk"] = _place(made["town"], Place.Kind.LENDING_DESK, "Uitleenbalie Marktplein", "Marktplein 3", by)
    made["help_point"] = _place(
        made["ocmw"], Place.Kind.HELP_POINT, "Digipunt Bibliotheek", "Schoolstraat 41", by, takes_donations=True
    )
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


def _grow_hours(made: Made) -> None:
    """Hours of the last Friday, by telephone and at a stop; a set of days that two places keep; what there is."""
    by, point = made["by"], made["help_point"]
    made["monthly_hours"] = organisations.add_hours(
        point, weekday=4, opens=time(17), closes=time(19), week_of_month=LAST, by=by
    )
    organisations.add_hours(point, weekday=0, opens=time(8), closes=time(9), kind=HoursKind.PHONE, by=by)
    made["stop"] = organisations.add_stop(
        point, name="Zaal De Linde", street="Lindestraat 4", postcode="2399", town="Wilgerdonk", by=by
    )
    organisations.add_hours(
        point,
        weekday=5,
        opens=time(10),
        closes=time(12),
        every_weeks=2,
        anchor_on=clock.today(),
        stop=made["stop"],
        by=by,
    )
    made["empty_stop"] = organisations.add_stop(
        point, name="Kerkplein", street="Kerkplein 1", postcode="2399", town="Wilgerdonk", by=by
    )
    features = ["speaks_nl", "speaks_fr", "speaks_ar", "step_free", "quiet_corner", "computer", "printer", "home_visit"]
    organisations.describe_place(point, version=1, features=features, way_there="Bus 305, halte Markt", by=by)
    on_the_map = {"latitude": Decimal("51.213400"), "longitude": Decimal("4.987600")}
    organisations.edit_place(point, version=point.version, by=by, **on_the_map)
    days = made["closure_set"] = organisations.add_closure_set(made["association"], name="Kerstvakantie", by=by)
    organisations.edit_closure_set(days, version=1, name="Kerstvakantie", places=[point, made["new_place"]], by=by)
    first = clock.today() + timedelta(days=24)
    made["set_closure"] = organisations.close_set_days(
        days, from_on=first, last_on=first + timedelta(days=6), reason="Kerstvakantie", by=by
    )
    organisations.close_days(
        point,
        from_on=first + timedelta(days=1),
        last_on=first + timedelta(days=1),
        reason="Alleen in de voormiddag",
        internal_reason="Halve ploeg",
        instead=[Window(time(10), time(12))],
        by=by,
    )
    made["empty_set"] = organisations.add_closure_set(made["association"], name="Brugdagen", by=by)


def _place(owner: Organisation, kind: str, name: str, street: str, by: Actor, **details: Any) -> Place:
    number = f"014 00 00 {10 + Place.objects.count()}"
    return organisations.open_place(
        owner, kind=kind, name=name, street=street, postcode="2399", town="Wilgerdonk", phone=number, by=by, **details
    )


RULES = """U mag het toestel gratis lenen. U brengt het op tijd terug.

Is het toestel stuk? Bel ons. U betaalt niets voor gewone slijtage.

Wilt u langer lenen? Vraag het vóór de laatste dag."""
RULES_IN_FRENCH = """Vous empruntez l’appareil gratuitement. Vous le rapportez à temps.

L’appareil est cassé ? Appelez-nous. L’usure normale ne coûte rien.

Vous voulez l’emprunter plus longtemps ? Demandez-le avant le dernier jour."""


def _make_rules(made: Made) -> None:
    by, town = made["by"], made["town"]
    rules = {"renewals": 1, "devices_per_household": 1, "deposit_cents": 0, "text": RULES}
    made["old_regulation"] = organisations.adopt_regulation(
        town, voted_on=date(2024, 11, 18), valid_from=date(2025, 1, 1), loan_months=6, by=by, **rules
    )
    dear = rules | {"deposit_cents": 2500, "fee_cents": 500, "instalments": 5}
    made["dear_regulation"] = organisations.adopt_regulation(
        town, voted_on=date(2025, 6, 16), valid_from=DEAR_FROM, loan_months=24, by=by, **dear
    )
    made["regulation"] = organisations.adopt_regulation(
        town,
        voted_on=date(2025, 12, 15),
        valid_from=date(2026, 1, 1),
        loan_months=12,
        by=by,
        points={"week": 1, "own_resident": 5, "goes_before": 10, "no_device": 3},
        entitled_share_percent=20,
        **rules,
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
    made["lock_changer"] = _colleague(CHANGES_LOCKS, "Jade Wouters", by)
    made["clerk"] = _colleague(LENDING_CLERK, "Fatima El Amrani", by)
    made["social_worker"] = _colleague(SOCIAL_WORKER, "Griet Dillen", by)
    made["accountant"] = _colleague(ACCOUNTANT, "Anke Aerts", by)
    made["barred"] = _colleague(BARRED, "Joris Peeters", by)
    for key, organisation, role, place in [
        ("coordinator", association, Role.COORDINATOR, None),
        ("lock_changer", association, Role.COORDINATOR, None),
        ("technician", association, Role.TECHNICIAN, depot),
        ("accountant", town, Role.ACCOUNTANT, None),
        ("clerk", town, Role.LENDING_CLERK, desk),
        ("social_worker", made["ocmw"], Role.SOCIAL_WORKER, None),
        ("barred", town, Role.LENDING_CLERK, desk),
    ]:
        made[f"{key}_role"] = accounts.give_role(made[key], organisation=organisation, role=role, place=place, by=by)
    accounts.bar(made["barred"], by=by)
    accounts.add_passkey(made["barred"], name="Sleutelhanger", credential={}, by=by)
    made["passkey"] = Authenticator.objects.get(user=made["barred"], type=Authenticator.Type.WEBAUTHN)


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
    made["housemate"] = people.register(home=town, name="Jef Hermans", prefers="card", ways=[Way("desk")], by=by)
    people.live_together(made["resident"], with_=made["housemate"], by=by)
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
    made["lost_device"] = inventory.register(laptop, place=depot, vendor="HP", product="EliteBook 840", by=by)
    inventory.lose(made["lost_device"], because="Niet meer in het rek bij de telling.", by=by)
    made["written_off_device"] = inventory.register(laptop, place=depot, vendor="Acer", product="Aspire 5", by=by)
    inventory.write_off(made["written_off_device"], because="Het scherm is gebarsten.", by=by)


def _run_the_workshop(made: Made) -> None:
    """A device at each step: to erase, waiting for a second person, to install, to check, ready; one with a paper."""
    by, technician = made["by"], made["technician"].actor
    made["colleague"] = _colleague(SECOND_TECHNICIAN, "Bram Maes", by)
    accounts.give_role(
        made["colleague"], organisation=made["association"], role=Role.TECHNICIAN, place=made["depot"], by=by
    )
    second, yesterday = made["colleague"].actor, clock.today() - timedelta(days=1)
    names = ["bench_device", "waiting_device", "erased_device", "installed_device", "own_device", "stock_device"]
    with clock.at(clock.now() - timedelta(days=3)):
        for name in names:
            made[name] = inventory.register(
                made["device_class"], place=made["depot"], vendor="HP", product="ProBook 450 G7",
                accessories=["charger", "mouse", "bag"], by=by,
            )  # fmt: skip
            serial = f"S3TWNX0K51{made[name].pk:04d}"
            inventory.add_medium(
                made[name], kind="ssd", product="SAMSUNG MZ7LN256", serial=serial, capacity_bytes=256_060_514_304, by=by
            )
    made["empty_device"] = inventory.register(made["device_class"], place=made["depot"], vendor="HP", by=by)
    inventory.state_no_storage(made["empty_device"], because="De houder van de schijf is leeg.", by=by)
    made["waiting_erasure"] = _erased(made["waiting_device"], yesterday, technician)
    for name in names[2:]:
        erasure = refurbishment.state_seen(
            _erased(made[name], yesterday, technician), signs=["hidden_areas"], by=second
        )
        made["erasure"] = made.get("erasure") or erasure
    for name, installer in [("installed_device", technician), ("own_device", second), ("stock_device", second)]:
        refurbishment.install(
            made[name],
            system="Linux Mint",
            version="22.2",
            licence="free",
            updates_until=date(2029, 4, 30),
            by=installer,
        )
        refurbishment.inspect(
            made[name], appearance="B", function="A", battery="B", defects=["scratches"], by=installer
        )
    refurbishment.check_quality(
        made["stock_device"], by=technician,
        good=["screen", "keyboard", "wifi", "sound", "camera", "battery", "ports", "cleaned"],
    )  # fmt: skip
    _keep_back_and_repair(made)
    made["attested"] = Erasure.objects.get(medium__device=made["stock_device"])
    refurbishment.keep_attestation(made["attested"], paper=attestation_pdf(made["attested"]), by=technician)


def _lay_out_tasks(made: Made) -> None:
    """A task card in each state, with who works by hand."""
    by, depot, lays = made["by"], made["depot"], made["technician"].actor
    for key, username, name, place in [
        ("worker", WORKER, "Samir Haddou", depot),
        ("scans", SCANS, "Lotte Nys", depot),
        ("starts", STARTS, "Milan Bakker", depot),
        ("no_tasks", NO_TASKS, "Ward Ceulemans", made["new_place"]),
    ]:
        made[key] = _colleague(username, name, by)
        accounts.give_role(
            made[key], organisation=place.organisation, role=Role.SOCIAL_ECONOMY_WORKER, place=place, by=by
        )
    made["scan_card"] = workforce.lay_out(made["waiting_device"], kind="label", by=lays)
    workforce.take_next([depot], by=made["scans"].actor)
    made["done_card"] = _in_hand(made, "installed_device", by=made["starts"].actor)
    for step in range(3):
        workforce.do_step(made["done_card"], step=step, by=made["starts"].actor)
    refurbishment.note_handwork(made["done_card"], by=made["starts"].actor)
    stuck = _in_hand(made, "erased_device", by=made["starts"].actor)
    made["stuck_card"] = workforce.ask_help(stuck, what="broken", by=made["starts"].actor)
    made["step_card"] = workforce.do_step(
        _in_hand(made, "bench_device", by=made["worker"].actor), step=0, by=made["worker"].actor
    )
    for username, product in HANDS.items():
        hand = _colleague(username, f"{username.capitalize()} Maes", by)
        accounts.give_role(hand, organisation=depot.organisation, role=Role.SOCIAL_ECONOMY_WORKER, place=depot, by=by)
        device = inventory.register(made["device_class"], place=depot, vendor="Dell", product=product, by=by)
        workforce.lay_out(device, kind="clean", by=lays)
    made["open_card"] = workforce.lay_out(made["own_device"], kind="pack", by=lays)


def _in_hand(made: Made, device: str, *, by: Actor) -> TaskCard:
    """A card to clean this device, taken by who scanned it."""
    workforce.lay_out(made[device], kind="clean", by=made["technician"].actor)
    return workforce.take_scanned([made["depot"]], number=made[device].number, by=by)


def _erase_in_other_ways(made: Made) -> None:
    """A loose drive, one that erased itself, one that reached too little, a phone that was reset, a broken disk."""
    by, technician, second = made["by"], made["technician"].actor, made["colleague"].actor
    began = clock.now() - timedelta(days=3)
    about = {
        "loose": ("nvme", "SAMSUNG MZVLB256"), "drive": ("nvme", "WD PC SN520"), "short": ("nvme", "INTEL SSDPEKKF256"),
        "reset": ("emmc", "Hynix HBG4a2"), "broken": ("hdd", "WDC WD5000LPLX"),
    }  # fmt: skip
    with clock.at(began):
        for name, (kind, product) in about.items():
            device = inventory.register(
                made["device_class"], place=made["depot"], vendor="Lenovo", product="ThinkPad L14", by=by
            )
            made[f"{name}_medium"] = inventory.add_medium(
                device, kind=kind, product=product, serial=f"S4EWNX0R5{device.pk:05d}", capacity_bytes=SIZE, by=by
            )
    inventory.report_not_starting(made["loose_medium"].device, by=by)
    made["loose_medium"] = inventory.take_out(made["loose_medium"], lies_at=made["depot"], by=technician)
    drive = made["drive_medium"]
    sample = a_sample(serial=drive.serial, at=clock.now() - timedelta(hours=2))
    made["drive_erasure"] = refurbishment.add_log(
        drive.device, log=raw_of("nvme_block_done.txt"), sample=sample, by=technician
    )[0]
    short = _erased(made["short_medium"].device, clock.today() - timedelta(days=1), technician)
    made["short_erasure"] = refurbishment.state_seen(short, signs=short.unsaid, by=second)
    refurbishment.write_down_reset(made["reset_medium"], system="chromeos", by=technician)
    broken = refurbishment.write_down_destruction(made["broken_medium"], way="drilled", by=technician)
    made["destroyed"] = refurbishment.state_seen(broken, signs=broken.unsaid, by=second)


def _keep_back_and_repair(made: Made) -> None:
    """A device that is kept back, tried and repaired with a part; one that cannot be used again; what lies in the drawer."""
    by, technician, second = made["by"], made["technician"].actor, made["colleague"].actor
    for name, product in [("flagged_device", "ProBook 640 G5"), ("reject_device", "ProBook 6570b")]:
        made[name] = inventory.register(
            made["device_class"], place=made["depot"], vendor="HP", product=product, accessories=["charger"], by=by
        )
        inventory.add_medium(made[name], kind="ssd", serial=f"S4NGNX0K{made[name].pk:06d}", capacity_bytes=256_060_514_304, by=by)  # fmt: skip
    inventory.read_in(made["flagged_device"], report=(REPORTS / "laptop_hp_probook.uevent").read_bytes(), by=by)
    refurbishment.inspect(made["flagged_device"], appearance="C", function="C", defects=["scratches", "keys_missing"], words="Kras op het deksel, de toets E is weg.", made_in=2019, by=technician)  # fmt: skip
    refurbishment.record_tests(made["flagged_device"], outcomes={"keyboard": "serious", "screen": "good", "wifi": "good"}, note="De toets E is weg.", by=technician)  # fmt: skip
    made["flag"] = inventory.raise_flag(made["flagged_device"], kind="needs_part", note="Toetsenbord ProBook 640.", by=technician)  # fmt: skip
    settled = inventory.raise_flag(made["flagged_device"], kind="locked_account", by=technician)
    inventory.clear_flag(settled, how="De donateur heeft het toestel losgemaakt.", by=second)
    made["part"] = refurbishment.add_part(made["depot"], kind="keyboard", description="ProBook 640 G5, azerty", by=by)
    fitted = refurbishment.add_part(made["depot"], kind="memory", description="8 GB DDR4", by=by)
    refurbishment.repair(made["flagged_device"], problem="Te weinig geheugen.", status=1, done="8 GB bijgestoken.", parts=[fitted], by=technician)  # fmt: skip
    refurbishment.inspect(made["reject_device"], ground="outdated", defects=["rust"], by=second)
    disk = made["reject_device"].media.get()
    refurbishment.harvest(made["reject_device"], kind="storage", description="SSD 256 GB", medium=disk, by=second)


def _erased(device: Device, day: date, by: Actor) -> Erasure:
    """The log of nwipe for the disk of this device, as if it ran on this day."""
    log = (LOGS / "laptop_hp_probook.nwipe.log").read_text()
    log = log.replace("2026/11/23", f"{day:%Y/%m/%d}").replace("S3TWNX0K512345", device.media.get().serial)
    return refurbishment.add_log(device, log=log.encode(), by=by)[0]


def _dispose(made: Made) -> None:
    """A device that waits for a recycler, a collection with all that can be in it, and one that went back."""
    by, depot = made["by"], made["depot"]
    made["recycler"] = refurbishment.add_recycler(
        made["association"], name="Metaalhandel Van Gestel", registration="OVAM 55023", by=by
    )
    made["waste_device"], left = _without_disk(made, "Vostro 15"), _without_disk(made, "Latitude E5430")
    made["disposal"] = refurbishment.dispose(
        made["waste_device"], grams=2350, category=2, ground="too_dear", note="Het moederbord is stuk.", by=by
    )
    leaves = refurbishment.dispose(left, grams=2410, category=2, ground="outdated", by=by)
    drive = inventory.add_medium(_without_disk(made, "OptiPlex 7010"), kind="hdd", serial="WD-WCC2E1234567", by=by)
    inventory.destroy(drive, because="Doorboord.", by=by)
    made["collection"] = refurbishment.hand_over(
        depot, recycler=made["recycler"], document_number="IF-2026-0412", collected_on=clock.today(), disposals=[leaves],
        drives=[drive], loose_grams={"drives": 620, "cables": 4300, "batteries": 1150}, by=by,
    )  # fmt: skip
    paper = files.store(b"%PDF-1.7 paper", media_type="application/pdf", name="waste.pdf", by=by)
    made["collection_paper"] = refurbishment.add_collection_document(made["collection"], document=paper, by=by)
    made["left_device"], made["frozen_record"] = left, left.frozen_records.get()
    made["given_back_device"] = inventory.register(made["device_class"], place=depot, vendor="Apple", by=by)
    inventory.return_to_donor(made["given_back_device"], because="Het account is niet los te krijgen.", by=by)


def _without_disk(made: Made, product: str) -> Device:
    by = made["by"]
    device = inventory.register(made["device_class"], place=made["depot"], vendor="Dell", product=product, by=by)
    inventory.state_no_storage(device, because="De houder van de schijf is leeg.", by=by)
    return device


def _count_what_reuse_spares(made: Made) -> None:
    refurbishment.adopt_factors(made["association"], content=factor_files.shipped(), by=made["by"])
    refurbishment.count_effects(made["association"], by=made["by"])


def _report_by_stick(made: Made) -> None:
    """A station, and four reports of its stick: of a device that is here, of a new one, taken over, set aside."""
    technician = made["technician"].actor
    made["station"], _token = refurbishment.register_station(made["depot"], name="Tafel 1", by=made["by"])
    made["ended_station"], _token = refurbishment.register_station(made["depot"], name="Tafel 2", by=made["by"])
    refurbishment.end_station(made["ended_station"], by=made["by"])
    whole = (REPORTS / "laptop_hp_probook.intake.json").read_text()
    for number, (name, serial) in enumerate(
        [
            ("known_intake", "5CD7777D1G"),
            ("new_intake", ""),
            ("bound_intake", "5CD8888D1G"),
            ("aside_intake", "5CD9999D1G"),
        ]
    ):
        content = whole.replace("0d1b0a5e", f"0d1b000{number}").replace("5CD6000D1G", serial).encode()
        document = store(content, media_type="application/json", name="intake.json", by=made["station"].actor)
        made[name], _is_new = refurbishment.receive(
            made["station"], run=read_intake(content), document=document, by=made["station"].actor
        )
    for name, serial in [("known_machine", "5CD7777D1G"), ("bound_machine", "")]:
        made[name] = inventory.register(made["device_class"], place=made["depot"], serial=serial, by=made["by"])
    content = made["bound_intake"].document.content()
    refurbishment.bind(made["bound_intake"], device=made["bound_machine"], content=content, by=technician)
    refurbishment.set_aside(made["aside_intake"], because="Het toestel ging terug naar de schenker.", by=technician)


def _drive_devices(made: Made) -> None:
    """A transfer at each step: to leave, on its way, one device short, called back, over."""
    by = made["by"]
    for name, count in [("asked", 2), ("sent", 2), ("short", 2), ("turned", 1), ("arrived", 1)]:
        made[f"{name}_transfer"] = logistics.ask(
            from_place=made["depot"], to_place=made["lending_desk"], devices=[_in_stock(made) for _i in range(count)], by=by
        )  # fmt: skip
        if name != "asked":
            made[f"{name}_transfer"] = logistics.send(made[f"{name}_transfer"], by=by)
    made["asked_line"] = made["asked_transfer"].lines.first()
    here = [transfer.lines.first().device_id for transfer in (made["short_transfer"], made["arrived_transfer"])]
    missing = made["short_transfer"].lines.last().device_id
    logistics.receive(made["short_transfer"], arrived=here[:1], remarks={missing: "Lag niet in de bak."}, by=by)
    logistics.receive(made["arrived_transfer"], arrived=here[1:], by=by)
    logistics.cancel(made["turned_transfer"], because="De balie is vandaag dicht.", by=by)


def _in_stock(made: Made) -> Device:
    """A device without a disk of its own that is ready at the depot."""
    by = made["by"]
    device = inventory.register(
        made["device_class"], place=made["depot"], vendor="Lenovo", product="ThinkPad T460",
        accessories=["charger", "mouse", "bag"], by=by,
    )  # fmt: skip
    inventory.state_no_storage(device, because="De schijf is eruit, de houder is leeg.", by=by)
    inventory.pass_gate(device, by=by)
    return inventory.approve(inventory.install(device, by=by), by=by)


def _take_in_donations(made: Made) -> None:
    """A company with a receipt that lists everything, and somebody who gave no name."""
    by, depot, laptop = made["by"], made["depot"], made["device_class"]
    made["donor"] = donors.register(
        organisation=made["association"], name="Drukkerij De Linde", is_legal_person=True, phone="014 21 00 00",
        email="info@delinde.example", street="Heidestraat 5", postcode="2399", town="Wilgerdonk", by=by,
    )  # fmt: skip
    made["donation"] = donations.register(depot, donor=made["donor"], remarks="Komt in het voorjaar nog eens.", by=by)
    for product, parts in [("Latitude 7490", ["charger", "bag"]), ("Latitude 5590", ["charger"])]:
        donations.add_device(
            made["donation"], device_class=laptop, vendor="Dell", product=product, accessories=parts, by=by
        )
    donations.count_parts(made["donation"], kind="mouse", count=6, by=by)
    made["donation"].refresh_from_db()
    paper = receipt_pdf(made["donation"])
    made["receipt"] = donations.keep_receipt(made["donation"], receipt=paper, covers=made["donation"].version, by=by)
    made["nameless_donation"] = donations.register(depot, donor=None, by=by)


def _settle_donations(made: Made) -> None:
    """A closed donation with its paper; one that was opened again; one with a device on the list in each position."""
    by, technician = made["by"], made["technician"].actor
    for name in ("closed_donation", "reopened_donation", "locked_donation"):
        made[name] = donations.register(made["depot"], donor=made["donor"], by=by)
    wiped, bare = (_given(made, "closed_donation", product) for product in ("Latitude 5400", "Latitude 5410"))
    for device in (wiped, bare, _given(made, "reopened_donation", "Latitude 5420")):
        inventory.state_no_storage(device, because="De houder van de schijf is leeg.", by=by)
    disk = inventory.add_medium(wiped, kind="ssd", product="SAMSUNG MZ7LN256", serial="S3TWNX0K777777", by=by)
    waits = refurbishment.write_down_destruction(disk, way="drilled", by=technician)
    refurbishment.state_seen(waits, signs=waits.unsaid, by=made["colleague"].actor)
    lines = lines_of(made["closed_donation"])
    paper = batch_attestation_pdf(made["closed_donation"], lines, drawn_up_by=made["technician"].full_name)
    made["batch_paper"] = refurbishment.keep_batch_attestation(
        made["closed_donation"], paper=paper, listed=covers(made["closed_donation"], lines), by=technician
    )
    made["closing"] = refurbishment.close_batch(made["closed_donation"], by=by)
    refurbishment.dispose(bare, grams=2310, category=2, ground="too_dear", by=technician)
    closing = refurbishment.close_batch(made["reopened_donation"], by=by)
    refurbishment.reopen_batch(closing, because="In de tas zat nog een losse schijf.", by=by)
    with clock.at(clock.now() - timedelta(days=40)):
        for name, lock in [
            ("release", "google"), ("told_release", "apple"), ("parts_release", "managed"), ("free_release", "firmware"),
            ("second_release", "google"),
        ]:  # fmt: skip
            device = _given(made, "locked_donation", f"Latitude {lock}", serial=f"7GXK{name[:3].upper()}")
            made[name] = donations.ask_release(device, lock=lock, by=by)
    for name, answer in [("told_release", donations.tell_released), ("parts_release", donations.keep_for_parts)]:
        made[name] = answer(made[name], by=by)
    made["free_release"] = donations.confirm_free(
        made["free_release"], how="Nagekeken: het toestel start zonder wachtwoord.", by=technician
    )


def _given(made: Made, donation: str, product: str, **details: Any) -> Device:
    about = {"device_class": made["device_class"], "vendor": "Dell", "product": product} | details
    return donations.add_device(made[donation], by=made["by"], **about)


LIST = """Soort;Merk;Model;Serienummer;Aantal;Werkt het?;Jaar
laptop;Dell;Latitude 7490;7GXK2P3;1;ja;2021
laptop;Dell;Latitude 7490;7GXK2P4;1;ja;2021
PC;HP;ProDesk 400;;12;ja;2019
laptop;Dell;Latitude 7490;7gxk2p3;1;ja;2021
kopieermachine;Canon;iR;;1;;
scherm;HP;E243;CN41;3;;
"""


def _send_lists(made: Made) -> None:
    """A company that sent two lists with its offer: one was taken in, in the other words are still to be explained."""
    made["listed_offer"] = donations.announce(made["depot"], donor=made["donor"], channel="website", by=made["by"])
    made["taken_list"] = _sent(made, "soort;merk\ntablet;Apple\n")
    donations.take_in_list(
        made["listed_offer"], plan=made["taken_list"], sheet=read_sheet(made["taken_list"].document.content()),
        seen=made["taken_list"].digest, by=made["by"],
    )  # fmt: skip
    made["open_list"] = _sent(made, LIST)
    made["list_link"] = link_of(made["listed_offer"])  # Once: another moment makes another link.


def _bring_inventories(made: Made) -> None:
    """An inventory that was taken in, and one with a word that is still to be explained."""
    for name, text in [("taken_inventory", "klasse;nummer\n{};LT-0412\n"), ("open_inventory", INVENTORY)]:
        content, by = text.replace("{}", made["device_class"].code).encode(), made["by"]
        sheet, kind = read_sheet(content), inventory_list(made["depot"])
        document = files.store(content, media_type=sheet.media_type, name=sheet.file_name, by=by)
        made[name] = sheets.preview(document, kind=kind, about=made["depot"].pk, sheet=sheet, by=by)
    taken = made["taken_inventory"]
    sheet = read_sheet(taken.document.content())
    made["taken_inventory"] = inventory.take_in_inventory(
        made["depot"], plan=taken, kind=inventory_list(made["depot"]), sheet=sheet, seen=taken.digest, by=made["by"]
    )


INVENTORY = """Klasse;Nummer;Merk;Model;Serienummer;Jaar;Toebehoren;Eigenaar
{};LT-0413;Dell;Latitude 5490;7GXK9P1;2019;lader, muis;
{};LT-0412;Dell;Latitude 5490;7GXK9P2;2019;lader;
toverdoos;LT-0414;HP;ProBook;5CD0123;2020;lader, kussen;
"""


def _sent(made: Made, text: str) -> Plan:
    content, by = text.encode(), made["by"]
    sheet = read_sheet(content)
    document = files.store(content, media_type=sheet.media_type, name=sheet.file_name, by=by)
    return donations.send_list(made["listed_offer"], document=document, sheet=sheet, by=by)


def _write_offers_down(made: Made) -> None:
    """Offers in each state, and answers of a donor who is not ready yet."""
    by, depot = made["by"], made["depot"]
    photo = files.store(redrawn(BytesIO(_a_photo())), media_type="image/jpeg", name="offered-device.jpg", by=by)
    school = donors.register(
        organisation=made["association"], name="Basisschool De Kiem", is_legal_person=True, contact="An Peeters",
        phone="014 22 00 00", street="Kerkplein 1", postcode="2399", town="Wilgerdonk", by=by,
    )  # fmt: skip
    made["offer"] = _an_offer(
        made, [
            Offering(kind="laptop", vendor="HP", product="ProBook 450", count=12, works="yes", age="middle"),
            Offering(kind="laptop", vendor="Dell", serial="5CD9141KQ7", works="partly", remarks="Scharnier zit los."),
            Offering(kind="screen", count=4, age="old"),
        ],
        donor=school, preferred_days=[1, 3], part_of_day="morning", remarks="Aanbellen bij het secretariaat.", photo=photo,
    )  # fmt: skip
    made["offered_item"] = made["offer"].items.first()
    made["nameless_offer"] = _an_offer(made, [], drop_off=made["help_point"], channel="website")
    things = [Offering(kind="laptop", vendor="Acer", product=f"Aspire {number}") for number in (3, 5, 7)]
    made["expected_offer"] = _an_offer(made, things, donor=made["donor"], drop_off=depot)
    first, second, third = made["expected_offer"].items.all()
    donations.accept_all_except(
        made["expected_offer"], refused=[third], ground="too_dear", advice="recycling_park", where="form", by=by
    )
    made |= {"expected_item": first, "refused_item": third}
    donations.miss(second, by=by)
    made["missing_item"] = second
    made["received_offer"] = _an_offer(made, things[:2], donor=made["donor"], drop_off=depot)
    here, gone = made["received_offer"].items.all()
    donations.accept(made["received_offer"], items=[here, gone], where="form", by=by)
    donations.receive_devices(here, device_class=made["device_class"], count=1, vendor="Acer", by=by)
    donations.miss(gone, by=by)
    made["withdrawn_offer"] = donations.withdraw(_an_offer(made, things[:1], drop_off=depot), by=by)
    begun = Answers().kept(Step.WHO, {"who": "person"})
    made["begun"] = begun
    for step, typed in [
        (Step.WHAT, {"kind": "laptop"}), (Step.WORKS, {"works": "yes"}), (Step.AGE, {"age": "middle"}),
        (Step.WHICH, {"count": 1, "vendor": "Dell", "product": "Latitude"}), (Step.HOW, {"how": "collect"}),
        (Step.DAYS, {"days": [1, 3]}), (Step.HOURS, {"part_of_day": "morning"}),
        (Step.CONTACT, {"name": "Roza Claes", "phone": "+32470123456", "street": "Dorp 1", "postcode": "2399", "town": "Wilgerdonk"}),
    ]:  # fmt: skip
        begun = begun.kept(step, typed)
        made[f"begun_{step.name.lower()}"] = begun
    made["begun_company"] = Answers().kept(Step.WHO, {"who": "organisation"})


def _follow_gifts(made: Made) -> None:
    """Donors with a link: of devices at several steps, and of an offer of which nothing may come. One is forgotten."""
    by = made["by"]
    told = {"organisation": made["association"], "by": by}
    made["private_donor"] = donors.register(name="Simonne Verbist", phone="0470 11 22 33", **told)
    made["followed_donation"] = donations.register(made["depot"], donor=made["private_donor"], by=by)
    for key, device in [("attested_gift", made["stock_device"]), ("erased_gift", made["erasure"].device)]:
        # As if they had come in with it: they were erased before.
        made[key] = DonatedDevice.objects.create(donation=made["followed_donation"], device=device)
    made["followed_donation"].refresh_from_db()
    made["secret"] = donations.give_link(made["followed_donation"], by=by)[1]
    paper = receipt_pdf(made["followed_donation"])
    donations.keep_receipt(made["followed_donation"], receipt=paper, covers=1, by=by)
    refused = made["refused_offer"] = _an_offer(
        made, [Offering(kind="laptop", vendor="Compaq", count=2)], donor=made["private_donor"], drop_off=made["depot"]
    )
    donations.refuse(
        refused, items=refused.items.all(), ground="outdated", advice="recycling_park", where="form",
        reason="Er bestaat geen veilig systeem meer voor.", by=by,
    )  # fmt: skip
    refused.refresh_from_db()
    letter = letter_pdf(refused)
    made["refusal_letter"] = donations.keep_letter(refused, letter=letter, covers=refused.last_judged, by=by)
    made["offer_secret"] = donations.give_link(refused, by=by)[1]
    for name in ("locked", "closed"):
        made[f"{name}_secret"] = donations.give_link(made[f"{name}_donation"], by=by)[1]
    made["ended_secret"] = donations.give_link(made["donation"], by=by)[1]
    donations.end_link(made["donation"], by=by)
    made["forgotten_donor"] = donors.register(name="Gustaaf Laenen", **told)
    photo = files.store(b"A photo of long ago.", media_type="image/jpeg", name="offered-device.jpg", by=by)
    _an_offer(made, [Offering(kind="tablet")], donor=made["forgotten_donor"], drop_off=made["depot"], photo=photo)
    donations.fade(made["forgotten_donor"], asked=True, by=by)


def _an_offer(made: Made, things: list[Offering], *, photo: Document | None = None, **told: Any) -> Offer:
    offer = donations.announce(made["depot"], by=made["by"], **{"donor": None, "channel": "phone"} | told)
    donations.add_items(offer, items=things, photo=photo, by=made["by"])
    return offer


def _a_photo() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (800, 600), "orange").save(drawn, "JPEG")
    return drawn.getvalue()


def _plan_moments(made: Made) -> None:
    """A help point with a group session, a full hour, a moment of last week, and two people to call."""
    by, point, today = made["by"], made["help_point"], clock.today()
    made["helper"] = _colleague(HELPER, "Nadia Benali", by)
    accounts.give_role(made["helper"], organisation=made["ocmw"], role=Role.LENDING_CLERK, place=point, by=by)
    day = point.next_open_day(today + timedelta(days=1))
    # Soonest and with room for all who come in the journeys, so that the moments of the pages stay as they are.
    _moment(made, day, time(9), kind="group", capacity=60)
    made["slot"] = _moment(made, day, time(9, 30), kind="group", capacity=12)
    made["full_slot"] = _moment(made, day, time(14), kind="appointment", capacity=1)
    made["free_slot"] = _moment(made, day, time(15), kind="appointment", capacity=1)
    made["appointment"] = agenda.book(made["slot"], person=made["resident"], by=by)
    agenda.book(made["full_slot"], person=made["plain_resident"], by=by)
    with clock.at(clock.now() - timedelta(days=20)):
        made["begun_slot"] = _moment(made, point.next_open_day(today - timedelta(days=7)), time(10), kind="appointment", capacity=2)  # fmt: skip
        made["begun_appointment"] = agenda.book(made["begun_slot"], person=made["double"], by=by)
        made["red_call"] = agenda.put_on_call_list(
            point, person=made["plain_resident"], reason="Werkt in ploegen en kent zijn uren nog niet.", by=by
        )
    made["handover_call"] = agenda.put_on_call_list(
        point, person=made["resident"], reason="Wil met haar dochter komen.", by=by
    )
    _help_by_appointment(made, day)


def _help_by_appointment(made: Made, day: Any) -> None:
    """A helper who is there that day: somebody comes at an hour, and another hour is kept for a visitor of the website."""
    by, point = made["by"], made["help_point"]
    starts_at, ends_at = local_moment(day, time(8)), local_moment(day, time(18))
    workforce.plan_shift(made["helper"], place=point, starts_at=starts_at, ends_at=ends_at, by=by)
    free = [opening.starts_at for opening in openings(point, day, 30)]
    made["helped_appointment"] = agenda.book_with_helper(
        point, person=made["resident"], wish=Wish(free[-1], 30, topic="bank"), by=by
    )
    made["held_slot"] = agenda.hold(point, wish=Wish(free[0], 30, topic="bank"), by=by)


def _moment(made: Made, day: Any, at: time, **details: Any) -> Slot:
    starts_at = local_moment(day, at)
    note = "Warme overdracht"
    return agenda.open_slot(made["help_point"], starts_at=starts_at, minutes=45, note=note, by=made["by"], **details)


def _queue_messages(made: Made) -> None:
    """A call, a letter in each position, a card, and one that nobody is sure of."""
    by = made["by"]
    words = {
        "subject": "Uw laptop staat klaar",
        "text": "Uw laptop staat klaar.\n\nKom langs aan de balie. Breng uw kaart mee.",
        "short": "Uw laptop staat klaar. Kom langs aan de balie.",
        "ask": "Wanneer komt u langs?",
    }
    letters = {"prefers": "letter", "address": {"street": "Kerkstraat 3", "postcode": "2399", "town": "Wilgerdonk"}}
    reader = people.register(
        home=made["town"], name="Mariette Claes", ways=[Way("phone", "014 21 00 01")], by=by, **letters
    )
    texter = people.register(
        home=made["town"], name="Jef Willems", prefers="sms", ways=[Way("phone", "0470 12 34 57")], by=by
    )
    made["call"] = comms.queue("comms/plain", to=made["resident"], by=by, **words)
    made["card_message"] = comms.queue("comms/plain", to=made["plain_resident"], by=by, **words)
    for key in ("letter", "posted_letter", "returned_letter"):
        made[key] = comms.queue("comms/plain", to=reader, by=by, **words)
    made["uncertain"] = comms.queue("comms/plain", to=texter, by=by, **words)
    (unsure,) = Message.objects.filter(pk=made["uncertain"].pk).claim(1, for_seconds=60, by="example")
    by_worker.start_sending(unsure, by=by)
    by_worker.lose_sight(unsure, because="no_answer", by=by)
    send_due(by)
    for key in ("posted_letter", "returned_letter"):
        made[key] = comms.note_posted(made[key], by=by)
    made["returned_letter"] = comms.note_returned(made["returned_letter"], by=by)


def _support(made: Made) -> None:
    """What the OCMW gave: one that holds, one that is paid for, and one that was ended."""
    by, until = made["social_worker"].actor, clock.today() + timedelta(days=180)
    about: dict[str, Any] = {"organisation": made["ocmw"], "valid_until": until, "by": by}
    made["entitlement"] = support.grant(made["resident"], kind="goes_before", **about)
    support.grant(made["resident"], kind="paid", amount_cents=2500, **about)
    support.end(support.grant(made["resident"], kind="free", **about), by=by)


def _lend(made: Made) -> None:
    """A loan in each position, one device that waits on the desk, and people who asked."""
    by, laptop, lender = made["by"], made["device_class"], made["clerk"].actor
    made["borrower"] = _borrower(made, "Greta Wouters")
    made["free_laptop"] = _laptop_at_desk(made, "Latitude 5400")
    for name, product in KNOWN.items():
        _borrower(made, name)
        _laptop_at_desk(made, product)
    made["unprinted_loan"] = _prepared(made, _borrower(made, "Yusuf Yildiz"))
    made["prepared_loan"] = _prepared(made, _borrower(made, "Luc Maes"))
    paper = print_contract(made["prepared_loan"], by=by)
    made["prepared_loan"] = lending.keep_contract(made["prepared_loan"], contract=paper, by=by)
    with clock.at(clock.now() - timedelta(days=400)):
        late = _prepared(made, _borrower(made, "Maria Janssens"))
        made["late_loan"] = _signed(lending.keep_contract(late, contract=paper, by=by))
    for key, name in [
        ("running_loan", "Ahmed Amrani"),
        ("returned_loan", "Nele Goossens"),
        ("lost_loan", "Jos Bogaerts"),
        ("loan_to_end", RETURNS),
    ]:
        loan = lending.keep_contract(_prepared(made, _borrower(made, name)), contract=paper, by=by)
        made[key] = _signed(loan)
    for name in SIGNERS:
        lending.keep_contract(_prepared(made, _borrower(made, name)), contract=paper, by=by)
    found = {"charger": "present", "bag": "missing", "mouse": "present"}
    lending.take_back(
        made["returned_loan"], place=made["lending_desk"], condition="damaged", note="Kras op het deksel.", parts=found,
        by=lender,
    )  # fmt: skip
    write_slip(Return.objects.get(loan=made["returned_loan"]), by=by)
    _sign_on_the_screen(made)
    _guard(made)
    lending.report_lost(made["lost_loan"], note="Op de trein laten liggen.", by=lender)
    tablet = inventory.add_class(code="tablet-borrowed", name="tablet, 11 duim", shape="tablet", accessories=[], by=by)
    desk = made["lending_desk"]
    made["waiting_request"] = lending.ask(made["resident"], device_class=tablet, desk=desk, asked_through="relative", by=lender)  # fmt: skip
    made["later_request"] = lending.ask(made["borrower"], device_class=tablet, desk=desk, by=lender)
    _wait(made)
    made["promised_request"] = lending.ask(made["plain_resident"], device_class=laptop, desk=desk, by=lender)


def _wait(made: Made) -> None:
    """A phone was offered to somebody who is called, one waits for a second, and one was moved up by hand."""
    by, lender, desk = made["by"], made["clerk"].actor, made["lending_desk"]
    phone = inventory.add_class(code="phone-borrowed", name="smartphone", shape="phone", accessories=[], by=by)
    about: dict[str, Any] = {"device_class": phone, "desk": desk, "by": lender}
    caller = people.register(
        home=made["town"], name="Gust Verhoeven", prefers="phone", ways=[Way("phone", "014 21 00 02")], by=by
    )
    made["offered_request"] = lending.ask(caller, **about)
    made["moved_request"] = lending.ask(_borrower(made, "Tine Cools"), **about)
    _at_desk(made, phone, "Nokia", "C32")
    lending.offer(made["offered_request"], desk=desk, by=lender)
    lending.move_up(made["moved_request"], because="Begint maandag met een opleiding.", by=lender)


def _signed(loan: Loan, drawn: Document | None = None) -> Loan:
    """The clerk took what is to be paid and saw the borrower sign, on paper unless something was drawn."""
    assert loan.contract is not None
    if Charge.objects.unpaid().filter(loan=loan).exists():
        _paid(loan, Actor.objects.get(user__username=LENDING_CLERK))
    return lending.hand_over(
        loan, signs=loan.contract.sha256, drawn=drawn, by=Actor.objects.get(user__username=LENDING_CLERK)
    )


def _sign_on_the_screen(made: Made) -> None:
    """One loan that was signed on the screen when it began and when the device came back."""
    by, lender = made["by"], made["clerk"].actor
    drawn = store_drawing(Drawing((((80, 400), (180, 150), (260, 420), (420, 260)),)), by=lender)
    loan = _prepared(made, _borrower(made, "Irma Claes"))
    loan = _signed(lending.keep_contract(loan, contract=print_contract(loan, by=by), by=by), drawn)
    parts = dict.fromkeys(["charger", "bag", "mouse"], "present")
    back = write_slip(
        lending.take_back(loan, place=made["lending_desk"], condition="ok", parts=parts, by=lender), by=by
    )
    assert back.slip is not None
    made["signed_loan"] = lending.sign_return(loan, signs=back.slip.sha256, drawn=drawn, by=lender)
    for occasion in Occasion:
        write_copy(loan, occasion, by=by)


def _guard(made: Made) -> None:
    """Somebody with a guardian, whose contract waits for both; and the rules of today in French."""
    by, lender = made["by"], made["clerk"].actor
    made["guarded"] = _borrower(made, "Odette Smets")
    made["representative"] = people.note_representative(
        made["guarded"], kind="guardian", name="Lies Aerts", contact="014 21 00 03", proof_seen_on=clock.today(),
        by=lender,
    )  # fmt: skip
    loan = _prepared(made, made["guarded"])
    made["guarded_loan"] = lending.keep_contract(loan, contract=print_contract(loan, by=by), by=by)
    organisations.translate_regulation(
        made["regulation"], language="fr", text=RULES_IN_FRENCH, translated_by="Bureau Taal en Co", by=by
    )


def _keep_the_till(made: Made) -> None:
    """Loans that cost something, in each position of their money; a till that was closed once; lists of refunds."""
    by, desk, town, lender = made["by"], made["lending_desk"], made["town"], made["clerk"].actor
    made["desk_without_till"] = _place(town, Place.Kind.LENDING_DESK, "Uitleenbalie De Schans", "Schansweg 1", by)
    for what, cents, social in [("bag", 800, 300), ("charger", 3000, None), ("loss", 12000, 4000)]:
        lending.set_price(town, what=what, cents=cents, social_cents=social, valid_from=DEAR_FROM, by=by)
    organisations.set_account(town, version=town.version, account_number="BE68 5390 0754 7034", by=by)
    with clock.at(datetime.combine(DEAR_FROM, time(10), clock.BRUSSELS) + timedelta(days=90)):
        made["loan_to_pay"] = _costly(made, "Bea Bervoets")
        _costly(made, PAYS)
        made["loan_in_parts"] = _costly(made, "Cas Coppens")
        made["loan_to_settle"] = _costly(made, "Zita Zegers")
        lending.agree_instalments(made["loan_in_parts"].charges.get(kind="deposit"), count=5, by=lender)
        lending.move_change(desk, cents=5000, because="Wisselgeld uit de kluis.", by=lender)
        for key, name in [
            ("paid_loan", "Dina Daems"),
            ("loan_to_decide", "Ed Engelen"),
            ("loan_to_refund", "Flo Fierens"),
        ]:
            made[key] = _signed(_costly(made, name))
        waiting = [
            _signed(_paid(_costly(made, name), lender)) for name in ("Gus Geys", "Han Hens", "Ine Ickx", "Jo Jans")
        ]
    made["to_correct"] = Payment.objects.filter(charge__loan=made["paid_loan"]).first()
    write_receipt(made["to_correct"], by=by)
    for loan in (made["loan_to_refund"], *waiting):
        _back(loan, lender)
    _back(made["loan_to_decide"], lender, bag="missing")
    support.grant(
        made["loan_to_settle"].person, kind="free", organisation=made["ocmw"], by=made["social_worker"].actor,
        valid_until=clock.today() + timedelta(days=180),
    )  # fmt: skip
    made["without_receipt"] = Payment.objects.filter(charge__loan=made["paid_loan"]).last()
    made["open_deposit"] = made["loan_to_pay"].charges.get(kind="deposit")
    made["deposit_back"] = made["loan_to_refund"].charges.get(kind="deposit")
    made["till"] = Till.objects.get(place=desk)
    _pay_lists(made, [loan.charges.get(kind="deposit") for loan in waiting])
    day = TillDay.objects.select_related("till__place__organisation").get(till=made["till"], closed_at__isnull=True)
    counted = day.expected_cents - 100
    made["closed_day"] = lending.close_day(
        day, counted_cents=counted, banked_cents=10000, because="Een euro te weinig.", seen=day.entries, by=lender
    )
    write_closing_paper(made["closed_day"], by=by)


def _pay_lists(made: Made, deposits: list[Charge]) -> None:
    """A list that was paid, one that is approved, a draft, and a refund that waits."""
    lender, accountant, town = made["clerk"].actor, made["accountant"].actor, made["town"]
    for key, deposit in zip(("executed_list", "approved_list", "draft_list"), deposits, strict=False):
        made[f"{key}_refund"] = lending.ask_refund(deposit, payee="40123", by=lender)
        made[key] = lending.make_list(town, by=lender)
    for key in ("executed_list", "approved_list"):
        made[key] = write_list_papers(lending.approve_list(made[key], by=accountant), by=accountant)
    made["executed_list"] = lending.execute_list(made["executed_list"], by=accountant)
    made["listed_refund"] = Refund.objects.get(payment_list=made["draft_list"])
    made["waiting_refund"] = lending.ask_refund(deposits[-1], by=lender)


def _costly(made: Made, name: str) -> Loan:
    """A prepared loan that costs a deposit and a fee, with its contract."""
    loan = _prepared(made, _borrower(made, name))
    return lending.keep_contract(loan, contract=made["prepared_loan"].contract, by=made["by"])


def _paid(loan: Loan, by: Actor) -> Loan:
    lending.pay_due(loan, way="cash", desk=loan.desk, by=by)
    return loan


def _back(loan: Loan, by: Actor, **parts: str) -> None:
    found = dict.fromkeys(["charger", "bag", "mouse"], "present") | parts
    lending.take_back(loan, place=loan.desk, condition="ok", parts=found, by=by)


def _scan_in(made: Made) -> None:
    """What a clerk scanned: to take back, taken back, gone, put on a list, on its way elsewhere, and no label."""
    desk, clerk = made["lending_desk"], made["clerk"].actor

    def scan(text: str, **details: Any) -> Scan:
        return lending.scan_in(desk, text=text, once=uuid4(), by=clerk, **details)

    loans = []
    for name in ("Wim Geerts", "Ria Bral"):
        loan = _prepared(made, _borrower(made, name))
        loans.append(_signed(lending.keep_contract(loan, contract=print_contract(loan, by=clerk), by=clerk)))
    made["lent_scan"] = scan(loans[0].device.number)
    made["returned_scan"] = scan(loans[1].device.number, whole=True)
    write_slip(Return.objects.get(loan=loans[1]), by=clerk)
    gone = inventory.report_lost(_in_stock(made), because="Niet meer in het rek.", by=clerk)
    made["gone_scan"] = scan(gone.number)
    made["home_scan"] = scan(_in_stock(made).number)
    made["wrong_scan"] = scan("boodschappen")
    logistics.stop_over(made["sent_transfer"].lines.last(), place=made["help_point"], by=clerk)
    list_left = made["asked_transfer"]
    made["list_scan"] = logistics.scan(list_left, text=_in_stock(made).number, once=uuid4(), by=clerk)


def _take_stock(made: Made) -> None:
    """A count at each step: being scanned, with differences, approved, cancelled."""
    clerk, desk, kinds = made["clerk"].actor, made["lending_desk"], made["device_class"]
    made["count"] = _counted(made, made["depot"], None, 1)
    inventory.count(made["count"], text="niets", once=uuid4(), by=clerk)
    made["settling_count"] = _counted(made, desk, kinds, 2)
    inventory.count(made["settling_count"], text=_in_stock(made).number, once=uuid4(), by=clerk)
    inventory.state_missing(made["settling_count"], by=clerk)
    missing = made["settling_count"].lines.filter(result="missing")
    made["missing_line"], settled = missing[0], missing[1]
    inventory.settle(settled, settled_as="noted", remark="Staat op de toonbank.", by=clerk)
    made["stray_line"] = made["settling_count"].lines.get(result="unexpected")
    made["approved_count"] = _counted(made, made["help_point"], None, 0)
    inventory.state_missing(made["approved_count"], by=clerk)
    inventory.approve_stocktake(made["approved_count"], by=clerk)
    made["settled_count"] = _counted(made, made["new_place"], None, 0)
    inventory.state_missing(made["settled_count"], by=clerk)
    cancelled = inventory.start_stocktake(made["help_point"], by=clerk)
    made["cancelled_count"] = inventory.cancel_stocktake(cancelled, because="De bibliotheek sluit vroeger.", by=clerk)


def _counted(made: Made, place: Place, device_class: DeviceClass | None, seen: int) -> Stocktake:
    """A count at this place of which the first devices were scanned."""
    stocktake = inventory.start_stocktake(place, device_class=device_class, by=made["by"])
    for line in stocktake.lines.select_related("device")[:seen]:
        inventory.count(stocktake, text=line.device.number, once=uuid4(), by=made["clerk"].actor)
    return stocktake


def _borrower(made: Made, name: str) -> Person:
    return people.register(home=made["town"], name=name, prefers="card", ways=[Way("desk")], by=made["by"])


def _lend_piles(made: Made) -> None:
    """What the journeys with a scanner are about: twice ten laptops come back, ten go out, ten tablets are counted."""
    by, paper = made["by"], made["prepared_loan"].contract
    for product in PILES:
        for number in range(PILE):
            loan = _prepared(made, _borrower(made, f"Bart Brengt {number}{product[0]}"), product)
            _signed(lending.keep_contract(loan, contract=paper, by=by))
    for number in range(PILE):
        for manner, product in zip(("scanner", "stil"), READY, strict=True):
            _borrower(made, f"Mia {COMES} {manner} {number}")
            _laptop_at_desk(made, product)
    kind = inventory.add_class(code="tablet-counted", name=COUNTED, shape="tablet", accessories=[], by=by)
    for number in range(PILE):
        tablet = inventory.register(kind, place=made["depot"], vendor="Telbaar", product=f"Slate {number}", by=by)
        inventory.state_no_storage(tablet, because="Start van het netwerk.", by=by)


def _laptop_at_desk(made: Made, product: str) -> Device:
    """A laptop without a disk, so that nothing has to be erased."""
    return _at_desk(made, made["device_class"], "Dell", product)


def _at_desk(made: Made, kind: DeviceClass, vendor: str, product: str) -> Device:
    by, desk = made["by"], made["lending_desk"]
    parts = kind.expected_accessories()
    device = inventory.register(kind, place=made["depot"], vendor=vendor, product=product, accessories=parts, by=by)
    inventory.state_no_storage(device, because="Start van het netwerk.", by=by)
    for step in (inventory.pass_gate, inventory.install, inventory.approve):
        device = step(device, by=by)
    inventory.send(device, to=desk, by=by)
    return inventory.arrive(device, place=desk, by=by)


def _prepared(made: Made, person: Person, product: str = "Latitude 5490") -> Loan:
    return lending.prepare(
        person, device=_laptop_at_desk(made, product), desk=made["lending_desk"],
        parts=["charger", "mouse", "bag"], call_reason="Wil eerst thuis overleggen.", by=made["clerk"].actor,
    )  # fmt: skip


def _be_late(made: Made) -> None:
    """Loans of which the last day is over: one to call about, one for which all was done; and one that was swapped."""
    by, lender = made["by"], made["clerk"].actor
    paper = made["prepared_loan"].contract
    with clock.at(datetime.combine(date(2025, 3, 3), time(10), clock.BRUSSELS)):
        caller = people.register(
            home=made["town"], name="Rik Torfs", prefers="phone", ways=[Way("phone", "014 21 00 07")], by=by
        )
        late = {
            key: _signed(lending.keep_contract(_prepared(made, person), contract=paper, by=by))
            for key, person in [("loan_to_call", caller), ("loan_all_done", _borrower(made, "Leen Dirckx"))]
        }
    for (key, loan), days in zip(late.items(), (15, 50), strict=True):
        made[key] = loan
        with clock.at(datetime.combine(loan.due_on + timedelta(days=days), time(10), clock.BRUSSELS)):
            message = lending.remind([loan], by=by)[0]
        if key == "loan_to_call":
            made["late_call"] = message
    made["swapped_loan"] = _signed(
        lending.keep_contract(_prepared(made, _borrower(made, "Sofie Aerts")), contract=paper, by=by)
    )
    whole = dict.fromkeys(["charger", "mouse", "bag"], "present")
    swap = lending.swap(
        made["swapped_loan"], device=_laptop_at_desk(made, "Latitude 5491"), parts=list(whole), back=whole,
        condition="broken", note="Het scherm blijft zwart.", by=lender,
    )  # fmt: skip
    made["swap"] = swap
    write_swap_slip(swap, by=by)


def _register_the_counter(made: Made) -> None:
    """A shared computer at the lending desk, and badges: of the clerk, and one that was blocked."""
    by, desk = made["by"], made["lending_desk"]
    made["counter"], _secret = badges.register_computer(desk, name="Balie links", by=by)
    made["at_counter"] = _colleague(AT_COUNTER, "Wout Claes", by)
    accounts.give_role(made["at_counter"], organisation=made["town"], role=Role.TECHNICIAN, place=desk, by=by)
    badges.issue_badge(made["clerk"], code="8264", by=by)
    blocked, _content = badges.issue_badge(made["coordinator"], code="597130", by=by)
    for _try in range(blocked.TRIES):
        come_in(blocked, code="7391", computer=made["counter"])


def _spread(made: Made) -> None:
    """A minimum at the desk, a proposal that was replaced, and one with a line accepted and one to answer."""
    by, desk = made["coordinator"].actor, made["lending_desk"]
    phone = inventory.add_class(
        code="phone-large", name="smartphone, groot scherm", shape="phone", accessories=[], by=by
    )
    for name in ("Galaxy A12", "Galaxy A13"):
        device = inventory.register(phone, place=made["depot"], vendor="Samsung", product=name, by=by)
        inventory.state_no_storage(device, because="Geen geheugenkaart.", by=by)
        inventory.pass_gate(device, by=by)
        inventory.approve(inventory.install(device, by=by), by=by)
    _in_stock(made)
    spreading.set_minimums(desk, counts={phone: 2, made["device_class"]: 40}, seen="", by=by)
    made["old_proposal"] = spreading.propose(made["association"], by=by)
    made["proposal"] = spreading.propose(made["association"], by=by)
    made["spread_line"] = made["proposal"].lines.get(device_class=made["device_class"], from_place=made["depot"])
    made["accepted_line"] = made["proposal"].lines.get(device_class=phone)
    spreading.accept(made["proposal"], lines=[made["accepted_line"]], by=by)
    made["calendar_secret"] = agenda.give_calendar(organisation=made["town"], place=desk, by=by)
    made["calendar_link"] = desk.calendar_links.get()


def _receive(made: Made) -> None:
    """A help point this morning: who waits, is called, is helped, comes back, left; who is expected, and the screens."""
    by = made["by"]
    point = made["digipunt"] = organisations.open_place(
        made["ocmw"], kind=Place.Kind.HELP_POINT, name="Digipunt Spoorzicht", street="Stationsplein 2",
        postcode="2399", town="Wilgerdonk", phone="014 00 00 97", by=by,
    )  # fmt: skip
    receiver = made["receiver"] = _colleague(RECEPTION, "Rita Wuyts", by)
    accounts.give_role(receiver, organisation=made["ocmw"], role=Role.RECEPTION, place=point, by=by)
    shifts = {}
    for table, (username, name) in enumerate(
        [(HELPS, "Sien Moons"), (CALLS, "Teun Jacobs"), (FREE, "Vik Sas"), (COMES_TO_HELP, "Wies Dox")], 1
    ):
        user = made[username] = _colleague(username, name, by)
        accounts.give_role(user, organisation=made["ocmw"], role=Role.DIGIHELPER, place=point, by=by)
        workforce.describe_helper(user, topics=["itsme", "bank"][:table], tongues=["fr"], by=by)
        if username != COMES_TO_HELP:
            shifts[username] = made[f"{username}_shift"] = workforce.come(user, place=point, table=table, by=user.actor)
    tomorrow = clock.now() + timedelta(days=1)
    made["planned_shift"] = workforce.plan_shift(
        made[COMES_TO_HELP], place=point, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=3), by=by
    )
    _visit_today(made, shifts)
    made["display_secret"] = helpdesk.give_screen(point, kind="display", by=by)
    made["kiosk_secret"] = helpdesk.give_screen(point, kind="kiosk", by=by)
    made["screen"] = point.screens.get(kind="kiosk")
    _be_asked(made)


def _expect_a_busy_morning(made: Made) -> None:
    """A help point where nobody came yet today: two are expected, and somebody may come with a card."""
    by = made["by"]
    point = organisations.open_place(
        made["ocmw"], kind=Place.Kind.HELP_POINT, name=BUSY_POINT, street="Markt 9", postcode="2399",
        town="Wilgerdonk", phone="014 00 00 96", by=by,
    )  # fmt: skip
    team = {GREETS: Role.RECEPTION} | dict.fromkeys(BUSY_HELPERS, Role.DIGIHELPER)
    for name, role in team.items():
        user = _colleague(name, f"{name.title()} Marktmans", by)
        accounts.give_role(user, organisation=made["ocmw"], role=role, place=point, by=by)
    _borrower(made, HAS_CARD)
    _expect(made, point, EXPECTED)


def _expect(made: Made, point: Place, names: Sequence[str]) -> list[Appointment]:
    """These people have an appointment here today. Not through the agenda: today may be a holiday, its hour over."""
    slot = Slot.objects.create(
        place=point, starts_at=local_moment(clock.today(), time(11)), minutes=45, kind="appointment",
        capacity=len(names), taken=len(names),
    )  # fmt: skip
    people_of = [_borrower(made, name) for name in names]
    return [Appointment.objects.create(person=person, place=point, slot=slot) for person in people_of]


def _be_asked(made: Made) -> None:
    """Questions that wait: one to answer, a red one for the expert, one that was answered."""
    by, point = made["by"], made["digipunt"]

    def asked(text: str, **details: Any) -> Question:
        return helpdesk.ask(
            point, text=text, topic="itsme", by=by, **{"source": "phone", "reach": "014 21 00 09"} | details
        )

    made["question"] = asked("Hoe zet ik itsme op mijn nieuwe telefoon?", source="web")
    with clock.at(clock.now() - timedelta(days=20)):
        made["red_question"] = asked("Kan ik mijn foto’s van mijn oude laptop halen?", for_expert=True)
    made["answered_question"] = helpdesk.answer(asked("Wanneer is er les?"), answer="Elke dinsdag om 14 uur.", by=by)


def _visit_today(made: Made, shifts: dict[str, Any]) -> None:
    by, point, guest = made["by"], made["digipunt"], _borrower(made, "Wivina Bals")
    helps, calls, free = (shifts[name] for name in (HELPS, CALLS, FREE))

    def step(action: Any, shift: Any, *subject: Any, **details: Any) -> Any:
        return action(*subject, by=shift.helper.user.actor, **details)

    helpdesk.walk_in(point, person=guest, topic="itsme", by=by)
    made["paused_visit"] = step(
        helpdesk.pause, helps, step(helpdesk.start, helps, step(helpdesk.call_next, helps, helps))
    )
    helpdesk.walk_in(point, topic="bank", tongue="fr", came_for="together", by=by)
    made["helped_visit"] = step(helpdesk.start, helps, step(helpdesk.call_next, helps, helps))
    helpdesk.walk_in(point, by=by)
    helped = step(helpdesk.start, free, step(helpdesk.call_next, free, free))
    step(helpdesk.finish, free, helped, topic="device", solved="partly", follow_up="home_visit")
    helpdesk.walk_in(point, came_for="another", interpreter=True, tongue="ar", by=by)
    made["called_visit"] = step(helpdesk.call_next, calls, calls)
    made["gone_visit"] = helpdesk.leave(helpdesk.walk_in(point, by=by), by=by)
    made["waiting_visit"] = helpdesk.walk_in(point, topic="health", by=by)
    made["expected"], made["came"] = _expect(made, point, ("Xandra Vos", "Yvo Nelen"))
    helpdesk.check_in(made["came"], by=by)
    _go_out(made)
    _help_somebody_to_follow(made)


def _help_somebody_to_follow(made: Made) -> None:
    """A guide helps somebody who borrowed nothing."""
    by, point = made["by"], made["digipunt"]
    guide = _colleague(FOLLOWS, "Gust Verheyen", by)
    accounts.give_role(guide, organisation=made["ocmw"], role=Role.GUIDE, place=point, by=by)
    shift = workforce.come(guide, place=point, table=7, by=guide.actor)
    visit = helpdesk.walk_in(point, person=_borrower(made, "Quinten Pas"), by=by)
    helpdesk.call_this(visit, shift=shift, by=guide.actor)
    made["visit_to_follow"] = helpdesk.start(visit, by=guide.actor)


def _go_out(made: Made) -> None:
    """Two helpers go to somebody at home now. Not through the agenda: today may be a holiday, its hours over."""
    by, point, at = made["by"], made["digipunt"], clock.now() - timedelta(minutes=5)
    person = people.register(
        home=made["town"], name="Ursula Thuis", prefers="phone", ways=[Way("phone", "014 21 00 77")],
        address={"street": "Dorp 21", "postcode": "2399", "town": "Wilgerdonk"}, by=by,
    )  # fmt: skip
    slot = Slot.objects.create(place=point, starts_at=at, minutes=60, kind="with_helper", taken=1)
    made["outing"] = Appointment.objects.create(
        person=person, place=point, slot=slot, purpose="help", topic="device", where="at_home", code_word="appelboom"
    )
    for username in (COMES_TO_HELP, FREE):
        helper = workforce.describe_helper(made[username], topics=["itsme"], tongues=["fr"], by=by)
        way = timedelta(minutes=point.travel_minutes)
        Engagement.objects.create(helper=helper, slot=slot, starts_at=at - way, ends_at=slot.ends_at + way)


def _follow(made: Made) -> None:
    """A handover in each state, talks that were stopped and that show then and now, and a market."""
    by, clerk = made["by"], made["clerk"].actor
    made["guide"] = _colleague(GUIDE, "Sofie Raes", by)
    accounts.give_role(made["guide"], organisation=made["town"], role=Role.GUIDE, place=made["lending_desk"], by=by)
    made["handover"] = helpdesk.open_handover(made["running_loan"], by=by)
    helpdesk.follow(made["handover"], colleague=made["guide"], by=by)
    with clock.at(clock.now() - timedelta(days=9)):
        made["to_plan"] = _walked_in(made, "Bea Cools")
        _practised(made["to_plan"], clerk)
    with clock.at(clock.now() - timedelta(days=20)):
        made["was_to_come"] = _walked_in(made, "Herman Vos")
        helpdesk.plan_next(made["was_to_come"], slot=made["begun_slot"], by=clerk)
    made["call_due"] = _walked_in(made, "Cyriel Aerts")
    _practised(made["call_due"], clerk, is_last=True)
    with clock.at(clock.now() - timedelta(days=120)):
        for key, name, how in [
            ("independent", "Dina Helsen", {"to": "independent"}),
            ("on_course", "Edward Bols", {"to": "course", "where_to": "CVO, smartphone 1"}),
            ("stopped", "Fien Luyten", {"to": "stopped", "because": "own_wish"}),
        ]:
            found = _walked_in(made, name)
            _practised(found, clerk, is_last=True)
            asks = clock.today() + timedelta(days=30)
            made[key] = helpdesk.conclude(found, ask_course_on=asks, by=clerk, **how)
        _talked(made, made["independent"].person, "not_yet", wish="Foto’s sturen naar mijn kleinzoon.")
    _talked(made, made["independent"].person, "self", bank="help")
    made["talked"] = made["independent"].person
    made["talk"] = helpdesk.begin_talk(made["handover"].person, place=made["lending_desk"], by=clerk)
    helpdesk.tell(made["talk"], task="start", says="help", by=clerk)
    made["silent"] = made["to_plan"].person
    made["speaks"] = _walked_in(made, "Gusta Nijs").person  # For who goes through a whole talk.
    made["empty_talk"] = helpdesk.begin_talk(made["call_due"].person, place=made["lending_desk"], by=clerk)
    made["outreach"] = helpdesk.note_outreach(
        made["town"], held_on=clock.today() - timedelta(days=12), where="Vrijdagmarkt", went=[made["guide"]],
        spoken_to=24, older=11, partner=made["partner"], by=clerk,
    )  # fmt: skip
    made["follow_up"] = helpdesk.promise(
        made["outreach"], kind="question", what="Wanneer rijdt de belbus?", owner=made["guide"],
        by_on=clock.today() - timedelta(days=2), by=clerk,
    )  # fmt: skip


def _walked_in(made: Made, name: str) -> Handover:
    """Somebody with a device of their own who is followed at the desk."""
    return helpdesk.open_without_loan(_borrower(made, name), place=made["lending_desk"], by=made["by"])


def _practised(handover: Handover, by: Actor, *, is_last: bool = False) -> None:
    helpdesk.hold_session(
        handover, hands="together", topics=["device", "messages"], learned="Een foto sturen.", next_time="De bank.",
        is_last=is_last, by=by,
    )  # fmt: skip


def _talked(made: Made, person: Person, says: str, *, wish: str = "", **answers: str) -> None:
    """A talk on paper in which all was answered the same, but for `answers`."""
    all_told = {task.code: says for task in tasks_of(NEWEST)} | answers
    helpdesk.type_over(
        person, place=made["lending_desk"], wording=NEWEST, answers=all_told, wish=wish, by=made["clerk"].actor
    )
