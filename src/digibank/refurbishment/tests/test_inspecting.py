"""A device is looked at and tried, gets its grades, and goes into stock only when it can be used again."""

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, DeviceClass, DeviceFlag, UnfitGround
from digibank.inventory.tests.factories import a_class, a_device, a_medium, a_report, past_the_gate
from digibank.inventory.tests.looking import refusal, verbs
from digibank.refurbishment import actions
from digibank.refurbishment.condition import condition_of
from digibank.refurbishment.grades import battery_grade, function_after
from digibank.refurbishment.models import (
    Defect,
    Inspection,
    QualityCheck,
    Trial,
    defects_for,
    trials_for,
)
from digibank.refurbishment.tests.factories import ALL_GOOD, back_from_a_loan, checked, inspected, installed
from digibank.refurbishment.verdicts import judged


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


# The inspection


@pytest.mark.rule("W-08")
def test_a_device_is_looked_at_and_gets_its_grades(device, technician):
    made = inspected(device, technician.actor, defects=["scratches", "rust"], words="Roest bij de poort.", made_in=2019)

    assert (made.is_reusable, made.grades, made.seen, made.words, made.made_in, made.inspected_by) == (
        True,
        "B A B",
        ["scratches", "rust"],
        "Roest bij de poort.",
        2019,
        technician.actor,
    )
    assert (condition_of(device).inspection, str(made)) == (made, f"{device.pk} B A B")
    assert verbs(made) == ["refurbishment.inspected"]


@pytest.mark.rule("W-08")
@pytest.mark.parametrize("ground", UnfitGround)
def test_each_ground_of_the_law_says_that_it_cannot_be_used_again(device, technician, ground):
    made = actions.inspect(device, ground=ground, by=technician.actor)

    assert (made.is_reusable, str(made), condition_of(device).ends) == (False, f"{device.pk} {ground}", True)


@pytest.mark.rule("W-08")
def test_without_grades_nothing_can_be_used_again(device, technician):
    look = refusal(lambda: actions.inspect(device, function="A", by=technician.actor))
    work = refusal(lambda: actions.inspect(device, appearance="A", by=technician.actor))

    assert (look, work) == (("Choose how it looks.", "appearance"), ("Choose how it works.", "function"))
    for wrong in ({"appearance": "A"}, {"ground": "boring"}, {"appearance": "F", "function": "A"}):
        with pytest.raises(IntegrityError, match="what_can_be_used_again_has_grades"), transaction.atomic():
            Inspection.objects.create(device=device, life_began_at=clock.now(), inspected_by=technician.actor, **wrong)


@pytest.mark.rule("W-08")
def test_an_inspection_never_changes(device, technician):
    inspected(device, technician.actor)

    with pytest.raises(IntegrityError, match="refurbishment_inspection_append_only"), transaction.atomic():
        Inspection.objects.update(ground="poor")


@pytest.mark.parametrize("year", [1979, 2101])
def test_a_year_is_one_of_our_time(device, technician, year):
    said = refusal(lambda: inspected(device, technician.actor, made_in=year))

    assert said == ("Write a year such as 2019, or leave it empty.", "made_in")


def test_no_password_stands_in_an_inspection_or_a_test(device, technician):
    secret = "wachtwoord: Welkom123"

    words = refusal(lambda: inspected(device, technician.actor, words=secret))
    note = refusal(lambda: actions.record_tests(device, outcomes={"sound": "small"}, note=secret, by=technician.actor))

    assert [(said.startswith("This text holds a password"), field) for said, field in (words, note)] == [
        (True, "words"),
        (True, "note"),
    ]


def test_a_swollen_battery_keeps_the_device_back_at_once(device, technician):
    for _time in range(2):
        inspected(device, technician.actor, defects=["battery_swollen"])

    flag = DeviceFlag.objects.get()
    assert (flag.kind, flag.note, flag.raised_by) == (
        "unsafe_battery",
        "Swollen, seen at the inspection.",
        technician.actor,
    )


@pytest.mark.rule("W-10")
@pytest.mark.parametrize(
    ("percent", "grade"),
    [(100, "A"), (90, "A"), (89, "B"), (80, "B"), (79, "C"), (60, "C"), (59, "D"), (40, "D"), (39, "E"), (0, "E")],
)
def test_the_grade_of_a_battery_follows_from_what_it_still_holds(percent, grade):
    assert battery_grade(percent) == grade


@pytest.mark.rule("W-10")
def test_what_was_measured_counts_more_than_what_is_said(device, technician):
    inventory.read_in(device, report=a_report("laptop_hp_probook.uevent"), by=technician.actor)

    made = inspected(device, technician.actor, battery="A")

    percent = Device.objects.get(pk=device.pk).battery_percent
    assert percent is not None
    assert (made.battery_percent, made.battery) == (percent, battery_grade(percent))


