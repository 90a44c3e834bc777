"""What is typed about hours, stops, closed days and what there is at a place."""

from datetime import time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.desk.forms import AddressForm
from digibank.organisations.models import (
    GETTING_IN,
    LANGUAGES,
    WAYS_OF_HELP,
    WHAT_IS_THERE,
    OpeningHours,
    Place,
    Stop,
)
from digibank.organisations.windows import HoursKind, Window
from digibank.people.secrets import refuse_secrets
from digibank.ui.fields import DayField, HourField

STRETCHES = 2


class HoursForm(ActForm):
    """A week: at most two stretches a day, both hours or none."""

    def __init__(self, *args: Any, hours: list[OpeningHours] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {
            (day, stretch): found
            for day, __ in OpeningHours.Weekday.choices
            for stretch, found in enumerate([h for h in hours or [] if h.weekday == day])
        }
        for day, label in OpeningHours.Weekday.choices:
            for stretch in range(STRETCHES):
                found = known.get((day, stretch))
                self.fields[f"opens_{day}_{stretch}"] = HourField(
                    label=_("%(day)s, opens") % {"day": capfirst(label)}, required=False, initial=found and found.opens
                )
                self.fields[f"closes_{day}_{stretch}"] = HourField(
                    label=_("%(day)s, closes") % {"day": capfirst(label)},
                    required=False,
                    initial=found and found.closes,
                )

    def days(self) -> list[dict[str, Any]]:
        """For the page: each day with its pairs of fields."""
        return [
            {
                "label": label,
                "pairs": [(self[f"opens_{day}_{n}"], self[f"closes_{day}_{n}"]) for n in range(STRETCHES)],
            }
            for day, label in OpeningHours.Weekday.choices
        ]

    def clean(self) -> dict[str, Any]:
        """A stretch has two hours, the first before the second."""
        cleaned = super().clean() or {}
        for day, __ in OpeningHours.Weekday.choices:
            for stretch in range(STRETCHES):
                _refuse_half(self, f"opens_{day}_{stretch}", f"closes_{day}_{stretch}")
        return cleaned

    def stretches(self) -> list[tuple[int, time, time]]:
        """The week as weekday, opens, closes."""
        return [
            (day, self.cleaned_data[f"opens_{day}_{n}"], self.cleaned_data[f"closes_{day}_{n}"])
            for day, __ in OpeningHours.Weekday.choices
            for n in range(STRETCHES)
            if self.cleaned_data[f"opens_{day}_{n}"]
        ]


def _kind_field() -> forms.ChoiceField:
    words = gettext_lazy("How do people come?")
    return forms.ChoiceField(label=words, choices=HoursKind.choices, initial=HoursKind.WALK_IN, required=False)


def _stop_field() -> Any:
    """Where the hours are; a form fills in which stops there are, and leaves it away when there are none."""
    return forms.ModelChoiceField(
        Stop.objects.none(),
        label=gettext_lazy("Where?"),
        required=False,
        empty_label=gettext_lazy("at the place itself"),
    )


class RuleForm(ActForm):
    """One stretch that holds in some weeks, for a time, by appointment, or at a stop."""

    kind = forms.ChoiceField(label=gettext_lazy("How do people come?"), choices=HoursKind.choices)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day of the week"), choices=OpeningHours.Weekday.choices, coerce=int
    )
    opens = HourField(label=gettext_lazy("Opens"))
    closes = HourField(label=gettext_lazy("Closes"))
    week_of_month = forms.TypedChoiceField(
        label=gettext_lazy("Which week of the month?"),
        choices=[("", gettext_lazy("each week")), *OpeningHours.WeekOfMonth.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    every_weeks = forms.IntegerField(
        label=gettext_lazy("Every how many weeks?"),
        min_value=1,
        max_value=8,
        help_text=gettext_lazy("1 is each week, 2 every second week."),
    )
    anchor_on = DayField(
        label=gettext_lazy("A day in a week that counts"),
        required=False,
        help_text=gettext_lazy("Only when it is not each week."),
    )
    valid_from = DayField(label=gettext_lazy("First day"), required=False)
    last_on = DayField(label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: for ever."))
    stop = _stop_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stop"].queryset = place.stops.all()  # type: ignore[attr-defined]
        if not place.stops.exists():
            del self.fields["stop"]

    def rule(self) -> dict[str, Any]:
        """The stretch as it is kept; the last day becomes the first one on which it holds no more."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("once", "version")}
        last_on = typed.pop("last_on")
        if typed["every_weeks"] == 1:
            typed["anchor_on"] = None
        return typed | {"valid_until": last_on + timedelta(days=1) if last_on else None}


class StopForm(AddressForm):
    """Where a place that rides stands."""

    name = forms.CharField(label=gettext_lazy("Name of the stop"), max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("name",)


class ClosureForm(ActForm):
    """Days that a place stays shut, or is open in other hours only; `stops` is where those may be."""

    from_on = DayField(label=gettext_lazy("First day closed"))
    last_on = DayField(label=gettext_lazy("Last day closed"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=80,
        help_text=gettext_lazy("Everybody can read this, such as: yearly holiday."),
    )
    internal_reason = forms.CharField(
        label=gettext_lazy("Reason for colleagues"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only who manages this reads it."),
    )
    opens_0 = HourField(label=gettext_lazy("Open after all from"), required=False)
    closes_0 = HourField(label=gettext_lazy("Until"), required=False)
    kind_0, stop_0 = _kind_field(), _stop_field()
    opens_1 = HourField(label=gettext_lazy("And from"), required=False)
    closes_1 = HourField(label=gettext_lazy("Until"), required=False)
    kind_1, stop_1 = _kind_field(), _stop_field()
    sure = forms.BooleanField(
        label=gettext_lazy("Also when people are expected then"),
        required=False,
        help_text=gettext_lazy("You move or call off those moments yourself."),
    )

    def __init__(self, *args: Any, stops: QuerySet[Stop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rides = stops.exists()
        for name in ("stop_0", "stop_1"):
            self.fields[name].queryset = stops  # type: ignore[attr-defined]
            if not rides:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Both hours of a stretch, and no secret in what is written."""
        cleaned = super().clean() or {}
        for stretch in range(STRETCHES):
            _refuse_half(self, f"opens_{stretch}", f"closes_{stretch}")
        return cleaned

    def days(self) -> dict[str, Any]:
        """What the closure is, for the act; raises RuleBroken when a secret was written."""
        typed = {name: self.cleaned_data[name] for name in ("from_on", "last_on", "reason", "internal_reason")}
        for name in ("reason", "internal_reason"):
            refuse_secrets(typed[name], field=name)
        return typed | {"instead": self.instead()}

    def instead(self) -> list[Window]:
        """The hours that are open after all: from, until, how people come, and where."""
        typed = self.cleaned_data
        return [
            Window(
                typed[f"opens_{n}"],
                typed[f"closes_{n}"],
                typed[f"kind_{n}"] or HoursKind.WALK_IN,
                typed.get(f"stop_{n}"),
            )
            for n in range(STRETCHES)
            if typed[f"opens_{n}"]
        ]


class NewSetForm(ActForm):
    """A set of days that several places close together."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("Such as: autumn school holiday 2027.")
    )


class SetForm(NewSetForm):
    """Its name, and which places keep its days."""

    places = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=gettext_lazy("These places keep the days"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DescriptionForm(ActForm):
    """What there is at a place. About the place, never about a person."""

    languages, getting_in, what_is_there, ways_of_help = (
        forms.MultipleChoiceField(
            label=label,
            choices=[(feature.value, feature.label) for feature in features],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for label, features in (
            (gettext_lazy("Languages spoken there"), LANGUAGES),
            (gettext_lazy("How does one get in?"), GETTING_IN),
            (gettext_lazy("What is there to use?"), WHAT_IS_THERE),
            (gettext_lazy("How is one helped?"), WAYS_OF_HELP),
        )
    )
    way_there = forms.CharField(
        label=gettext_lazy("How does one come there without a car?"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Such as: bus 305, stop Markt."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    GROUPS = ("languages", "getting_in", "what_is_there", "ways_of_help")

    def features(self) -> list[str]:
        """All codes that were ticked."""
        return [code for name in self.GROUPS for code in self.cleaned_data[name]]


def _refuse_half(form: forms.Form, opens_name: str, closes_name: str) -> None:
    opens, closes = (form.cleaned_data.get(name) for name in (opens_name, closes_name))
    if (opens is None) != (closes is None):
        form.add_error(closes_name if closes is None else opens_name, _("Fill in both hours, or leave both empty."))
