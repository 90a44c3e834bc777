"""What is typed about organisations, places, regulations and amounts."""

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.desk.forms_kinds import BorrowersForm, HelpForm, KindsForm
from digibank.desk.forms_ladder import LadderForm, ladder_in
from digibank.organisations.models import (
    DatedAmount,
    Language,
    Organisation,
    Place,
    QueueRule,
    Regulation,
)
from digibank.organisations.models.places import LONGEST_WAY, SHORTEST_WAY, USUAL_WAY
from digibank.ui.fields import DayField, EurosField, MapPointField

POINTS = "points_"
# What a regulation says in parts of its own: each a form that is shown and saved with it.
PARTS = (BorrowersForm, KindsForm, HelpForm)


def _serves_field() -> Any:
    """Which municipality an OCMW serves; a page offers those of the own association."""
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Which municipality does the OCMW serve?"),
        required=False,
        empty_label=gettext_lazy("None: it is no OCMW"),
    )


class NewOrganisationForm(ActForm):
    """A municipality, OCMW or partner that joins."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[c for c in Organisation.Kind.choices if c[0] != "association"]
    )

    serves = _serves_field()

    def clean_name(self) -> str:
        """A name nobody else has."""
        name: str = self.cleaned_data["name"]
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(
                _("There is an organisation of this name already. Open that one, or choose another name.")
            )
        return name


class OrganisationForm(ActForm):
    """Another name for an organisation; for an OCMW also the municipality it serves."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    serves = _serves_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != Organisation.Kind.OCMW:
            del self.fields["serves"]