def test_a_desktop_has_no_grade_for_a_battery(depot, technician):
    desktop = a_device(depot, a_class("desktop", "Vaste computer", shape="desktop"))

    made = inspected(desktop, technician.actor, battery="A")

    assert (made.battery, made.grades) == ("", "B A –")


@pytest.mark.parametrize(
    ("shape", "impossible"),
    [
        ("laptop", set()),
        ("desktop", {"keys_missing", "hinge_loose", "screen_cracked", "screen_marks", "battery_swollen"}),
        ("tablet", {"keys_missing", "hinge_loose"}),
        ("phone", {"keys_missing", "hinge_loose"}),
    ],
)
def test_of_each_kind_only_what_it_has_can_be_broken(shape, impossible):
    assert set(Defect.values) - set(defects_for(DeviceClass(shape=shape))) == impossible


def test_what_cannot_be_seen_on_a_device_is_left_out(depot, technician):
    desktop = a_device(depot, a_class("desktop", "Vaste computer", shape="desktop"))

    assert inspected(desktop, technician.actor, defects=["rust", "keys_missing"]).defects == ["rust"]


def test_only_on_a_bench_a_device_is_looked_at(device, medium, desk, technician, colleague):
    installed(device, technician.actor)
    checked(device, colleague.actor)
    inventory.send(device, to=desk, by=technician.actor)
    on_its_way = refusal(lambda: inspected(device, technician.actor))
    inventory.arrive(device, place=desk, by=technician.actor)

    assert on_its_way == (f"{device.number} is not on a bench now: on its way.", None)
    assert refusal(lambda: inspected(device, technician.actor)) == (
        f"{device.number} is not on a bench now: at the desk.",
        None,
    )


# Into stock


@pytest.mark.rule("W-09")
def test_nothing_goes_into_stock_uninspected(device, medium, technician, colleague):
    installation = installed(device, technician.actor)

    said = refusal(lambda: actions.check_quality(device, good=ALL_GOOD, by=colleague.actor))

    assert said == (f"{device.number} was not inspected since it came in. Inspect it first.", None)
    assert state_of(device) == Position.INSTALLED
    with pytest.raises(IntegrityError, match="what_passes_was_inspected"):
        QualityCheck.objects.create(
            device=device,
            installation=installation,
            passed=True,
            checked_by=colleague.actor,
            installed_by=technician.actor,
        )


@pytest.mark.rule("W-09")
def test_what_cannot_be_used_again_does_not_go_into_stock(device, medium, technician, colleague):
    inspected(device, technician.actor)
    actions.inspect(device, ground="poor", by=colleague.actor)
    installed(device, technician.actor)

    said = refusal(lambda: checked(device, colleague.actor))

    assert said == (f"{device.number} cannot be used again, a colleague said. It goes to disposal.", None)


@pytest.mark.rule("W-09")
def test_what_does_not_work_is_inspected_again_after_the_repair(device, medium, technician, colleague):
    inspected(device, technician.actor, function="D")
    installed(device, technician.actor)

    said = refusal(lambda: checked(device, colleague.actor))
    last = inspected(device, technician.actor, function="B")
    check = checked(device, colleague.actor)

    assert said == (f"The last inspection says that {device.number} does not work. Inspect it again.", None)
    assert (check.inspection, state_of(device)) == (last, Position.STOCK)


@pytest.mark.rule("W-09")
def test_each_life_of_a_device_has_its_own_inspection(device, medium, desk, technician, colleague):
    inspected(device, technician.actor)
    actions.record_tests(device, outcomes={"sound": "good"}, by=technician.actor)
    actions.repair(device, problem="Toets E.", status=1, done="Vervangen.", by=technician.actor)
    installed(device, technician.actor)
    checked(device, colleague.actor)
    clock.pass_time(days=30)

    back = back_from_a_loan(Device.objects.get(pk=device.pk), desk, technician.actor)

    condition = condition_of(back)
    assert (condition.inspection, condition.tests, condition.repairs) == (None, [], [])
    assert Inspection.objects.filter(device=back).count() == 1


def test_a_device_that_fails_the_check_needs_no_inspection_for_that(device, medium, technician, colleague):
    installed(device, technician.actor)

    check = actions.check_quality(device, good=ALL_GOOD[1:], note="Barst in het scherm.", by=colleague.actor)

    assert (check.passed, check.inspection, state_of(device)) == (False, None, Position.ERASED)


# Tests


@pytest.mark.rule("W-11")
def test_the_newest_test_of_a_kind_counts_and_the_worst_gives_the_grade(device, technician):
    actions.record_tests(
        device, outcomes={"keyboard": "unusable", "sound": "good"}, note="Toets E doet niets.", by=technician.actor
    )
    worst = condition_of(device)
    actions.record_tests(device, outcomes={"keyboard": "small", "camera": "absent"}, by=technician.actor)
    better = condition_of(device)

    assert (worst.function, [test.kind for test in worst.failed]) == ("D", ["keyboard"])
    assert (better.function, better.failed) == ("B", [])
    assert [(test.kind, test.outcome) for test in better.tests] == [
        ("keyboard", "small"),
        ("sound", "good"),
        ("camera", "absent"),
    ]
    assert verbs(device)[-1] == "refurbishment.tested"


