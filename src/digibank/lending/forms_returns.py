"""What is asked whoever brings a device back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.lending.models import Asked, Return

ASKED_WELL = "asked_well"  # The name of the button that says yes to both.
NOBODY = gettext_lazy("nobody is there to ask")
UNASKED = {"required": gettext_lazy("Ask this and choose the answer, or say that nobody is there to ask.")}


class AskedForm(ActForm):
    """Two short questions. Nothing is chosen before somebody asked; one button answers both with yes (policy U-95)."""

    files_saved = forms.ChoiceField(
        label=gettext_lazy("Are your own files saved?"),
        choices=[*Return.FilesSaved.choices[1:], (Return.FilesSaved.NOT_ASKED.value, NOBODY)],
        widget=forms.RadioSelect,
        error_messages=UNASKED,
    )
    signed_out = forms.ChoiceField(
        label=gettext_lazy("Are you signed out of your accounts?"),
        choices=[*Return.SignedOut.choices[1:], (Return.SignedOut.NOT_ASKED.value, NOBODY)],
        widget=forms.RadioSelect,
        error_messages=UNASKED,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("files_saved", "signed_out"):
            self.fields[name].required = ASKED_WELL not in self.data

    def asked(self) -> Asked:
        """The answers, as `take_back` takes them; what was not chosen is yes, by the button that says so."""
        typed = self.cleaned_data
        files, accounts = typed["files_saved"], typed["signed_out"]
        return Asked(files or Return.FilesSaved.YES, accounts or Return.SignedOut.YES)
