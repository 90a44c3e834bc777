import pytest

from digibank.editing import edit
from digibank.errors import RuleBroken
from digibank.tests.scratch import Parcel


@pytest.fixture
def parcel(scratch, db):
    return Parcel.objects.create(number=1, shelf="A", weight=3)


def stored():
    return Parcel.objects.values("shelf", "weight", "version").get()


def test_an_edit_writes_what_changed_and_counts(parcel):
    changed = edit(parcel, version=1, shelf="B", weight=3)

    assert changed == ["shelf"]
    assert (parcel.shelf, parcel.version) == ("B", 2)
    assert stored() == {"shelf": "B", "weight": 3, "version": 2}


def test_an_edit_names_all_changed_fields_in_order(parcel):
    assert edit(parcel, version=1, weight=4, shelf="B") == ["shelf", "weight"]


def test_an_edit_that_changes_nothing_does_not_count(parcel):
    assert edit(parcel, version=1, shelf="A") == []
    assert stored() == {"shelf": "A", "weight": 3, "version": 1}


def test_an_edit_on_top_of_a_colleagues_edit_is_refused_and_writes_nothing(parcel):
    edit(Parcel.objects.get(), version=1, shelf="B")

    with pytest.raises(RuleBroken):
        edit(parcel, version=1, weight=9)

    assert (parcel.weight, parcel.version) == (3, 1)
    assert stored() == {"shelf": "B", "weight": 3, "version": 2}


def test_a_record_read_afresh_does_not_save_a_stale_form(parcel):
    edit(parcel, version=1, shelf="B")

    with pytest.raises(RuleBroken):
        edit(Parcel.objects.get(), version=1, shelf="C")

    assert stored() == {"shelf": "B", "weight": 3, "version": 2}


def test_edits_in_a_row_go_by_the_new_version(parcel):
    edit(parcel, version=1, shelf="B")
    edit(parcel, version=2, shelf="C")

    assert stored() == {"shelf": "C", "weight": 3, "version": 3}
