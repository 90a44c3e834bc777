"""What is scanned and typed about badges and shared computers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.badges.codes import LONGEST, LONGEST_TYPED
from digibank.organisations.models import Place


class MaskedInput(forms.TextInput):
    """Dots instead of signs, and never what was typed before.

    No password field: a browser must not offer to keep a code on a computer that many use.
    """

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """An empty field, always."""
        return super().get_context(name, None, {"class": "masked", **(attrs or {})})


CODE = {
    "inputmode": "numeric",
    "pattern": "[0-9]*",
    "autocomplete": "one-time-code",
    "spellcheck": "false",
}


class ScanForm(forms.Form):
    """A badge, scanned or typed."""

    badge = forms.CharField(
        label=gettext_lazy("Badge"),
        max_length=LONGEST_TYPED,
        widget=MaskedInput(
            attrs={
                "data-scan": True,
                "autofocus": True,
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class TypedCodeForm(forms.Form):
    """The code of the badge that was scanned."""

    code = forms.CharField(
        label=gettext_lazy("Your code"),
        max_length=LONGEST,
        widget=MaskedInput(attrs={**CODE, "autofocus": True, "data-code": True}),
    )


class CodeForm(ActForm):
    """A code that the holder of a badge chooses, twice: it is not shown."""

    code = forms.CharField(
        label=gettext_lazy("New code"),
        help_text=gettext_lazy("Four to six digits. The colleague types it; nobody looks along."),
        max_length=LONGEST,
        widget=MaskedInput(attrs=CODE),
    )
    again = forms.CharField(
        label=gettext_lazy("The same code again"), max_length=LONGEST, widget=MaskedInput(attrs=CODE)
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same; the second one goes no further."""
        cleaned = super().clean() or {}
        if "code" in cleaned and "again" in cleaned and cleaned["code"] != cleaned.pop("again"):
            self.add_error("again", _("This is another code. Type the same one twice."))
        return cleaned


class OwnCodeForm(CodeForm):
    """Another code of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Four to six digits that you alone know.")


class ComputerForm(ActForm):
    """Which computer somebody stands at."""

    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=Place.objects.none(), empty_label=gettext_lazy("Choose")
    )
    name = forms.CharField(
        label=gettext_lazy("Name of this computer"),
        help_text=gettext_lazy("As colleagues call it, such as: left counter."),
        max_length=40,
    )

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.in_use().filter(organisation__in=organisations).select_related("organisation")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class NameForm(ActForm):
    """Another name for a computer."""

    name = forms.CharField(label=gettext_lazy("Name of this computer"), max_length=40)
    version = forms.IntegerField(widget=forms.HiddenInput)
