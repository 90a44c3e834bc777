"""A device becomes waste at its depot, is kept after all, or goes back to who gave it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions
from digibank.inventory.flows import LEFT_US, MediumState, Position
from digibank.inventory.models import Device, DeviceClass, EeeCategory
from digibank.inventory.tests.factories import a_device, a_medium, at_desk, in_stock, past_the_gate
from digibank.inventory.tests.looking import media_of, refusal, verbs


@pytest.fixture
def lent(desk, depot, laptop_class, actor):
    device = at_desk(desk, laptop_class, depot=depot)
    kept = actions.hold(device, place=desk, by=actor)
    actions.lend(device, by=actor)
    return device, kept


def back_at_the_depot(lent, desk, depot, actor) -> Device:
    device, kept = lent
    actions.take_back(device, place=desk, accessories={}, by=actor)
    actions.release(kept, by=actor)
    actions.send(device, to=depot, by=actor)
    return actions.arrive(device, place=depot, by=actor)


def with_its_disk_destroyed(device) -> Device:
    return actions.destroy(a_medium(device), because="Drilled", by=an_actor()).device


def stands(device) -> tuple[str, str, bool]:
    found = Device.objects.get(pk=device.pk)
    return found.state, found.gone_from, found.gone_at is not None


@pytest.mark.rule("Q-01")
def test_a_device_with_data_on_it_never_becomes_waste(device, actor):
    unknown = refusal(lambda: actions.dispose(device, by=actor))[0]
    medium = a_medium(device)
    unsettled = refusal(lambda: actions.dispose(device, by=actor))[0]

    assert unknown.startswith("Nobody has looked yet what storage is inside.")
    assert unsettled.startswith(f"Not erased yet: {medium.number}.")
    assert stands(device) == (Position.RECEIVED, "", False)


@pytest.mark.rule("Q-01")
def test_the_database_itself_keeps_data_out_of_the_waste(device):
    with pytest.raises(IntegrityError, match="nothing_unerased_past_the_gate"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(state=Position.DISPOSED, gone_at=clock.now())


@pytest.mark.rule("Q-01")
@pytest.mark.parametrize("ready", [past_the_gate, in_stock, with_its_disk_destroyed])
def test_what_is_settled_becomes_waste_from_any_position_at_the_depot(device, actor, ready):
    ready(device)
    device.refresh_from_db()
    stood = device.state

    actions.dispose(device, by=actor)

    assert stands(device) == (Position.DISPOSED, stood, True)
    assert verbs(device)[-1] == "inventory.disposed"


@pytest.mark.rule("Q-02")
def test_at_a_desk_nothing_becomes_waste(desk, depot, laptop_class, actor):
    device = at_desk(desk, laptop_class, depot=depot)

    said = refusal(lambda: actions.dispose(device, by=actor))[0]

    assert said == f"{device.number} is not in a workshop now. Let it arrive at a depot first."


def test_what_is_kept_or_out_of_sight_is_no_waste(device, actor):
    in_stock(device)
    actions.lose(device, by=actor)
    actions.write_off(device, by=actor)

    said = refusal(lambda: actions.dispose(device, by=actor))[0]

    assert said.startswith(f"{device.number} was gone before it was written off.")


@pytest.mark.rule("Q-05")
def test_what_is_kept_after_all_starts_before_the_gate_with_its_media_as_they_were(device, actor):
    in_stock(device)
    actions.dispose(device, by=actor)

    kept = actions.keep_after_all(device, by=actor)

    assert stands(kept) == (Position.RECEIVED, "", False)
    assert media_of(device) == [("ssd", "S1", MediumState.ERASED)]
    assert verbs(device)[-1] == "inventory.kept_after_all"
    assert actions.pass_gate(device, by=actor).state == Position.ERASED


@pytest.mark.rule("Q-05")
@pytest.mark.parametrize("written_off", [False, True])
def test_what_came_from_quarantine_goes_back_there(lent, desk, depot, actor, written_off):
    device = back_at_the_depot(lent, desk, depot, actor)
    actions.erase(device.media.get(), because="nwipe", by=actor)
    if written_off:
        actions.write_off(device, by=actor)
    actions.dispose(device, by=actor)

    kept = actions.keep_after_all(device, by=actor)

    assert stands(kept) == (Position.QUARANTINE, "", False)


@pytest.mark.rule("Q-09")
def test_a_device_goes_back_to_its_donor_with_its_data(device, actor):
    medium = a_medium(device)

    actions.return_to_donor(device, because="The account stays locked", by=actor)

    medium.refresh_from_db()
    assert stands(device) == (Position.RETURNED_TO_DONOR, Position.RECEIVED, True)
    assert medium.state == MediumState.TO_ERASE
    assert verbs(device)[-1] == "inventory.returned_to_donor"


@pytest.mark.rule("Q-09")
def test_what_a_resident_used_never_goes_to_the_donor(lent, desk, depot, actor):
    device = back_at_the_depot(lent, desk, depot, actor)

    sentence, _field = refusal(lambda: actions.return_to_donor(device, because="Locked", by=actor))

    assert sentence.startswith("This is not possible now: the state is “back, to be erased”.")


@pytest.mark.rule("I-08")
def test_a_return_of_today_is_undone_and_one_of_another_day_stays(device, actor):
    actions.return_to_donor(device, because="The wrong one", by=actor)
    restored = stands(actions.restore(device, by=actor))
    actions.return_to_donor(device, because="Locked", by=actor)

    with clock.at(clock.now() + timedelta(days=1)):
        said = refusal(lambda: actions.restore(device, by=actor))[0]

    assert restored == (Position.RECEIVED, "", False)
    assert (
        said == f"{device.number} was given back on an earlier day. Is it here again? Then register it as a new device."
    )


@pytest.mark.parametrize("state", LEFT_US)
def test_what_left_us_is_neither_found_nor_lost(depot, laptop_class, actor, state):
    device = a_device(depot, laptop_class)
    if state == Position.DISPOSED:
        actions.dispose(past_the_gate(device), by=actor)
    else:
        actions.return_to_donor(device, because="Locked", by=actor)
    device.refresh_from_db()

    said = {
        refusal(act)[0][:28]
        for act in (
            lambda: actions.find(device, place=depot, by=actor),
            lambda: actions.lose(device, by=actor),
            lambda: actions.write_off(device, by=actor),
        )
    }

    assert said == {"This is not possible now: th"}


@pytest.mark.parametrize(
    ("shape", "category"),
    [("laptop", EeeCategory.SCREENS), ("tablet", EeeCategory.SCREENS), ("desktop", EeeCategory.SMALL_IT), ("phone", 6)],
)
def test_a_kind_of_device_falls_in_a_category_of_the_directive(shape, category):
    assert DeviceClass(shape=shape).eee_category == category


@pytest.mark.parametrize("year", [1969, 2101])
def test_a_device_is_made_in_a_year_that_can_be(device, year):
    with pytest.raises(IntegrityError, match="a_device_is_made_in_a_year"), transaction.atomic():
        Device.objects.filter(pk=device.pk).update(made_in=year)
