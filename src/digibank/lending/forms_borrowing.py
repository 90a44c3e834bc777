"""What is typed and ticked about who may borrow: proofs that were seen, and exceptions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.lending.borrowing import Broken, ToShow
from digibank.lending.models import Exemption
from digibank.ui.fields import DayField


def choices_of(missing: Iterable[ToShow]) -> list[tuple[str, str]]:
    """The proofs that were not seen yet, one line each."""
    return [(rule.criterion, rule.proof) for asked in missing for rule in asked.rules]


class SeenForm(ActForm):
    """Which proofs lie on the desk now. Nothing of what stands on them is kept."""

    seen = forms.MultipleChoiceField(
        label=gettext_lazy("What did you see?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Look, tick, give it back. Copy nothing and write no number."),
    )

    def __init__(self, *args: Any, missing: Iterable[ToShow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].choices = choices_of(missing)  # type: ignore[attr-defined]


class AskExemptionForm(ActForm):
    """To which rule an exception is asked, and why."""

    rule = forms.ChoiceField(label=gettext_lazy("Which rule says no?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why should it be possible?"),
        max_length=200,
        help_text=gettext_lazy("In one sentence. Not why somebody gets support. No passwords, no national number."),
    )

    def __init__(self, *args: Any, broken: Iterable[Broken], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rule"]
        field.choices = [(one.rule, Exemption.Rule(one.rule).label) for one in broken if one.may_be_excused]
        if len(field.choices) == 1:
            field.initial = field.choices[0][0]


class GrantExemptionForm(ActForm):
    """Until when the person may borrow once."""

    until_on = DayField(label=gettext_lazy("Until which day?"), help_text=gettext_lazy("That day included."))


class LiftForm(ActForm):
    """Why the person may borrow again."""

    reason = forms.CharField(
        label=gettext_lazy("Why may this person borrow again?"),
        max_length=200,
        help_text=gettext_lazy("No passwords, no bank details, no national number."),
    )


class RefuseExemptionForm(ActForm):
    """Why not."""

    answer = forms.CharField(
        label=gettext_lazy("Why not?"), max_length=200, help_text=gettext_lazy("The desk tells it to the person.")
    )
