"""What is chosen, scanned and typed about transfers."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.inventory.models import DEVICE_NUMBERS, Device
from digibank.logistics.models import TransferLine
from digibank.numbers import Series
from digibank.organisations.models import Place


class NumbersField(forms.CharField):
    """Numbers of one series, one on a line or with commas between them, as a scanner types them; gives their keys.

    `wrong` says which signs are no such number.
    """

    def __init__(
        self,
        *,
        series: Series = DEVICE_NUMBERS,
        wrong: object = gettext_lazy("This is no number of a device: %(wrong)s."),
        **kwargs: Any,
    ) -> None:
        self.series, self.wrong = series, wrong
        attributes = {"rows": 6, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        super().__init__(max_length=4000, widget=forms.Textarea(attrs=attributes), **kwargs)

    def clean(self, value: Any) -> set[int]:
        """The keys; a number that is mistyped is named."""
        words = [word for word in re.split(r"[\s,;]+", super().clean(value)) if word]
        keys = {word: self.series.key(word) for word in words}
        wrong = ", ".join(word[:20] for word, key in keys.items() if key is None)
        if wrong:
            raise forms.ValidationError(str(self.wrong) % {"wrong": wrong})
        return {key for key in keys.values() if key is not None}


class AskForm(ActForm):
    """From where, to where, and which devices."""

    from_place = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("From"), empty_label=None)
    to_place = forms.ModelChoiceField(
        Place.objects.none(), label=gettext_lazy("To"), empty_label=gettext_lazy("Choose")
    )
    devices = NumbersField(
        label=gettext_lazy("Devices"), help_text=gettext_lazy("Scan each label, or type one number on each line.")
    )

    def __init__(self, *args: Any, starts: Any, ends: Any, known: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, places in (("from_place", starts), ("to_place", ends)):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = places
        self.known = known

    def clean_devices(self) -> list[Device]:
        """The devices with these numbers, as far as one may see them."""
        keys: set[int] = self.cleaned_data["devices"]
        found = list(self.known.filter(pk__in=keys))
        unknown = sorted(DEVICE_NUMBERS.of(key) for key in keys - {device.pk for device in found})
        if unknown:
            raise forms.ValidationError(_("We do not find %(numbers)s.") % {"numbers": ", ".join(unknown)})
        return found


class ReceiveForm(ActForm):
    """What came out: ticked on the list, or scanned."""

    arrived = forms.MultipleChoiceField(
        label=gettext_lazy("These are here"), widget=forms.CheckboxSelectMultiple, required=False
    )
    scanned = NumbersField(
        label=gettext_lazy("Or scan them"),
        required=False,
        help_text=gettext_lazy("Scan each label, one after the other."),
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark about what is missing"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only when something is not there. No names of residents."),
    )

    def __init__(self, *args: Any, lines: Iterable[TransferLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["arrived"], lines)

    @property
    def keys(self) -> set[int]:
        """The keys of all that is here."""
        scanned: set[int] = self.cleaned_data["scanned"]
        return scanned | {int(key) for key in self.cleaned_data["arrived"]}


class LostForm(ActForm):
    """What was not there and will not come any more."""

    lost = forms.MultipleChoiceField(
        label=gettext_lazy("These are lost"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the devices that are lost.")},
    )

    def __init__(self, *args: Any, lines: Iterable[TransferLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["lost"], lines)


class CancelForm(ActForm):
    """Why it is called off."""

    because = forms.CharField(label=gettext_lazy("Why?"), max_length=200)


def _offer(field: forms.Field, lines: Iterable[TransferLine]) -> None:
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(line.device_id), f"{line.device.number} {line.device.title}") for line in lines]
