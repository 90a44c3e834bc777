"""Somebody looks at a device, tries it, and says in which condition it is."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, DeviceFlag, FlagKind
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.grades import battery_grade
from digibank.refurbishment.models import Defect, DeviceTest, Inspection, defects_for, has_battery, trials_for
from digibank.refurbishment.models.inspecting import LATEST_YEAR, OLDEST_YEAR
from digibank.refurbishment.models.testing import FAILED
from digibank.refurbishment.queries import life_began_at
from digibank.refurbishment.workbench import refuse_off_the_bench


@transaction.atomic
def inspect(
    device: Device,
    *,
    by: Actor,
    ground: str = "",
    appearance: str = "",
    function: str = "",
    battery: str = "",
    defects: Iterable[str] = (),
    words: str = "",
    made_in: int | None = None,
) -> Inspection:
    """Keep the visual inspection of a device (policy W-08): with a legal `ground` it cannot be used again, else it can.

    `appearance` and `function` are grades, and needed when it can be used again. The grade of the battery follows from
    what was measured; what is said in `battery` counts only when nothing was measured. `made_in` is the year it was
    made. A swollen battery keeps the device back at once. Raises RuleBroken when it is not in a workshop.
    """
    refuse_secrets(words, field="words")
    device = Device.objects.locked(device)
    refuse_off_the_bench(device)
    if not ground:
        _refuse_without_grades(appearance, function)
    _refuse_strange_year(made_in)
    seen = set(defects)
    inspection = Inspection.objects.create(
        device=device,
        life_began_at=life_began_at(device),
        ground=ground,
        defects=[defect.value for defect in defects_for(device.device_class) if defect in seen],
        words=words,
        appearance=appearance,
        function=function,
        battery=_battery(device, battery),
        battery_percent=device.battery_percent,
        made_in=made_in,
        inspected_by=by,
    )
    grades = f"{inspection.appearance}{inspection.function}{inspection.battery}"
    record("refurbishment.inspected", inspection, by=by, about=[device], ground=ground, grades=grades)
    if Defect.BATTERY_SWOLLEN in inspection.defects:
        _keep_back(device, by)
    return inspection


@transaction.atomic
def record_tests(device: Device, *, outcomes: Mapping[str, str], by: Actor, note: str = "") -> list[DeviceTest]:
    """Keep how the tests of this moment went: `outcomes` by kind, only of what was tried (policy W-11).

    `note` says what is wrong, and must when something hinders or does not work.
    """
    refuse_secrets(note, field="note")
    device = Device.objects.locked(device)
    refuse_off_the_bench(device)
    tried = [(kind, outcomes[kind]) for kind in trials_for(device.device_class) if outcomes.get(kind)]
    if not tried:
        raise RuleBroken(_("Say of at least one part how it went."))
    began, tests = life_began_at(device), []
    silent = _("Something does not work as it should. Write down what is wrong.")
    with refusing(DeviceTest, "a_failed_test_says_what_is_wrong", silent, field="note"):
        for kind, outcome in tried:
            said = note if outcome in FAILED or outcome == "small" else ""
            tests.append(
                DeviceTest.objects.create(
                    device=device, life_began_at=began, kind=kind, outcome=outcome, note=said, tested_by=by
                )
            )
    wrong = ".".join(test.kind for test in tests if test.has_failed)
    record("refurbishment.tested", device, by=by, tests=len(tests), wrong=wrong)
    return tests


def _refuse_without_grades(appearance: str, function: str) -> None:
    if not appearance:
        raise RuleBroken(_("Choose how it looks."), field="appearance")
    if not function:
        raise RuleBroken(_("Choose how it works."), field="function")


def _refuse_strange_year(made_in: int | None) -> None:
    if made_in is not None and not OLDEST_YEAR <= made_in <= LATEST_YEAR:
        raise RuleBroken(_("Write a year such as 2019, or leave it empty."), field="made_in")


def _battery(device: Device, said: str) -> str:
    if not has_battery(device.device_class):
        return ""
    return said if device.battery_percent is None else battery_grade(device.battery_percent).value


def _keep_back(device: Device, by: Actor) -> None:
    """A swollen battery can catch fire: whoever notes it need not think of the flag."""
    if not DeviceFlag.objects.open().filter(device=device, kind=FlagKind.UNSAFE_BATTERY).exists():
        inventory.raise_flag(device, kind=FlagKind.UNSAFE_BATTERY, note=_("Swollen, seen at the inspection."), by=by)
