"""What is scanned in: one label after the other, or a list of numbers at once."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.inventory.forms_scanning import LabelForm
from digibank.organisations.models import Place

MOST_AT_ONCE = 200


class _AtPlaceForm(ActForm):
    """Where is scanned, and whether what is scanned was looked at and is whole."""

    place = forms.ModelChoiceField(
        label=gettext_lazy("Where are you?"), queryset=Place.objects.none(), empty_label=None
    )
    whole = forms.BooleanField(
        label=gettext_lazy("What I scan is in order, with all its parts"),
        required=False,
        help_text=gettext_lazy("Then what was lent is taken back at once. Tick it only when you look at each one."),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class ScanInForm(_AtPlaceForm, LabelForm):
    """One label, and where it is scanned."""

    field_order = ("scan", "whole", "place")


class PastedForm(_AtPlaceForm):
    """Many numbers, as a scanner with a memory gives them."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers, one on each line"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Paste the numbers of the devices.")},
    )
    field_order = ("numbers", "whole", "place")

    def clean_numbers(self) -> list[str]:
        """Each number once, in the order of the list."""
        lines = [line.strip() for line in re.split(r"[\n,;]+", self.cleaned_data["numbers"])]
        numbers = list(dict.fromkeys(line[:80] for line in lines if line))
        if len(numbers) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("These are %(count)s numbers. Send at most %(most)s at once.")
                % {"count": len(numbers), "most": MOST_AT_ONCE}
            )
        return numbers
