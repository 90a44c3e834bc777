"""What is asked whoever brings a device back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.lending.models import Asked, Return

ASKED_WELL = "asked_well"  # The name of the button that says yes to both.
NOBODY = gettext_lazy("nobody is there to ask")


class AskedForm(ActForm):
    """Two short questions. Nothing is chosen before somebody asked; one button answers both with yes (policy U-95)."""

    files_saved = forms.ChoiceField(
        label=gettext_lazy("Are your own files saved?"),
        choices=[*Return.FilesSaved.choices[1:], (Return.FilesSaved.NOT_ASKED.value, NOBODY)],
        widget=forms.RadioSelect,
        required=False,
    )
    signed_out = forms.ChoiceField(
        label=gettext_lazy("Are you signed out of your accounts?"),
        choices=[*Return.SignedOut.choices[1:], (Return.SignedOut.NOT_ASKED.value, NOBODY)],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What was not chosen is yes by the button that says so, and has to be asked otherwise."""
        typed = super().clean() or self.cleaned_data
        for name in ("files_saved", "signed_out"):
            if name in typed and not typed[name]:
                if ASKED_WELL in self.data:
                    typed[name] = "yes"
                else:
                    self.add_error(name, _("Ask this and choose the answer, or say that nobody is there to ask."))
        return typed

    def asked(self) -> Asked:
        """The answers, as `take_back` takes them."""
        return Asked(self.cleaned_data["files_saved"], self.cleaned_data["signed_out"])
