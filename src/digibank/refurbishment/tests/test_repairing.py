"""A device is repaired, with parts from the drawer or from another device, and the repairs are open data."""

import csv
import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import a_class, a_depot, a_device, a_medium, past_the_gate
from digibank.inventory.tests.factories import erased as erased_medium
from digibank.inventory.tests.looking import refusal, verbs
from digibank.refurbishment import actions
from digibank.refurbishment.condition import condition_of
from digibank.refurbishment.flows import PartState
from digibank.refurbishment.models import Part, QualityCheck, Repair, RepairBarrier
from digibank.refurbishment.openrepair import COLUMNS, as_csv, repairs_between
from digibank.refurbishment.tests.factories import checked, inspected, installed

FIXED = {"problem": "Toets E doet niets.", "done": "Toetsenbord vervangen.", "status": 1}
TODAY = date(2026, 11, 23)


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


def ended(device, by) -> Repair:
    return actions.repair(device, problem="Moederbord stuk.", status=3, barrier=1, by=by)


@pytest.fixture
def wreck(depot, laptop_class, technician) -> Device:
    """A device that cannot be used again, with a disk that is not erased yet."""
    made = a_device(depot, laptop_class)
    a_medium(made, serial="W1")
    actions.inspect(made, ground="too_dear", by=technician.actor)
    return made


# Repairs


@pytest.mark.rule("W-12")
def test_a_repair_says_what_was_wrong_what_was_done_and_how_it_ended(device, technician):
    made = actions.repair(device, by=technician.actor, **FIXED)

    assert (made.problem, made.done, made.status, made.barrier, made.place, made.repaired_by) == (
        "Toets E doet niets.",
        "Toetsenbord vervangen.",
        1,
        None,
        device.place,
        technician.actor,
    )
    assert (condition_of(device).last_repair, verbs(made), str(made)) == (
        made,
        ["refurbishment.repaired"],
        f"{device.pk} 1",
    )


@pytest.mark.rule("W-12")
@pytest.mark.parametrize(
    ("told", "sentence", "field"),
    [
        ({"problem": " ", "status": 2}, "Write down what was wrong.", "problem"),
        ({"problem": "Stuk.", "status": 1}, "Write down what you did.", "done"),
        ({"problem": "Stuk.", "status": 3}, "Choose why it cannot be repaired.", "barrier"),
        (
            {"problem": "Stuk.", "status": 2, "barrier": 4},
            "Only what cannot be repaired has a reason why. Leave that empty.",
            "barrier",
        ),
    ],
)
def test_half_a_story_is_refused(device, technician, told, sentence, field):
    assert refusal(lambda: actions.repair(device, by=technician.actor, **told)) == (sentence, field)
    assert Repair.objects.count() == 0


@pytest.mark.rule("W-12")
@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"status": 1, "barrier": 2}, "only_the_end_of_a_life_has_a_barrier"),
        ({"status": 3}, "only_the_end_of_a_life_has_a_barrier"),
        ({"status": 1, "problem": ""}, "a_repair_says_what_was_wrong"),
    ],
)
def test_the_database_itself_refuses_half_a_story(device, technician, told, name):
    about = {"problem": "Stuk.", "place": device.place, "life_began_at": clock.now()} | told

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Repair.objects.create(device=device, repaired_by=technician.actor, **about)


def test_no_password_stands_in_a_repair(device, technician):
    secret = "pincode 1234"

    problem = refusal(lambda: actions.repair(device, by=technician.actor, **FIXED | {"problem": secret}))
    done = refusal(lambda: actions.repair(device, by=technician.actor, **FIXED | {"done": secret}))

    assert [field for _said, field in (problem, done)] == ["problem", "done"]


