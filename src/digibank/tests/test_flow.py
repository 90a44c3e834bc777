import pytest

from digibank.errors import RuleBroken
from digibank.flow import Flow, Step
from digibank.tests.scratch import PARCELS, Parcel


@pytest.fixture
def parcel(scratch, db):
    return Parcel.objects.create(number=1)


def test_open_steps_are_those_that_start_here():
    assert PARCELS.open_steps("arrived") == ["store", "lose"]
    assert PARCELS.open_steps("lost") == []


def test_a_step_is_allowed_where_it_starts(parcel):
    assert PARCELS.allows(parcel, "store")
    assert not PARCELS.allows(parcel, "hand_over")


def test_a_step_moves_the_record_here_and_in_the_database(parcel):
    PARCELS.move(parcel, "store", shelf="B")

    assert (parcel.state, parcel.shelf) == ("stored", "B")
    assert Parcel.objects.values_list("state", "shelf").get() == ("stored", "B")


def test_a_step_that_does_not_start_here_is_refused_in_words(parcel):
    with pytest.raises(RuleBroken) as refusal:
        PARCELS.move(parcel, "hand_over")

    assert "ARRIVED" in str(refusal.value)
    parcel.refresh_from_db()
    assert parcel.state == "arrived"


def test_a_step_after_a_faster_colleague_is_refused_and_writes_nothing(parcel):
    as_colleague_sees_it = Parcel.objects.get()
    PARCELS.move(as_colleague_sees_it, "lose")

    with pytest.raises(RuleBroken):
        PARCELS.move(parcel, "store", shelf="B")

    assert (parcel.state, parcel.shelf) == ("arrived", "A")
    assert Parcel.objects.values_list("state", "shelf").get() == ("lost", "A")


def test_a_step_touches_its_own_record_only(parcel):
    other = Parcel.objects.create(number=2)

    PARCELS.move(parcel, "store")

    other.refresh_from_db()
    assert other.state == "arrived"


def test_an_unknown_step_is_a_bug():
    with pytest.raises(KeyError):
        PARCELS.move(Parcel(number=1), "vanish")


def test_the_drawing_has_one_arrow_for_each_source():
    flow = Flow("new", Step("finish", ("new", "old"), "done"))

    assert flow.as_mermaid() == ("stateDiagram-v2\n    [*] --> new\n    new --> done: finish\n    old --> done: finish")
