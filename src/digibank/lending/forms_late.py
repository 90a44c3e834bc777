"""What is typed and chosen about late loans: a pause, how a call went, and leave to make one longer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.lending.models import Leave, Pause
from digibank.ui.fields import DayField


class LeaveForm(ActForm):
    """Which loan may be made longer once although somebody waits, and why."""

    number = forms.CharField(
        label=gettext_lazy("Number of the loan"),
        max_length=20,
        help_text=gettext_lazy("Such as UL-000711-4. The desk tells it."),
    )
    because = forms.ChoiceField(label=gettext_lazy("Why?"), choices=Leave.Because.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=200,
        help_text=gettext_lazy("Write no name and nothing about health or money."),
    )


class PauseForm(ActForm):
    """Until when nothing is asked, and why."""

    until_on = DayField(label=gettext_lazy("Up to and with"))
    because = forms.ChoiceField(label=gettext_lazy("Why?"), choices=Pause.Because.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Only what the next colleague needs. No passwords, no bank details, no national number."
        ),
    )


class LateCallForm(ActForm):
    """How a call about late loans went."""

    REACHED, NOT_REACHED, AGREED = "reached", "not_reached", "agreed"

    how = forms.ChoiceField(
        choices=[
            (REACHED, gettext_lazy("Reached")),
            (NOT_REACHED, gettext_lazy("Nobody picked up")),
            (AGREED, gettext_lazy("Agreed on this day")),
        ],
        widget=forms.RadioSelect,
    )
    agreed_on = DayField(label=gettext_lazy("Brings it on"), required=False)

    def clean(self) -> dict[str, Any]:
        """What was agreed needs its day."""
        typed = super().clean() or self.cleaned_data
        if typed.get("how") == self.AGREED and not typed.get("agreed_on") and "agreed_on" not in self.errors:
            self.add_error("agreed_on", _("Choose the day on which the person brings it."))
        return typed

    def outcome(self) -> dict[str, Any]:
        """How it went, as `note_late_call` takes it."""
        how = self.cleaned_data["how"]
        agreed_on = self.cleaned_data["agreed_on"] if how == self.AGREED else None
        return {"reached": how != self.NOT_REACHED, "agreed_on": agreed_on}
