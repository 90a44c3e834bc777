"""What the coordinator ticks, changes and types about a proposal, and the minimum of each class at a desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.inventory.models import DeviceClass
from digibank.organisations.models import Place
from digibank.spreading.models import MOST_AT_A_DESK, ProposalLine


class AcceptForm(ActForm):
    """Which lines ride."""

    lines = forms.ModelMultipleChoiceField(
        ProposalLine.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one line.")},
    )

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].queryset = lines  # type: ignore[attr-defined]


class ChangeForm(ActForm):
    """Another desk, or fewer devices."""

    to_place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("To which desk?"), empty_label=None)
    count = forms.IntegerField(label=gettext_lazy("How many?"), min_value=1)

    def __init__(self, *args: Any, line: ProposalLine, desks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"to_place": line.to_place_id, "count": line.count}
        self.fields["to_place"].queryset = desks  # type: ignore[attr-defined]
        self.fields["count"].widget.attrs |= {"max": line.count}


class DropForm(ActForm):
    """Why it is not done."""

    because = forms.CharField(
        label=gettext_lazy("Why not?"), max_length=200, help_text=gettext_lazy("No names of residents.")
    )


class MinimumForm(ActForm):
    """How many of each class should stand at a desk at least."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(
        self, *args: Any, classes: Sequence[DeviceClass], counts: dict[int, int], seen: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.classes = classes
        self.initial["seen"] = seen
        for kind in classes:
            self.fields[f"class_{kind.pk}"] = forms.IntegerField(
                label=capfirst(kind.name),
                min_value=0,
                max_value=MOST_AT_A_DESK,
                required=False,
                initial=counts.get(kind.pk, 0),
            )

    def counts(self) -> dict[DeviceClass, int]:
        """How many of each class; what is left empty is none."""
        return {kind: self.cleaned_data[f"class_{kind.pk}"] or 0 for kind in self.classes}