@pytest.mark.rule("W-02")
def test_nobody_checks_what_they_repaired_last(device, medium, technician, colleague):
    actions.repair(device, by=colleague.actor, **FIXED)
    installation = installed(device, technician.actor)
    inspected(device, technician.actor)

    said = refusal(lambda: checked(device, colleague.actor))

    assert said == ("You repaired this device yourself. Let a colleague check it.", None)
    assert state_of(device) == Position.INSTALLED
    with pytest.raises(IntegrityError, match="somebody_else_checks_a_repair"):
        QualityCheck.objects.create(
            device=device,
            installation=installation,
            passed=False,
            note="Toch niet.",
            checked_by=colleague.actor,
            installed_by=technician.actor,
            repaired_by=colleague.actor,
        )


@pytest.mark.rule("W-02")
def test_only_the_last_repair_of_this_life_counts(device, medium, technician, colleague):
    actions.repair(device, by=colleague.actor, **FIXED)
    last = actions.repair(device, by=technician.actor, **FIXED)
    installed(device, technician.actor)

    check = checked(device, colleague.actor)

    assert (check.passed, check.repaired_by) == (True, last.repaired_by)


@pytest.mark.rule("W-12")
def test_what_is_repaired_in_stock_is_checked_once_more(device, medium, technician, colleague):
    installed(device, technician.actor)
    checked(device, colleague.actor)

    actions.repair(device, by=technician.actor, **FIXED)

    assert state_of(device) == Position.ERASED


def test_only_on_a_bench_a_device_is_repaired(device, technician):
    inventory.lose(device, by=technician.actor)

    said = refusal(lambda: actions.repair(device, by=technician.actor, **FIXED))

    assert said == (f"{device.number} is not on a bench now: lost.", None)


@pytest.mark.rule("W-09")
def test_what_cannot_be_repaired_does_not_go_into_stock(device, medium, technician, colleague):
    inspected(device, technician.actor)
    ended(device, technician.actor)
    installed(device, technician.actor)

    said, _field = refusal(lambda: checked(device, colleague.actor))

    assert said == f"{device.number} cannot be used again, a colleague said. It goes to disposal."


# Parts


def test_a_new_part_comes_into_the_drawer_and_is_used(device, technician):
    part = actions.add_part(device.place, kind="keyboard", description="ProBook 450 G7", by=technician.actor)

    made = actions.repair(device, parts=[part], by=technician.actor, **FIXED)

    part.refresh_from_db()
    assert (part.state, part.fitted_in, part.origin) == (PartState.FITTED, made, "new")
    assert (str(part), list(made.parts.all())) == (part.number, [part])


@pytest.mark.rule("W-13")
def test_a_part_is_used_once_and_at_its_own_depot(device, association, technician):
    used = actions.add_part(device.place, kind="memory", description="8 GB", by=technician.actor)
    actions.repair(device, parts=[used], by=technician.actor, **FIXED)
    elsewhere = actions.add_part(
        a_depot(association, name="Kelder"), kind="memory", description="8 GB", by=technician.actor
    )

    twice = refusal(lambda: actions.repair(device, parts=[used], by=technician.actor, **FIXED))
    far = refusal(lambda: actions.repair(device, parts=[elsewhere], by=technician.actor, **FIXED))

    assert twice == (f"{used.number} is not in the drawer any more. Choose another part.", "parts")
    assert far == (f"{elsewhere.number} lies at another depot. Choose a part of this one.", "parts")
    assert Repair.objects.count() == 1


def test_a_new_disk_is_no_part_and_a_desk_no_drawer(device, desk, technician):
    disk = refusal(lambda: actions.add_part(device.place, kind="storage", description="SSD", by=technician.actor))
    at_desk = refusal(lambda: actions.add_part(desk, kind="memory", description="8 GB", by=technician.actor))

    assert disk == ("Put a new disk in the device, write it down there and erase it as any other.", "kind")
    assert at_desk == ("Spare parts lie at a depot. Choose a depot.", "place")


@pytest.mark.rule("W-13")
def test_parts_come_only_out_of_what_is_not_used_again(device, wreck, technician):
    still_good = refusal(lambda: actions.harvest(device, kind="screen", description="15 inch", by=technician.actor))
    inventory.write_off(device, because="Gevallen.", by=technician.actor)

    made = [actions.harvest(old, kind="screen", description="15 inch", by=technician.actor) for old in (wreck, device)]

    sentence = "may still be used again. Inspect it, or write it off, before parts are taken out."
    assert still_good == (f"{device.number} {sentence}", None)
    assert [(part.origin, part.harvested_from) for part in made] == [("harvested", wreck), ("harvested", device)]


