"""What is typed about donations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.donations.forms.givers import GiverForm, quiet
from digibank.donations.models import Donation
from digibank.inventory.models import AccessoryKind, DeviceClass
from digibank.organisations.models import Place
from digibank.ui.fields import DayField


class DonationFilter(forms.Form):
    """What one looks for in the list."""

    q = forms.CharField(
        label=gettext_lazy("Donor, or number of the donation or a device"), max_length=80, required=False
    )

    def apply(self, rows: Any) -> Any:
        """The donations that fit; all of them when nothing was typed."""
        word = self.cleaned_data["q"] if self.is_valid() else ""
        return rows.matching(word) if word else rows


class DonationForm(GiverForm):
    """Who brings something, and where."""

    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Depot"), empty_label=None)
    received_on = DayField(label=gettext_lazy("Came in on"), initial=clock.today)
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"),
        max_length=Donation._meta.get_field("remarks").max_length,
        required=False,
        help_text=gettext_lazy("For colleagues only. No passwords, no bank details, no national number."),
    )

    def __init__(self, *args: Any, depots: list[Place], seat: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_depots(self.fields["place"], depots, seat=seat)


class DeviceForm(ActForm):
    """One device of a donation."""

    device_class = forms.ModelChoiceField(
        label=gettext_lazy("Class"), queryset=DeviceClass.objects.all(), empty_label=None
    )
    vendor = forms.CharField(label=gettext_lazy("Maker"), max_length=80, required=False)
    product = forms.CharField(label=gettext_lazy("Product"), max_length=120, required=False)
    serial = forms.CharField(label=gettext_lazy("Serial number"), max_length=80, required=False, widget=quiet())
    accessories = forms.MultipleChoiceField(
        label=gettext_lazy("What came with it"),
        choices=AccessoryKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PartsForm(ActForm):
    """Loose parts of one kind."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AccessoryKind.choices)
    count = forms.IntegerField(
        label=gettext_lazy("How many?"),
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("A new number takes the place of the old one."),
    )


def offer_depots(field: forms.Field, depots: list[Place], *, seat: Place | None) -> None:
    """Let one of these depots be chosen; first that of the seat."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = Place.objects.filter(pk__in=[depot.pk for depot in depots]).select_related("organisation")
    field.initial = seat if seat in depots else next(iter(depots), None)
