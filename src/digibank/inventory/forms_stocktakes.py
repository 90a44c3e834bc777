"""What is chosen, scanned and settled in a count."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.inventory.models import CountLine, DeviceClass
from digibank.organisations.models import Place


class StartCountForm(ActForm):
    """Where is counted, and what."""

    place = forms.ModelChoiceField(label=gettext_lazy("Place"), queryset=Place.objects.none(), empty_label=None)
    device_class = forms.ModelChoiceField(
        label=gettext_lazy("What?"),
        queryset=DeviceClass.objects.all(),
        required=False,
        empty_label=gettext_lazy("everything that stands there"),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class SettleForm(ActForm):
    """What became of one difference."""

    settled_as = forms.ChoiceField(label=gettext_lazy("What became of it?"), widget=forms.RadioSelect)
    place = forms.ModelChoiceField(
        label=gettext_lazy("Where does it stand?"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("Only when it stands at another place."),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("What you know about it. No names of residents."),
    )

    def __init__(self, *args: Any, line: CountLine, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["settled_as"]
        choice.choices = [(one.value, one.label) for one in line.choices_to_settle]
        if CountLine.Settled.ELSEWHERE not in line.choices_to_settle:
            del self.fields["place"]
        else:
            self.fields["place"].queryset = places  # type: ignore[attr-defined]


class CancelCountForm(ActForm):
    """Why it is broken off."""

    because = forms.CharField(label=gettext_lazy("Why?"), max_length=200)
