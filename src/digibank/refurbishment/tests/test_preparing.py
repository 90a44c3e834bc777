"""A system is put on a device, and another person checks it."""

from datetime import date

import pytest
from django.db import IntegrityError

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import a_class, a_device, past_the_gate
from digibank.refurbishment import actions
from digibank.refurbishment.condition import safe_until
from digibank.refurbishment.models import Check, Installation, QualityCheck, checks_for
from digibank.refurbishment.queries import life_began_at, of_device
from digibank.refurbishment.tests.factories import ALL_GOOD, checked, erased, installed


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value), no.value.field


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


def test_an_erased_device_gets_its_system(device, medium, technician):
    made = installed(device, technician.actor, updates_until=date(2029, 4, 30), note="Met Nederlands toetsenbord.")

    kept = Installation.objects.get()
    assert (kept, str(kept), kept.installed_by, kept.updates_until) == (
        made,
        "Linux Mint 22.2",
        technician.actor,
        date(2029, 4, 30),
    )
    assert state_of(device) == Position.INSTALLED
    assert [event.verb for event in Event.objects.about(made)] == ["refurbishment.installed"]


@pytest.mark.rule("W-06")
def test_a_device_that_is_not_erased_gets_no_system(device, medium, technician):
    said, _field = refusal(lambda: actions.install(device, system="Ubuntu", licence="free", by=technician.actor))

    assert said.startswith("This is not possible now: the state is “received at the depot”.")
    assert Installation.objects.count() == 0


def test_no_password_stands_in_a_note(device, medium, technician, colleague):
    said = "This text holds a password or code. We never keep these. Take it out and save again.", "note"

    assert refusal(lambda: installed(device, technician.actor, note="wachtwoord: Welkom123")) == said
    installed(device, technician.actor)
    assert refusal(lambda: checked(device, colleague.actor, note="pincode 1234")) == said


@pytest.mark.rule("W-02")
def test_what_a_colleague_finds_in_order_goes_into_stock(device, medium, technician, colleague):
    installation = installed(device, technician.actor)

    check = checked(device, colleague.actor)

    assert (check.passed, check.wrong, check.installation, check.installed_by, check.checked_by) == (
        True,
        [],
        installation,
        technician.actor,
        colleague.actor,
    )
    assert check.findings == dict.fromkeys(ALL_GOOD, "good")
    assert (state_of(device), str(check)) == (Position.STOCK, f"{device.pk} True")


@pytest.mark.rule("W-02")
def test_nobody_checks_their_own_work(device, medium, technician):
    installation = installed(device, technician.actor)

    said = refusal(lambda: checked(device, technician.actor))

    assert said == ("You installed this device yourself. Let a colleague check it.", None)
    assert state_of(device) == Position.INSTALLED
    with pytest.raises(IntegrityError, match="somebody_else_checks_quality"):
        QualityCheck.objects.create(
            device=device,
            installation=installation,
            passed=True,
            checked_by=technician.actor,
            installed_by=technician.actor,
        )


@pytest.mark.rule("W-02")
def test_what_is_not_in_order_goes_back_to_the_bench_with_the_reason(device, medium, technician, colleague):
    installed(device, technician.actor)
    good = [code for code in ALL_GOOD if code != Check.KEYBOARD]

    silent = refusal(lambda: checked(device, colleague.actor, good=good))
    check = checked(device, colleague.actor, good=good, note="De toets E doet niets.")
    installed(device, colleague.actor)
    second = checked(device, technician.actor)

    assert silent == ("Not everything is in order. Write down what has to be repaired.", "note")
    assert (check.passed, check.wrong, second.passed) == (False, ["keyboard and touchpad"], True)
    assert [kept.passed for kept in of_device(device).checks] == [True, False]
    assert state_of(device) == Position.STOCK


def test_a_rejection_without_reason_is_refused_by_the_database_itself(device, medium, technician, colleague):
    installation = installed(device, technician.actor)

    with pytest.raises(IntegrityError, match="what_is_rejected_says_why"):
        QualityCheck.objects.create(
            device=device,
            installation=installation,
            passed=False,
            checked_by=colleague.actor,
            installed_by=technician.actor,
        )


