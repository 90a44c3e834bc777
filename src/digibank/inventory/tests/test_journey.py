"""A device is promised, kept, lent, comes back and is erased again."""

import pytest

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory import actions
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Accessory, Commitment, Device, Supply
from digibank.inventory.tests.factories import a_class, a_depot, a_device, at_desk, in_stock, past_the_gate
from digibank.organisations.tests.factories import a_desk


@pytest.fixture
def other_desk(town):
    return a_desk(town, name="Balie De Brug")


@pytest.fixture
def laptop(desk, depot, laptop_class):
    return at_desk(desk, laptop_class, depot=depot)


def lent(device, desk, actor):
    commitment = actions.hold(device, place=desk, by=actor)
    return commitment, actions.lend(device, by=actor)


def refusal(act):
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value)


def state_of(device):
    return Device.objects.get(pk=device.pk).state


def free(device_class, place):
    return Supply.objects.get_or_create(device_class=device_class, place=place)[0].free()


def test_a_device_that_is_ready_travels_to_the_desk(depot, desk, laptop_class, actor):
    device = in_stock(a_device(depot, laptop_class))

    ride = actions.send(device, to=desk, by=actor)
    on_the_way = state_of(device)
    arrived = actions.arrive(device, place=desk, by=actor)

    ride.refresh_from_db()
    assert (on_the_way, arrived.state, arrived.place) == (Position.IN_TRANSIT, Position.AT_DESK, desk)
    assert ride.released_at is not None


def test_a_device_that_goes_back_to_the_depot_is_in_stock_there(laptop, depot, actor):
    actions.send(laptop, to=depot, by=actor)

    arrived = actions.arrive(laptop, place=depot, by=actor)

    assert (arrived.state, arrived.place) == (Position.STOCK, depot)


def test_a_device_is_not_sent_to_where_it_is(laptop, desk, actor):
    said = refusal(lambda: actions.send(laptop, to=desk, by=actor))

    assert said == f"{laptop.number} is at {desk.name} already."


def test_a_device_on_its_way_is_not_sent_again(depot, desk, other_desk, laptop_class, actor):
    device = in_stock(a_device(depot, laptop_class))
    actions.send(device, to=desk, by=actor)

    said = refusal(lambda: actions.send(device, to=other_desk, by=actor))

    assert said == f"{device.number} is kept for somebody or on its way already."


def test_what_was_not_on_its_way_does_not_arrive(laptop, other_desk, actor):
    said = refusal(lambda: actions.arrive(laptop, place=other_desk, by=actor))

    assert said == f"{laptop.number} was not on its way: at the desk."


def test_a_check_that_finds_something_sends_the_device_back_to_the_bench(depot, laptop_class, actor):
    device = actions.install(past_the_gate(a_device(depot, laptop_class)), by=actor)

    assert actions.reject(device, by=actor).state == Position.ERASED


@pytest.mark.rule("I-06")
def test_a_promise_takes_one_of_the_class_from_what_is_free(laptop, desk, laptop_class, actor):
    before = free(laptop_class, desk)

    actions.promise(laptop_class, place=desk, by=actor)

    assert (before, free(laptop_class, desk)) == (1, 0)


@pytest.mark.rule("I-06")
def test_no_more_are_promised_than_there_are(laptop, desk, laptop_class, actor):
    actions.promise(laptop_class, place=desk, by=actor)

    said = refusal(lambda: actions.promise(laptop_class, place=desk, by=actor))

    assert said == f"No {laptop_class.name} is free at this desk now. Put the request on the waiting list."


@pytest.mark.rule("I-06")
def test_a_device_is_not_taken_from_under_a_promise_to_somebody_else(laptop, desk, laptop_class, actor):
    actions.promise(laptop_class, place=desk, by=actor)

    said = refusal(lambda: actions.hold(laptop, place=desk, by=actor))

    assert said == (
        f"Every free {laptop_class.name} here is promised to somebody else. Ask for one first, or take another kind."
    )


def test_a_promise_is_kept_with_a_device_of_its_class(laptop, desk, laptop_class, actor):
    promised = actions.promise(laptop_class, place=desk, by=actor)

    kept = actions.bind(promised, laptop, by=actor)

    assert (kept.device, kept.kind) == (laptop, Commitment.Kind.LOAN)


def test_a_promise_is_not_kept_with_another_class(laptop, desk, depot, laptop_class, actor):
    tablet = a_class("tablet", "Tablet", accessories=[])
    other = at_desk(desk, tablet, depot=depot)
    promised = actions.promise(laptop_class, place=desk, by=actor)

    said = refusal(lambda: actions.bind(promised, other, by=actor))

    assert said == (
        f"A {laptop_class.name} was promised and this is a Tablet. Take another device, or change the request."
    )


