"""What stands on a task card: its steps, for each shape of device and each part."""

import pytest
from django.template.loader import get_template

from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions as inventory
from digibank.inventory.models import AccessoryKind, DeviceClass
from digibank.inventory.tests.factories import a_class, a_device
from digibank.workforce.kinds import HELP_ICONS, HelpKind, TaskKind, kinds_at, steps_for

pytestmark = pytest.mark.django_db
MOST_WORDS = 5


def titles(kind, device) -> list[str]:
    return [str(step.title) for step in steps_for(kind, device)]


@pytest.fixture
def of_each_shape(depot):
    return {
        shape: a_device(depot, a_class(shape, shape.label, shape=shape, accessories=list(AccessoryKind)))
        for shape in DeviceClass.Shape
    }


def test_a_laptop_has_keys_to_clean_and_the_others_an_outside(of_each_shape):
    third = {shape.value: titles("clean", device)[2] for shape, device in of_each_shape.items()}

    assert titles("clean", of_each_shape["laptop"]) == [
        "Look for damage", "Clean the screen", "Clean the keyboard", "Let it dry",
    ]  # fmt: skip
    assert third == {"laptop": "Clean the keyboard"} | dict.fromkeys(
        ("desktop", "tablet", "phone"), "Clean the outside"
    )


def test_the_parts_that_are_there_are_packed_and_no_others(depot, laptop_class):
    device = a_device(depot, laptop_class, accessories=["charger"])
    before = titles("pack", device)
    inventory.check_accessory(device, kind="bag", state="present", by=an_actor())
    inventory.check_accessory(device, kind="charger", state="damaged", by=an_actor())

    assert before == ["Pack the device", "Pack the charger", "Close the box"]
    assert titles("pack", device) == ["Pack the device", "Pack the bag", "Close the box"]


def test_each_step_is_short_and_has_a_drawing(of_each_shape):
    for device in of_each_shape.values():
        for kind in AccessoryKind:
            inventory.check_accessory(device, kind=kind, state="present", by=an_actor())
        for step in [step for kind in TaskKind for step in steps_for(kind, device)]:
            drawn = get_template(step.picture).render({"thing": step.thing})
            assert len(str(step.title).split()) <= MOST_WORDS
            assert drawn.startswith('<svg class="drawing"')
            assert drawn.count("<svg") == drawn.count("</svg>") == 1


def test_a_position_has_the_tasks_that_make_sense_there():
    assert {position: kinds_at(position) for position in ("received", "installed", "stock", "lent")} == {
        "received": ["clean", "label"],
        "installed": ["clean", "label", "pack"],
        "stock": ["label", "pack"],
        "lent": [],
    }


def test_each_reason_to_ask_for_help_has_its_picture():
    assert set(HELP_ICONS) == set(HelpKind)
