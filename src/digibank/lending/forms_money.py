"""What is typed and chosen about money: paying, parts, waiving, tills, refunds and prices."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.lending.dues import Finding
from digibank.lending.forms import NO_SECRETS
from digibank.lending.models import Charge, PartPrice, Refund, Way
from digibank.lending.models.refunds import LONGEST_PAYEE
from digibank.ui.fields import DayField, EurosField

AT_THE_DESK = [(way.value, way.label) for way in (Way.CASH, Way.CARD)]


class PayDueForm(ActForm):
    """All that is to be paid today is paid, at once."""

    way = forms.ChoiceField(choices=AT_THE_DESK)
    on_screen = forms.BooleanField(required=False)


class PayForm(ActForm):
    """So much of a charge is paid, in this way."""

    cents = EurosField(label=gettext_lazy("Amount in euros"))
    way = forms.ChoiceField(label=gettext_lazy("How?"), choices=Way.choices, initial=Way.CASH, widget=forms.RadioSelect)
    received_on = DayField(
        label=gettext_lazy("On the account on"),
        required=False,
        help_text=gettext_lazy("Only for a transfer: the day on the statement."),
    )


class TransferForm(ActForm):
    """A transfer that came in, by its structured communication."""

    communication = forms.CharField(
        label=gettext_lazy("Structured communication"),
        max_length=24,
        help_text=gettext_lazy("Scan or type it, such as +++000/0000/04242+++."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    cents = EurosField(label=gettext_lazy("Amount in euros"))
    received_on = DayField(label=gettext_lazy("On the account on"))


class ReasonForm(ActForm):
    """Why an amount is waived."""

    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=200, help_text=NO_SECRETS)


class InstalmentsForm(ActForm):
    """In how many parts it is paid."""

    count = forms.TypedChoiceField(label=gettext_lazy("In how many parts?"), coerce=int)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count: Any = self.fields["count"]
        count.choices = [(number, _("%(count)s parts") % {"count": number}) for number in range(2, most + 1)]


class DecideForm(ActForm):
    """What is asked for something that is damaged, missing or lost."""

    DECISIONS = [
        ("charge", gettext_lazy("ask the price")),
        ("social", gettext_lazy("ask the social tariff")),
        ("waive", gettext_lazy("ask nothing, with the reason")),
    ]

    finding = forms.ChoiceField(label=gettext_lazy("What is the matter?"))
    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"), choices=DECISIONS, widget=forms.RadioSelect, initial="charge"
    )
    reason = forms.CharField(label=gettext_lazy("Why nothing?"), max_length=200, required=False, help_text=NO_SECRETS)

    def __init__(self, *args: Any, offered: list[tuple[Finding, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {finding.code: finding for finding, _price in offered}
        field: Any = self.fields["finding"]
        field.choices = [(finding.code, f"{finding.words} ({price})") for finding, price in offered]
        field.error_messages["invalid_choice"] = _("This was decided already. Reload the page and look again.")


class GiveBackForm(ActForm):
    """How money goes back."""

    way = forms.ChoiceField(
        label=gettext_lazy("How?"), choices=Refund.Way.choices, initial=Refund.Way.CASH, widget=forms.RadioSelect
    )
    payee = forms.CharField(
        label=gettext_lazy("Number in accounting"),
        max_length=LONGEST_PAYEE,
        required=False,
        help_text=gettext_lazy("Only for the payment list. Leave empty for who is new there: accounting asks."),
    )


class PayeeForm(ActForm):
    """Under which number accounting knows somebody."""

    payee = forms.CharField(
        label=gettext_lazy("Number in accounting"),
        max_length=LONGEST_PAYEE,
        required=False,
        help_text=gettext_lazy("Never an account number."),
    )


class CorrectForm(ActForm):
    """Why a payment is corrected."""

    because = forms.CharField(label=gettext_lazy("What was wrong?"), max_length=200, help_text=NO_SECRETS)


class ChangeForm(ActForm):
    """Change that is put in the till or taken out."""

    IN, OUT = "in", "out"

    direction = forms.ChoiceField(
        label=gettext_lazy("What do you do?"),
        choices=[(IN, gettext_lazy("put in")), (OUT, gettext_lazy("take out"))],
        initial=IN,
        widget=forms.RadioSelect,
    )
    cents = EurosField(label=gettext_lazy("Amount in euros"))
    because = forms.CharField(
        label=gettext_lazy("Where does it come from, or go to?"), max_length=200, help_text=NO_SECRETS
    )

    @property
    def signed_cents(self) -> int:
        """Above zero for what is put in."""
        cents: int = self.cleaned_data["cents"]
        return cents if self.cleaned_data["direction"] == self.IN else -cents


class CloseForm(ActForm):
    """What was counted at the end of the day."""

    counted_cents = EurosField(label=gettext_lazy("Counted cash in euros"))
    banked_cents = EurosField(
        label=gettext_lazy("Taken away in euros"),
        help_text=gettext_lazy("To the safe or the bank. Write 0 for nothing."),
    )
    because = forms.CharField(
        label=gettext_lazy("What explains the difference?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only when you counted something else than there should be."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class PriceForm(ActForm):
    """A price from a day on."""

    what = forms.ChoiceField(label=gettext_lazy("For what?"), choices=PartPrice.WHAT)
    cents = EurosField(label=gettext_lazy("Price in euros"))
    social_cents = EurosField(label=gettext_lazy("Social tariff in euros"), required=False)
    valid_from = DayField(label=gettext_lazy("Holds from"))


def pay_initial(charge: Charge) -> dict[str, object]:
    """What the form begins with: what is to be paid today, in cash."""
    return {"cents": charge.due_cents(clock.today()) or charge.open_cents, "way": Way.CASH}
