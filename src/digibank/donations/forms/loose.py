"""What is typed about loose parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.donations.forms.taking_in import offer_depots
from digibank.donations.models import LooseMovement
from digibank.inventory.models import AccessoryKind
from digibank.organisations.models import Place

Why = LooseMovement.Why


class LooseForm(ActForm):
    """Loose parts come, go, or are counted. What comes with a donation is written down there."""

    place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Depot"), empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AccessoryKind.choices)
    why = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[(why.value, why.label) for why in Why if why != Why.DONATION],
        initial=Why.USED,
    )
    count = forms.IntegerField(label=gettext_lazy("How many?"), min_value=0, max_value=9999)

    def __init__(self, *args: Any, depots: list[Place], seat: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_depots(self.fields["place"], depots, seat=seat)

    def change(self) -> int:
        """How many more there are, or fewer; not for what was counted anew."""
        count: int = self.cleaned_data["count"]
        return count if self.cleaned_data["why"] == Why.HARVESTED else -count