@pytest.mark.parametrize(
    ("outcomes", "grade"),
    [([], None), (["good", "absent"], "A"), (["good", "small"], "B"), (["serious", "small"], "C"), (["unusable"], "D")],
)
def test_the_grade_of_function_follows_from_the_tests(outcomes, grade):
    assert function_after(outcomes) == grade


@pytest.mark.rule("W-11")
def test_what_failed_a_test_is_tested_again_before_it_goes_into_stock(device, medium, technician, colleague):
    actions.record_tests(device, outcomes={"wifi": "serious"}, note="Valt weg.", by=technician.actor)
    installed(device, technician.actor)

    said = refusal(lambda: checked(device, colleague.actor))
    actions.record_tests(device, outcomes={"wifi": "good"}, by=technician.actor)

    assert said == ("The last test was not good: internet. Test it again.", None)
    assert checked(device, colleague.actor).passed


@pytest.mark.rule("W-11")
def test_a_disk_that_says_it_fails_does_not_go_into_stock(device, medium, technician, colleague):
    installed(device, technician.actor)
    type(medium).objects.filter(pk=medium.pk).update(health="failed")

    said = refusal(lambda: checked(device, colleague.actor))

    assert said == (f"This storage says that it fails: {medium.number}. Replace it.", None)


def test_a_failed_test_says_what_is_wrong(device, technician):
    silent = refusal(lambda: actions.record_tests(device, outcomes={"wifi": "serious"}, by=technician.actor))
    nothing = refusal(lambda: actions.record_tests(device, outcomes={"wifi": ""}, by=technician.actor))

    assert silent == ("Something does not work as it should. Write down what is wrong.", "note")
    assert nothing == ("Say of at least one part how it went.", None)


@pytest.mark.parametrize(
    ("shape", "tried"),
    [
        ("laptop", "keyboard screen sound camera wifi ports hinge adapter safety energy"),
        ("desktop", "sound wifi ports safety energy"),
        ("tablet", "screen sound camera wifi ports adapter safety energy"),
        ("phone", "screen sound camera wifi ports adapter safety energy"),
    ],
)
def test_of_each_kind_what_it_has_is_tried(shape, tried):
    assert " ".join(trials_for(DeviceClass(shape=shape))) == tried


def test_what_a_device_does_not_have_is_not_tried(depot, technician):
    tablet = past_the_gate(a_device(depot, a_class("tablet", "Tablet", shape="tablet")))

    made = actions.record_tests(tablet, outcomes={Trial.HINGE: "good", Trial.SCREEN: "good"}, by=technician.actor)

    assert [str(test) for test in made] == ["screen good"]


@pytest.mark.rule("W-11")
@pytest.mark.parametrize(
    ("health", "tone", "verdict"),
    [
        ("passed", "ok", "good"),
        ("warning", "warn", "doubtful"),
        ("failed", "stop", "bad"),
        ("unknown", "rest", "not measured"),
    ],
)
def test_a_disk_is_judged_with_the_limits_beside_it(device, medium, health, tone, verdict):
    type(medium).objects.filter(pk=medium.pk).update(health=health)

    (disk,) = judged(device, condition_of(device))

    assert (disk.tone, disk.title, disk.verdict) == (tone, f"SSD {medium.number}", verdict)
    assert disk.threshold == (
        "Bad: more than 40 sectors that cannot be read. Doubtful: more than 10 replaced sectors,"
        " 80 percent used up, or 40\u00a0000 hours."
    )


@pytest.mark.rule("W-11")
@pytest.mark.parametrize(
    ("percent", "tone", "why"),
    [
        (80, "ok", "80 percent left: grade B, good."),
        (79, "warn", "79 percent left: grade C, half a day."),
        (39, "stop", "39 percent left: grade E, works on the charger only."),
    ],
)
def test_a_battery_is_judged_with_the_limits_beside_it(device, percent, tone, why):
    device.battery_percent = percent

    (battery,) = judged(device, condition_of(device))

    assert (battery.tone, battery.why) == (tone, why)
    assert battery.threshold == "Bad: under 40 percent. Doubtful: under 80 percent."


def test_a_real_report_of_a_failing_disk_tells_why(device, technician):
    disk = a_medium(device, kind="hdd", serial="WD-WX00000D1B41")
    inventory.read_in(device, report=a_report("hdd_many_pending_sectors.smartctl.json"), by=technician.actor)

    (verdict,) = judged(device, condition_of(device))

    assert (verdict.tone, verdict.title, verdict.verdict) == ("stop", f"hard disk {disk.number}", "bad")
    assert "More than 40 sectors of the disk cannot be read. Do not use it again." in verdict.why
