"""Erasures that a drive did by itself: weighed with their sample, kept, and settled by two."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from digibank import clock
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.evidence.tests.drives import SERIAL, SIZE, a_sample, raw_of
from digibank.refurbishment.evidence.tests.logs import raw
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure, RereadWeek
from digibank.refurbishment.tests.factories import COMPLETE, another_disk, nvme_erased, nvme_in, the_disk


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value), no.value.field


def state_of(record) -> str:
    return type(record).objects.get(pk=record.pk).state


@pytest.fixture
def nvme(device):
    """An NVMe drive in the device, three hours after it came in."""
    made = nvme_in(device)
    clock.pass_time(hours=5)
    return made


@pytest.mark.rule("E-05")
def test_a_purge_with_serial_number_and_sample_counts_at_once(device, nvme, technician):
    made = actions.add_log(device, log=raw_of("nvme_crypto_verbose.txt"), sample=a_sample(), by=technician.actor)

    erasure = Erasure.objects.get()
    assert made == [erasure]
    assert (erasure.state, erasure.level, erasure.technique, erasure.tool, erasure.method) == (
        ErasureState.ACCEPTED,
        "purge",
        "nvme_crypto",
        "nvme sanitize-log",
        "",
    )
    assert (erasure.log.content(), erasure.sample.content()) == (raw_of("nvme_crypto_verbose.txt"), a_sample())
    assert (erasure.depot, erasure.needs_exemption) == (device.place, False)
    assert (state_of(nvme), state_of(device)) == (MediumState.ERASED, Position.ERASED)
    assert erasure.how == "The drive itself threw away the key of all its data (NVMe sanitize, crypto erase)."


@pytest.mark.rule("E-05")
def test_a_log_without_serial_number_waits_for_a_second_person(device, nvme, technician, colleague):
    erasure = nvme_erased(device, technician.actor)

    waits = (erasure.state, erasure.unsaid)
    settled = actions.state_seen(erasure, signs=["serial"], by=colleague.actor)

    assert waits == (ErasureState.WAITING, ["serial"])
    assert (settled.state, state_of(nvme), state_of(device)) == (
        ErasureState.ACCEPTED,
        MediumState.ERASED,
        Position.ERASED,
    )


@pytest.mark.rule("E-06")
def test_without_a_sample_a_second_person_says_that_it_was_read_back(device, nvme, technician):
    erasure = actions.add_log(device, log=raw_of("nvme_block_done.json"), by=technician.actor)[0]

    assert erasure.unsaid == ["verification", "serial", "moment"]
    assert erasure.sample is None


@pytest.mark.rule("E-06")
def test_a_sample_with_data_refuses_and_nothing_is_kept(device, nvme, technician):
    said = refusal(lambda: nvme_erased(device, technician.actor, sample=a_sample(kind="data")))

    assert said == (
        f"{nvme.number}: This erasure is not accepted. A sample of 104 places was read back, and data stand there."
        " Erase the drive again, or have it destroyed.",
        "log",
    )
    assert (Erasure.objects.count(), state_of(nvme)) == (0, MediumState.TO_ERASE)


def test_a_sample_alone_is_no_proof(device, nvme, technician):
    said = refusal(lambda: actions.add_log(device, log=a_sample(), by=technician.actor))

    assert said[0].startswith("A sample alone proves no erasure.")


@pytest.mark.rule("E-04")
def test_what_cannot_be_done_to_this_kind_of_medium_is_refused(device, medium, technician):
    said = refusal(lambda: actions.add_log(device, log=raw_of("nvme_block_done.txt"), by=technician.actor))

    assert said[0].startswith("“NVMe sanitize, block erase” cannot be done to this kind of medium.")


def test_a_status_without_its_order_asks_what_was_done(device, medium, technician):
    log = raw_of("hdparm_status_only.txt")

    unclear = refusal(lambda: actions.add_log(device, log=log, by=technician.actor))
    chosen = actions.add_log(device, log=log, technique="ata_block", by=technician.actor)[0]

    assert unclear == (
        "hdparm --sanitize-status does not tell which erasure it was. Choose on the page of the medium what was done.",
        "technique",
    )
    assert (chosen.level, chosen.unsaid) == ("purge", ["method", "verification", "serial", "moment"])


def test_with_two_drives_the_medium_is_chosen(device, nvme, technician):
    another_disk(device)
    log = raw_of("nvme_crypto_verbose.txt")

    unclear = refusal(lambda: actions.add_log(device, log=log, by=technician.actor))
    chosen = actions.add_log(device, log=log, medium=nvme, by=technician.actor)

    assert unclear == ("This file is about one drive. Choose which medium it is about.", "medium")
    assert [erasure.medium for erasure in chosen] == [nvme]


def test_the_same_words_of_two_drives_are_two_proofs(device, nvme, depot, technician):
    second = inventory.add_medium(device, kind="nvme", serial="OTHER", capacity_bytes=SIZE, by=technician.actor)
    log = raw_of("nvme_block_done.txt")

    made = [actions.add_log(device, log=log, medium=medium, by=technician.actor)[0] for medium in (nvme, second)]
    again = refusal(lambda: actions.add_log(device, log=log, medium=nvme, by=technician.actor))

    assert [erasure.state for erasure in made] == [ErasureState.WAITING] * 2
    assert again == ("This log was added already. Add the log of the newest run.", "log")


@pytest.mark.rule("W-03")
def test_after_a_loan_a_sample_of_before_says_nothing(device, nvme, technician):
    nvme_erased(device, technician.actor)
    inventory.lose(device, by=technician.actor)
    clock.pass_time(days=1)
    inventory.find(Device.objects.get(pk=device.pk), place=device.place, by=technician.actor)

    said = refusal(lambda: nvme_erased(device, technician.actor))
    later = clock.now()
    clock.pass_time(hours=1)
    anew = nvme_erased(device, technician.actor, sample=a_sample(at=later + timedelta(minutes=1)))

    assert "The sample was read on 2026-11-23 09:00 UTC: before the device came in" in said[0]
    assert anew.state == ErasureState.WAITING


@pytest.mark.rule("E-09")
def test_a_drive_that_was_taken_out_is_erased_elsewhere(device, depot, technician, colleague):
    drive = the_disk(device)
    left = another_disk(device)
    inventory.take_out(drive, lies_at=depot, by=technician.actor)
    inventory.write_off(device, by=technician.actor)
    clock.pass_time(hours=5)

    made = actions.add_log(device, log=raw(COMPLETE), medium=drive, by=technician.actor)[0]

    assert (made.state, made.depot, state_of(drive), state_of(left)) == (
        ErasureState.ACCEPTED,
        depot,
        MediumState.ERASED,
        MediumState.TO_ERASE,
    )
    assert state_of(device) == Position.WRITTEN_OFF


@pytest.mark.rule("E-09")
def test_the_data_of_a_loose_drive_are_as_old_as_when_it_was_taken_out(device, depot, technician, colleague):
    drive = inventory.take_out(the_disk(device), lies_at=depot, by=technician.actor)
    clock.pass_time(hours=5)
    inventory.lose(device, by=technician.actor)
    inventory.find(Device.objects.get(pk=device.pk), place=depot, by=technician.actor)

    made = actions.add_log(device, log=raw(COMPLETE), medium=drive, by=technician.actor)[0]

    assert (made.state, made.life_began_at) == (ErasureState.ACCEPTED, Device.objects.get().received_at)
    assert state_of(device) == Position.QUARANTINE


@pytest.mark.rule("E-08")
def test_an_nvme_drive_that_was_only_overwritten_waits_for_an_exception(device, technician, colleague):
    drive = the_disk(device, kind="nvme")
    clock.pass_time(hours=5)
    erasure = actions.add_log(device, log=raw(COMPLETE), by=technician.actor)[0]

    waits = (erasure.state, erasure.unsaid, erasure.lacks_exemption)
    own = refusal(lambda: actions.exempt(erasure, reason="No sanitize.", by=technician.actor))
    secret = refusal(lambda: actions.exempt(erasure, reason="wachtwoord zon1234", by=colleague.actor))
    settled = actions.exempt(erasure, reason="This drive cannot sanitize itself.", by=colleague.actor)
    again = refusal(lambda: actions.exempt(settled, reason="Once more.", by=colleague.actor))

    assert waits == (ErasureState.WAITING, [], True)
    assert own[0] == "A colleague approves an exception: somebody else than who erased."
    assert secret[1] == "reason"
    assert (settled.state, settled.exemption.reason, settled.exemption.approved_by) == (
        ErasureState.ACCEPTED,
        "This drive cannot sanitize itself.",
        colleague.actor,
    )
    assert (state_of(drive), state_of(device), again[0]) == (
        MediumState.ERASED,
        Position.ERASED,
        "No exception is needed here. Reload the page.",
    )
    assert str(settled.exemption) == f"{settled.pk} {colleague.actor.pk}"


@pytest.mark.rule("E-08")
def test_an_exception_and_a_statement_may_come_in_either_order(device, nvme, technician, colleague):
    erasure = actions.add_log(device, log=raw_of("nvme_format_done.txt"), sample=a_sample(), by=technician.actor)[0]

    half = actions.exempt(erasure, reason="No sanitize.", by=colleague.actor)
    whole = actions.state_seen(erasure, signs=["serial"], by=colleague.actor)

    assert [(one.state, one.level) for one in (half, whole)] == [("waiting", "clear"), ("accepted", "clear")]


@pytest.mark.rule("E-08")
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "accepted", "accepted_at": "2026-11-23T11:00Z"}, "less_than_required_needs_an_exemption"),
        ({"log": None}, "only_what_people_saw_has_no_log"),
    ],
)
def test_the_database_itself_refuses_what_is_not_approved(device, technician, change, constraint):
    the_disk(device, kind="nvme")
    clock.pass_time(hours=5)
    erasure = actions.add_log(device, log=raw(COMPLETE), by=technician.actor)[0]

    with pytest.raises(IntegrityError, match=constraint):
        Erasure.objects.filter(pk=erasure.pk).update(**change)


@pytest.mark.rule("E-07")
def test_a_week_of_a_depot_has_one_seed_from_its_first_erasure(device, medium, depot, technician):
    actions.add_log(device, log=raw(COMPLETE), by=technician.actor)

    week = RereadWeek.objects.get()
    assert (week.place, week.monday.isoformat(), week.sunday.isoformat(), len(week.seed)) == (
        depot,
        "2026-11-23",
        "2026-11-29",
        32,
    )


def test_the_drive_of_the_examples_is_the_one_in_the_sample(nvme):
    assert nvme.serial == SERIAL
