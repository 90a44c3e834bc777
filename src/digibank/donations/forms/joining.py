"""Whom an offer is joined to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.people.models import Donor


class DonorSearch(forms.Form):
    """A name or a telephone number."""

    q = forms.CharField(label=gettext_lazy("Name or telephone of the donor"), max_length=80, required=False)


class JoinForm(ActForm):
    """The donor, chosen with a button."""

    donor = forms.ModelChoiceField(
        Donor.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Choose a donor from the list.")},
    )

    def __init__(self, *args: Any, donors: QuerySet[Donor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        donor = self.fields["donor"]
        assert isinstance(donor, forms.ModelChoiceField)
        donor.queryset = donors
