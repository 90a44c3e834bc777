"""What is chosen about task cards."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digibank.accounts.posting import ActForm
from digibank.inventory.forms import NO_SECRETS
from digibank.workforce.kinds import TaskKind, kinds_at


class LayOutForm(ActForm):
    """Which task, of those that make sense at this position of a device, besides those that wait already."""

    kind = forms.ChoiceField(label=_("Which task?"), choices=TaskKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, position: str, besides: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [(kind.value, kind.label) for kind in kinds_at(position) if kind not in besides]
        self.fields["kind"].choices = self.kinds  # type: ignore[attr-defined]


class WithdrawForm(ActForm):
    """Why a card is taken away."""

    because = forms.CharField(label=_("Why does nobody have to do this?"), max_length=200, help_text=NO_SECRETS)
