"""One in five is read back by somebody else; what is not empty is erased again, or raises the alarm."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from digibank import clock
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Device
from digibank.refurbishment import actions
from digibank.refurbishment.evidence.tests.drives import a_sample
from digibank.refurbishment.evidence.tests.logs import SERIAL, SIZE
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Reread, RereadWeek
from digibank.refurbishment.rereads import alarms_at, batches_at
from digibank.refurbishment.tests.factories import checked, erased, installed


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value), no.value.field


def state_of(record) -> str:
    return type(record).objects.get(pk=record.pk).state


def read_back(**about) -> bytes:
    return a_sample(**{"serial": SERIAL, "size": SIZE, "at": clock.now()} | about)


@pytest.fixture
def erasure(device, medium, technician):
    """The disk of the device is erased, and an hour passes."""
    made = erased(device, technician.actor)
    clock.pass_time(hours=1)
    return made


@pytest.fixture
def reading(erasure):
    """A sample that was read before now."""

    def read(**about) -> bytes:
        sample = read_back(**about)
        clock.pass_time(minutes=10)
        return sample

    return read


@pytest.mark.rule("E-07")
@pytest.mark.parametrize("count", [1, 4, 5, 6, 11, 100])
def test_one_in_five_is_chosen_by_the_seed_and_never_fewer(depot, count):
    week = RereadWeek(place=depot, monday=clock.today(), seed="5f0c1de2a3b4c5d6")

    chosen = week.chosen(range(1, count + 1))

    assert len(chosen) == -(-count // 5)
    assert chosen == week.chosen(reversed(range(1, count + 1)))
    assert count < 11 or chosen != RereadWeek(place=depot, monday=clock.today(), seed="0").chosen(range(1, count + 1))


@pytest.mark.rule("E-07")
def test_what_is_empty_is_read_back_and_leaves_the_list(erasure, reading, depot, colleague):
    before = batches_at([depot])

    kept = actions.reread(erasure, sample=reading(), by=colleague.actor)

    after = batches_at([depot])
    assert [(batch.erased, batch.needed, batch.to_read, batch.read) for batch in before + after] == [
        (1, 1, [erasure], []),
        (1, 1, [], [erasure]),
    ]
    assert (kept.is_empty, kept.found, kept.seed, kept.read_by, str(kept)) == (
        True,
        "zeros",
        "5f0c1de2a3b4c5d6",
        colleague.actor,
        f"{erasure.pk} zeros",
    )


@pytest.mark.rule("E-07")
def test_what_is_not_empty_is_to_be_erased_again(erasure, reading, device, medium, colleague):
    kept = actions.reread(erasure, sample=reading(kind="data"), by=colleague.actor)

    assert (kept.is_empty, state_of(erasure), state_of(medium), state_of(device)) == (
        False,
        ErasureState.WITHDRAWN,
        MediumState.TO_ERASE,
        Position.RECEIVED,
    )


@pytest.mark.rule("E-07")
def test_also_when_the_device_is_in_stock_already(erasure, reading, *, device, medium, technician, colleague):
    installed(device, technician.actor)
    checked(device, colleague.actor)

    actions.reread(erasure, sample=reading(kind="data"), by=colleague.actor)

    assert (state_of(medium), state_of(device)) == (MediumState.TO_ERASE, Position.RECEIVED)


@pytest.mark.rule("E-07")
def test_when_the_device_left_the_depot_sees_an_alarm_until_it_is_back(
    erasure, reading, *, device, medium, depot, desk, technician, colleague
):
    installed(device, technician.actor)
    checked(device, colleague.actor)
    inventory.check_accessory(device, kind="charger", state="present", by=technician.actor)
    inventory.send(device, to=desk, by=technician.actor)
    inventory.arrive(device, place=desk, by=technician.actor)

    actions.reread(erasure, sample=reading(kind="data"), by=colleague.actor)

    away = list(alarms_at([depot]))
    inventory.lend(Device.objects.get(), by=technician.actor)
    inventory.take_back(Device.objects.get(), place=desk, accessories={}, by=technician.actor)
    assert (away, list(alarms_at([depot]))) == ([erasure], [])
    assert (state_of(medium), state_of(device)) == (MediumState.TO_ERASE, Position.QUARANTINE)


@pytest.mark.rule("E-07")
def test_whoever_erased_does_not_read_back(erasure, reading, technician):
    said = refusal(lambda: actions.reread(erasure, sample=reading(), by=technician.actor))

    assert said[0] == "A colleague reads it back: somebody else than who erased."
    with pytest.raises(IntegrityError, match="somebody_else_reads_back"):
        Reread.objects.create(
            erasure=erasure, sample=erasure.log, seed="", found="zeros", is_empty=True,
            read_by=technician.actor, erased_by=technician.actor,
        )  # fmt: skip


@pytest.mark.rule("E-07")
@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"serial": "OTHER"}, "This sample is of another drive"),
        ({"size": 512_110_190_592}, "This sample is of another drive"),
        ({"seed": "0" * 32}, "This sample is of another drive"),
    ],
)
def test_a_sample_that_says_nothing_about_this_medium_is_refused(erasure, reading, colleague, about, sentence):
    said = refusal(lambda: actions.reread(erasure, sample=reading(**about), by=colleague.actor))

    assert (said[0].startswith(sentence), Reread.objects.count()) == (True, 0)


def test_a_sample_of_before_the_erasure_is_refused(erasure, colleague):
    old = read_back(at=clock.now() - timedelta(days=1))

    said = refusal(lambda: actions.reread(erasure, sample=old, by=colleague.actor))

    assert said[0].startswith("This run began on")


def test_what_does_not_count_is_not_read_back(erasure, reading, colleague):
    actions.reread(erasure, sample=reading(kind="data"), by=colleague.actor)

    said = refusal(lambda: actions.reread(erasure, sample=reading(), by=colleague.actor))

    assert said[0] == "This erasure does not count. There is nothing to read back."


# Pages


def url(name, key=None):
    return reverse(f"refurbishment:{name}", args=[] if key is None else [key])


def a_file(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "sample.json"
    return file


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.rule("E-07")
def test_the_page_says_which_media_are_read_back_and_by_whom(erasure, reading, as_technician, colleague, as_colleague):
    mine, theirs = (text_of(client.get(url("to_reread"))) for client in (as_technician, as_colleague))

    sent = as_colleague.post(url("reread", erasure.pk), {"sample": a_file(reading())})
    after = text_of(as_colleague.get(url("to_reread")))

    assert ("a colleague reads this one" in mine, "I read it back" in mine) == (True, False)
    assert ("I read it back" in theirs, "0 of 1 read back" in theirs) == (True, True)
    assert (sent.status_code, sent["Location"]) == (303, url("to_reread"))
    assert ("1 of 1 read back" in after, "Enough was read back." in after) == (True, True)


def test_a_file_that_is_no_sample_comes_back_with_the_reason(erasure, as_colleague, as_technician):
    answer = as_colleague.post(url("reread", erasure.pk), {"sample": a_file(b"A letter.")})

    assert (answer.status_code, "This file is not a sample of a drive." in text_of(answer)) == (422, True)
    assert "You erased this medium yourself." in text_of(as_technician.get(url("reread", erasure.pk)))
