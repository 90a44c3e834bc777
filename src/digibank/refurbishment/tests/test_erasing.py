"""A log is weighed, kept or refused; a second person states the rest; the device goes on."""

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device
from digibank.refurbishment import actions
from digibank.refurbishment.evidence.signs import SignName
from digibank.refurbishment.evidence.tests.logs import LAPTOP, SERIAL, changed, raw
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure, Statement
from digibank.refurbishment.tests.factories import (
    COMPLETE,
    another_disk,
    back_from_a_loan,
    checked,
    erased,
    installed,
    the_disk,
    two_disks_erased,
    waiting,
)


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value), no.value.field


def state_of(record) -> str:
    return type(record).objects.get(pk=record.pk).state


def kept() -> tuple[int, int, int]:
    return Erasure.objects.count(), Document.objects.count(), Statement.objects.count()


def test_signs_keep_their_order_in_each_database(device, medium, technician):
    made = waiting(device, technician.actor)

    kept = [sign.name for sign in Erasure.objects.get(pk=made.pk).judged]

    assert kept == [name for name in SignName if name in kept]
    assert kept[0] == SignName.METHOD


def test_a_log_that_shows_everything_settles_the_medium_and_the_device_goes_on(device, medium, technician):
    made = actions.add_log(device, log=raw(COMPLETE), by=technician.actor)

    erasure = Erasure.objects.get()
    assert made == [erasure]
    assert (erasure.state, erasure.level, erasure.technique, erasure.method, erasure.version) == (
        ErasureState.ACCEPTED,
        "clear",
        "overwritten",
        "Fill With Zeros",
        "0.42",
    )
    assert (erasure.drive, erasure.medium, erasure.device, erasure.erased_by) == (
        "sda",
        medium,
        device,
        technician.actor,
    )
    assert (erasure.started_at.isoformat(), erasure.log.content()) == ("2026-11-23T06:41:33+00:00", raw(COMPLETE))
    assert (state_of(medium), state_of(device)) == (MediumState.ERASED, Position.ERASED)
    medium.refresh_from_db()
    assert medium.settled_because == erasure.number == str(erasure)
    verbs = [event.verb for event in Event.objects.about(erasure)]
    assert verbs == ["refurbishment.log_added", "refurbishment.erasure_accepted"]


@pytest.mark.rule("W-01")
def test_a_log_that_shows_less_waits_for_a_second_person(device, medium, technician):
    erasure = waiting(device, technician.actor)

    assert (erasure.state, erasure.unsaid, state_of(medium), state_of(device)) == (
        ErasureState.WAITING,
        ["hidden_areas"],
        MediumState.TO_ERASE,
        Position.RECEIVED,
    )
    assert erasure.signs["hidden_areas"] == {
        "verdict": "not_observable",
        "code": "hidden_area_not_checked",
        "observed": "not_checked",
        "expected": "none",
    }


@pytest.mark.rule("W-01")
def test_what_a_second_person_states_settles_it(device, medium, technician, colleague):
    erasure = waiting(device, technician.actor)

    settled = actions.state_seen(erasure, signs=["hidden_areas"], by=colleague.actor)

    statement = Statement.objects.get()
    assert (settled.state, state_of(medium), state_of(device)) == (
        ErasureState.ACCEPTED,
        MediumState.ERASED,
        Position.ERASED,
    )
    assert (statement.said_by, statement.erased_by, statement.words) == (
        colleague.actor,
        technician.actor,
        "I looked for hidden areas with another tool: this drive has none.",
    )
    assert str(statement) == f"{erasure.pk} hidden_areas"


@pytest.mark.rule("W-01")
def test_each_sign_is_stated_by_itself(device, technician, colleague):
    the_disk(device, serial="")
    clock.pass_time(hours=5)
    erasure = waiting(device, technician.actor)

    half = actions.state_seen(erasure, signs=["serial", "method"], by=colleague.actor)
    whole = actions.state_seen(erasure, signs=["hidden_areas", "serial"], by=colleague.actor)

    assert (half.state, half.unsaid, whole.state, whole.unsaid) == (
        ErasureState.WAITING,
        ["hidden_areas"],
        ErasureState.ACCEPTED,
        [],
    )


