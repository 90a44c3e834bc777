"""What a donor may know of each device: what was done, and of a loan only the month, from the next month on."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.donations.models import DonatedDevice
from digibank.donations.tests.factories import a_donation, given
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device
from digibank.refurbishment import actions
from digibank.refurbishment.gifts import Life, Stage, lives_of
from digibank.refurbishment.models import Erasure, PartKind
from digibank.refurbishment.tests.factories import (
    collected,
    erased,
    installed,
    lent_once,
    the_disk,
    waste,
    without_disk,
)

pytestmark = pytest.mark.django_db
NEXT_MONTH = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
MONTH_AFTER = datetime(2027, 1, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def entry(depot, laptop_class) -> DonatedDevice:
    device = given(a_donation(depot), vendor="HP", product="ProBook 450 G7", serial="5CD0123456")
    return DonatedDevice.objects.get(device=device)


def life_of(entry) -> Life:
    return lives_of(DonatedDevice.objects.select_related("device__device_class", "donation").filter(pk=entry.pk))[0]


def with_its_disk_erased(entry) -> Erasure:
    """Its disk went through the run of the log."""
    the_disk(entry.device)
    clock.pass_time(hours=5)
    return erased(entry.device, an_actor())


def test_a_device_that_just_came_in_was_received_and_no_more(entry):
    life = life_of(entry)

    assert (life.stage, life.received_on, life.erasures, life.is_settled, life.ready_on, life.used_since) == (
        Stage.RECEIVED, date(2026, 11, 23), (), False, None, None,
    )  # fmt: skip


def test_an_erased_device_has_its_erasure(entry):
    erasure = with_its_disk_erased(entry)

    life = life_of(entry)

    assert (life.stage, life.erasures, life.is_settled) == (Stage.ERASED, (erasure,), True)


def test_a_device_without_a_disk_had_no_data(entry):
    without_disk(entry.device)

    life = life_of(entry)

    assert (life.stage, life.is_settled, life.had_no_storage) == (Stage.ERASED, True, True)


@pytest.mark.rule("D-32")
def test_a_loan_shows_from_the_next_month_on_and_only_its_month(entry, desk):
    lent_once(entry.device, desk, an_actor())
    this_month = life_of(entry)

    with clock.at(NEXT_MONTH):
        later = life_of(entry)

    assert (this_month.stage, this_month.used_since, this_month.ready_on) == (Stage.READY, None, date(2026, 11, 23))
    assert (later.stage, later.used_since) == (Stage.IN_USE, date(2026, 11, 1))


@pytest.mark.rule("D-32")
def test_what_is_erased_after_a_loan_is_no_matter_of_the_donor(entry, desk):
    first = with_its_disk_erased(entry)
    device = installed(entry.device, an_actor()).device
    inventory.approve(Device.objects.get(pk=device.pk), by=an_actor())
    back = _lent_and_back(Device.objects.get(pk=device.pk), desk)
    second = Erasure.objects.get(pk=first.pk)
    second.pk, second.life_began_at, second.started_at, second.ended_at = None, *[clock.now()] * 3
    second.log = None
    second.technique = "factory_reset"
    second.save()

    with clock.at(NEXT_MONTH):
        life = life_of(entry)

    assert back.media.get().erasures.count() == 2
    assert life.erasures == (first,)


def _lent_and_back(device, desk) -> Device:
    by = an_actor()
    inventory.check_accessory(device, kind="charger", state="present", by=by)
    inventory.send(device, to=desk, by=by)
    device = inventory.arrive(device, place=desk, by=by)
    kept = inventory.hold(device, place=desk, by=by)
    inventory.lend(device, by=by)
    clock.pass_time(hours=1)
    inventory.take_back(device, place=desk, accessories={"charger": "present"}, by=by)
    inventory.release(kept, by=by)
    return Device.objects.get(pk=device.pk)


@pytest.mark.rule("D-32")
def test_the_end_after_a_loan_shows_from_the_next_month_on(entry, desk):
    device = lent_once(entry.device, desk, an_actor())
    with clock.at(NEXT_MONTH):
        inventory.lose(Device.objects.get(pk=device.pk), because="Gone.", by=an_actor())
        same_month = life_of(entry).stage
    with clock.at(MONTH_AFTER):
        later = life_of(entry)

    assert (same_month, later.stage, later.ended_on) == (Stage.IN_USE, Stage.GONE, date(2026, 12, 1))


@pytest.mark.rule("D-32")
def test_what_is_found_again_after_a_loan_shows_from_the_next_month_on(entry, desk, depot):
    device = lent_once(entry.device, desk, an_actor())
    inventory.lose(device, because="Gone.", by=an_actor())
    with clock.at(NEXT_MONTH):
        gone = life_of(entry).stage
        inventory.find(Device.objects.get(pk=device.pk), place=depot, by=an_actor())
        same_month = life_of(entry).stage
    with clock.at(MONTH_AFTER):
        later = life_of(entry)

    assert (gone, same_month, later.stage, later.ended_on) == (Stage.GONE, Stage.GONE, Stage.IN_USE, None)


@pytest.mark.rule("D-32")
def test_what_goes_to_the_recycler_or_lives_on_after_a_loan_shows_from_the_next_month_on(entry, desk, depot):
    by, device = an_actor(), lent_once(entry.device, desk, an_actor())
    inventory.write_off(device, because="Broken board.", by=by)
    part = actions.harvest(device, kind=PartKind.MEMORY, description="8 GB", by=by)
    disposal = waste(Device.objects.get(pk=device.pk))
    other = a_device(depot, device.device_class)
    inventory.pass_gate(without_disk(other), by=by)
    with clock.at(NEXT_MONTH):
        before = life_of(entry)
        actions.repair(other, problem="Slow.", done="Put memory in.", status=1, parts=[part], by=by)
        collected(depot, disposal)
        same_month = life_of(entry)
    with clock.at(MONTH_AFTER):
        later = life_of(entry)

    assert (before.stage, before.lives_on_in_another, same_month) == (Stage.TO_RECYCLE, False, before)
    assert (later.stage, later.lives_on_in_another) == (Stage.RECYCLED, True)


def test_what_is_recycled_waits_first_for_the_recycler(entry, depot):
    disposal = waste(entry.device)
    waiting = life_of(entry).stage

    collected(depot, disposal)

    assert (waiting, life_of(entry).stage) == (Stage.TO_RECYCLE, Stage.RECYCLED)


def test_what_is_given_back_keeps_its_data(entry):
    inventory.return_to_donor(entry.device, because="The account stays locked.", by=an_actor())

    life = life_of(entry)

    assert (life.stage, life.is_settled, life.ended_on) == (Stage.GIVEN_BACK, False, date(2026, 11, 23))


def test_parts_live_on_in_another_device(entry, depot):
    by = an_actor()
    inventory.write_off(without_disk(entry.device), because="Broken board.", by=by)
    part = actions.harvest(entry.device, kind=PartKind.MEMORY, description="8 GB", by=by)
    other = a_device(depot, entry.device.device_class)
    inventory.pass_gate(without_disk(other), by=by)
    before = life_of(entry).lives_on_in_another

    actions.repair(other, problem="Slow.", done="Put memory in.", status=1, parts=[part], by=by)

    assert (before, life_of(entry).lives_on_in_another, life_of(entry).stage) == (False, True, Stage.GONE)


def test_the_disk_of_another_device_is_not_of_this_donor(entry, depot):
    by = an_actor()
    erasure = with_its_disk_erased(entry)
    inventory.write_off(Device.objects.get(pk=entry.device_id), because="Broken board.", by=by)
    part = actions.harvest(entry.device, kind=PartKind.STORAGE, description="SSD", medium=erasure.medium, by=by)
    host = DonatedDevice.objects.get(device=given(a_donation(depot)))
    inventory.pass_gate(without_disk(host.device), by=by)

    actions.repair(host.device, problem="No disk.", done="Put it in.", status=1, parts=[part], by=by)

    assert (life_of(entry).erasures, life_of(host).erasures) == ((erasure,), ())


def test_one_device_asks_as_much_as_three(depot, laptop_class):
    donation = a_donation(depot)

    def asked() -> int:
        rows = DonatedDevice.objects.select_related("device__device_class", "donation").filter(donation=donation)
        with CaptureQueriesContext(connection) as queries:
            lives_of(rows)
        return len(queries)

    without_disk(given(donation))
    one = asked()
    for _more in range(2):
        without_disk(given(donation))

    assert asked() == one
