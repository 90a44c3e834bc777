"""The grades of a device, and from what they follow. Every threshold of the workshop stands here, with its source.

The scales are those of eReuse (appearance A to E, function A to D, battery A to E); the words are ours.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Appearance(models.TextChoices):
    """How it looks from outside."""

    A = "A", _("as new")
    B = "B", _("small traces of use")
    C = "C", _("clear traces of use")
    D = "D", _("scratches or dents that one sees at once")
    E = "E", _("damaged, and whole")


class Function(models.TextChoices):
    """How it works."""

    A = "A", _("everything works")
    B = "B", _("a small fault that hinders nobody")
    C = "C", _("a fault that hinders")
    D = "D", _("does not work")


class BatteryGrade(models.TextChoices):
    """How much of its first capacity the battery still holds."""

    A = "A", _("as new")
    B = "B", _("good")
    C = "C", _("half a day")
    D = "D", _("keep the charger near")
    E = "E", _("works on the charger only")


class Outcome(models.TextChoices):
    """What a test found, from good to worst."""

    GOOD = "good", _("in order")
    ABSENT = "absent", _("has none")
    SMALL = "small", _("small fault")
    SERIOUS = "serious", _("fault that hinders")
    UNUSABLE = "unusable", _("does not work")


# From this percent of its first capacity upwards a battery has this grade. 80 is where the European rules for phones
# and tablets put the end of a good battery (Regulation (EU) 2023/1670, annex II); the other limits are our own choice.
BATTERY_FLOORS = ((90, BatteryGrade.A), (80, BatteryGrade.B), (60, BatteryGrade.C), (40, BatteryGrade.D))

# Below these a battery is doubted, and is too weak to leave the workshop with.
BATTERY_WARNING_PERCENT, BATTERY_BAD_PERCENT = 80, 40

_FUNCTION_AFTER = {
    Outcome.GOOD: Function.A,
    Outcome.ABSENT: Function.A,
    Outcome.SMALL: Function.B,
    Outcome.SERIOUS: Function.C,
    Outcome.UNUSABLE: Function.D,
}


def battery_grade(percent: int) -> BatteryGrade:
    """The grade of a battery that holds this percent of its first capacity."""
    return next((grade for floor, grade in BATTERY_FLOORS if percent >= floor), BatteryGrade.E)


def function_after(outcomes: Iterable[str]) -> Function | None:
    """The grade that follows from the worst test; None when nothing was tested."""
    grades = [_FUNCTION_AFTER[Outcome(outcome)] for outcome in outcomes]
    return max(grades, key=lambda grade: grade.value) if grades else None
