"""A device gets its system, and a colleague checks it before it goes into stock."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.models import MAY_BE_ABSENT, Check, Finding, Installation, QualityCheck, checks_for
from digibank.refurbishment.queries import last_installation


@transaction.atomic
def install(
    device: Device,
    *,
    system: str,
    licence: str,
    by: Actor,
    version: str = "",
    updates_until: date | None = None,
    note: str = "",
) -> Installation:
    """Say which system stands on the device; a colleague checks it next."""
    refuse_secrets(note, field="note")
    device = inventory.install(device, by=by)
    installation = Installation.objects.create(
        device=device,
        system=system,
        version=version,
        licence=licence,
        updates_until=updates_until,
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

    `good` holds what is in order, `absent` what this device never had; all the rest was not in order.
    """
    refuse_secrets(note, field="note")
    device = Device.objects.locked(device)
    installation = last_installation(device)
    if installation is None:
        raise RuleBroken(_("Nothing is installed on %(number)s yet. Do that first.") % {"number": device.number})
    if installation.installed_by_id == by.pk:
        raise RuleBroken(_("You installed this device yourself. Let a colleague check it."))
    findings = _findings(device, set(good), set(absent))
    passed = Finding.BAD not in findings.values()
    if not passed and not note:
        raise RuleBroken(_("Not everything is in order. Write down what has to be repaired."), field="note")
    (inventory.approve if passed else inventory.reject)(device, by=by)
    check = QualityCheck.objects.create(
        device=device,
        installation=installation,
        findings=findings,
        passed=passed,
        note=note,
        checked_by=by,
        installed_by=installation.installed_by,
    )
    wrong = ".".join(code for code, found in findings.items() if found == Finding.BAD)
    record("refurbishment.quality_checked", check, by=by, about=[device], passed=passed, wrong=wrong)
    return check


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
