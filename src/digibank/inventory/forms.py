"""What is typed and chosen about devices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digibank.accounts.posting import ActForm
from digibank.inventory.flows import Position
from digibank.inventory.models import MEDIUM_KINDS, AccessoryKind, Device, DeviceClass
from digibank.organisations.models import Place


class IntakeForm(ActForm):
    """A device that came in: its class, what came with it, and what it says about itself."""

    device_class = forms.ModelChoiceField(label=_("Class"), queryset=DeviceClass.objects.all(), empty_label=None)
    report = forms.FileField(
        label=_("Hardware report"),
        required=False,
        help_text=_("The file that lshw -json made. Maker, serial number and storage are read from it."),
    )
    vendor = forms.CharField(label=_("Maker"), max_length=80, required=False)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    accessories = forms.MultipleChoiceField(
        label=_("What came with it"),
        choices=AccessoryKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ModelChoiceField(label=_("Depot"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=organisations)
        self.fields["place"].queryset = depots  # type: ignore[attr-defined]
        self.fields["place"].initial = depots.first()


class DeviceForm(ActForm):
    """What was typed wrong about a device."""

    device_class = forms.ModelChoiceField(label=_("Class"), queryset=DeviceClass.objects.all(), empty_label=None)
    vendor = forms.CharField(label=_("Maker"), max_length=80, required=False)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(ActForm):
    """A report of the machine, a disk or the battery."""

    report = forms.FileField(
        label=_("Report"), help_text=_("A file made by lshw -json, smartctl -x -j, upower -i or a battery's uevent.")
    )


class MediumForm(ActForm):
    """A storage medium that a person saw."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MEDIUM_KINDS)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)


class BecauseForm(ActForm):
    """A statement with its reason."""

    because = forms.CharField(label=_("How do you know?"), max_length=200)


class FilterForm(forms.Form):
    """Which devices a list shows."""

    word = forms.CharField(label=_("Number, maker or serial number"), max_length=80, required=False)
    state = forms.ChoiceField(label=_("Position"), required=False, choices=[("", _("all")), *Position.choices])

    def apply(self, devices: Any) -> Any:
        """The devices that fit; all of them when the form is empty or not well filled in."""
        if not self.is_valid():
            return devices
        word, state = self.cleaned_data["word"], self.cleaned_data["state"]
        if state:
            devices = devices.filter(state=state)
        return devices.matching(word) if word else devices


class AddClassForm(ActForm):
    """A new class of devices."""

    name = forms.CharField(label=_("Name"), max_length=60)
    shape = forms.ChoiceField(label=_("Shape"), choices=DeviceClass.Shape.choices)
    accessories = forms.MultipleChoiceField(
        label=_("What belongs with each of it"),
        choices=AccessoryKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def device_initial(device: Device) -> dict[str, object]:
    """What the form shows of a device before anything is changed."""
    names = ("device_class", "vendor", "product", "serial", "version")
    return {name: getattr(device, name) for name in names}
