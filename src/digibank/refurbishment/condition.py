"""In which condition a device is: what was seen, measured, tried and repaired in its present life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from digibank.inventory.models import Device
from digibank.refurbishment.grades import Function, function_after
from digibank.refurbishment.models import DeviceTest, Inspection, Installation, Repair
from digibank.refurbishment.queries import life_began_at


@dataclass(frozen=True)
class Condition:
    """What is known of a device since it last came in from outside; the newest of each kind counts."""

    inspection: Inspection | None
    tests: Sequence[DeviceTest]
    repairs: Sequence[Repair]

    @property
    def failed(self) -> list[DeviceTest]:
        """The tests after which it cannot go to somebody."""
        return [test for test in self.tests if test.has_failed]

    @property
    def function(self) -> Function | None:
        """The grade that the tests give; None when nothing was tested."""
        return function_after(test.outcome for test in self.tests)

    @property
    def last_repair(self) -> Repair | None:
        """The newest attempt to repair it."""
        return self.repairs[0] if self.repairs else None

    @property
    def ends(self) -> bool:
        """Whether it cannot be used again: so said the inspection, or the last repair."""
        if self.inspection and not self.inspection.is_reusable:
            return True
        return self.last_repair is not None and self.last_repair.status == Repair.Status.END_OF_LIFE


def condition_of(device: Device) -> Condition:
    """Look up the condition of a device."""
    began = life_began_at(device)
    of_life = {"device": device, "life_began_at": began}
    newest = {
        test.kind: test
        for test in DeviceTest.objects.filter(**of_life).order_by("pk").select_related("tested_by__user")
    }
    return Condition(
        inspection=Inspection.objects.filter(**of_life).select_related("inspected_by__user").first(),
        tests=[newest[kind] for kind in DeviceTest.Kind.values if kind in newest],
        repairs=list(
            Repair.objects.filter(**of_life).select_related("repaired_by__user").prefetch_related("parts__medium")
        ),
    )


def safe_until(device: Device) -> date | None:
    """The last day with security updates of the system that stands on it; None when nobody knows (policy W-14)."""
    last = Installation.objects.filter(device=device).order_by("-pk").values_list("updates_until", flat=True).first()
    return last or None