@pytest.mark.rule("W-01")
def test_whoever_added_the_log_is_no_second_person(device, medium, technician):
    erasure = waiting(device, technician.actor)
    sentence = ("A colleague must state this: somebody else than who added the log.", None)

    assert refusal(lambda: actions.state_seen(erasure, signs=["hidden_areas"], by=technician.actor)) == sentence
    assert refusal(lambda: actions.state_seen(erasure, signs=["hidden_areas"], by=an_actor())) == sentence
    with pytest.raises(IntegrityError, match="a_second_person_states_the_sign"), transaction.atomic():
        Statement.objects.create(
            erasure=erasure, sign="hidden_areas", said_by=technician.actor, erased_by=technician.actor
        )
    assert state_of(erasure) == ErasureState.WAITING


def test_who_ticks_nothing_states_nothing(device, medium, technician, colleague):
    erasure = waiting(device, technician.actor)

    said = refusal(lambda: actions.state_seen(erasure, signs=["method"], by=colleague.actor))

    assert said == ("Tick what you have looked at yourself.", "signs")


@pytest.mark.rule("E-01")
def test_of_a_log_that_contradicts_nothing_is_kept(device, medium, technician):
    said = refusal(lambda: actions.add_log(device, log=raw("old_version_dying_drive.log"), by=technician.actor))

    assert said[1] == "log"
    assert said[0].startswith(f"{medium.number}: This erasure is not accepted.")
    assert (kept(), state_of(medium)) == ((0, 0, 0), MediumState.TO_ERASE)


@pytest.mark.rule("E-01")
def test_of_two_disks_of_which_one_failed_nothing_is_kept_but_the_good_one_may_be_chosen(device, medium, technician):
    second = another_disk(device)
    log = raw("two_drives_one_failed.log")

    said, _field = refusal(lambda: actions.add_log(device, log=log, by=technician.actor))
    nothing = kept()
    chosen = actions.add_log(device, log=log, medium=medium, by=technician.actor)

    assert (said.startswith(f"{second.number}: This erasure is not accepted."), nothing) == (True, (0, 0, 0))
    assert [(erasure.medium, erasure.state) for erasure in chosen] == [(medium, ErasureState.WAITING)]


def test_one_log_settles_all_disks_of_the_device_that_it_names(device, medium, technician):
    second, third = another_disk(device), the_disk(device, serial="")

    made = actions.add_log(device, log=two_disks_erased(), by=technician.actor)

    assert [(erasure.medium, erasure.drive, erasure.state) for erasure in made] == [
        (medium, "sda", ErasureState.ACCEPTED),
        (second, "sdb", ErasureState.ACCEPTED),
    ]
    assert (state_of(third), state_of(device)) == (MediumState.TO_ERASE, Position.RECEIVED)


def test_which_disk_a_log_is_about_is_not_guessed(device, medium, technician):
    the_disk(device, serial="OTHER1")
    log = changed((SERIAL, "OTHER2"))

    said = refusal(lambda: actions.add_log(device, log=log, by=technician.actor))

    assert said == (
        f"This log names no drive of {device.number} by its serial number. Choose which medium it is about.",
        "medium",
    )


def test_what_is_settled_already_needs_no_log(device, medium, technician):
    second = the_disk(device, serial="OTHER1")
    inventory.destroy(second, because="shredded", by=technician.actor)

    chosen = refusal(lambda: actions.add_log(device, log=raw(LAPTOP), medium=second, by=technician.actor))
    erased(device, technician.actor)
    again = refusal(lambda: actions.add_log(device, log=raw(LAPTOP), by=technician.actor))

    assert chosen == ("This medium is settled already. Choose another one.", "medium")
    assert again == (f"Nothing in {device.number} is left to erase.", "log")


