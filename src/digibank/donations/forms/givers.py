"""Who gives: asked when something comes in, and when something is offered."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.errors import RuleBroken
from digibank.people import phones
from digibank.people.models import Donor
from digibank.ui.widgets import Shelves

TOLD = ("name", "contact", "phone", "email", "street", "postcode", "town")
PERSON, LEGAL_PERSON, NOBODY = "person", "legal_person", "nobody"


def quiet(**attributes: str) -> forms.TextInput:
    """A field that remembers nothing about whoever was here before."""
    return forms.TextInput(attrs={"autocomplete": "off"} | attributes)


class GiverForm(ActForm):
    """Who gives. Who is known already is chosen with a button: `donor`."""

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
        widget=quiet(),
        error_messages={"required": gettext_lazy("Write the name down, or choose that no name is given.")},
    )
    contact = forms.CharField(
        label=gettext_lazy("Whom to ask for"),
        max_length=120,
        required=False,
        widget=quiet(),
        help_text=gettext_lazy("For a company or organisation."),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False, widget=quiet(type="tel"))
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=120, required=False)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=120, required=False, widget=quiet())
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=10, required=False, widget=quiet(size="6"))
    town = forms.CharField(label=gettext_lazy("Town"), max_length=60, required=False, widget=quiet())

    def __init__(self, *args: Any, donors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        donor = self.fields["donor"]
        assert isinstance(donor, forms.ModelChoiceField)
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