def test_a_promise_is_kept_once(desk, depot, laptop_class, actor):
    first, second = at_desk(desk, laptop_class, depot=depot), at_desk(desk, laptop_class, depot=depot)
    promised = actions.promise(laptop_class, place=desk, by=actor)
    actions.bind(promised, first, by=actor)

    said = refusal(lambda: actions.bind(promised, second, by=actor))

    assert said == "This promise is kept or withdrawn already. Reload the page."


@pytest.mark.rule("I-05")
def test_a_device_that_is_kept_is_not_kept_for_a_second_person(laptop, desk, actor):
    actions.hold(laptop, place=desk, by=actor)

    said = refusal(lambda: actions.hold(laptop, place=desk, by=actor))

    assert said == f"{laptop.number} is kept for somebody else. Take another one."


@pytest.mark.rule("I-05")
def test_the_database_itself_refuses_two_commitments_for_one_device(laptop, desk, actor):
    held = actions.hold(laptop, place=desk, by=actor)

    with pytest.raises(Exception, match="one_commitment_at_a_time"):
        Commitment.objects.create(kind=Commitment.Kind.LOAN, device_class=held.device_class, device=laptop, place=desk)


def test_what_is_released_is_free_again_and_released_once(laptop, desk, laptop_class, actor):
    held = actions.hold(laptop, place=desk, by=actor)

    first = actions.release(held, by=actor)
    again = actions.release(held, by=actor)

    assert first.released_at == again.released_at
    assert free(laptop_class, desk) == 1


def test_a_released_promise_names_no_device(laptop, desk, laptop_class, actor):
    promised = actions.promise(laptop_class, place=desk, by=actor)

    released = actions.release(promised, by=actor)

    assert (released.device, released.released_at is not None, free(laptop_class, desk)) == (None, True, 1)


def test_a_device_elsewhere_is_not_kept_here(laptop, other_desk, actor):
    said = refusal(lambda: actions.hold(laptop, place=other_desk, by=actor))

    assert said == (f"{laptop.number} is not ready at this desk: at the desk, {laptop.place.name}. Take another one.")


def test_a_device_without_charger_is_not_kept(laptop, desk, actor):
    actions.check_accessory(laptop, kind="charger", state="missing", by=actor)

    said = refusal(lambda: actions.hold(laptop, place=desk, by=actor))

    assert said == f"The charger of {laptop.number} is missing. Add one first."


def test_a_missing_bag_does_not_keep_a_device_at_the_desk(laptop, desk, laptop_class, actor):
    actions.check_accessory(laptop, kind="bag", state="missing", by=actor)

    assert free(laptop_class, desk) == 1


@pytest.mark.rule("I-07")
def test_what_comes_back_is_in_quarantine_until_it_is_erased_again(laptop, desk, actor):
    commitment, _device = lent(laptop, desk, actor)

    back = actions.take_back(laptop, place=desk, accessories={"charger": "present", "bag": "damaged"}, by=actor)
    actions.release(commitment, by=actor)

    found = Device.objects.get(pk=laptop.pk)
    assert (back.state, found.open_media) == (Position.QUARANTINE, 1)
    assert [medium.state for medium in found.media.all()] == [MediumState.TO_ERASE]
    assert dict(found.accessories.values_list("kind", "state")) == {
        "bag": Accessory.State.DAMAGED,
        "charger": Accessory.State.PRESENT,
    }


@pytest.mark.rule("I-07")
def test_a_returned_device_with_a_missing_part_is_taken_back_all_the_same(laptop, desk, depot, actor):
    lent(laptop, desk, actor)
    actions.take_back(laptop, place=desk, accessories={"charger": "missing"}, by=actor)

    assert "is missing" in refusal(lambda: _ready_again(laptop, desk, depot, actor))


def _ready_again(laptop, desk, depot, actor):
    actions.release(Commitment.objects.open().get(device=laptop), by=actor)
    actions.send(laptop, to=depot, by=actor)
    actions.arrive(laptop, place=depot, by=actor)
    actions.erase(laptop.media.get(), because="nwipe", by=actor)
    device = actions.approve(actions.install(actions.pass_gate(laptop, by=actor), by=actor), by=actor)
    actions.send(device, to=desk, by=actor)
    actions.arrive(device, place=desk, by=actor)
    actions.hold(device, place=desk, by=actor)


