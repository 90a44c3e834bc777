"""What is typed and chosen about devices."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.lists import ListFileForm
from digibank.accounts.posting import ActForm, Typed
from digibank.inventory.flows import Position
from digibank.inventory.models import (
    MEDIUM_KINDS,
    Accessory,
    AccessoryKind,
    Device,
    DeviceClass,
    FlagKind,
    StorageMedium,
)
from digibank.organisations.models import Place
from digibank.ui.widgets import Shelves

LARGEST_REPORT = 5 * 1024 * 1024
GIGABYTE = 10**9
MOST_GIGABYTES = 1_000_000
NO_SECRETS = _("No passwords, no bank details, no national number.")


def depots_of(organisations: frozenset[int]) -> QuerySet[Place]:
    """Depots in use of these organisations."""
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=organisations)
    return depots.select_related("organisation")


class IntakeForm(ActForm):
    """A device that came in: its class, what came with it, and what it says about itself."""

    device_class = forms.ModelChoiceField(label=_("Class"), queryset=DeviceClass.objects.all(), empty_label=None)
    report = forms.FileField(
        label=_("Hardware report"),
        required=False,
        help_text=_(
            "The file that lshw -json made, or a snapshot of eReuse. Maker, serial number and storage are read from it."
        ),
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
        depots = depots_of(organisations)
        self.fields["place"].queryset = depots  # type: ignore[attr-defined]
        self.fields["place"].initial = depots.first()


class BringInForm(ListFileForm):
    """An inventory by file, and the depot where its devices are."""

    place = forms.ModelChoiceField(label=_("Depot"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depots = depots_of(organisations)
        self.fields["place"].queryset = depots  # type: ignore[attr-defined]
        self.fields["place"].initial = depots.first()


class DeviceForm(ActForm):
    """What was typed wrong about a device."""

    device_class = forms.ModelChoiceField(label=_("Class"), queryset=DeviceClass.objects.all(), empty_label=None)
    vendor = forms.CharField(label=_("Maker"), max_length=80, required=False)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    own_number = forms.CharField(
        label=_("Number of its owner"),
        max_length=40,
        required=False,
        help_text=_("Such as on an old inventory sticker."),
    )
    made_in = forms.IntegerField(
        label=_("Year in which it was made"),
        min_value=1970,
        max_value=2100,
        required=False,
        help_text=_("If you know it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(ActForm):
    """A report of the machine, its disks or its battery, or a snapshot of them together."""

    report = forms.FileField(
        label=_("Report"),
        help_text=_(
            "A file that describes the whole machine: lshw -json, inxi or a snapshot of eReuse. Or a part of it:"
            " dmidecode, lsblk, smartctl -x -j, upower -i or a battery's uevent."
        ),
    )


class MediumForm(ActForm):
    """A storage medium that a person saw."""

    kind = forms.ChoiceField(label=_("Kind"), choices=MEDIUM_KINDS)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    gigabytes = forms.IntegerField(
        label=_("Capacity in GB"),
        min_value=0,
        max_value=MOST_GIGABYTES,
        required=False,
        help_text=_("As on the label."),
    )
    is_new = forms.BooleanField(label=_("It is a new one that we bought"), required=False)


class EditMediumForm(MediumForm):
    """What was typed or read wrong about a storage medium."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class BecauseForm(ActForm):
    """A statement with its reason."""

    because = forms.CharField(label=_("How do you know?"), max_length=200, help_text=NO_SECRETS)


class TakeOutForm(ActForm):
    """Where a drive lies that was taken out."""

    lies_at = forms.ModelChoiceField(label=_("Where does it lie now?"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lies_at"].queryset = depots_of(organisations)  # type: ignore[attr-defined]


class PartForm(ActForm):
    """A part that belongs with a device, and how it was found."""

    kind = forms.ChoiceField(label=_("Part"), choices=AccessoryKind.choices)
    state = forms.ChoiceField(
        choices=Accessory.State.choices, initial=Accessory.State.PRESENT, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, listed: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind, label) for kind, label in AccessoryKind.choices if kind not in listed]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]


class GoneForm(ActForm):
    """Why a device is not with us any more."""

    because = forms.CharField(label=_("What happened?"), max_length=200, help_text=NO_SECRETS)


class FoundForm(ActForm):
    """Where a device is that was gone."""

    place = forms.ModelChoiceField(label=_("Where is it now?"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Place.objects.in_use().filter(organisation__in=organisations).select_related("organisation")
        self.fields["place"].queryset = here  # type: ignore[attr-defined]


FLAG_ICONS = {
    FlagKind.WIPE_FAILED.value: "disk-check",
    FlagKind.LOCKED_ACCOUNT.value: "lock",
    FlagKind.NEEDS_PART.value: "tool",
    FlagKind.UNSAFE_BATTERY.value: "warning",
    FlagKind.INVESTIGATE.value: "eye",
}


class FlagForm(ActForm):
    """What is the matter with a device."""

    kind = forms.ChoiceField(label=_("What is the matter?"), widget=Shelves(icons=FLAG_ICONS))
    note = forms.CharField(label=_("What did you see?"), max_length=200, required=False, help_text=NO_SECRETS)

    def __init__(self, *args: Any, kinds: Collection[FlagKind], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "flag_%s"} | kwargs)
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(kind.value, str(kind.label).capitalize()) for kind in kinds]


class ClearForm(ActForm):
    """How it was settled."""

    how = forms.CharField(label=_("How was it settled?"), max_length=200, help_text=NO_SECRETS)


class FilterForm(forms.Form):
    """Which devices a list shows."""

    word = forms.CharField(label=_("Number, maker or serial number"), max_length=80, required=False)
    device_class = forms.ModelChoiceField(
        label=_("Class"), queryset=DeviceClass.objects.all(), required=False, empty_label=_("all")
    )
    place = forms.ModelChoiceField(
        label=_("Place"), queryset=Place.objects.none(), required=False, empty_label=_("all")
    )
    state = forms.ChoiceField(label=_("Position"), required=False, choices=[("", _("all")), *Position.choices])

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.filter(organisation__in=organisations).select_related("organisation")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def apply(self, devices: Any) -> Any:
        """The devices that fit; all of them when the form is empty or not well filled in."""
        if not self.is_valid():
            return devices
        chosen = {name: self.cleaned_data[name] for name in ("device_class", "place", "state")}
        devices = devices.filter(**{name: value for name, value in chosen.items() if value})
        word = self.cleaned_data["word"]
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
    names = ("device_class", "vendor", "product", "serial", "own_number", "made_in", "version")
    return {name: getattr(device, name) for name in names}


def medium_initial(medium: StorageMedium) -> dict[str, object]:
    """What the form shows of a medium before anything is changed."""
    initial = {name: getattr(medium, name) for name in ("kind", "product", "serial", "gigabytes", "version")}
    return initial | {"is_new": medium.fitted_new_at is not None}


def in_bytes(typed: Typed, medium: StorageMedium | None = None) -> Typed:
    """What was typed with the capacity in bytes and since when it is new; what did not change stays exact."""
    gigabytes, is_new = typed.pop("gigabytes"), typed.pop("is_new")
    known = medium.fitted_new_at if medium else None
    typed = typed | {"fitted_new_at": (known or clock.now()) if is_new else None}
    if medium and gigabytes == medium.gigabytes:
        return typed | {"capacity_bytes": medium.capacity_bytes}
    return typed | {"capacity_bytes": gigabytes * GIGABYTE if gigabytes else None}