@pytest.mark.rule("W-13")
def test_a_harvested_disk_keeps_its_state_and_is_fitted_only_erased(device, wreck, technician):
    disk, target = wreck.media.get(), past_the_gate(device)
    part = actions.harvest(wreck, kind="storage", description="SSD 256", medium=disk, by=technician.actor)
    told = FIXED | {"parts": [part], "by": technician.actor}

    unsafe = refusal(lambda: actions.repair(target, **told))
    before = StorageMedium.objects.get(pk=disk.pk).device
    erased_medium(disk)
    actions.repair(target, **told)

    disk.refresh_from_db()
    assert unsafe == (f"{disk.number} is not erased. Erase it before it goes into a device.", "parts")
    assert before == wreck
    assert (disk.device, disk.state, Device.objects.get(pk=target.pk).open_media) == (target, MediumState.ERASED, 0)
    assert list(wreck.media.all()) == []
    assert (verbs(disk)[-1], Part.objects.get().state) == ("inventory.medium_moved", PartState.FITTED)


@pytest.mark.rule("W-13")
def test_a_fitted_disk_is_erased_again_after_a_loan(device, wreck, desk, technician):
    disk, target = erased_medium(wreck.media.get()), past_the_gate(device)
    part = actions.harvest(wreck, kind="storage", description="SSD 256", medium=disk, by=technician.actor)
    actions.repair(target, parts=[part], by=technician.actor, **FIXED)

    inventory.lose(target, by=technician.actor)
    inventory.find(target, place=device.place, by=technician.actor)

    disk.refresh_from_db()
    assert (disk.state, Device.objects.get(pk=target.pk).open_media) == (MediumState.TO_ERASE, 2)


@pytest.mark.rule("W-13")
def test_a_storage_part_is_one_of_the_media_of_its_device(device, wreck, technician):
    strange = a_medium(device, serial="S9")
    act = {"kind": "storage", "description": "SSD", "by": technician.actor}

    none = refusal(lambda: actions.harvest(wreck, **act))
    other = refusal(lambda: actions.harvest(wreck, medium=strange, **act))
    actions.harvest(wreck, medium=wreck.media.get(), **act)
    twice = refusal(lambda: actions.harvest(wreck, medium=wreck.media.get(), **act))

    choose = "Choose which storage medium of this device you take out."
    assert (none, other) == ((choose, "medium"), (choose, "medium"))
    assert twice == ("This storage medium is in the drawer already.", "medium")
    for wrong, name in [
        ({"kind": "storage"}, "a_storage_part_is_a_medium"),
        ({"origin": "harvested"}, "a_harvested_part_says_from_where"),
        ({"state": "fitted"}, "a_fitted_part_says_in_which_repair"),
        ({"state": "gone"}, "a_part_that_is_gone_says_why"),
    ]:
        about = {"kind": "memory", "origin": "new", "description": "x"} | wrong
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Part.objects.create(place=device.place, added_by=technician.actor, **about)


def test_a_part_that_is_not_usable_leaves_the_drawer_with_the_reason(depot, technician):
    part = actions.add_part(depot, kind="battery", description="Accu", by=technician.actor)

    silent = refusal(lambda: actions.scrap_part(part, because=" ", by=technician.actor))
    gone = actions.scrap_part(part, because="Loopt leeg.", by=technician.actor)

    assert silent == ("Write down why the part is not usable.", "because")
    assert (gone.state, gone.gone_because, verbs(part)) == (
        PartState.GONE,
        "Loopt leeg.",
        ["refurbishment.part_added", "refurbishment.part_scrapped"],
    )


# Open data


