"""What is chosen for an appointment with a helper: first what is wished, then the hour."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.agenda.engaging import Wish
from digibank.agenda.forms import NO_SECRETS
from digibank.agenda.models import Where, local_moment
from digibank.organisations.models import Place
from digibank.ui.fields import DayField, HourField
from digibank.ui.templatetags.ui import hour, weekday
from digibank.workforce.topics import TOPIC_CHOICES, Tongue

USUAL_MINUTES = 30
MINUTES = [(minutes, str(minutes)) for minutes in (15, 30, 45, 60, 90, 120)]


class HourChoiceField(forms.TypedChoiceField):
    """An hour of those that are offered; which ones these are, is asked again when it is booked (policy AP-05)."""

    def __init__(self, **kwargs: Any) -> None:
        taken = gettext_lazy("This hour is taken meanwhile. Choose another one.")
        super().__init__(
            coerce=datetime.fromisoformat, empty_value=None,
            error_messages={"invalid_choice": taken, "invalid": taken}, **kwargs,
        )  # fmt: skip

    def valid_value(self, value: Any) -> bool:
        """Whatever stands for an hour of the clock somewhere: the act itself says whether it is free."""
        try:
            return datetime.fromisoformat(str(value)).tzinfo is not None
        except ValueError:
            return False


class WishForm(forms.Form):
    """Where, what about, in which language, for how long, and from which day on."""

    place = forms.ModelChoiceField(label=gettext_lazy("Where"), queryset=Place.objects.none(), empty_label=None)
    where = forms.ChoiceField(label=gettext_lazy("How"), choices=Where.choices, required=False)
    topic = forms.ChoiceField(label=gettext_lazy("What about"), choices=[("", "—"), *TOPIC_CHOICES], required=False)
    tongue = forms.ChoiceField(
        label=gettext_lazy("In another language"), choices=[("", "—"), *Tongue.choices], required=False
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("Minutes"), choices=MINUTES, coerce=int)
    from_on = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def wish(self, starts_at: datetime) -> Wish:
        """The wish, at this hour."""
        typed = self.cleaned_data
        asked = {name: typed[name] for name in ("topic", "tongue", "where")}
        return Wish(starts_at, typed["minutes"], **asked)

    def clean_where(self) -> str:
        """Nothing said is here."""
        return self.cleaned_data["where"] or Where.AT_POINT


class HourForm(ActForm):
    """Which hour somebody takes; or another one than those that are offered."""

    starts_at = forms.TypedChoiceField(
        label=gettext_lazy("Hour"), widget=forms.RadioSelect, required=False, coerce=datetime.fromisoformat,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("This hour is taken meanwhile. Choose another one.")},
    )  # fmt: skip
    other_on = DayField(label=gettext_lazy("Another day"), required=False)
    other_at = HourField(label=gettext_lazy("At"), required=False)
    hidden = forms.BooleanField(
        label=gettext_lazy("Send no message and print it nowhere"),
        help_text=gettext_lazy("For who does not want others at home to know."),
        required=False,
    )

    def __init__(self, *args: Any, offered: Iterable[datetime], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["hidden"]
        # Stays when the hour is refused: then the page of a full hour asks on.
        self.chosen_at: datetime | None = None
        field: Any = self.fields["starts_at"]
        field.choices = [(at.isoformat(), hour_words(at)) for at in offered]
        # A question without answers is not asked; what was sent to it is still judged.
        if not field.choices and not self.is_bound:
            del self.fields["starts_at"]

    def clean(self) -> dict[str, Any]:
        """One hour: of those that are offered, or another one."""
        typed = super().clean() or {}
        other = typed.get("other_on") and typed.get("other_at")
        if other:
            typed["starts_at"] = local_moment(typed["other_on"], typed["other_at"])
        elif "starts_at" in typed and not typed["starts_at"]:
            self.add_error("starts_at", gettext_lazy("Choose an hour."))
        self.chosen_at = typed.get("starts_at")
        return typed


class FullForm(ActForm):
    """An hour that is full, and why it is booked all the same (policy AP-07). What was wished is sent along, unseen.

    The wish stands in the address of the page, as on the page of hours; the reason in none.
    """

    place = forms.ModelChoiceField(queryset=Place.objects.none(), widget=forms.HiddenInput)
    starts_at = HourChoiceField(widget=forms.HiddenInput)
    minutes = forms.TypedChoiceField(choices=MINUTES, coerce=int, widget=forms.HiddenInput)
    topic = forms.ChoiceField(choices=[("", ""), *TOPIC_CHOICES], required=False, widget=forms.HiddenInput)
    tongue = forms.ChoiceField(choices=[("", ""), *Tongue.choices], required=False, widget=forms.HiddenInput)
    where = forms.ChoiceField(choices=Where.choices, widget=forms.HiddenInput)
    hidden = forms.BooleanField(required=False, widget=forms.HiddenInput)
    despite = forms.CharField(
        label=gettext_lazy("Why is it booked all the same?"),
        max_length=200,
        help_text=NO_SECRETS,
        error_messages={"required": gettext_lazy("Write down why.")},
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    @classmethod
    def asked(cls, query: QueryDict, *, places: Any) -> Self:
        """The form of the page with this address."""
        sent = cls(query, places=places)
        sent.is_valid()
        wished = {name: value for name, value in sent.cleaned_data.items() if name not in ("once", "despite")}
        return cls(initial=wished, places=places)

    def wish(self) -> Wish | None:
        """What is wished; None when what was sent along was changed on the way."""
        self.is_valid()
        typed = self.cleaned_data if self.is_bound else self.initial
        if not all(typed.get(name) for name in ("place", "starts_at", "minutes", "where")):
            return None
        asked: dict[str, Any] = {name: typed.get(name) or "" for name in ("topic", "tongue", "where")}
        return Wish(typed["starts_at"], typed["minutes"], **asked)


def hour_words(at: datetime) -> str:
    """An hour to choose from: Tuesday 24 November, 9 o'clock."""
    local = at.astimezone(clock.BRUSSELS)
    return f"{weekday(local)}, {hour(local)}"
