"""What no tool can prove: a factory reset and a destruction, each seen by two."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError

from digibank import clock
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState, Position
from digibank.refurbishment import actions
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Destruction, Erasure
from digibank.refurbishment.tests.factories import another_disk, erased, the_disk


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value), no.value.field


def state_of(record) -> str:
    return type(record).objects.get(pk=record.pk).state


@pytest.fixture
def memory(device):
    """The memory of a phone or a tablet."""
    return the_disk(device, kind="emmc", serial="", product="")


@pytest.mark.rule("E-11")
@pytest.mark.parametrize(("system", "level"), [("apple_mobile", "purge"), ("android_old", "clear")])
def test_a_reset_counts_when_two_people_saw_it(device, memory, technician, colleague, *, system, level):
    erasure = actions.write_down_reset(memory, system=system, by=technician.actor)

    waits = (erasure.state, erasure.unsaid, erasure.level)
    half = actions.state_seen(erasure, signs=["reset", "cards"], by=colleague.actor)
    whole = actions.state_seen(half, signs=["account"], by=colleague.actor)

    assert waits == (ErasureState.WAITING, ["reset", "account", "cards"], level)
    assert (half.state, whole.state, state_of(memory), state_of(device)) == (
        ErasureState.WAITING,
        ErasureState.ACCEPTED,
        MediumState.ERASED,
        Position.ERASED,
    )
    assert whole.log is None


@pytest.mark.rule("E-11")
def test_who_did_the_reset_is_no_second_person(device, memory, technician):
    erasure = actions.write_down_reset(memory, system="chromeos", by=technician.actor)

    said = refusal(lambda: actions.state_seen(erasure, signs=["reset", "account", "cards"], by=technician.actor))

    assert said[0] == "A colleague must state this: somebody else than who added the log."


@pytest.mark.rule("E-11")
def test_what_has_nothing_to_reset_is_refused(device, depot, technician):
    disk = another_disk(device)
    loose = inventory.take_out(the_disk(device), lies_at=depot, by=technician.actor)
    settled = the_disk(device, serial="X1")
    inventory.state_absent(settled, because="never there", by=technician.actor)

    said = [
        refusal(partial(actions.write_down_reset, medium, system="other", by=technician.actor))[0]
        for medium in (disk, loose, settled)
    ]

    assert said == [
        "“factory reset, witnessed by two” cannot be done to this kind of medium."
        " Look whether the kind was written down right.",
        f"{loose.number} is a loose drive: there is nothing to reset.",
        "This medium is settled already. Choose another one.",
    ]


@pytest.mark.rule("E-10")
def test_a_medium_is_destroyed_when_a_second_person_saw_it(device, medium, technician, colleague):
    erasure = actions.write_down_destruction(medium, way="drilled", by=technician.actor)

    before = (erasure.state, erasure.unsaid, state_of(medium))
    settled = actions.state_seen(erasure, signs=["destroyed"], by=colleague.actor)

    record = Destruction.objects.get()
    assert before == (ErasureState.WAITING, ["destroyed"], MediumState.TO_ERASE)
    assert (settled.state, settled.level, state_of(medium), state_of(device)) == (
        ErasureState.ACCEPTED,
        "destroy",
        MediumState.DESTROYED,
        Position.ERASED,
    )
    assert (record.destroyed_on, record.firm, record.recorded_by, record.erasure) == (
        clock.today(),
        "",
        technician.actor,
        settled,
    )
    assert settled.how == "The medium itself was destroyed: drilled through each platter or chip."


@pytest.mark.rule("E-10")
def test_of_a_firm_the_second_person_reads_the_certificate(device, medium, technician, colleague):
    erasure = actions.write_down_destruction(
        medium, way="shredded", firm="Versnippering Peeters", certificate=b"%PDF-1.7 proof", by=technician.actor
    )

    settled = actions.state_seen(erasure, signs=["certificate"], by=colleague.actor)

    assert (settled.state, settled.log.content(), settled.destruction.firm) == (
        ErasureState.ACCEPTED,
        b"%PDF-1.7 proof",
        "Versnippering Peeters",
    )


@pytest.mark.rule("E-10")
def test_what_was_erased_may_still_be_destroyed_once(device, medium, technician, colleague):
    erased(device, technician.actor)
    erasure = actions.write_down_destruction(medium, way="crushed", by=technician.actor)

    actions.state_seen(erasure, signs=["destroyed"], by=colleague.actor)

    assert Erasure.objects.filter(state=ErasureState.ACCEPTED).count() == 2
    assert state_of(medium) == MediumState.DESTROYED
    said = refusal(lambda: actions.write_down_destruction(medium, way="crushed", by=technician.actor))
    assert said[0] == "This medium is settled already. Choose another one."


@pytest.mark.rule("E-10")
def test_a_destruction_of_before_or_of_tomorrow_and_a_certificate_that_is_none_are_refused(device, medium, technician):
    days = [clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)]

    destroy = partial(actions.write_down_destruction, medium, way="crushed", by=technician.actor)

    said = [refusal(partial(destroy, destroyed_on=day)) for day in days]
    picture = refusal(partial(destroy, certificate=b"\x89PNG"))

    assert said == [("It was destroyed after it came in, and not in days to come.", "destroyed_on")] * 2
    assert picture == ("The certificate is no PDF. Scan it as one, or leave it out.", "certificate")
    assert Erasure.objects.count() == 0


@pytest.mark.rule("E-10")
def test_a_loose_drive_is_destroyed_as_well(device, medium, depot, technician, colleague):
    inventory.take_out(medium, lies_at=depot, by=technician.actor)
    erasure = actions.write_down_destruction(medium, way="shredded", by=technician.actor)

    settled = actions.state_seen(erasure, signs=["destroyed"], by=colleague.actor)

    assert (settled.state, state_of(medium), state_of(device)) == (
        ErasureState.ACCEPTED,
        MediumState.DESTROYED,
        Position.RECEIVED,
    )


@pytest.mark.rule("E-10")
def test_the_database_itself_keeps_the_record_of_a_destruction(device, medium, technician, colleague):
    erasure = actions.write_down_destruction(medium, way="crushed", by=technician.actor)

    with pytest.raises(IntegrityError, match="refurbishment_destruction_append_only"):
        Destruction.objects.filter(erasure=erasure).update(firm="Another")
