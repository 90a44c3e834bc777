"""What measurements and tests say about a device, each with the threshold by which it was judged."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.inventory.flows import MediumState
from digibank.inventory.hardware import Reason, Verdict, sentence
from digibank.inventory.hardware.smartctl import HOURS_LIMIT, PENDING_LIMIT, REALLOCATED_LIMIT, WORN_LIMIT_PERCENT
from digibank.inventory.models import Device, HardwareReport, StorageMedium
from digibank.refurbishment.condition import Condition
from digibank.refurbishment.grades import BATTERY_BAD_PERCENT, BATTERY_WARNING_PERCENT, Outcome, battery_grade
from digibank.refurbishment.models import DeviceTest

_OF_A_DISK: dict[str, tuple[str, Any]] = {
    Verdict.PASSED.value: ("ok", gettext_lazy("good")),
    Verdict.WARNING.value: ("warn", gettext_lazy("doubtful")),
    Verdict.FAILED.value: ("stop", gettext_lazy("bad")),
    Verdict.UNKNOWN.value: ("rest", gettext_lazy("not measured")),
}
_OF_A_TEST = {
    Outcome.GOOD: "ok",
    Outcome.ABSENT: "rest",
    Outcome.SMALL: "warn",
    Outcome.SERIOUS: "stop",
    Outcome.UNUSABLE: "stop",
}


@dataclass(frozen=True)
class Judged:
    """One thing that was measured or tried: its tone (ok, warn, stop, rest), the verdict, why, and the threshold."""

    tone: str
    title: str
    verdict: str
    why: str = ""
    threshold: str = ""


def judged(device: Device, condition: Condition) -> list[Judged]:
    """Everything that was measured or tried, worst things told as plainly as good ones."""
    return [*_disks(device), *_battery(device), *(_test(test) for test in condition.tests)]


def failing_media(device: Device) -> list[StorageMedium]:
    """The media in use that say themselves that they fail; with these a device goes to nobody (policy W-11)."""
    return list(device.media.filter(state__in=_INSIDE, health=Verdict.FAILED.value))


_INSIDE = (MediumState.TO_ERASE, MediumState.ERASED)


def _disks(device: Device) -> list[Judged]:
    inside = list(device.media.filter(state__in=_INSIDE))
    why = _reasons(device) if len(inside) == 1 else ""
    limits = {
        "pending": PENDING_LIMIT,
        "replaced": REALLOCATED_LIMIT,
        "worn": WORN_LIMIT_PERCENT,
        "hours": f"{HOURS_LIMIT:,}".replace(",", "\u00a0"),
    }
    threshold = _(
        "Bad: more than %(pending)s sectors that cannot be read. Doubtful: more than %(replaced)s replaced sectors,"
        " %(worn)s percent used up, or %(hours)s hours."
    )
    return [
        Judged(
            tone=_OF_A_DISK[medium.health][0],
            title=f"{medium.get_kind_display()} {medium.number}",
            verdict=str(_OF_A_DISK[medium.health][1]),
            why=why,
            threshold=threshold % limits,
        )
        for medium in inside
    ]


def _reasons(device: Device) -> str:
    """What the newest report about a disk says; which disk it is about is sure only when there is one."""
    report = device.reports.filter(kind=HardwareReport.Kind.DISK).order_by("-pk").first()
    known = {reason.value: reason for reason in Reason}
    return " ".join(sentence(known[code]) for code in report.remarks if code in known) if report else ""


def _battery(device: Device) -> list[Judged]:
    percent = device.battery_percent
    if percent is None:
        return []
    tone, words = "ok", _("good")
    if percent < BATTERY_BAD_PERCENT:
        tone, words = "stop", _("bad")
    elif percent < BATTERY_WARNING_PERCENT:
        tone, words = "warn", _("doubtful")
    grade = battery_grade(percent)
    why = _("%(percent)s percent left: grade %(grade)s, %(words)s.")
    limits = _("Bad: under %(bad)s percent. Doubtful: under %(doubtful)s percent.")
    return [
        Judged(
            tone=tone,
            title=_("Battery"),
            verdict=words,
            why=why % {"percent": percent, "grade": grade.value, "words": grade.label},
            threshold=limits % {"bad": BATTERY_BAD_PERCENT, "doubtful": BATTERY_WARNING_PERCENT},
        )
    ]


def _test(test: DeviceTest) -> Judged:
    return Judged(
        tone=_OF_A_TEST[Outcome(test.outcome)],
        title=str(test.get_kind_display()).capitalize(),
        verdict=str(test.get_outcome_display()),
        why=test.note,
    )
