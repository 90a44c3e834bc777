"""Devices that an account of the donor locks: who is asked what, what is answered, and who looks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation, Lock, Release
from digibank.donations.releases import STEPS, to_ask
from digibank.donations.tests.factories import given
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device, in_stock
from digibank.inventory.tests.looking import refusal, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(donation) -> Device:
    return given(donation, vendor="Samsung", product="Galaxy Tab A", serial="R52N")


def asked(device: Device, lock: str = "google") -> Release:
    return actions.ask_release(device, lock=lock, by=an_actor())


def now(release: Release) -> Release:
    return Release.objects.select_related("flag").get(pk=release.pk)


def flags(device: Device) -> list[tuple[str, bool]]:
    return [(flag.kind, flag.is_open) for flag in device.flags.all()]


@pytest.mark.rule("D-22")
def test_a_locked_device_is_kept_back_and_stands_on_the_list_of_its_donation(donation, device):
    release = asked(device)

    assert list(donation.releases.open()) == [release]
    assert (release.device, release.lock, release.state, release.asked_on) == (
        device, "google", "asked", clock.today(),
    )  # fmt: skip
    assert flags(device) == [("locked_account", True)]
    assert verbs(release) == ["donations.release_asked"]


@pytest.mark.rule("D-22")
def test_a_flag_that_the_workshop_raised_before_is_the_one_of_the_list(device):
    flag = inventory.raise_flag(device, kind="locked_account", note="Toont een aanmeldscherm.", by=an_actor())

    assert asked(device).flag == flag
    assert flags(device) == [("locked_account", True)]


@pytest.mark.rule("D-22")
def test_a_device_stands_on_the_list_once(device):
    asked(device)

    assert refusal(lambda: asked(device, "apple")) == (
        f"{device.number} is on the list already. Look there what was answered.", "device",
    )  # fmt: skip


def test_who_gave_nothing_is_asked_nothing(depot):
    device = a_device(depot)

    assert refusal(lambda: asked(device)) == (
        f"{device.number} came in with no donation, so there is nobody to ask.", "device",
    )  # fmt: skip
    assert flags(device) == []


def test_what_went_back_is_not_asked_about(device):
    inventory.return_to_donor(device, because="Niet los te krijgen.", by=an_actor())

    assert refusal(lambda: asked(device))[0] == f"{device.number} is not here any more."


@pytest.mark.rule("D-22")
def test_a_device_that_went_back_is_off_the_list(device):
    release = asked(device)

    inventory.return_to_donor(device, because="De donateur wil het terug.", by=an_actor())

    left = Release.objects.select_related("flag__device").get(pk=release.pk)
    assert (list(Release.objects.open()), left.is_open, left.has_left) == ([], False, True)


@pytest.mark.rule("D-24")
def test_what_the_donor_says_is_looked_at_before_the_device_goes_on(device):
    release = asked(device)
    told = actions.tell_released(release, by=an_actor())

    after_the_answer = flags(device)
    free = actions.confirm_free(told, how="Nagekeken.", by=an_actor())

    assert (told.state, told.is_open, after_the_answer) == ("told", True, [("locked_account", True)])
    assert (free.is_free, free.is_open, flags(device)) == (True, False, [("locked_account", False)])
    assert verbs(release) == [f"donations.release_{verb}" for verb in ("asked", "answered", "confirmed")]


@pytest.mark.rule("D-24")
def test_a_donor_who_says_it_twice_said_it_once(device):
    release = asked(device)

    first, second = (actions.tell_released(release, by=an_actor()) for _time in range(2))

    assert (first.told_at, first.told_by) == (second.told_at, second.told_by)
    assert verbs(release).count("donations.release_answered") == 1


@pytest.mark.rule("D-24")
def test_what_turns_out_to_be_locked_is_asked_again(device):
    release = actions.tell_released(asked(device), by=an_actor())

    again = actions.ask_again(release, by=an_actor())

    assert (again.state, again.told_at, again.told_by, again.reminded_on) == ("asked", None, None, clock.today())
    assert list(Release.objects.asked()) == [release]


@pytest.mark.rule("D-24")
@pytest.mark.parametrize(("answer", "state"), [(actions.tell_cannot, "cannot"), (actions.keep_for_parts, "for_parts")])
def test_what_stays_locked_is_off_the_list_and_stays_kept_back(device, answer, state):
    release = answer(asked(device), by=an_actor())

    assert (release.state, release.is_open, release.is_free) == (state, False, False)
    assert flags(device) == [("locked_account", True)]
    assert refusal(lambda: asked(device))[0].startswith(f"{device.number} is on the list already")
    assert actions.ask_again(release, by=an_actor()).is_open


@pytest.mark.rule("D-22")
def test_a_device_that_the_workshop_finds_free_is_off_the_list_whatever_was_answered(device):
    release = asked(device)

    inventory.clear_flag(release.flag, how="De donateur kwam langs.", by=an_actor())

    assert list(Release.objects.open()) == []
    free = f"{device.number} is free already. Nothing is left to do."
    for act in (actions.tell_released, actions.tell_cannot, actions.keep_for_parts, actions.ask_again):
        assert refusal(lambda act=act: act(release, by=an_actor()))[0] == free


def test_a_device_that_is_locked_once_more_is_a_new_line(device):
    first = asked(device)
    actions.confirm_free(first, how="Nagekeken.", by=an_actor())

    second = asked(device, "firmware")

    assert (first.pk != second.pk, list(Release.objects.open())) == (True, [second])


@pytest.mark.rule("D-22")
def test_how_it_became_free_holds_no_code(device):
    release = asked(device)

    sentence, field = refusal(lambda: actions.confirm_free(release, how="pincode 1234", by=an_actor()))

    assert (field, "password or code" in sentence, now(release).is_free) == ("how", True, False)


@pytest.mark.rule("D-23")
@pytest.mark.usefixtures("on_a_monday")
def test_a_donor_is_reminded_after_two_weeks_and_again_two_weeks_later(donation, device):
    release = asked(device)
    due = []

    for days in (13, 1):
        clock.pass_time(days=days)
        due.append(Release.objects.to_remind().exists())
    reminded = actions.remind_donor(donation, by=an_actor())
    for days in (13, 1):
        clock.pass_time(days=days)
        due.append(Release.objects.to_remind().exists())

    assert (reminded, due) == (1, [False, True, False, True])
    assert now(release).remind_from == now(release).reminded_on + timedelta(days=14)
    assert verbs(donation)[-1] == "donations.donor_reminded"


@pytest.mark.rule("D-23")
@pytest.mark.usefixtures("on_a_monday")
def test_after_a_month_it_is_too_late_also_when_the_donor_was_reminded(donation, device):
    release = asked(device)
    clock.pass_time(days=29)
    actions.remind_donor(donation, by=an_actor())
    before = (Release.objects.too_late().exists(), now(release).is_too_late)

    clock.pass_time(days=1)

    assert (before, Release.objects.too_late().get(), now(release).is_too_late) == ((False, False), release, True)


def test_nobody_is_reminded_of_nothing(donation, device):
    actions.tell_cannot(asked(device), by=an_actor())

    assert refusal(lambda: actions.remind_donor(donation, by=an_actor()))[0] == (
        "There is nothing left to ask this donor."
    )


@pytest.mark.rule("D-20")
def test_about_a_closed_donation_nothing_is_asked(donation, device):
    in_stock(device)
    actions.close(donation, by=an_actor())

    assert refusal(lambda: asked(device))[0] == (
        f"Donation {donation.number} is closed. Open it again first, and say why."
    )


def test_the_letter_asks_what_is_not_answered_yet_by_lock(donation):
    devices = [given(donation) for _each in range(4)]
    tablet, laptop, told, parts = (
        asked(device, lock) for device, lock in zip(devices, ["managed", "apple", "google", "google"], strict=True)
    )
    actions.tell_released(told, by=an_actor())
    actions.keep_for_parts(parts, by=an_actor())

    assert to_ask(Donation.objects.get()) == [laptop, tablet]


def test_each_lock_has_its_steps():
    assert set(STEPS) == set(Lock)
    assert all(len(steps) >= 2 for steps in STEPS.values())


def test_the_database_wants_somebody_behind_an_answer(device):
    release = asked(device)

    with pytest.raises(IntegrityError, match="an_answer_about_a_lock_is_of_somebody"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(state="told")
    with pytest.raises(IntegrityError, match="a_donor_is_asked_before_reminded"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(reminded_on=clock.today() - timedelta(days=9))


# Closing, as far as this chapter knows it


@pytest.mark.rule("D-20")
def test_a_closed_donation_takes_nothing_in_until_it_is_opened_again(donation, device):
    in_stock(device)
    actions.close(donation, by=an_actor())

    closed = f"Donation {donation.number} is closed. Open it again first, and say why."
    assert refusal(lambda: given(donation))[0] == closed
    assert refusal(lambda: actions.count_parts(donation, kind="mouse", count=1, by=an_actor()))[0] == closed
    assert refusal(lambda: actions.close(donation, by=an_actor()))[0] == closed

    actions.reopen(donation, by=an_actor())
    given(donation)

    assert donation.given.count() == 2
    assert verbs(donation)[-3:] == ["donations.closed", "donations.reopened", "donations.device_added"]


def test_what_is_open_is_not_opened_again(donation):
    with pytest.raises(RuleBroken, match="open already"):
        actions.reopen(donation, by=an_actor())


def test_an_empty_donation_is_not_closed(donation):
    assert refusal(lambda: actions.close(donation, by=an_actor()))[0] == (
        "Nothing came in with this donation yet, so there is nothing to close."
    )


def test_a_donation_of_loose_parts_can_be_closed(donation):
    actions.count_parts(donation, kind="mouse", count=3, by=an_actor())

    assert actions.close(donation, by=an_actor()).closed_at is not None
