"""What is typed and chosen when a device is swapped during a loan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.inventory.models import AccessoryKind
from digibank.lending.forms import TakeBackForm
from digibank.lending.models import Loan


class SwapForm(TakeBackForm):
    """Which other device goes along with what, and how the one that comes back looks."""

    scan = forms.CharField(
        label=gettext_lazy("Scan the device that goes along"),
        max_length=80,
        help_text=gettext_lazy("Or type the number on its label, such as DB-004217-7."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "data-scan": ""}),
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What goes along with it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    accepts_earlier = forms.BooleanField(
        label=gettext_lazy("The loan may end earlier, when the other one gets no updates for so long"), required=False
    )

    def __init__(self, *args: Any, loan: Loan, **kwargs: Any) -> None:
        super().__init__(*args, loan=loan, **kwargs)
        belongs = {part.kind for part in loan.parts.all()} | set(loan.device.device_class.expected_accessories())
        parts: Any = self.fields["parts"]
        parts.choices = [(kind, AccessoryKind(kind).label) for kind in sorted(belongs)]
        parts.initial = [part.kind for part in loan.given_parts]
        self.order_fields(
            ["scan", "parts", "accepts_earlier", *self.part_fields, "condition", "note", "files_saved", "signed_out"]
        )

    def chosen(self) -> dict[str, Any]:
        """What was chosen, as `swap` takes it; which device the scan means is looked up beside it."""
        found = self.check()
        return {
            "back": found["parts"],
            "condition": found["condition"],
            "note": found["note"],
            "asked": self.asked(),
        } | {name: self.cleaned_data[name] for name in ("parts", "accepts_earlier")}
