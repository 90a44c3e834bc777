"""The reuse record: what stands in it, what never does, and the copies that stay."""

import json
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from digibank import clock
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device
from digibank.inventory.tests.looking import verbs
from digibank.refurbishment import actions
from digibank.refurbishment.models import FrozenRecord
from digibank.refurbishment.reuse.composing import record_of
from digibank.refurbishment.reuse.facts import Outcome, StepKind
from digibank.refurbishment.reuse.papers import record_pdf
from digibank.refurbishment.reuse.schema import as_json, from_json
from digibank.refurbishment.tests.factories import (
    a_destroyed_drive,
    back_from_a_loan,
    checked,
    collected,
    installed,
    lent_once,
    waiting,
    waste,
)


def told(device) -> list[tuple[str, str, str]]:
    return [(step.kind, step.title, step.text) for step in record_of(Device.objects.get(pk=device.pk)).steps]


@pytest.fixture
def pair(technician, colleague):
    return technician, colleague


@pytest.fixture
def lived(device, medium, desk, depot, pair) -> Device:
    """A device that came from the door over a rejected check, a good one and a loan to the recycler."""
    technician, colleague = pair
    settled = waiting(device, technician.actor)
    actions.state_seen(settled, signs=["hidden_areas"], by=colleague.actor)
    actions.note_kilometres(device, count=40, by=technician.actor)
    installed(device, technician.actor)
    checked(device, colleague.actor, good=["screen"], note="The keyboard is stiff")
    clock.pass_time(days=1)
    installed(device, technician.actor)
    checked(device, colleague.actor)
    clock.pass_time(days=1)
    back_from_a_loan(Device.objects.get(pk=device.pk), desk, technician.actor)
    clock.pass_time(days=1)
    inventory.destroy(medium, because="Drilled through.", by=technician.actor)
    about = {"grams": 2100, "category": 2, "ground": "damaged", "note": "The lid is broken"}
    collected(depot, actions.dispose(device, by=technician.actor, **about))
    return Device.objects.get(pk=device.pk)


@pytest.mark.rule("R-01")
@pytest.mark.rule("R-02")
def test_the_record_tells_a_whole_life_word_for_word(lived, medium, pair):
    good = "Screen: in order, keyboard and touchpad: in order, internet: in order, sound: in order, camera: in order, battery: in order, plugs and charging: in order, cleaned: in order."
    bad = "Screen: in order, keyboard and touchpad: not in order, internet: not in order, sound: not in order, camera: not in order, battery: not in order, plugs and charging: not in order, cleaned: not in order. The keyboard is stiff"
    system = ("installation", "System installed", "Linux Mint 22.2. Free software. Safe until 30 April 2029.")
    seen = (
        "inspection",
        "Inspected: can be used again",
        "Appearance B, function A, battery B. Nothing is wrong on the outside.",
    )
    assert told(lived) == [
        ("received", "Came in and got its label", ""),
        seen,
        (
            "erasure",
            "Data erased",
            f"{medium.number}: overwritten, level Clear (NIST SP 800-88), with nwipe 0.33."
            " A second person looked at what the tool does not show.",
        ),
        system,
        ("quality", "Quality checked: not in order", bad),
        system,
        ("quality", "Quality checked: in order", good),
        ("lent", "Lent", ""),
        ("back", "Came back from a loan", ""),
        ("storage", "Storage destroyed", f"{medium.number} SAMSUNG MZ7LN256. Drilled through."),
        ("disposal", "Disposed of", "Much rust or damage on the outside. 2,100 kg, EEE category 2. The lid is broken"),
        ("collection", "Taken along by a recycler", "Scrap & Co (OVAM 1), document IF-1."),
    ]
    everything = as_json(record_of(lived)).decode()
    assert [user for user in pair if user.full_name in everything or user.username in everything] == []


@pytest.mark.rule("R-01")
def test_the_record_begins_with_what_the_decree_asks_of_the_device(device, association, actor):
    inventory.edit_device(device, version=device.version, made_in=2019, by=actor)

    told_of = json.loads(as_json(record_of(Device.objects.get(pk=device.pk))))

    steps = told_of.pop("steps")
    assert told_of == {
        "schema": "digibank.reuse-record",
        "version": 1,
        "language": "en",
        "made_on": "2026-11-23",
        "centre": association.name,
        "code": device.number,
        "device": {
            "name": "HP ProBook 450 G7",
            "class": "Laptop 15 inch",
            "maker": "HP",
            "product": "ProBook 450 G7",
            "serial": "5CD0123456",
            "eee_category": 2,
            "made_in": 2019,
        },
        "position": "received",
    }
    assert steps == [
        {
            "on": "2026-11-23",
            "kind": "received",
            "outcome": "done",
            "title": "Came in and got its label",
            "text": "",
            "facts": {"code": device.number},
        }
    ]


