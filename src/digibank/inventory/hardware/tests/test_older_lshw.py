import json

import pytest

from digibank.inventory.hardware import MachineKind, Remark, read_lshw, read_report, read_smartctl
from digibank.inventory.hardware.tests.reports import computer, refusal, report

DAMAGED = "This file is damaged: it is not valid JSON. Make the report again and choose the new file."
HALFWAY = "This file stops halfway. Make the report again and choose the new file."

STRAY_CHILDREN = b"""[
{
  "id" : "pc",
  "class" : "system",
  "serial" : "A1",
  "configuration" : { "chassis" : "desktop" }    {
      "id" : "core",
      "class" : "bus",
      "slot" : "Default string"        {
          "id" : "memory",
          "class" : "memory",
          "size" : 1073741824
      },
      {
          "id" : "disk",
          "class" : "disk",
          "description" : "ATA Disk",
          "serial" : "S1",
          "logicalname" : ["/dev/sda", "/dev/sg0"],
          "size" : 250059350016
      },
  },
},
]
"""


def test_child_objects_without_the_word_children_find_their_parent():
    machine = read_lshw(STRAY_CHILDREN)

    assert (machine.kind, machine.serial, machine.memory_bytes) == (MachineKind.DESKTOP, "A1", 1024**3)
    assert [(medium.logical_name, medium.capacity_bytes) for medium in machine.media] == [("/dev/sda", 250_059_350_016)]
    assert machine.remarks == ()


@pytest.mark.parametrize(
    "form",
    [
        "[{0} {1}]",
        "[{0}, {1},]",
        "[{0},, {1}]",
        "{0} {1}",
        "{0}, {1}",
        "{0}, {1},",
        "{0}\n{1}\n",
    ],
)
def test_objects_with_too_few_or_too_many_commas_between_them_are_read(form):
    right = json.loads(report("vm_debian12_lshw_class.json"))
    faulty = form.replace("{0}", json.dumps(right[0])).replace("{1}", json.dumps(right[1]))

    assert read_lshw(faulty.encode()) == read_lshw(report("vm_debian12_lshw_class.json"))


def test_one_object_with_a_comma_behind_it_is_one_report():
    machine = read_lshw(json.dumps(computer()).encode() + b",\n")

    assert machine.remarks == (Remark.NO_STORAGE_LISTED,)


@pytest.mark.parametrize(
    "faulty",
    [
        b'{"id" : "pc" "class" : "system"}',
        b'{"id" = "pc", "class" : "system"}',
        b'{"id" : "pc", "class" : system, "serial" : "A"}',
        b'[{"id" : "pc", "class" : "system"}, ]]',
        b'[{"id" : "pc", "class" : "system"}, "x", ]',
        b'{"id" : "pc", "class" : "system"} <!-- -->',
        b'{"id" : "pc", "class" : "system", "logicalname" : ["a",,"b"]}',
        b'{"id" : "p\\c", "class" : "system"}',
        b'[[],,{"id" : "pc", "class" : "system"}]',
    ],
)
def test_any_other_fault_is_refused_as_damage(faulty):
    assert refusal(read_lshw, faulty) == DAMAGED


@pytest.mark.parametrize("length", [20, 60, 210, 300, 420, len(STRAY_CHILDREN.rstrip()) - 2])
def test_a_faulty_report_that_stops_halfway_is_said_to_stop_halfway(length):
    assert refusal(read_lshw, STRAY_CHILDREN[:length]) == HALFWAY


def test_only_lshw_is_read_loosely():
    faulty = report("vm_debian12_smartctl_virtio.json").rstrip() + b","

    assert refusal(read_report, faulty) == DAMAGED
    assert refusal(read_smartctl, faulty) == DAMAGED


def test_a_very_large_file_is_not_read_loosely():
    pieces = b'{"id" : "pc", "class" : "bus"} ' * 40_000

    assert refusal(read_lshw, pieces) == DAMAGED
