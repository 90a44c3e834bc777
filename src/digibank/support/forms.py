"""What a social worker types. There is no field for a reason, and there will be none (policy Z-01)."""

from django import forms
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.people.models.persons import PersonQuerySet
from digibank.support.models import Entitlement, EntitlementQuerySet
from digibank.ui.fields import DayField, EurosField


class EntitlementFilter(forms.Form):
    """Which entitlements the list shows; without a choice those that hold today."""

    SHOWN = [("", gettext_lazy("hold today")), ("all", gettext_lazy("all, also what ended"))]

    shown = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)

    def apply(self, rows: EntitlementQuerySet) -> EntitlementQuerySet:
        """The rows that fit."""
        everything = self.is_valid() and self.cleaned_data["shown"] == "all"
        return rows if everything else rows.holding(clock.today())


class ResidentForm(forms.Form):
    """Which resident is looked for."""

    q = forms.CharField(
        label=gettext_lazy("Name, number or telephone"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def apply(self, people: PersonQuerySet) -> PersonQuerySet:
        """Those who fit; nobody when nothing was typed. Who is protected is found by number only."""
        word = self.cleaned_data["q"].strip() if self.is_valid() else ""
        return people.matching(word) if word else people.none()


class GrantForm(ActForm):
    """What is given, and until when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you give?"), choices=Entitlement.Kind.choices, widget=forms.RadioSelect
    )
    amount_cents = EurosField(
        label=gettext_lazy("At most, in euros"),
        required=False,
        help_text=gettext_lazy("Only when the deposit and the fee are paid for: the most for one loan."),
    )
    valid_from = DayField(label=gettext_lazy("Holds from"), initial=clock.today)
    valid_until = DayField(label=gettext_lazy("Holds until"), help_text=gettext_lazy("On this day it holds no more."))
