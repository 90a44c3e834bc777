"""What is asked before a donor is forgotten."""

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm


class ForgetForm(ActForm):
    """That it is really meant: nothing brings it back."""

    sure = forms.BooleanField(
        label=gettext_lazy("The donor asked for this, and I know that it cannot be undone"),
        error_messages={"required": gettext_lazy("Tick this first. What is forgotten cannot be brought back.")},
    )