@pytest.mark.rule("R-02")
def test_why_a_device_was_away_stands_not_in_it(depot, desk, laptop_class, actor):
    device = a_device(depot, laptop_class)
    lent_once(device, desk, actor)
    inventory.lose(device, because="Left on the bus by Jef", by=actor)
    inventory.find(device, place=depot, by=actor)
    inventory.write_off(device, because="Jef dropped it", by=actor)
    inventory.restore(device, by=actor)

    content = as_json(record_of(Device.objects.get(pk=device.pk))).decode()

    assert "Jef" not in content
    assert [title for kind, title, _text in told(device) if kind == StepKind.MOVED] == [
        "Lost",
        "Found again",
        "Written off",
        "Here again: that was a mistake",
    ]


@pytest.mark.rule("R-03")
def test_each_step_is_there_as_soon_as_it_is_done(device, medium, technician, colleague, actor):
    before = len(told(device))

    settled = waiting(device, technician.actor)
    waits = len(told(device))
    actions.state_seen(settled, signs=["hidden_areas"], by=colleague.actor)

    assert (before, waits, len(told(device))) == (1, 1, 2)


def test_storage_that_is_not_inside_is_told(depot, laptop_class, actor):
    bare, drilled = a_device(depot, laptop_class), a_device(depot, laptop_class)
    inventory.state_no_storage(bare, because="The bay is empty.", by=actor)
    drive = a_destroyed_drive(drilled, product="Spinpoint")

    assert told(bare)[1:] == [("storage", "No storage inside, seen by a colleague", "The bay is empty.")]
    assert told(drilled)[1:] == [("storage", "Storage destroyed", f"{drive.number} Spinpoint. Drilled")]


def test_a_disposal_that_was_undone_is_told_as_that(device, actor):
    actions.undo_disposal(waste(device), by=actor)

    kinds = [(kind, title) for kind, title, _text in told(device)][2:]

    assert kinds == [("disposal", "Disposed of"), ("moved", "Kept after all")]


@pytest.mark.rule("R-04")
def test_a_copy_stays_as_it_was_and_is_kept_once(device, medium, technician, actor):
    first = actions.freeze_record(device, by=actor)
    same = actions.freeze_record(device, by=actor)
    inventory.edit_device(device, version=device.version, product="EliteBook", by=actor)
    later = actions.freeze_record(Device.objects.get(pk=device.pk), by=actor)

    kept = from_json(first.document.content())

    assert first == same != later
    assert (kept.product, from_json(later.document.content()).product) == ("ProBook 450 G7", "EliteBook")
    assert verbs(device).count("refurbishment.record_frozen") == 2


@pytest.mark.rule("R-04")
def test_a_copy_is_in_the_language_of_the_house(device, actor, settings):
    with translation.override("nl"):
        kept = actions.freeze_record(device, by=actor)

    assert json.loads(kept.document.content())["language"] == settings.LANGUAGE_CODE == "en"


def test_what_is_read_back_from_a_copy_is_the_record(lived):
    record = record_of(lived)

    again = from_json(as_json(record))

    assert as_json(again) == as_json(record)
    assert [step.on for step in again.steps] == [step.on for step in record.steps]
    assert {step.outcome for step in again.steps} == set(Outcome)


@pytest.mark.rule("R-04")
def test_what_left_keeps_its_collection_in_the_copy(device, depot, actor):
    taken = collected(depot, waste(device))

    steps = from_json(FrozenRecord.objects.get().document.content()).steps

    assert steps[-1].kind == StepKind.COLLECTION
    assert steps[-1].facts == {
        "collection": taken.number,
        "recycler": "Scrap & Co",
        "registration": "OVAM 1",
        "document": "IF-1",
        "collected_on": "2026-11-23",
    }


@pytest.mark.once
@pytest.mark.rule("R-01")
def test_the_paper_tells_the_same(lived, pair, association):
    record = record_of(lived)

    pages = PdfReader(BytesIO(record_pdf(record))).pages

    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    expected = [association.name, lived.number, "HP ProBook 450 G7", "5CD0123456", "not known", "Reuse record"]
    expected += [step.title for step in record.steps] + ["23/11/2026", "26/11/2026"]
    assert [said for said in expected if said not in words] == []
    assert [user for user in pair if user.full_name in words] == []
