"""Something is the matter with a device: it is kept back until that is settled, wherever it stands."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, DeviceFlag, FlagKind, Supply
from digibank.inventory.queries import free_by_desk_and_class
from digibank.inventory.tests.factories import a_depot, a_device, at_desk, in_stock, past_the_gate
from digibank.inventory.tests.looking import refusal, text_of, url, verbs


@pytest.fixture
def laptop(desk, depot, laptop_class) -> Device:
    """A laptop that is ready at the desk."""
    return at_desk(desk, laptop_class, depot=depot)


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


@pytest.mark.rule("I-10")
def test_a_flag_says_who_saw_it_and_how_it_was_settled(device, actor):
    other = an_actor()

    flag = actions.raise_flag(device, kind=FlagKind.NEEDS_PART, note="Toets E ontbreekt.", by=actor)
    cleared = actions.clear_flag(flag, how="Toets vervangen.", by=other)

    assert (flag.kind, flag.note, flag.raised_by, flag.is_open, str(flag)) == (
        "needs_part",
        "Toets E ontbreekt.",
        actor,
        True,
        f"needs_part {flag.pk}",
    )
    assert (cleared.is_open, cleared.cleared_by, cleared.cleared_how) == (False, other, "Toets vervangen.")
    assert verbs(flag) == ["inventory.flag_raised", "inventory.flag_cleared"]


@pytest.mark.rule("I-10")
def test_one_flag_of_a_kind_stands_at_a_time(device, actor):
    flag = actions.raise_flag(device, kind=FlagKind.NEEDS_PART, by=actor)
    actions.raise_flag(device, kind=FlagKind.WIPE_FAILED, by=actor)

    twice = refusal(lambda: actions.raise_flag(device, kind=FlagKind.NEEDS_PART, by=actor))
    actions.clear_flag(flag, how="Gevonden.", by=actor)
    actions.raise_flag(device, kind=FlagKind.NEEDS_PART, by=actor)

    assert twice == (
        f"This is noted already for {device.number}. Read what was written, and settle that.",
        "kind",
    )
    assert DeviceFlag.objects.count() == 3
    with pytest.raises(IntegrityError):
        DeviceFlag.objects.create(device=device, kind=FlagKind.WIPE_FAILED, raised_by=actor)


@pytest.mark.rule("I-10")
@pytest.mark.parametrize(
    "change", [{"note": "Iets anders"}, {"kind": "wipe_failed"}, {"cleared_how": "Anders"}, {"cleared_at": None}]
)
def test_a_flag_is_closed_once_and_its_history_stays(device, actor, change):
    flag = actions.raise_flag(device, kind=FlagKind.NEEDS_PART, by=actor)
    if "cleared_how" in change or "cleared_at" in change:
        actions.clear_flag(flag, how="Gevonden.", by=actor)

    with pytest.raises(DatabaseError, match="inventory_flag_closed_once"), transaction.atomic():
        DeviceFlag.objects.filter(pk=flag.pk).update(**change)
    with pytest.raises(DatabaseError, match="inventory_flag_closed_once"), transaction.atomic():
        DeviceFlag.objects.filter(pk=flag.pk)._raw_delete("default")

    assert DeviceFlag.objects.get().note == ""


def test_a_flag_that_is_settled_without_a_word_is_refused_by_the_database_itself(device, actor):
    flag = actions.raise_flag(device, kind=FlagKind.NEEDS_PART, by=actor)

    with pytest.raises(IntegrityError, match="a_cleared_flag_says_by_whom_and_how"):
        DeviceFlag.objects.filter(pk=flag.pk).update(cleared_at=clock.now(), cleared_by=actor)


def test_what_is_to_be_looked_at_is_told(device, actor):
    said = refusal(lambda: actions.raise_flag(device, kind=FlagKind.INVESTIGATE, by=actor))

    assert said == ("Write down what the workshop has to look at.", "note")
    with pytest.raises(IntegrityError, match="what_is_to_be_looked_at_is_told"):
        DeviceFlag.objects.create(device=device, kind=FlagKind.INVESTIGATE, raised_by=actor)


def test_no_secret_stands_in_a_flag(device, actor):
    secret, said = "wachtwoord: Welkom123", "This text holds a password or code."
    flag = actions.raise_flag(device, kind=FlagKind.LOCKED_ACCOUNT, by=actor)

    note = refusal(lambda: actions.raise_flag(device, kind=FlagKind.NEEDS_PART, note=secret, by=actor))
    how = refusal(lambda: actions.clear_flag(flag, how=secret, by=actor))

    assert (note[0].startswith(said), note[1], how[0].startswith(said), how[1]) == (True, "note", True, "how")


def test_a_flag_is_settled_once_and_with_words(device, actor):
    flag = actions.raise_flag(device, kind=FlagKind.WIPE_FAILED, by=actor)

    silent = refusal(lambda: actions.clear_flag(flag, how=" ", by=actor))
    actions.clear_flag(flag, how="Schijf vernietigd.", by=actor)
    twice = refusal(lambda: actions.clear_flag(flag, how="Nog eens.", by=actor))

    assert silent == ("Write down how it was settled.", "how")
    assert twice == ("A colleague settled this already. Reload the page.", None)


def test_what_is_gone_is_not_kept_back(device, actor):
    actions.lose(device, by=actor)

    said = refusal(lambda: actions.raise_flag(device, kind=FlagKind.NEEDS_PART, by=actor))

    assert said == (f"{device.number} is not with us: lost. Nothing can be kept back.", None)


@pytest.mark.rule("I-11")
@pytest.mark.parametrize("kind", FlagKind)
def test_what_is_kept_back_does_not_go_into_stock(device, actor, kind):
    device = actions.install(past_the_gate(device), by=actor)
    flag = actions.raise_flag(device, kind=kind, note="Gezien.", by=actor)

    said = refusal(lambda: actions.approve(device, by=actor))
    actions.clear_flag(flag, how="In orde.", by=actor)

    assert said == (f"{device.number} is kept back: {kind.label}. The workshop settles that first.", None)
    assert actions.approve(device, by=actor).state == Position.STOCK


@pytest.mark.rule("I-11")
@pytest.mark.parametrize("kind", FlagKind)
def test_what_is_kept_back_is_neither_promised_nor_held_nor_lent(laptop, desk, actor, kind):
    commitment = actions.hold(laptop, place=desk, by=actor)
    flag = actions.raise_flag(laptop, kind=kind, note="Gezien.", by=actor)
    said = f"{laptop.number} is kept back: {kind.label}. The workshop settles that first."

    lend = refusal(lambda: actions.lend(laptop, by=actor))
    actions.release(commitment, by=actor)
    hold = refusal(lambda: actions.hold(laptop, place=desk, by=actor))
    supply, free = Supply.objects.get(), free_by_desk_and_class([desk.organisation_id])

    assert (lend, hold) == ((said, None), (said, None))
    assert (list(Device.objects.free_at(desk)), supply.free(), +free) == ([], 0, {})
    actions.clear_flag(flag, how="In orde.", by=actor)
    assert (list(Device.objects.free_at(desk)), supply.free()) == ([laptop], 1)


@pytest.mark.rule("I-11")
def test_what_is_kept_back_rides_to_a_workshop_and_comes_on_the_bench(laptop, desk, depot, actor):
    second_desk_stock = in_stock(a_device(depot, laptop.device_class))
    actions.raise_flag(laptop, kind=FlagKind.INVESTIGATE, note="Valt uit.", by=actor)
    actions.raise_flag(second_desk_stock, kind=FlagKind.NEEDS_PART, by=actor)

    to_a_desk = refusal(lambda: actions.send(second_desk_stock, to=desk, by=actor))
    actions.send(laptop, to=depot, by=actor)
    arrived = actions.arrive(laptop, place=depot, by=actor)

    assert to_a_desk == (
        f"{second_desk_stock.number} is kept back: needs a part. It may ride to a workshop only.",
        "devices",
    )
    assert (arrived.state, arrived.open_media) == (Position.ERASED, 0)


@pytest.mark.rule("I-12")
def test_an_unsafe_battery_rides_nowhere(laptop, depot, association, actor):
    flag = actions.raise_flag(laptop, kind=FlagKind.UNSAFE_BATTERY, note="Staat bol.", by=actor)

    said = refusal(lambda: actions.send(laptop, to=depot, by=actor))
    actions.clear_flag(flag, how="Batterij eruit, in de bak met zand.", by=actor)
    actions.send(laptop, to=depot, by=actor)

    assert said == (
        f"The battery of {laptop.number} is unsafe, so it does not ride. Take the battery out, then clear the flag.",
        "devices",
    )
    assert state_of(laptop) == Position.IN_TRANSIT


@pytest.mark.rule("I-12")
def test_also_what_came_back_from_a_borrower_rides_only_with_a_safe_battery(laptop, desk, association, actor):
    kept = actions.hold(laptop, place=desk, by=actor)
    actions.lend(laptop, by=actor)
    actions.take_back(laptop, place=desk, accessories={}, by=actor)
    actions.release(kept, by=actor)
    actions.raise_flag(laptop, kind=FlagKind.UNSAFE_BATTERY, by=actor)

    said, _field = refusal(lambda: actions.send(laptop, to=a_depot(association, name="Kelder"), by=actor))

    assert said.startswith(f"The battery of {laptop.number} is unsafe")


def test_from_stock_a_device_goes_back_on_the_bench(device, actor):
    taken = actions.take_to_bench(in_stock(device), by=actor)

    assert (taken.state, verbs(device)[-1]) == (Position.ERASED, "inventory.taken_to_bench")


# Pages


@pytest.fixture
def page_in_english(english) -> None:
    """Pages answer in the language of the code."""


def test_a_technician_keeps_a_device_back_and_settles_it(page_in_english, as_technician, device):
    raised = as_technician.post(url("raise_flag", device.pk), {"kind": "needs_part", "note": "Scharnier los"})
    flag = DeviceFlag.objects.get()
    shown = text_of(as_technician.get(url("device", device.pk)))
    cleared = as_technician.post(url("clear_flag", flag.pk), {"how": "Scharnier vervangen"})
    after = text_of(as_technician.get(url("device", device.pk)))

    assert [(answer.status_code, answer["Location"]) for answer in (raised, cleared)] == [
        (303, url("device", device.pk))
    ] * 2
    assert ("Scharnier los" in shown, "It is settled" in shown) == (True, True)
    assert ("Scharnier vervangen" in after, "It is settled" in after, "Settled earlier" in after) == (True, False, True)


def test_a_clerk_says_only_what_is_seen_at_a_desk(page_in_english, as_clerk, laptop):
    page = text_of(as_clerk.get(url("device", laptop.pk)))

    seen = as_clerk.post(url("raise_flag", laptop.pk), {"kind": "unsafe_battery", "note": ""})
    unseen = as_clerk.post(url("raise_flag", laptop.pk), {"kind": "wipe_failed", "note": ""})
    silent = as_clerk.post(url("raise_flag", laptop.pk), {"kind": "investigate", "note": ""})

    assert ("Unsafe battery" in page, "Erasing failed" in page) == (True, False)
    assert (seen.status_code, unseen.status_code, silent.status_code) == (303, 422, 422)
    assert "Write down what the workshop has to look at." in text_of(silent)
    assert [flag.kind for flag in DeviceFlag.objects.all()] == ["unsafe_battery"]


def test_a_clerk_takes_back_an_own_mistake_and_settles_nothing_of_others(
    page_in_english, as_clerk, clerk, laptop, actor
):
    own = actions.raise_flag(laptop, kind=FlagKind.UNSAFE_BATTERY, by=clerk.actor)
    other = actions.raise_flag(laptop, kind=FlagKind.INVESTIGATE, note="Valt uit.", by=actor)

    page = text_of(as_clerk.get(url("device", laptop.pk)))
    silent = as_clerk.post(url("clear_flag", own.pk), {"how": ""})
    mine = as_clerk.post(url("clear_flag", own.pk), {"how": "Vergissing."})
    theirs = as_clerk.post(url("clear_flag", other.pk), {"how": "Vergissing."})

    assert (url("clear_flag", own.pk) in page, url("clear_flag", other.pk) in page) == (True, False)
    assert (silent.status_code, mine.status_code, theirs.status_code) == (422, 303, 403)


def test_who_may_only_see_devices_keeps_nothing_back(as_coordinator, laptop):
    answer = as_coordinator.post(url("raise_flag", laptop.pk), {"kind": "investigate", "note": "Kijk eens."})

    assert (answer.status_code, DeviceFlag.objects.count()) == (403, 0)


def test_flags_of_another_town_do_not_exist(as_clerk, depot, laptop_class, actor, other_town):
    elsewhere = a_device(a_depot(other_town), laptop_class)
    flag = actions.raise_flag(elsewhere, kind=FlagKind.NEEDS_PART, by=actor)

    answers = [
        as_clerk.post(url("raise_flag", elsewhere.pk), {"kind": "investigate", "note": "Kijk eens."}),
        as_clerk.post(url("clear_flag", flag.pk), {"how": "Klaar."}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_page_asks_as_many_questions_for_three_flags_as_for_one(as_technician, device, actor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(url("device", device.pk))
        return len(asked)

    actions.raise_flag(device, kind=FlagKind.NEEDS_PART, by=actor)
    queries()
    one = queries()
    actions.raise_flag(device, kind=FlagKind.WIPE_FAILED, by=actor)
    actions.raise_flag(device, kind=FlagKind.LOCKED_ACCOUNT, by=actor)

    assert queries() == one
