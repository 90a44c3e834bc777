"""What is chosen for an appointment with a helper: first what is wished, then the hour."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.agenda.engaging import Wish
from digibank.agenda.forms import NO_SECRETS
from digibank.agenda.models import local_moment
from digibank.organisations.models import Place
from digibank.ui.fields import DayField, HourField
from digibank.ui.templatetags.ui import hour, weekday
from digibank.workforce.topics import TOPIC_CHOICES, Tongue

USUAL_MINUTES = 30
MINUTES = [(minutes, str(minutes)) for minutes in (15, 30, 45, 60, 90, 120)]


class WishForm(forms.Form):
    """Where, what about, in which language, for how long, and from which day on."""

    place = forms.ModelChoiceField(label=gettext_lazy("Where"), queryset=Place.objects.none(), empty_label=None)
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
        return Wish(starts_at, typed["minutes"], topic=typed["topic"], tongue=typed["tongue"])


class HourForm(ActForm):
    """Which hour somebody takes; or another one while no helper is free, and why (policy AP-07)."""

    starts_at = forms.TypedChoiceField(
        label=gettext_lazy("Hour"), widget=forms.RadioSelect, required=False, coerce=datetime.fromisoformat,
        empty_value=None,
        error_messages={"invalid_choice": gettext_lazy("This hour is taken meanwhile. Choose another one.")},
    )  # fmt: skip
    other_on = DayField(label=gettext_lazy("Another day"), required=False)
    other_at = HourField(label=gettext_lazy("At"), required=False)
    despite = forms.CharField(
        label=gettext_lazy("Why, while no helper is free?"), max_length=200, required=False, help_text=NO_SECRETS
    )
    hidden = forms.BooleanField(
        label=gettext_lazy("Send no message and print it nowhere"),
        help_text=gettext_lazy("For who does not want others at home to know."),
        required=False,
    )

    def __init__(self, *args: Any, offered: Iterable[datetime], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["hidden"]
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
        return typed


def hour_words(at: datetime) -> str:
    """An hour to choose from: Tuesday 24 November, 9 o'clock."""
    local = at.astimezone(clock.BRUSSELS)
    return f"{weekday(local)}, {hour(local)}"
