"""What is typed about moments and appointments."""

import re
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.agenda.models import LONGEST_MINUTES, SHORTEST_MINUTES, Slot
from digibank.organisations.models import OpeningHours, Place
from digibank.ui.fields import DayField
from digibank.ui.templatetags.ui import hour, weekday

MOST_PLACES = 60
NO_SECRETS = gettext_lazy("No passwords, no bank details, no national number.")


class HoursListField(forms.CharField):
    """Hours as people write them, one after the other: 9 10.30 14:00."""

    def to_python(self, value: Any) -> list[time]:  # type: ignore[override]
        """The hours, in order."""
        words = [word for word in re.split(r"[\s,;]+", super().to_python(value) or "") if word]
        return sorted({_hour(word) for word in words})

    def prepare_value(self, value: Any) -> Any:
        """What was typed, as it was typed."""
        return value


def _hour(word: str) -> time:
    """One hour: 9, 9.30, 9:30 or 9u30."""
    found = re.fullmatch(r"(\d{1,2})(?:[.:u](\d{2})?)?", word.lower())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else time.fromisoformat("")
    except ValueError:
        wrong = _("“%(word)s” is no hour. Write hours such as 9.30, with a space between two.") % {"word": word}
        raise forms.ValidationError(wrong) from None


class OpenForm(ActForm):
    """Moments that open: one hour, or the same hours on several days of a week."""

    place = forms.ModelChoiceField(label=gettext_lazy("Place"), queryset=Place.objects.none(), empty_label=None)
    first_on = DayField(label=gettext_lazy("Day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Also on these days of that week"),
        choices=OpeningHours.Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    times = HoursListField(
        label=gettext_lazy("Hours"),
        max_length=120,
        help_text=gettext_lazy("One or more, such as 9.30 10.30 14.00."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES, initial=45
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Slot.Kind.choices)
    capacity = forms.IntegerField(
        label=gettext_lazy("How many people at once?"), min_value=1, max_value=MOST_PLACES, initial=1
    )
    note = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Everybody may read this. Never the name of a person."),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        self.fields["first_on"].initial = clock.today() + timedelta(days=1)
        self.fields["note"].initial = _("Warm handover")

    def week(self) -> dict[str, Any]:
        """What `open_week` takes of what was typed."""
        typed = self.cleaned_data
        day: date = typed["first_on"]
        kept = {name: typed[name] for name in ("times", "minutes", "kind", "capacity", "note")}
        return kept | {
            "monday": day - timedelta(days=day.weekday()),
            "weekdays": {day.weekday(), *typed["weekdays"]},
        }


def _person_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Number on the card, or name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-search": ""}),
    )


class BookForm(ActForm):
    """Who comes."""

    person = _person_field()


class CallForm(ActForm):
    """Who must be called, and why no moment is chosen now."""

    person = _person_field()
    place = forms.ModelChoiceField(label=gettext_lazy("Where"), queryset=Place.objects.none(), empty_label=None)
    reason = forms.CharField(label=gettext_lazy("Why is no moment chosen now?"), max_length=200, help_text=NO_SECRETS)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class CancelSlotForm(ActForm):
    """Why a moment is called off."""

    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=200, help_text=NO_SECRETS)


class PlanForm(ActForm):
    """Which moment somebody takes, of those that are offered."""

    slot = forms.TypedChoiceField(label=gettext_lazy("Moment"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Iterable[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = by_key = {str(slot.pk): slot for slot in offered}
        field: Any = self.fields["slot"]
        field.choices = [(key, moment_words(slot)) for key, slot in by_key.items()]
        field.coerce = _looking_up(by_key)
        field.error_messages["required"] = _("Choose a moment.")
        field.error_messages["invalid_choice"] = _("This moment is full or called off. Choose another one.")


def _looking_up(by_key: dict[str, Slot]) -> Callable[[str], Slot]:
    return lambda key: by_key[key]


def moment_words(slot: Slot) -> str:
    """A moment with its place, to choose from."""
    return f"{weekday(slot.starts_at)}, {hour(slot.starts_at)} · {slot.place.name} · {slot.what}"


class DayLimitsForm(ActForm):
    """How many hand-overs fit each day of the week; empty for as many as there are moments."""

    def __init__(self, *args: Any, limits: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, label in OpeningHours.Weekday.choices:
            self.fields[f"day_{day}"] = forms.IntegerField(
                label=capfirst(label), min_value=0, max_value=MOST_PLACES, required=False, initial=limits.get(day)
            )

    def limits(self) -> dict[int, int | None]:
        """The limit of each day of the week."""
        return {day: self.cleaned_data[f"day_{day}"] for day, _label in OpeningHours.Weekday.choices}
