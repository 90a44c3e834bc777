"""What is chosen and typed about the condition of a device: what was seen, and what was tried."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digibank.accounts.posting import ActForm
from digibank.inventory.forms import NO_SECRETS
from digibank.inventory.models import Device, UnfitGround
from digibank.refurbishment.condition import Condition
from digibank.refurbishment.grades import Appearance, BatteryGrade, Function, Outcome
from digibank.refurbishment.models import Trial, defects_for, has_battery, trials_for
from digibank.refurbishment.models.inspecting import LATEST_YEAR, OLDEST_YEAR
from digibank.ui.widgets import Shelves

# No ground not to use it again.
YES = "yes"
# The button that says of all that was not chosen that it is in order.
ALL_GOOD = "all_good"
# For these one needs an instrument; nobody says by the way that they are in order.
_MEASURED = (Trial.SAFETY, Trial.ENERGY)


def _grades(scale: Any) -> list[tuple[str, str]]:
    return [(grade.value, grade.value) for grade in scale]


def _hints(scale: Any) -> dict[str, Any]:
    return {grade.value: grade.label for grade in scale}


class InspectForm(ActForm):
    """A device is looked at: whether it can be used again, its grades, and what is to be seen."""

    ground = forms.ChoiceField(
        label=_("Can it be used again?"),
        initial=YES,
        choices=[(YES, _("Yes")), *((ground.value, _("No")) for ground in UnfitGround)],
        widget=Shelves(icons={YES: "check"}, hints=_hints(UnfitGround)),
    )
    appearance = forms.ChoiceField(
        label=_("How does it look?"),
        error_messages={"required": _("Choose how it looks.")},
        choices=_grades(Appearance),
        widget=Shelves(hints=_hints(Appearance)),
    )
    function = forms.ChoiceField(
        label=_("How does it work?"),
        error_messages={"required": _("Choose how it works.")},
        choices=_grades(Function),
        widget=Shelves(hints=_hints(Function)),
    )
    battery = forms.ChoiceField(
        label=_("How long does the battery last?"),
        required=False,
        choices=_grades(BatteryGrade),
        widget=Shelves(hints=_hints(BatteryGrade)),
        help_text=_("Read a report of the battery, and this is filled in by itself."),
    )
    defects = forms.MultipleChoiceField(
        label=_("What do you see?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("In your words"), max_length=300, required=False, help_text=NO_SECRETS)
    made_in = forms.IntegerField(
        label=_("Year it was made"),
        required=False,
        min_value=OLDEST_YEAR,
        max_value=LATEST_YEAR,
        help_text=_("When it stands on the device."),
    )

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["defects"], defects_for(device.device_class))
        if self.data.get("ground", YES) != YES:
            self.fields["appearance"].required = self.fields["function"].required = False
        if device.battery_percent is not None or not has_battery(device.device_class):
            del self.fields["battery"]

    def clean_ground(self) -> str:
        """The ground of the law; empty when it can be used again."""
        ground: str = self.cleaned_data["ground"]
        return "" if ground == YES else ground


class TriedForm(ActForm):
    """How each test went; only what was tried is filled in."""

    note = forms.CharField(
        label=_("What is wrong?"), max_length=200, required=False, help_text=_("Only when something does not work.")
    )

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trials = trials_for(device.device_class)
        for trial in self.trials:
            self.fields[trial.value] = forms.ChoiceField(
                label=str(trial.label).capitalize(),
                required=False,
                choices=[("", _("not tried now")), *Outcome.choices],
            )
        self.order_fields([*(trial.value for trial in self.trials), "note"])

    @property
    def names(self) -> list[str]:
        """The names of the tests, in the order in which they are shown."""
        return [trial.value for trial in self.trials]

    def outcomes(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """How each test went; with the button for it, all that was not chosen and needs no instrument is good."""
        others = Outcome.GOOD.value if ALL_GOOD in self.data else ""
        return {trial.value: typed[trial.value] or ("" if trial in _MEASURED else others) for trial in self.trials}


def inspect_initial(condition: Condition) -> dict[str, Any]:
    """What the form shows before anything is chosen: the earlier inspection of this life, and what the tests say."""
    earlier = condition.inspection
    known: dict[str, Any] = {"function": condition.function} if condition.function else {}
    if earlier is None:
        return known
    names = ("ground", "appearance", "function", "battery", "defects", "words", "made_in")
    return {name: getattr(earlier, name) for name in names} | known | {"ground": earlier.ground or YES}


def _offer(field: forms.Field, choices: Any) -> None:
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(choice.value, str(choice.label).capitalize()) for choice in choices]