def test_a_disk_that_is_left_keeps_the_device_before_the_gate(device, medium, technician):
    left = the_disk(device, serial="OTHER1")

    erased(device, technician.actor)
    before = state_of(device)
    inventory.state_absent(left, because="never there", by=technician.actor)

    assert (before, state_of(device)) == (Position.RECEIVED, Position.RECEIVED)
    assert inventory.pass_gate(device, by=technician.actor).state == Position.ERASED


def test_a_disk_of_a_device_that_was_written_off_is_erased_and_the_device_stays_where_it_is(device, medium, technician):
    inventory.write_off(device, by=technician.actor)

    erased(device, technician.actor)

    assert (state_of(medium), state_of(device)) == (MediumState.ERASED, Position.WRITTEN_OFF)


def test_the_same_log_is_added_once(device, medium, technician):
    erasure = waiting(device, technician.actor)

    said = refusal(lambda: waiting(device, technician.actor))

    assert said == ("This log was added already. Add the log of the newest run.", "log")
    assert state_of(erasure) == ErasureState.WAITING


def test_one_drive_of_a_log_is_one_medium(device, medium, depot, laptop_class, technician):
    other = a_device(depot, laptop_class)
    other.received_at = device.received_at
    other.save(update_fields=["received_at"])
    the_disk(other, serial="", capacity_bytes=None)
    waiting(device, technician.actor)

    said = refusal(lambda: waiting(other, technician.actor))

    assert said == ("This drive of the log is another medium already. Add the log of this medium.", "log")


def test_a_newer_log_takes_the_place_of_one_that_waits(device, medium, technician):
    first = waiting(device, technician.actor)

    second = erased(device, technician.actor)

    assert (state_of(first), state_of(second)) == (ErasureState.WITHDRAWN, ErasureState.ACCEPTED)


def test_a_log_that_the_second_person_finds_wrong_does_not_count(device, medium, technician, colleague):
    erasure = waiting(device, technician.actor)

    withdrawn = actions.withdraw(erasure, by=colleague.actor)

    said = refusal(lambda: actions.state_seen(withdrawn, signs=["hidden_areas"], by=colleague.actor))
    assert said[0].startswith("This is not possible now: the state is “does not count”.")
    assert (state_of(erasure), state_of(medium), Statement.objects.count()) == (
        ErasureState.WITHDRAWN,
        MediumState.TO_ERASE,
        0,
    )


@pytest.mark.rule("W-03")
def test_a_run_of_before_the_device_came_in_says_nothing(depot, laptop_class, technician):
    clock.pass_time(hours=5)
    device = a_device(depot, laptop_class)
    the_disk(device)

    said = refusal(lambda: erased(device, technician.actor))

    assert said == (
        "This run began on 23/11/2026 07:41, before the device came in on 23/11/2026 12:00. Erase the drive again,"
        " or set the clock of the erasing machine right first.",
        "log",
    )
    assert kept() == (0, 0, 0)


@pytest.mark.rule("W-03")
def test_after_a_loan_the_old_log_does_not_count_again(device, medium, desk, technician, colleague):
    erased(device, technician.actor)
    installed(device, technician.actor)
    checked(device, colleague.actor)
    clock.pass_time(days=30)
    back_from_a_loan(Device.objects.get(pk=device.pk), desk, technician.actor)

    same = refusal(lambda: erased(device, technician.actor))
    touched = refusal(lambda: actions.add_log(device, log=raw(COMPLETE) + b"\n", by=technician.actor))
    clock.pass_time(days=2)
    later = actions.add_log(device, log=changed(("2026/11/23", "2026/12/24"), name=COMPLETE), by=technician.actor)

    assert same == touched
    assert same[0].startswith("This run began on 23/11/2026 07:41, before the device came in on 23/12/2026 12:00.")
    assert [erasure.state for erasure in later] == [ErasureState.ACCEPTED]
    assert (state_of(device), Erasure.objects.filter(state=ErasureState.ACCEPTED).count()) == (Position.ERASED, 2)


@pytest.mark.rule("W-03")
def test_what_was_found_again_is_erased_again(device, medium, technician):
    erased(device, technician.actor)
    inventory.lose(Device.objects.get(pk=device.pk), by=technician.actor)
    clock.pass_time(days=1)
    inventory.find(Device.objects.get(pk=device.pk), place=device.place, by=technician.actor)

    said = refusal(lambda: waiting(device, technician.actor))

    assert said[0].startswith("This run began on 23/11/2026 07:41, before the device came in on 24/11/2026 12:00.")