@pytest.mark.rule("W-16")
def test_repairs_are_open_data_with_the_columns_of_the_standard(device, technician):
    inspected(device, technician.actor, made_in=2019)
    actions.repair(device, by=technician.actor, **FIXED)
    ended(device, technician.actor)

    page = as_csv(repairs_between(TODAY, TODAY, [device.place.organisation_id]))
    fixed, end = list(csv.DictReader(io.StringIO(page)))

    first, last = Repair.objects.order_by("pk")
    assert page.split("\r\n")[0] == (
        "id,data_provider,country,partner_product_category,product_category,product_category_id,brand,"
        "year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,"
        "record_date,problem"
    )
    assert fixed == {
        "id": str(first.pk),
        "data_provider": device.place.organisation.name,
        "country": "BEL",
        "partner_product_category": "Laptop 15 inch",
        "product_category": "Laptop",
        "product_category_id": "16",
        "brand": "HP",
        "year_of_manufacture": "2019",
        "product_age": "7",
        "repair_status": "Fixed",
        "repair_barrier_if_end_of_life": "",
        "group_identifier": f"{device.place.organisation.name}, {device.place.name}",
        "event_date": "2026-11-23",
        "record_date": "2026-11-23",
        "problem": "Toets E doet niets.",
    }
    assert end == fixed | {
        "id": str(last.pk),
        "repair_status": "End of life",
        "repair_barrier_if_end_of_life": "Spare parts not available",
        "problem": "Moederbord stuk.",
    }


@pytest.mark.rule("W-16")
def test_no_person_stands_in_the_open_data(device, technician):
    actions.repair(device, by=technician.actor, **FIXED)

    page = as_csv(repairs_between(TODAY, TODAY, [device.place.organisation_id]))

    assert [word for word in (technician.full_name, technician.username, device.serial) if word in page] == []


@pytest.mark.parametrize("barrier", RepairBarrier)
def test_each_barrier_has_the_words_of_the_standard(device, technician, barrier):
    actions.repair(device, problem="Stuk.", status=3, barrier=barrier, by=technician.actor)

    (row,) = csv.DictReader(io.StringIO(as_csv(repairs_between(TODAY, TODAY, [device.place.organisation_id]))))

    assert (
        row["repair_barrier_if_end_of_life"]
        == {
            1: "Spare parts not available",
            2: "Spare parts too expensive",
            3: "No way to open product",
            4: "Repair information not available",
            5: "Lack of equipment",
            6: "Item too worn out",
        }[barrier]
    )


@pytest.mark.parametrize(
    ("shape", "category"),
    [("laptop", "16 Laptop"), ("desktop", "4 Desktop computer"), ("tablet", "30 Tablet"), ("phone", "19 Mobile")],
)
def test_each_shape_has_a_category_of_the_standard(depot, technician, shape, category):
    device = a_device(depot, a_class(f"a-{shape}", f"Een {shape}", shape=shape))
    actions.repair(device, by=technician.actor, **FIXED)

    (row,) = csv.DictReader(io.StringIO(as_csv(repairs_between(TODAY, TODAY, [depot.organisation_id]))))

    assert (f"{row['product_category_id']} {row['product_category']}", row["brand"]) == (category, "Unknown")
    assert set(row) == set(COLUMNS)


def test_only_the_period_and_the_own_organisation_count(device, other_town, technician):
    actions.repair(device, by=technician.actor, **FIXED)
    own = [device.place.organisation_id]
    yesterday, tomorrow = date(2026, 11, 22), date(2026, 11, 24)

    counts = [
        repairs_between(start, end, whose).count()
        for start, end, whose in [
            (TODAY, TODAY, own),
            (yesterday, yesterday, own),
            (tomorrow, tomorrow, own),
            (yesterday, tomorrow, [other_town.pk]),
        ]
    ]

    assert counts == [1, 0, 0, 0]


def test_a_text_that_a_spreadsheet_takes_for_a_formula_stays_a_text(device, technician):
    actions.repair(device, problem="=1+1", status=2, by=technician.actor)

    (row,) = csv.DictReader(io.StringIO(as_csv(repairs_between(TODAY, TODAY, [device.place.organisation_id]))))

    assert row["problem"] == "'=1+1"