@pytest.mark.rule("I-07")
def test_quarantine_rides_to_a_depot_only(laptop, desk, other_desk, depot, actor):
    commitment, _device = lent(laptop, desk, actor)
    actions.take_back(laptop, place=desk, accessories={}, by=actor)
    actions.release(commitment, by=actor)

    said = refusal(lambda: actions.send(laptop, to=other_desk, by=actor))
    actions.send(laptop, to=depot, by=actor)
    arrived = actions.arrive(laptop, place=depot, by=actor)

    assert said == f"{laptop.number} is not erased yet. Send it to the workshop of a depot."
    assert (arrived.state, arrived.place) == (Position.QUARANTINE, depot)


def test_a_device_with_unsettled_storage_is_not_installed(depot, laptop_class):
    device = a_device(depot, laptop_class)

    said = refusal(lambda: actions.install(device, by=an_actor()))

    assert "received at the depot" in said


@pytest.mark.rule("I-06")
def test_a_device_whose_class_was_corrected_meanwhile_keeps_no_promise_of_the_old_one(laptop, desk, actor):
    promised = actions.promise(laptop.device_class, place=desk, by=actor)
    on_the_page = Device.objects.get(pk=laptop.pk)
    tablet = a_class("tablet", "Tablet")
    actions.edit_device(laptop, version=laptop.version, device_class=tablet, by=actor)

    said = {
        refusal(lambda: actions.bind(promised, on_the_page, by=actor)),
        refusal(lambda: actions.hold(on_the_page, place=desk, by=actor)),
    }

    assert said == {"Someone else changed this just now. Reload the page and look again."}
    assert [str(kept) for kept in Commitment.objects.open()] == [str(promised)]


@pytest.mark.rule("W-04")
def test_what_rides_from_one_workshop_to_another_is_in_none_of_them(laptop, desk, depot, association, actor):
    kept, _device = lent(laptop, desk, actor)
    actions.take_back(laptop, place=desk, accessories={}, by=actor)
    actions.release(kept, by=actor)
    actions.send(laptop, to=depot, by=actor)
    actions.arrive(laptop, place=depot, by=actor)
    actions.erase(laptop.media.get(), because="nwipe", by=actor)
    actions.send(laptop, to=a_depot(association, name="Werkplaats Noord"), by=actor)

    said = refusal(lambda: actions.pass_gate(laptop, by=actor))

    assert said == f"{laptop.number} is not in a workshop now. Let it arrive at a depot first."
    assert state_of(laptop) == Position.QUARANTINE


@pytest.mark.rule("I-20")
@pytest.mark.parametrize(("from_depot", "state"), [(True, "at_desk"), (False, "stock")])
def test_what_turns_up_elsewhere_stands_there(from_depot, state, desk, depot, laptop_class):
    device = in_stock(a_device(depot, laptop_class)) if from_depot else at_desk(desk, laptop_class, depot=depot)

    found = actions.turn_up(device, place=desk if from_depot else depot, by=an_actor())

    found.refresh_from_db()
    assert (found.state, found.place) == (state, desk if from_depot else depot)
    assert Event.objects.about(found).last().verb == "inventory.turned_up"


@pytest.mark.rule("I-20")
def test_what_is_on_the_bench_turns_up_at_a_depot_only(desk, depot, association, laptop_class):
    device, other = a_device(depot, laptop_class), a_depot(association, name="Tweede")

    with pytest.raises(RuleBroken, match="cannot stand here: received at the depot"):
        actions.turn_up(device, place=desk, by=an_actor())

    assert actions.turn_up(device, place=other, by=an_actor()).place == other


@pytest.mark.rule("I-20")
def test_what_is_kept_back_turns_up_at_a_depot_on_the_bench(desk, depot, laptop_class):
    device = at_desk(desk, laptop_class, depot=depot)
    actions.raise_flag(device, kind="investigate", note="Traag.", by=an_actor())

    assert actions.turn_up(device, place=depot, by=an_actor()).state == "erased"


@pytest.mark.rule("I-20")
def test_what_rides_or_is_gone_does_not_turn_up(desk, depot, laptop_class):
    riding, lost = in_stock(a_device(depot, laptop_class)), a_device(depot, laptop_class)
    actions.send(riding, to=desk, by=an_actor())
    actions.report_lost(lost, because="Weg.", by=an_actor())

    with pytest.raises(RuleBroken, match="is kept for somebody or on its way"):
        actions.turn_up(riding, place=desk, by=an_actor())
    with pytest.raises(RuleBroken, match="cannot stand here: lost"):
        actions.turn_up(lost, place=depot, by=an_actor())
