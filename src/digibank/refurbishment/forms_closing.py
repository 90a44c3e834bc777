"""What is typed when a donation is opened again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from digibank.accounts.posting import ActForm
from digibank.refurbishment.models import BatchClosing


class ReopenForm(ActForm):
    """Why a closed donation is opened again."""

    because = forms.CharField(
        label=_("Why?"),
        max_length=BatchClosing._meta.get_field("reopened_because").max_length,
        help_text=_("For colleagues only. No passwords, no bank details, no national number."),
    )
