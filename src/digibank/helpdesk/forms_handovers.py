"""What is typed about handovers."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.posting import ActForm
from digibank.agenda.forms import NO_SECRETS
from digibank.agenda.models import Appointment, Slot
from digibank.helpdesk.flows import HANDOVER_FLOW, HandoverState
from digibank.helpdesk.models import Autonomy, FollowCall, Handover, Result
from digibank.organisations.models import Place
from digibank.ui.fields import DayField
from digibank.ui.templatetags.ui import moment
from digibank.workforce.topics import Topic

CHOOSE = {"required": gettext_lazy("Choose an answer.")}
CAME_BY, YES, NO, ANSWERED, SESSION = "came_by", "yes", "no", "answered", "session"
NOT_SAID = ("", gettext_lazy("not said"))
ASK_AFTER = timedelta(days=42)
NEXT_OFFERED = 6


def _words(label: Any, **details: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, required=False, **details)


class PlaceFilter(forms.Form):
    """The lists of one place."""

    plaats = forms.ModelChoiceField(
        label=gettext_lazy("Help point"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=gettext_lazy("all"),
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plaats"].queryset = places  # type: ignore[attr-defined]

    def place(self) -> Place | None:
        """The place that was chosen; None for all of them."""
        return self.cleaned_data["plaats"] if self.is_valid() else None


class FollowForm(ActForm):
    """Which colleague follows it."""

    colleague = forms.ModelChoiceField(
        label=gettext_lazy("Who follows it?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]


class OpenForm(ActForm):
    """Where somebody without a loan is helped."""

    place = forms.ModelChoiceField(label=gettext_lazy("Where?"), queryset=Place.objects.none(), empty_label=None)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class SessionForm(ActForm):
    """One time that we practised."""

    when = forms.ChoiceField(label=gettext_lazy("Which time?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    held_on = DayField(
        label=gettext_lazy("On which day?"),
        required=False,
        help_text=gettext_lazy("Only for who came by without an appointment."),
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What did you practise?"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what you practised, or “something else”.")},
    )
    hands = forms.ChoiceField(
        label=gettext_lazy("Who did it?"),
        choices=Autonomy.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    learned = _words(gettext_lazy("What did they learn?"), help_text=NO_SECRETS)
    next_time = _words(gettext_lazy("What comes next?"))
    is_last = forms.ChoiceField(
        label=gettext_lazy("Was this the last time?"),
        choices=[
            (NO, gettext_lazy("no, there is another one")),
            (YES, gettext_lazy("yes, we call in two weeks")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    next_slot = forms.TypedChoiceField(
        label=gettext_lazy("When is the next time?"), widget=forms.RadioSelect, required=False, empty_value=None
    )

    def __init__(
        self, *args: Any, appointments: Iterable[Appointment], offered: Iterable[Slot] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer(list(offered)[:NEXT_OFFERED])
        self.by_key = {str(one.pk): one for one in appointments}
        field: Any = self.fields["when"]
        field.choices = [(key, _appointment_words(one)) for key, one in self.by_key.items()]
        field.choices += [(CAME_BY, _("came by without an appointment"))]
        field.initial = next(iter(self.by_key), CAME_BY)
        self.fields["held_on"].initial = clock.today()

    def session(self) -> dict[str, Any]:
        """What was typed, as `hold_session` takes it."""
        typed = dict(self.cleaned_data)
        typed.pop("once", None)
        typed["appointment"] = self.by_key.get(typed.pop("when"))
        return typed | {"is_last": typed["is_last"] == YES}

    def _offer(self, slots: list[Slot]) -> None:
        """The first moments for the next time; without one it is planned later."""
        by_key = {str(slot.pk): slot for slot in slots}
        field: Any = self.fields["next_slot"]
        field.choices = [("", _("we plan it later"))]
        field.choices += [(key, f"{moment(slot.starts_at)} · {slot.place.name}") for key, slot in by_key.items()]
        field.coerce = by_key.get
        if not slots:
            del self.fields["next_slot"]


def _appointment_words(appointment: Appointment) -> str:
    if appointment.slot is None:
        return _("came while on the list of people to call")
    return f"{moment(appointment.slot.starts_at)} · {appointment.place.name}"


class CallForm(ActForm):
    """What the call after two weeks brought."""

    brought = forms.ChoiceField(
        label=gettext_lazy("How did it go?"),
        choices=[
            (FollowCall.Brought.GOES_WELL.value, gettext_lazy("it goes well: they can do it alone")),
            (ANSWERED, gettext_lazy("there was a question, and it is answered")),
            (SESSION, gettext_lazy("there is a question: they come once more")),
            (FollowCall.Brought.NOT_REACHED.value, gettext_lazy("not reached: we call again")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    note = _words(gettext_lazy("The question, in a few words"), help_text=NO_SECRETS)

    def call(self) -> dict[str, Any]:
        """What was typed, as `note_call` takes it."""
        brought = self.cleaned_data["brought"]
        asked = brought in (ANSWERED, SESSION)
        return {
            "brought": FollowCall.Brought.QUESTION if asked else brought,
            "session": brought == SESSION,
            "note": self.cleaned_data["note"],
        }


class ConcludeForm(ActForm):
    """How it ends."""

    to = forms.ChoiceField(label=gettext_lazy("How does it end?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    where_to = _words(gettext_lazy("Which course and where, or who helps at home?"), help_text=NO_SECRETS)
    ask_course_on = DayField(
        label=gettext_lazy("When do we ask how the course goes?"),
        required=False,
        help_text=gettext_lazy("Only with a course."),
    )
    because = forms.ChoiceField(
        label=gettext_lazy("Why does it stop?"),
        choices=[("", gettext_lazy("it does not stop")), *Handover.Because.choices],
        required=False,
    )

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = {
            HandoverState.INDEPENDENT: "become_independent",
            HandoverState.COURSE: "go_to_course",
            HandoverState.HOME_HELP: "get_home_help",
            HandoverState.STOPPED: "stop",
        }
        field: Any = self.fields["to"]
        field.choices = [(to.value, to.label) for to, step in ways.items() if HANDOVER_FLOW.allows(handover, step)]
        self.fields["ask_course_on"].initial = clock.today() + ASK_AFTER


class CourseForm(ActForm):
    """How it goes with the course."""

    went = forms.CharField(label=gettext_lazy("How does the course go?"), max_length=200, help_text=NO_SECRETS)


class LookBackForm(ActForm):
    """How it is three months later."""

    reached = forms.ChoiceField(
        label=gettext_lazy("Did you reach them?"),
        choices=[(YES, gettext_lazy("yes")), (NO, gettext_lazy("no, and we stop trying"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    still_uses = forms.ChoiceField(
        label=gettext_lazy("Do they still use the device?"),
        choices=[NOT_SAID, *Result.StillUses.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    alone = forms.ChoiceField(
        label=gettext_lazy("Do they manage?"),
        choices=[NOT_SAID, *Result.Alone.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    note = _words(gettext_lazy("In a few words"), help_text=NO_SECRETS)

    def result(self) -> dict[str, Any]:
        """What was typed, as `look_back` takes it."""
        typed = dict(self.cleaned_data)
        typed.pop("once", None)
        return typed | {"reached": typed["reached"] == YES}