class AccountForm(ActForm):
    """On which account of its own an organisation gets transfers."""

    account_number = forms.CharField(
        label=gettext_lazy("Account of the organisation (IBAN)"),
        max_length=42,
        required=False,
        help_text=gettext_lazy("Its own account, never one of a person. It stands on contracts. Empty: no transfers."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AddressForm(ActForm):
    """An address in Belgium."""

    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=120)
    postcode = forms.RegexField(
        r"^[1-9][0-9]{3}$",
        label=gettext_lazy("Postcode"),
        error_messages={"invalid": gettext_lazy("A Belgian postcode has four digits, such as 2390.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
    )
    town = forms.CharField(label=gettext_lazy("Town"), max_length=60)


class PlaceForm(AddressForm):
    """Where a place is and how it is reached."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=20, widget=forms.TextInput(attrs={"type": "tel"})
    )
    on_the_map = MapPointField(
        label=gettext_lazy("Point on the map"),
        required=False,
        help_text=gettext_lazy("Two numbers from a map on the internet, such as 51.2987, 4.5821. May stay empty."),
    )
    takes_donations = forms.BooleanField(label=gettext_lazy("Donors may bring devices here"), required=False)
    travel_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes to a resident at home"),
        min_value=SHORTEST_WAY,
        max_value=LONGEST_WAY,
        initial=USUAL_WAY,
        required=False,
        help_text=gettext_lazy("So much time is kept before and after each visit at home."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order: tuple[str, ...] = ("name",)

    def clean_travel_minutes(self) -> int:
        """Nothing said is what most places need."""
        return self.cleaned_data["travel_minutes"] or USUAL_WAY

    def clean_phone(self) -> str:
        """A number that can be called, as it was typed."""
        typed: str = self.cleaned_data["phone"]
        try:
            number = phonenumbers.parse(typed, "BE")
        except phonenumbers.NumberParseException:
            number = phonenumbers.PhoneNumber()
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("Nobody can call this number. Write it in full, such as 014 00 00 00."))
        return typed

    def details(self) -> dict[str, Any]:
        """What the place is, for the act."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("once", "version")}
        north, east = typed.pop("on_the_map") or (None, None)
        return typed | {"latitude": north, "longitude": east}


class NewPlaceForm(PlaceForm):
    """A new depot, desk or help point."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Place.Kind.choices)
    field_order = ("kind", "name")


class TranslationForm(ActForm):
    """A version of the lending rules in another language."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    text = forms.CharField(
        label=gettext_lazy("The rules in that language"),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=gettext_lazy("As many paragraphs as the rules have, with an empty line between them."),
    )
    translated_by = forms.CharField(
        label=gettext_lazy("Translated by"),
        max_length=120,
        help_text=gettext_lazy("A person or an office. It stands on the paper, as the translation of a machine does."),
    )


class RegulationForm(ActForm):
    """A version of the lending rules as the council voted it."""

    voted_on = DayField(label=gettext_lazy("Voted by the council on"))
    valid_from = DayField(label=gettext_lazy("Holds from"))
    loan_months = forms.IntegerField(label=gettext_lazy("Months a loan lasts"), min_value=1, max_value=60)
    renewals = forms.IntegerField(label=gettext_lazy("Times a loan may be renewed"), min_value=0, max_value=20)
    devices_per_household = forms.IntegerField(label=gettext_lazy("Devices per household"), min_value=1, max_value=10)
    deposit_cents = EurosField(
        label=gettext_lazy("Deposit in euros"), help_text=gettext_lazy("Write 0 when there is none.")
    )
    fee_cents = EurosField(
        label=gettext_lazy("Fee in euros, once per loan"), help_text=gettext_lazy("Write 0 when there is none.")
    )
    instalments = forms.IntegerField(
        label=gettext_lazy("Parts in which deposit and fee may be paid, at most"),
        min_value=1,
        max_value=24,
        initial=1,
        help_text=gettext_lazy("One part each month. Write 1 when all is paid at once."),
    )
    may_waive = forms.BooleanField(
        label=gettext_lazy("The desk may waive deposit and fee, with a reason"), required=False, initial=True
    )
    entitled_share_percent = forms.IntegerField(
        label=gettext_lazy("Share of the devices kept for who goes before, in percent"),
        min_value=0,
        max_value=100,
        initial=0,
        required=False,
        help_text=gettext_lazy("Write 0 when there is none. When nobody waits who goes before, others get them."),
    )
    text = forms.CharField(
        label=gettext_lazy("What the resident reads"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=10_000,
        help_text=gettext_lazy(
            "Short sentences. An empty line begins a new paragraph. This text is printed in the contract."
        ),
    )

    def __init__(self, *args: Any, latest: Regulation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = [part(*args, latest=latest) for part in PARTS]
        known = dict(latest.queue_rules.values_list("criterion", "points")) if latest else {}
        for criterion in QueueRule.Criterion:
            self.fields[f"{POINTS}{criterion}"] = forms.IntegerField(
                label=_("Points on the waiting list: %(reason)s") % {"reason": criterion.label},
                min_value=0,
                max_value=1000,
                required=False,
                initial=known.get(criterion, 0),
            )
        self.fields |= LadderForm(latest=latest).fields
        self.order_fields([name for name in self.fields if name != "text"] + ["text"])

    def clean(self) -> dict[str, Any]:
        """The parts are filled in well too."""
        typed = super().clean() or self.cleaned_data
        if any(part.errors for part in self.parts):
            raise forms.ValidationError(_("Something is not right yet. Look at the sentences between the fields."))
        return typed

    def rules(self) -> dict[str, Any]:
        """The version as `adopt_regulation` takes it; what was left empty is nothing."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        points = {criterion.value: typed.pop(f"{POINTS}{criterion}") or 0 for criterion in QueueRule.Criterion}
        typed["ladder"] = ladder_in(typed)
        typed |= {"points": points, "entitled_share_percent": typed["entitled_share_percent"] or 0}
        for part in self.parts:
            typed |= part.rules()
        return typed


class AmountForm(ActForm):
    """An amount of law from a day on."""

    code = forms.ChoiceField(label=gettext_lazy("Amount"), choices=DatedAmount.Code.choices)
    cents = EurosField(label=gettext_lazy("In euros"))
    valid_from = DayField(label=gettext_lazy("Holds from"))
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200)
