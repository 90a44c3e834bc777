"""A device gets its system, and a colleague checks it before it goes into stock."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.condition import Condition, condition_of
from digibank.refurbishment.grades import Function
from digibank.refurbishment.models import (
    MAY_BE_ABSENT,
    Check,
    Finding,
    Installation,
    QualityCheck,
    Repair,
    checks_for,
)
from digibank.refurbishment.queries import last_installation
from digibank.refurbishment.verdicts import failing_media


@transaction.atomic
def install(
    device: Device,
    *,
    system: str,
    licence: str,
    by: Actor,
    version: str = "",
    updates_until: date | None = None,
    updates_unknown_because: str = "",
    note: str = "",
) -> Installation:
    """Say which system stands on the device; a colleague checks it next.

    `updates_until` is the last day with security updates, on which no loan may end later; when nobody knows it,
    `updates_unknown_because` says why not (policy W-14).
    """
    refuse_secrets(note, field="note")
    refuse_secrets(updates_unknown_because, field="updates_unknown_because")
    device = inventory.install(device, by=by)
    _refuse_unsafe(updates_until, updates_unknown_because)
    installation = Installation.objects.create(
        device=device,
        system=system,
        version=version,
        licence=licence,
        updates_until=updates_until,
        updates_unknown_because="" if updates_until else updates_unknown_because,
        note=note,
        installed_by=by,
    )
    record("refurbishment.installed", installation, by=by, about=[device], licence=licence)
    return installation


@transaction.atomic
def check_quality(
    device: Device, *, good: Iterable[str], by: Actor, absent: Iterable[str] = (), note: str = ""
) -> QualityCheck:
    """Check what a colleague made ready (policy W-02): all in order goes into stock, else it goes back to the bench.

    `good` holds what is in order, `absent` what this device never had; all the rest was not in order. Raises RuleBroken
    for whoever installed or last repaired it, and when it is not fit for use after inspection and tests (policy W-09).
    """
    refuse_secrets(note, field="note")
    device = Device.objects.locked(device)
    installation = last_installation(device)
    if installation is None:
        raise RuleBroken(_("Nothing is installed on %(number)s yet. Do that first.") % {"number": device.number})
    condition = condition_of(device)
    _refuse_own_work(installation, condition.last_repair, by)
    findings = _findings(device, set(good), set(absent))
    passed = Finding.BAD not in findings.values()
    if not passed and not note:
        raise RuleBroken(_("Not everything is in order. Write down what has to be repaired."), field="note")
    if passed:
        _refuse_unfit(device, condition)
    (inventory.approve if passed else inventory.reject)(device, by=by)
    check = QualityCheck.objects.create(
        device=device,
        installation=installation,
        inspection=condition.inspection,
        findings=findings,
        passed=passed,
        note=note,
        checked_by=by,
        installed_by=installation.installed_by,
        repaired_by=condition.last_repair.repaired_by if condition.last_repair else None,
    )
    wrong = ".".join(code for code, found in findings.items() if found == Finding.BAD)
    record("refurbishment.quality_checked", check, by=by, about=[device], passed=passed, wrong=wrong)
    return check


def _refuse_unsafe(updates_until: date | None, because: str) -> None:
    if not updates_until and not because:
        raise RuleBroken(
            _("Fill in until when the system gets security updates. Nobody knows? Then write why not."),
            field="updates_until",
        )
    if updates_until and updates_until < clock.today():
        raise RuleBroken(
            _("This system gets no security updates any more. Install one that does."), field="updates_until"
        )


def _refuse_own_work(installation: Installation, repair: Repair | None, by: Actor) -> None:
    """Whoever checks quality is not whoever installed or repaired last (policy W-02)."""
    if installation.installed_by_id == by.pk:
        raise RuleBroken(_("You installed this device yourself. Let a colleague check it."))
    if repair and repair.repaired_by_id == by.pk:
        raise RuleBroken(_("You repaired this device yourself. Let a colleague check it."))


def _refuse_unfit(device: Device, condition: Condition) -> None:
    """What goes into stock was inspected in this life, can be used again and works (policy W-09, W-11)."""
    said = {"number": device.number}
    inspection = condition.inspection
    if inspection is None:
        raise RuleBroken(_("%(number)s was not inspected since it came in. Inspect it first.") % said)
    if condition.ends:
        raise RuleBroken(_("%(number)s cannot be used again, a colleague said. It goes to disposal.") % said)
    if inspection.function == Function.D:
        raise RuleBroken(_("The last inspection says that %(number)s does not work. Inspect it again.") % said)
    failing = failing_media(device)
    if failing:
        numbers = ", ".join(medium.number for medium in failing)
        raise RuleBroken(_("This storage says that it fails: %(numbers)s. Replace it.") % {"numbers": numbers})
    if condition.failed:
        kinds = ", ".join(str(test.get_kind_display()) for test in condition.failed)
        raise RuleBroken(_("The last test was not good: %(kinds)s. Test it again.") % {"kinds": kinds})


def _findings(device: Device, good: set[str], absent: set[str]) -> dict[str, str]:
    both = [Check(code).label for code in checks_for(device.device_class) if code in good & absent]
    if both:
        raise RuleBroken(
            _("“%(part)s” is ticked as in order and as absent. Choose one.") % {"part": both[0]}, field="absent"
        )
    return {code.value: _finding(code, good, absent) for code in checks_for(device.device_class)}


def _finding(code: Check, good: set[str], absent: set[str]) -> str:
    if code in good:
        return Finding.GOOD.value
    return Finding.ABSENT.value if code in absent and code in MAY_BE_ABSENT else Finding.BAD.value
