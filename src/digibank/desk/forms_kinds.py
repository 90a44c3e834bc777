"""The parts of the lending rules about who may borrow and about kinds of loan, on the form for a new version."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.organisations.models import BorrowRule, Outsiders, Regulation
from digibank.ui.fields import EurosField

PROOF_MONTHS = 12
_NEEDS, _MONTHS = "needs_", "months_"


class _Part(forms.Form):
    """A part of the form of a regulation; begins with what holds now."""

    NAMES: tuple[str, ...] = ()

    def __init__(self, *args: Any, latest: Regulation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.NAMES if latest else ():
            self.fields[name].initial = getattr(latest, name)

    def rules(self) -> dict[str, Any]:
        """What was typed, as `adopt_regulation` takes it; a number that was left empty is the one of the field."""
        typed = self.cleaned_data
        return {name: self._value(name, typed.get(name)) for name in self.NAMES}

    def _value(self, name: str, typed: Any) -> Any:
        return Regulation._meta.get_field(name).default if typed in (None, "") else typed  # type: ignore[union-attr]


class BorrowersForm(_Part):
    """Who may borrow: what is shown for it, who lives elsewhere, and who was late."""

    NAMES = ("outsiders", "postcodes", "keeps_when_moved", "late_weeks", "rest_months", "no_show_months")
    title = gettext_lazy("Who may borrow")

    outsiders = forms.ChoiceField(
        label=gettext_lazy("May who lives elsewhere borrow?"),
        choices=Outsiders.choices,
        initial=Outsiders.YES,
        required=False,
    )
    postcodes = forms.CharField(
        label=gettext_lazy("Postcodes of the municipality"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("With spaces between. Empty: who is registered here lives here."),
    )
    keeps_when_moved = forms.BooleanField(
        label=gettext_lazy("Who moves away keeps the device until the last day"), required=False, initial=True
    )
    late_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks late before a pause follows"), min_value=0, max_value=52, initial=0, required=False
    )
    rest_months = forms.IntegerField(
        label=gettext_lazy("Months without a new loan after that"),
        min_value=0,
        max_value=24,
        initial=0,
        required=False,
        help_text=gettext_lazy("Write 0 when there is no pause."),
    )
    no_show_months = forms.IntegerField(
        label=gettext_lazy("Months without a set for an organisation that did not come"),
        min_value=0,
        max_value=24,
        initial=0,
        required=False,
    )

    def __init__(self, *args: Any, latest: Regulation | None, **kwargs: Any) -> None:
        super().__init__(*args, latest=latest, **kwargs)
        known = {rule.criterion: rule for rule in latest.borrow_rules.all()} if latest else {}
        for criterion in BorrowRule.Criterion:
            rule = known.get(criterion)
            self.fields[f"{_NEEDS}{criterion}"] = forms.ChoiceField(
                label=_("Is this asked? %(sentence)s") % {"sentence": criterion.label},
                choices=[("", _("no")), *BorrowRule.Needs.choices],
                required=False,
                initial=rule.needs if rule else "",
            )
            self.fields[f"{_MONTHS}{criterion}"] = forms.IntegerField(
                label=_("Months that it is good: %(sentence)s") % {"sentence": criterion.label},
                min_value=1,
                max_value=60,
                required=False,
                initial=rule.months if rule else PROOF_MONTHS,
            )

    def clean_postcodes(self) -> str:
        """Postcodes of four digits with one space between."""
        codes = self.cleaned_data["postcodes"].replace(",", " ").split()
        if not all(re.fullmatch(r"[1-9][0-9]{3}", code) for code in codes):
            raise forms.ValidationError(_("A Belgian postcode has four digits, such as 2390."))
        return " ".join(codes)

    def rules(self) -> dict[str, Any]:
        """The rules, and what is shown for each criterion that is asked."""
        typed = self.cleaned_data
        asked = [criterion.value for criterion in BorrowRule.Criterion if typed.get(f"{_NEEDS}{criterion}")]
        proofs = {code: (typed[f"{_NEEDS}{code}"], typed[f"{_MONTHS}{code}"] or PROOF_MONTHS) for code in asked}
        return super().rules() | {"proofs": proofs}


class KindsForm(_Part):
    """Which kinds there are beside a loan."""

    NAMES = ("gift_text", "lease_parts", "lease_part_cents", "set_weeks", "set_days_ahead")
    title = gettext_lazy("Kinds of loan")

    gift_text = forms.CharField(
        label=gettext_lazy("Conditions of a gift"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4_000,
        required=False,
        help_text=gettext_lazy("It is printed in the contract. Empty: no devices are given away."),
    )
    lease_parts = forms.IntegerField(
        label=gettext_lazy("Parts of a lease-purchase, one each month"),
        min_value=0,
        max_value=60,
        initial=0,
        required=False,
        help_text=gettext_lazy("Write 0 when there is none."),
    )
    lease_part_cents = EurosField(label=gettext_lazy("Each part in euros"), initial=0, required=False)
    set_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks that an organisation may borrow a set"),
        min_value=0,
        max_value=52,
        initial=0,
        required=False,
        help_text=gettext_lazy("Write 0 when no sets are lent."),
    )
    set_days_ahead = forms.IntegerField(
        label=gettext_lazy("Days ahead that a set is asked for"), min_value=7, max_value=90, initial=7, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A lease-purchase has parts and an amount, or neither."""
        typed = super().clean() or self.cleaned_data
        if bool(typed.get("lease_parts")) != bool(typed.get("lease_part_cents")) and not self.errors:
            self.add_error("lease_part_cents", _("Write the parts and the amount, or write 0 for both."))
        return typed


class HelpForm(_Part):
    """How residents are helped."""

    NAMES = ("home_in_twos",)
    title = gettext_lazy("Help at home")

    home_in_twos = forms.BooleanField(
        label=gettext_lazy("Two helpers go to a resident at home"),
        initial=True,
        required=False,
        help_text=gettext_lazy("Without this, one helper may go alone."),
    )
