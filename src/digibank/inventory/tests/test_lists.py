"""An inventory by file: what each row becomes, that all or nothing comes in, and who may bring it in."""

import pytest
from conftest import logged_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.inventory import actions
from digibank.inventory.flows import Position
from digibank.inventory.lists import inventory_list, plans_at
from digibank.inventory.models import Accessory, Device
from digibank.inventory.tests.factories import a_class, a_depot, a_device
from digibank.organisations.tests.factories import a_member, an_association
from digibank.sheets import actions as sheets
from digibank.sheets.models import Plan
from digibank.sheets.reading import read_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

HEAD = "Klasse;Inventarisnummer;Merk;Model;Serienummer;Aankoopjaar;Toebehoren;Eigenaar\n"
OPENED = ["inventory_list", "refused_rows"]
SENT = ["choose_columns", "explain_words", "choose_rows", "take_in_inventory"]


@pytest.fixture
def laptops(db):
    return a_class("laptop-15", "Laptop 15 inch", accessories=["charger", "bag"])


def previewed(depot, text: str, *, head: str = HEAD) -> Plan:
    content, by = (head + text).encode(), an_actor()
    sheet = read_sheet(content)
    document = files.store(content, media_type=sheet.media_type, name=sheet.file_name, by=by)
    return sheets.preview(document, kind=inventory_list(depot), about=depot.pk, sheet=sheet, by=by)


def taken_in(depot, plan: Plan) -> Plan:
    sheet = read_sheet(plan.document.content())
    return actions.take_in_inventory(
        depot, plan=plan, kind=inventory_list(depot), sheet=sheet, seen=plan.digest, by=an_actor()
    )


def verdicts(plan: Plan) -> list[tuple[str, list[str]]]:
    return [(row.verdict, [reason[1] for reason in row.reasons]) for row in plan.rows.all()]


@pytest.mark.rule("T-07")
def test_a_row_becomes_a_device_that_waits_before_the_gate(depot, laptops):
    town = a_member(depot.organisation, name="Puttebeek")

    taken_in(depot, previewed(depot, "Laptop;lt 0412;Dell;Latitude 5490;7GXK2P3;15/03/2019;lader + muis;puttebeek\n"))

    device = Device.objects.get()
    told = (device.own_number, device.vendor, device.product, device.serial, device.made_in, device.owner)
    assert told == ("LT0412", "Dell", "Latitude 5490", "7GXK2P3", 2019, town)
    assert (device.place, device.state, device.open_media) == (depot, Position.RECEIVED, 1)
    assert dict(device.accessories.values_list("kind", "state")) == {
        "charger": Accessory.State.PRESENT,
        "mouse": Accessory.State.PRESENT,
        "bag": Accessory.State.MISSING,
    }
    assert Event.objects.about(device).values_list("verb", flat=True).get() == "inventory.device_registered"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("Laptop;;;;;;;", ("coming", [])),
        ("laptop 15 INCH;;;;;;;", ("coming", [])),
        (";LT-1;;;;;;", ("wrong", ["missing"])),
        ("toverdoos;LT-1;;;;;;", ("wrong", ["unknown_word"])),
        ("Laptop;LT-1;;;;volgend jaar;;", ("wrong", ["year"])),
        ("Laptop;LT-1;;;;2031;;", ("wrong", ["year"])),
        ("Laptop;LT-1;;;;;lader, kussen;", ("wrong", ["part"])),
        ("Laptop;LT-1;;;3,52E+14;;;", ("wrong", ["shortened"])),
        ("Laptop;LT-1;;pincode 1234;;;;", ("wrong", ["secret"])),
        ("Laptop;LT-1;;;;;;Gent", ("wrong", ["unknown_word"])),
        ("Laptop;OURS-1;;;;;;", ("known", ["own_number_ours"])),
        ("Laptop;;;;7gxk 2p3;;;", ("known", ["ours"])),
    ],
)
@pytest.mark.rule("T-01")
def test_each_row_says_what_becomes_of_it(depot, laptops, row, verdict):
    device = a_device(depot, laptops, serial="7GXK2P3")
    actions.edit_device(device, version=device.version, own_number="ours-1", by=an_actor())

    assert verdicts(previewed(depot, row + "\n")) == [verdict]


def test_a_word_that_fits_two_classes_is_asked(depot, laptops):
    a_class("laptop-small", "Laptop 13 inch", shape="laptop")

    plan = previewed(depot, "laptop;;;;;;;\nLaptop 13 inch;;;;;;;\n")

    assert verdicts(plan) == [("wrong", ["unknown_word"]), ("coming", [])]
    assert plan.asked == {"device_class": {"laptop": 1}}


def test_the_same_number_of_two_owners_is_of_two_devices(depot, laptops):
    a_member(depot.organisation, name="Puttebeek")

    plan = taken_in(depot, previewed(depot, "Laptop;1;;;;;;\nLaptop;1;;;;;;Puttebeek\nLaptop;1;;;;;;Puttebeek\n"))

    assert verdicts(plan) == [("coming", []), ("coming", []), ("known", ["double"])]
    assert Device.objects.filter(own_number="1").count() == 2