@pytest.mark.rule("W-03")
def test_a_statement_about_a_log_of_before_the_loan_comes_too_late(device, medium, technician, colleague):
    erasure = waiting(device, technician.actor)
    inventory.lose(device, by=technician.actor)
    clock.pass_time(days=1)
    inventory.find(Device.objects.get(pk=device.pk), place=device.place, by=technician.actor)

    said = refusal(lambda: actions.state_seen(erasure, signs=["hidden_areas"], by=colleague.actor))

    assert said == ("This log is of before. Erase the drive again and add the new log.", None)


def test_a_statement_about_a_medium_that_is_settled_otherwise_comes_too_late(device, medium, technician, colleague):
    erasure = waiting(device, technician.actor)
    inventory.destroy(medium, because="shredded", by=technician.actor)

    said = refusal(lambda: actions.state_seen(erasure, signs=["hidden_areas"], by=colleague.actor))

    assert said[0] == "This log is of before. Erase the drive again and add the new log."


def test_a_run_that_ends_in_days_to_come_was_made_with_a_wrong_clock(device, technician):
    the_disk(device)

    said = refusal(lambda: erased(device, technician.actor))

    assert said == (
        "This run ended on 23/11/2026 09:06, which cannot be. Set the clock of the erasing machine and erase again.",
        "log",
    )


def test_a_clock_that_went_back_during_the_run_is_noticed(device, medium, technician):
    log = changed(("[2026/11/23 09:06:54]", "[2026/11/23 06:06:54]"), name=COMPLETE)

    said = refusal(lambda: actions.add_log(device, log=log, by=technician.actor))

    assert said[0].startswith("This run ended on 23/11/2026 06:06, which cannot be.")


@pytest.mark.rule("W-04")
def test_data_are_settled_in_a_workshop_only(device, medium, desk, technician, colleague):
    erased(device, technician.actor)
    installed(device, technician.actor)
    checked(device, colleague.actor)
    inventory.check_accessory(device, kind="charger", state="present", by=technician.actor)
    inventory.send(device, to=desk, by=technician.actor)
    at_desk = inventory.arrive(device, place=desk, by=technician.actor)
    inventory.lend(at_desk, by=technician.actor)
    back = inventory.take_back(at_desk, place=desk, accessories={}, by=technician.actor)
    sentence = (f"{device.number} is not in a workshop now. Let it arrive at a depot first.", None)

    assert refusal(lambda: erased(back, technician.actor)) == sentence
    inventory.send(back, to=device.place, by=technician.actor)
    assert refusal(lambda: erased(back, technician.actor)) == sentence


@pytest.mark.rule("W-03")
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "accepted"}, "an_accepted_erasure_has_its_level"),
        ({"state": "accepted", "accepted_at": "2026-11-23T10:00Z", "level": ""}, "an_accepted_erasure_has_its_level"),
        ({"accepted_at": "2026-11-23T10:00Z"}, "an_accepted_erasure_has_its_level"),
        ({"life_began_at": "2026-11-24T10:00Z"}, "an_erasure_lies_within_its_life"),
        ({"ended_at": "2026-11-22T10:00Z"}, "an_erasure_lies_within_its_life"),
    ],
)
def test_the_database_itself_refuses_half_an_erasure(device, medium, technician, change, constraint):
    erasure = waiting(device, technician.actor)

    with pytest.raises(IntegrityError, match=constraint):
        Erasure.objects.filter(pk=erasure.pk).update(**change)


@pytest.mark.rule("W-03")
def test_the_database_itself_refuses_a_second_erasure_in_one_life(device, medium, technician, colleague):
    first = waiting(device, technician.actor)
    erased(device, technician.actor)

    with pytest.raises(IntegrityError):
        Erasure.objects.filter(pk=first.pk).update(state="accepted", accepted_at=clock.now())
