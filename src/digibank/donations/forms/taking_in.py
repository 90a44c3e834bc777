"""What is typed about donations."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.donations.models import Donation
from digibank.errors import RuleBroken
from digibank.inventory.models import AccessoryKind, DeviceClass
from digibank.organisations.models import Place
from digibank.people import phones
from digibank.people.models import Donor
from digibank.ui.fields import DayField
from digibank.ui.widgets import Shelves

TOLD = ("name", "phone", "email", "street", "postcode", "town")
PERSON, LEGAL_PERSON, NOBODY = "person", "legal_person", "nobody"


def _quiet(**attributes: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off"} | attributes)


class DonationFilter(forms.Form):
    """What one looks for in the list."""

    q = forms.CharField(
        label=gettext_lazy("Donor, or number of the donation or a device"), max_length=80, required=False
    )

    def apply(self, rows: Any) -> Any:
        """The donations that fit; all of them when nothing was typed."""
        word = self.cleaned_data["q"] if self.is_valid() else ""
        return rows.matching(word) if word else rows


class DonationForm(ActForm):
    """Who brings something, and where. Who is known already is chosen with a button: `donor`."""

    WHO = [
        (PERSON, gettext_lazy("a private person")),
        (LEGAL_PERSON, gettext_lazy("a company or organisation")),
        (NOBODY, gettext_lazy("somebody who gives no name")),
    ]
    ICONS = {PERSON: "person", LEGAL_PERSON: "house", NOBODY: "gift"}

    donor = forms.ModelChoiceField(Donor.objects.none(), required=False, widget=forms.HiddenInput)
    who = forms.ChoiceField(label=gettext_lazy("Who gives?"), choices=WHO, initial=PERSON, widget=Shelves(icons=ICONS))
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=_quiet(),
        error_messages={"required": gettext_lazy("Write the name down, or choose that no name is given.")},
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False, widget=_quiet(type="tel"))
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=120, required=False)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=120, required=False, widget=_quiet())
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=10, required=False, widget=_quiet(size="6"))
    town = forms.CharField(label=gettext_lazy("Town"), max_length=60, required=False, widget=_quiet())
    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Depot"), empty_label=None)
    received_on = DayField(label=gettext_lazy("Came in on"), initial=clock.today)
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"),
        max_length=Donation._meta.get_field("remarks").max_length,
        required=False,
        help_text=gettext_lazy("For colleagues only. No passwords, no bank details, no national number."),
    )

    def __init__(self, *args: Any, depots: list[Place], donors: Any, seat: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, donor = self.fields["place"], self.fields["donor"]
        assert isinstance(place, forms.ModelChoiceField)
        assert isinstance(donor, forms.ModelChoiceField)
        place.queryset = Place.objects.filter(pk__in=[depot.pk for depot in depots]).select_related("organisation")
        place.initial = seat if seat in depots else next(iter(depots), None)
        donor.queryset = donors
        nameless = self.data.get(self.add_prefix("who")) == NOBODY or self.data.get(self.add_prefix("donor"))
        self.fields["name"].required = not nameless

    def clean_phone(self) -> str:
        """A number that can be called, as it is kept."""
        typed: str = self.cleaned_data["phone"]
        try:
            return phones.normalised(typed) if typed else ""
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from no

    def clean(self) -> dict[str, Any]:
        """A name, or nothing at all: what was typed is never dropped in silence."""
        typed = super().clean() or {}
        told = [name for name in TOLD if typed.get(name)]
        if typed.get("who") == NOBODY and told:
            self.add_error(told[0], _("You chose that no name is given. Empty this, or choose who gives."))
        return typed

    @property
    def names_somebody(self) -> bool:
        """Whether a new donor is described, who may be known already."""
        return self.cleaned_data["who"] != NOBODY and not self.cleaned_data["donor"]

    def described(self) -> dict[str, Any]:
        """The new donor, by the names of the model."""
        typed = self.cleaned_data
        return {name: typed[name] for name in TOLD} | {"is_legal_person": typed["who"] == LEGAL_PERSON}


class DeviceForm(ActForm):
    """One device of a donation."""

    device_class = forms.ModelChoiceField(
        label=gettext_lazy("Class"), queryset=DeviceClass.objects.all(), empty_label=None
    )
    vendor = forms.CharField(label=gettext_lazy("Maker"), max_length=80, required=False)
    product = forms.CharField(label=gettext_lazy("Product"), max_length=120, required=False)
    serial = forms.CharField(label=gettext_lazy("Serial number"), max_length=80, required=False, widget=_quiet())
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
