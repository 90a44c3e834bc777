"""What is typed at a help point: who comes, how it went, who helps when."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.posting import ActForm
from digibank.agenda.engaging import Wish
from digibank.agenda.forms_helpers import MINUTES, USUAL_MINUTES, HourChoiceField
from digibank.agenda.models import local_moment
from digibank.helpdesk.models import Autonomy, CameFor, FollowUp, Material, Partner, Screen, Solved, Visit
from digibank.lending.models import Loan
from digibank.organisations.models import Place
from digibank.ui.fields import DayField, HourField
from digibank.ui.widgets import Shelves
from digibank.workforce.topics import TOPIC_CHOICES, TOPIC_ICONS, Tongue, Topic

MOST_TABLES = 99
SAID_OF_A_VISIT = {"topic", "solved", "autonomy", "passed_to", "follow_up", "materials", "loan", "note"}
NO_SECRETS = gettext_lazy("No passwords, no bank details, no national number.")
NO_WISH: list[tuple[str, Any]] = [("", gettext_lazy("no matter"))]
NOTHING: list[tuple[str, Any]] = [("", gettext_lazy("not told"))]


class ComeForm(ActForm):
    """Where a helper is, and at which table."""

    place = forms.ModelChoiceField(label=gettext_lazy("Where"), queryset=Place.objects.none(), empty_label=None)
    table = forms.IntegerField(
        label=gettext_lazy("Number of your table"), min_value=1, max_value=MOST_TABLES, initial=1
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class WalkInForm(ActForm):
    """Who comes in without an appointment. Everything may stay as it is."""

    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=NO_WISH + Topic.choices, required=False)
    tongue = forms.ChoiceField(
        label=gettext_lazy("In which language, if not Dutch?"), choices=NO_WISH + Tongue.choices, required=False
    )
    interpreter = forms.BooleanField(label=gettext_lazy("An interpreter is needed"), required=False)
    came_for = forms.ChoiceField(
        label=gettext_lazy("For whom?"), choices=CameFor.choices, initial=CameFor.ONESELF, required=False
    )
    person = forms.CharField(
        label=gettext_lazy("Number on the card"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Only if the visitor has a card. Nobody has to be known."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_came_for(self) -> str:
        """Nothing said is for oneself."""
        return self.cleaned_data["came_for"] or CameFor.ONESELF


class CloseForm(ActForm):
    """How it went: the topic and one button; the rest may stay empty."""

    topic = forms.ChoiceField(label=gettext_lazy("What was it about?"), choices=Topic.choices, widget=forms.RadioSelect)
    solved = forms.ChoiceField(label=gettext_lazy("Is it solved?"), choices=Solved.choices, required=False)
    autonomy = forms.ChoiceField(label=gettext_lazy("Who did it?"), choices=NOTHING + Autonomy.choices, required=False)
    follow_up = forms.ChoiceField(
        label=gettext_lazy("What comes next?"),
        choices=[("", gettext_lazy("nothing")), *FollowUp.choices],
        required=False,
    )
    passed_to = forms.ChoiceField(
        label=gettext_lazy("Sent on to"), choices=[("", gettext_lazy("nobody")), *Partner.choices], required=False
    )
    materials = forms.MultipleChoiceField(
        label=gettext_lazy("On what?"), choices=Material.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    loan = forms.ModelChoiceField(label=gettext_lazy("About this loan"), queryset=Loan.objects.none(), required=False)
    note = forms.CharField(label=gettext_lazy("For colleagues"), max_length=300, required=False, help_text=NO_SECRETS)
    next_at = HourChoiceField(required=False)
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Minutes the next time"),
        choices=MINUTES,
        coerce=int,
        required=False,
    )
    called = forms.CharField(
        label=gettext_lazy("First name of the visitor"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("May stay empty. Then the number on the ticket is the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, visit: Visit, loans: Iterable[Loan] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        if visit.person_id:
            del self.fields["called"]
        keys = [loan.pk for loan in loans]
        if keys:
            self.fields["loan"].queryset = Loan.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        else:
            del self.fields["loan"]
        self.fields["topic"].error_messages["required"] = _("Choose what it was about. Then press how it ended.")

    def clean(self) -> dict[str, Any]:
        """One button says how it ended; an hour to come again says so too: partly solved (policy VB-13)."""
        typed = super().clean() or {}
        if not typed.get("solved") and "solved" not in self.errors:
            if typed.get("next_at"):
                typed["solved"] = Solved.PARTLY
            elif "next_at" not in self.errors:
                self.add_error("solved", gettext_lazy("Press how it ended."))
        return typed

    def said(self) -> dict[str, Any]:
        """What was said of the visit, as `finish` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name in SAID_OF_A_VISIT}

    def wish(self) -> Wish | None:
        """The hour at which the visitor comes again; None when no hour was pressed."""
        typed = self.cleaned_data
        if not typed["next_at"]:
            return None
        return Wish(
            typed["next_at"], typed["minutes"] or USUAL_MINUTES, topic=typed["topic"], prefers=self.visit.helper_id
        )


class PassOnForm(ActForm):
    """To whom a visitor is passed on: to who knows this."""

    topic = forms.ChoiceField(label=gettext_lazy("Who knows"), choices=NO_WISH + Topic.choices, required=False)


class HelperForm(ActForm):
    """What a helper knows well, and in which languages."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Knows well"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Nothing chosen is a bit of everything."),
    )
    tongues = forms.MultipleChoiceField(
        label=gettext_lazy("Helps in, besides Dutch"),
        choices=Tongue.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ShiftForm(ActForm):
    """Who helps when."""

    helper = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=User.objects.none(), empty_label=None)
    day = DayField(label=gettext_lazy("Day"))
    starts = HourField(label=gettext_lazy("From"))
    ends = HourField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, helpers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helper"].queryset = helpers  # type: ignore[attr-defined]
        self.fields["day"].initial = clock.today()

    def hours(self) -> dict[str, datetime]:
        """From when until when, by the clock on the wall."""
        typed = self.cleaned_data
        return {
            "starts_at": local_moment(typed["day"], typed["starts"]),
            "ends_at": local_moment(typed["day"], typed["ends"]),
        }


class ScreenForm(ActForm):
    """Which screen gets an address."""

    kind = forms.ChoiceField(label=gettext_lazy("Which screen"), choices=Screen.Kind.choices)


class KioskForm(ActForm):
    """The number on the card of the appointment, for a visitor who checks in."""

    number = forms.CharField(
        label=gettext_lazy("Which number stands on your card or letter?"),
        max_length=30,
        help_text=gettext_lazy("It begins with AF. For example AF-000123-4."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class KioskTopicForm(ActForm):
    """What a visitor without an appointment comes for."""

    topic = forms.ChoiceField(
        label=gettext_lazy("What is your question about?"),
        choices=[*TOPIC_CHOICES, ("", gettext_lazy("I would rather say it at the table"))],
        widget=Shelves(icons={topic.value: icon for topic, icon in TOPIC_ICONS.items()}),
        required=False,
    )
