"""What is typed and chosen about requests and the waiting list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.inventory.models import DeviceClass
from digibank.lending.flows import RequestState
from digibank.lending.forms import NO_SECRETS
from digibank.lending.models import Offer, Request
from digibank.lending.models.requests import RequestQuerySet
from digibank.organisations.models import Organisation, Place

ANSWERS = [
    (Offer.Outcome.ACCEPTED, gettext_lazy("Yes, wants it")),
    (Offer.Outcome.NOT_NOW, gettext_lazy("Not now, keeps the place")),
    (Offer.Outcome.NO_LONGER, gettext_lazy("Does not want one any more")),
]


class RequestFilter(forms.Form):
    """Which requests a list shows; without a choice those that wait for an answer."""

    SHOWN = [
        ("", gettext_lazy("not answered yet")),
        *[(state.value, state.label) for state in RequestState],
    ]

    q = forms.CharField(label=gettext_lazy("Number or name"), max_length=120, required=False)
    shown = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)

    def apply(self, requests: RequestQuerySet) -> RequestQuerySet:
        """The requests that fit; the open ones when the form is empty or not well filled in."""
        if not self.is_valid():
            return requests.open()
        word, shown = self.cleaned_data["q"], self.cleaned_data["shown"]
        if word:
            requests = requests.matching(word)
        if shown:
            return requests.filter(state=shown)
        return requests if word else requests.open()


class AskForm(ActForm):
    """What somebody asks for."""

    device_class = forms.ModelChoiceField(
        label=gettext_lazy("What for a device?"), queryset=DeviceClass.objects.all(), empty_label=None
    )
    desk = forms.ModelChoiceField(label=gettext_lazy("Desk"), queryset=Place.objects.none(), empty_label=None)
    asked_through = forms.ChoiceField(
        label=gettext_lazy("Who asks?"),
        choices=Request.Through.choices,
        initial=Request.Through.RESIDENT,
        widget=forms.RadioSelect,
    )

    also_at = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Where else can the person come?"),
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The person waits there too. One device ends all of it."),
    )

    sent_by = forms.ModelChoiceField(
        label=gettext_lazy("Which partner sent the person?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Tell the person: later we may ask this partner to remind them, and say nothing more."),
    )

    def __init__(self, *args: Any, desks: Any, others: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("desk", desks), ("also_at", others), ("sent_by", partners)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            if not rows and not self.fields[name].required:
                del self.fields[name]


class LineForm(forms.Form):
    """Which waiting list is shown: a class at a desk."""

    device_class = forms.ModelChoiceField(
        label=gettext_lazy("Device"), queryset=DeviceClass.objects.all(), empty_label=None
    )
    desk = forms.ModelChoiceField(label=gettext_lazy("Desk"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, desks: Any, desk: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = DeviceClass.objects.first()
        self.initial = {"desk": desk, "device_class": self.first}
        self.fields["desk"].queryset = desks  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Place | None, DeviceClass | None]:
        """Desk and class; the first class at the own desk when nothing was chosen."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["desk"], self.cleaned_data["device_class"]
        return (None, None) if self.is_bound else (self.initial["desk"], self.first)


class MoveUpForm(ActForm):
    """Why somebody is put in front of the line."""

    because = forms.CharField(
        label=gettext_lazy("Why does this person come first?"),
        max_length=200,
        help_text=gettext_lazy("The coordinator reads this. Write no name and nothing about health or money."),
    )


class AnswerForm(ActForm):
    """What somebody answers to an offer."""

    answer = forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect)


class CalledForm(ActForm):
    """How a call about an offer went."""

    THINKS, NOT_REACHED = "thinks", "no_one"

    how = forms.ChoiceField(
        choices=[
            *ANSWERS,
            (THINKS, gettext_lazy("Thinks about it, calls back")),
            (NOT_REACHED, gettext_lazy("Nobody picked up")),
        ],
        widget=forms.RadioSelect,
    )


class RefuseForm(ActForm):
    """Why a request is refused."""

    reason = forms.CharField(label=gettext_lazy("Why not?"), max_length=200, help_text=NO_SECRETS)
