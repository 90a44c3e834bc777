"""What is chosen and typed about repairs and spare parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.inventory.flows import MediumState
from digibank.inventory.forms import NO_SECRETS
from digibank.inventory.models import Device, StorageMedium
from digibank.organisations.models import Place
from digibank.refurbishment.flows import PartState
from digibank.refurbishment.models import Part, PartKind, RepairBarrier, RepairStatus
from digibank.ui.fields import DayField
from digibank.ui.widgets import Shelves

MOST_DAYS = 731
_ICONS = {
    str(RepairStatus.FIXED.value): "check",
    str(RepairStatus.REPAIRABLE.value): "clock",
    str(RepairStatus.END_OF_LIFE.value): "close",
}


class RepairForm(ActForm):
    """What was wrong, what was done, and how it ended."""

    problem = forms.CharField(label=_("What was wrong?"), max_length=300, help_text=NO_SECRETS)
    status = forms.TypedChoiceField(
        label=_("How did it end?"), coerce=int, choices=RepairStatus.choices, widget=Shelves(icons=_ICONS)
    )
    done = forms.CharField(label=_("What did you do?"), max_length=300, required=False)
    barrier = forms.TypedChoiceField(
        label=_("Why can it not be repaired?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("does not apply")), *RepairBarrier.choices],
    )
    parts = forms.ModelMultipleChoiceField(
        label=_("Parts from the drawer that you used"),
        queryset=Part.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["parts"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        here = Part.objects.filter(place=device.place_id, state=PartState.STOCK)
        choice.queryset = here.exclude(medium__state=MediumState.TO_ERASE).select_related("medium")
        choice.label_from_instance = _called  # type: ignore[method-assign,assignment]
        if not choice.queryset.exists():
            del self.fields["parts"]


def _called(part: Part) -> str:
    return f"{part.number} {part.get_kind_display()}: {part.description}"


class PartForm(ActForm):
    """A new spare part."""

    place = forms.ModelChoiceField(label=_("Depot"), queryset=Place.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in PartKind.choices if choice[0] != PartKind.STORAGE]
    )
    description = forms.CharField(label=_("Which one exactly?"), max_length=80, help_text=NO_SECRETS)

    def __init__(self, *args: Any, depots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = depots  # type: ignore[attr-defined]
        self.fields["place"].initial = depots.first()


class HarvestForm(ActForm):
    """A part that is taken out of a device that is not used again."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PartKind.choices)
    medium = forms.ModelChoiceField(
        label=_("Which storage medium?"),
        queryset=StorageMedium.objects.none(),
        required=False,
        empty_label=_("none, it is another part"),
    )
    description = forms.CharField(label=_("Which one exactly?"), max_length=80, help_text=NO_SECRETS)

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["medium"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = device.media.filter(state__in=[MediumState.TO_ERASE, MediumState.ERASED])


class ScrapForm(ActForm):
    """Why a part is not usable."""

    because = forms.CharField(label=_("What is wrong with it?"), max_length=200, help_text=NO_SECRETS)


class PeriodForm(forms.Form):
    """From when until when repairs are exported; both days count."""

    start = DayField(label=_("From"))
    end = DayField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        """A period that begins before it ends, and of two years at most."""
        typed = super().clean() or {}
        start, end = typed.get("start"), typed.get("end")
        if start and end and start > end:
            self.add_error("end", _("This day lies before the first one. Turn them round."))
        elif start and end and (end - start).days > MOST_DAYS:
            self.add_error("end", _("Choose two years at most."))
        return typed


def this_year() -> dict[str, Any]:
    """The period that is shown first."""
    today = clock.today()
    return {"start": today.replace(month=1, day=1), "end": today}