@pytest.mark.parametrize("named", ["Digibank Kempen", "wij"])
@pytest.mark.rule("T-02")
def test_who_leaves_the_owner_out_means_the_owner_of_the_depot(depot, laptops, named):
    depot.organisation.name = "Digibank Kempen"
    depot.organisation.save(update_fields=["name"])
    plan, by = previewed(depot, f"Laptop;1;;;;;;\nLaptop;1;;;;;;{named}\n"), an_actor()
    sheet, kind = read_sheet(plan.document.content()), inventory_list(depot)
    answers = {"owner": {"wij": str(depot.organisation_id)}}

    plan = taken_in(depot, sheets.choose(plan, kind=kind, sheet=sheet, answers=answers, by=by))

    assert verdicts(plan) == [("coming", []), ("known", ["double"])]
    assert Device.objects.get().own_number == "1"


@pytest.mark.rule("T-02")
def test_what_another_list_brought_in_meanwhile_brings_nothing_twice(depot, laptops):
    first = previewed(depot, "Laptop;1;;;AAA;;;\n")
    second = previewed(depot, "Laptop;2;;;AAA;;;\nLaptop;3;;;BBB;;;\n")
    taken_in(depot, first)

    with pytest.raises(RuleBroken, match="The list changed since the preview"):
        taken_in(depot, second)

    assert Device.objects.count() == 1


@pytest.mark.rule("T-04")
def test_taking_in_twice_is_once(depot, laptops):
    plan = previewed(depot, "Laptop;1;;;AAA;;;\n")

    taken_in(depot, plan)
    taken_in(depot, plan)

    assert Device.objects.count() == 1


@pytest.mark.rule("T-07")
def test_a_second_device_of_an_owner_with_the_same_number_is_refused(depot, laptops):
    taken_in(depot, previewed(depot, "Laptop;LT-1;;;;;;\n"))
    other = a_device(depot, laptops)

    with pytest.raises(RuleBroken, match="Another device of this owner has this number"):
        actions.edit_device(other, version=other.version, own_number="lt-1", by=an_actor())

    assert Device.objects.matching("lt-1").get() != other


def test_an_inventory_is_sent_looked_at_and_taken_in(as_technician, depot, laptops):
    file = SimpleUploadedFile("inventaris.csv", (HEAD + "Laptop;LT-1;;;;;;\n").encode())
    as_technician.post(reverse("inventory:send_inventory"), {"file": file, "place": depot.pk})
    plan = plans_at(frozenset({depot.organisation_id})).get()
    before = Device.objects.count()

    answer = as_technician.post(at("take_in_inventory", plan), {"seen": plan.digest}, follow=True)

    assert (before, Device.objects.count(), answer.redirect_chain) == (0, 1, [(at("inventory_list", plan), 303)])


def test_only_who_registers_devices_opens_an_inventory(as_technician, as_clerk, client, depot, laptops):
    plan = previewed(depot, "Laptop;LT-1;;;;;;\n")
    pages = [at(name, plan) for name in OPENED] + [
        reverse("inventory:send_inventory"),
        reverse("inventory:sample_inventory"),
    ]

    assert {as_technician.get(page).status_code for page in pages} == {200}
    assert {as_clerk.get(page).status_code for page in pages} == {403}
    assert {client.get(page).status_code for page in pages} == {302}


def test_a_technician_of_another_association_finds_nothing(depot, laptops):
    other = an_association("Digibank Elders")
    theirs = a_depot(other, name="Loods Elders")
    stranger = logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))
    plan = previewed(depot, "Laptop;LT-1;;;;;;\n")

    answers = [stranger.get(at(name, plan)) for name in OPENED] + [stranger.post(at(name, plan)) for name in SENT]
    offered = stranger.get(reverse("inventory:send_inventory")).context

    assert {answer.status_code for answer in answers} == {404}
    assert (list(offered["form"].fields["place"].queryset), list(offered["plans"])) == ([theirs], [])


def test_a_longer_inventory_asks_no_more_of_the_database(as_technician, depot, laptops):
    asked = []
    for rows in (1, 30):
        plan = previewed(depot, "".join(f"Laptop;{rows}-{row};;;{rows}S{row};;;\n" for row in range(rows)))
        as_technician.get(at("inventory_list", plan))
        with CaptureQueriesContext(connection) as looked:
            as_technician.get(at("inventory_list", plan))
        with CaptureQueriesContext(connection) as taken:
            taken_in(depot, plan)
        asked.append((len(looked), len(taken)))

    assert asked[0] == asked[1]


def at(name: str, plan: Plan) -> str:
    return reverse(f"inventory:{name}", kwargs={"plan": plan.pk})
