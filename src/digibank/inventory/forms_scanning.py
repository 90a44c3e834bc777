"""The field into which a label is scanned, by hand scanner or camera, or typed."""

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm


class LabelForm(ActForm):
    """The label of one device."""

    scan = forms.CharField(
        label=gettext_lazy("Scan a device"),
        max_length=80,
        help_text=gettext_lazy("Or type the number on its label, such as DB-004217-7."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autofocus": True, "data-scan": "", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Scan the label of a device.")},
    )
