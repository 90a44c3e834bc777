"""What is typed and scanned about sets for organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.inventory.models import Accessory, Device, DeviceClass
from digibank.lending.flows import SetState
from digibank.lending.models import DeviceSet, SetLine, SetPart
from digibank.lending.models.sets import DeviceSetQuerySet
from digibank.organisations.models import Organisation, Place
from digibank.ui.fields import DayField

MOST = 60
PART = "part_"


class SetFilter(forms.Form):
    """Which sets a list shows."""

    shown = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[("", gettext_lazy("all")), *[(state.value, state.label) for state in SetState]],
        required=False,
    )

    def apply(self, sets: DeviceSetQuerySet) -> DeviceSetQuerySet:
        """The sets that fit; all of them without a choice."""
        shown = self.cleaned_data["shown"] if self.is_valid() else ""
        return sets.filter(state=shown) if shown else sets


class AskSetForm(ActForm):
    """What an organisation asks, and whom to call there."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    desk = forms.ModelChoiceField(label=gettext_lazy("Desk"), queryset=Place.objects.none(), empty_label=None)
    device_class = forms.ModelChoiceField(
        label=gettext_lazy("What for a device?"), queryset=DeviceClass.objects.all(), empty_label=None
    )
    count = forms.IntegerField(label=gettext_lazy("How many?"), min_value=1, max_value=MOST)
    from_on = DayField(label=gettext_lazy("From which day?"))
    last_on = DayField(label=gettext_lazy("Until which day?"), help_text=gettext_lazy("That day included."))
    contact_name = forms.CharField(label=gettext_lazy("Who answers for it?"), max_length=120)
    contact_phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def __init__(self, *args: Any, desks: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class RefuseSetForm(ActForm):
    """Why not."""

    reason = forms.CharField(
        label=gettext_lazy("Why not?"), max_length=200, help_text=gettext_lazy("The organisation may read this.")
    )


class ScannedForm(ActForm):
    """Labels that were scanned one after the other, one on each line. A scanner types the line and the end of it."""

    scans = forms.CharField(
        label=gettext_lazy("Scan each device"),
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True, "data-scan": ""}),
        max_length=4_000,
        help_text=gettext_lazy("One number on each line."),
    )

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among

    def clean_scans(self) -> list[Device]:
        """The devices, each once; RuleBroken in words for what is no device here."""
        found: dict[int, Device] = {}
        for line in self.cleaned_data["scans"].split():
            device = self.among.matching(line).first()
            if device is None:
                raise forms.ValidationError(
                    _("No device with number %(number)s is here. Scan its label again.") % {"number": line[:20]}
                )
            found[device.pk] = device
        return list(found.values())


class HandOverSetForm(ScannedForm):
    """The set as it is scanned out; `signs` is the contract that the contact signed."""

    signs = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class CheckSetForm(ActForm):
    """How each part of each device came back; in order, unless something else is chosen."""

    def __init__(self, *args: Any, device_set: DeviceSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = SetPart.objects.filter(line__device_set=device_set, line__back=SetLine.Back.HERE)
        self.parts = list(rows.select_related("line__device").order_by("line", "kind"))
        for part in self.parts:
            self.fields[f"{PART}{part.pk}"] = forms.ChoiceField(
                label=f"{part.line.device}: {part.get_kind_display()}",
                choices=Accessory.State.choices,
                initial=Accessory.State.PRESENT,
            )

    def found(self) -> dict[int, str]:
        """What was found, as `check_set` takes it."""
        return {part.pk: self.cleaned_data[f"{PART}{part.pk}"] for part in self.parts}