def test_a_device_may_lack_a_camera_but_no_screen(device, medium, technician, colleague):
    installed(device, technician.actor)
    good = [code for code in ALL_GOOD if code not in (Check.CAMERA, Check.SCREEN)]

    check = checked(device, colleague.actor, good=good, absent=["camera", "screen"], note="Het scherm is weg.")

    assert (check.findings["camera"], check.findings["screen"], check.passed) == ("absent", "bad", False)


def test_a_part_is_not_both_in_order_and_absent(device, medium, technician, colleague):
    installed(device, technician.actor)

    said = refusal(lambda: checked(device, colleague.actor, absent=["camera"]))

    assert said == ("“camera” is ticked as in order and as absent. Choose one.", "absent")


def test_what_was_never_installed_here_is_not_checked(device, medium, colleague):
    said = refusal(lambda: checked(device, colleague.actor))

    assert said == (f"Nothing is installed on {device.number} yet. Do that first.", None)


def test_what_is_in_stock_is_not_checked_again(device, medium, technician, colleague):
    installed(device, technician.actor)
    checked(device, colleague.actor)

    said, _field = refusal(lambda: checked(device, colleague.actor))

    assert said.startswith("This is not possible now: the state is “in stock at the depot”.")


@pytest.mark.parametrize(
    ("shape", "looked_at"),
    [
        ("laptop", "screen keyboard wifi sound camera battery ports cleaned"),
        ("desktop", "wifi sound ports cleaned"),
        ("tablet", "screen wifi sound camera battery ports cleaned"),
        ("phone", "screen wifi sound camera battery ports cleaned"),
    ],
)
def test_of_each_kind_what_it_has_is_looked_at(shape, looked_at):
    assert " ".join(checks_for(DeviceClass(shape=shape))) == looked_at


def test_a_tablet_is_checked_without_a_keyboard(depot, technician, colleague):
    tablet = past_the_gate(a_device(depot, a_class("tablet", "Tablet", shape="tablet")))
    installed(tablet, technician.actor)

    check = checked(tablet, colleague.actor)

    assert (check.passed, "keyboard" in check.findings) == (True, False)


def test_the_history_of_a_device_is_its_own(device, medium, depot, technician, colleague):
    erasure = erased(device, technician.actor)
    installation = installed(device, technician.actor)
    check = checked(device, colleague.actor)

    mine, other = of_device(device), of_device(a_device(depot))

    assert (mine.erasures, mine.installations, mine.checks) == ([erasure], [installation], [check])
    assert (other.erasures, other.installations, other.checks) == ([], [], [])


def test_the_life_of_the_data_begins_when_a_device_comes_in(device, technician):
    assert life_began_at(device) == device.received_at

    inventory.lose(device, by=an_actor())
    found = inventory.find(device, place=device.place, by=an_actor())

    assert life_began_at(device) == Event.objects.about(found).get(verb="inventory.found").at


@pytest.mark.rule("W-14")
def test_a_system_says_until_when_it_is_safe_or_why_nobody_knows(device, medium, technician):
    silent = refusal(lambda: installed(device, technician.actor, updates_until=None))
    over = refusal(lambda: installed(device, technician.actor, updates_until=date(2026, 11, 22)))
    unknown = installed(device, technician.actor, updates_until=None, updates_unknown_because="De maker zegt het niet.")

    assert silent == (
        "Fill in until when the system gets security updates. Nobody knows? Then write why not.",
        "updates_until",
    )
    assert over == ("This system gets no security updates any more. Install one that does.", "updates_until")
    assert (unknown.updates_until, unknown.updates_unknown_because) == (None, "De maker zegt het niet.")
    assert safe_until(device) is None


@pytest.mark.rule("W-14")
def test_the_database_itself_refuses_a_system_without_a_last_day(device, technician):
    with pytest.raises(IntegrityError, match="a_system_says_until_when_it_is_safe"):
        Installation.objects.create(device=device, system="Ubuntu", licence="free", installed_by=technician.actor)


def test_a_day_that_is_known_needs_no_reason(device, medium, technician):
    made = installed(device, technician.actor, updates_unknown_because="Geen idee.")

    assert (made.updates_unknown_because, safe_until(device)) == ("", date(2029, 4, 30))
