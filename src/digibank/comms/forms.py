"""What is typed and chosen about messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digibank.accounts.posting import ActForm
from digibank.comms.channels import open_channels
from digibank.comms.flows import State
from digibank.comms.models import Message, MessageQuerySet

YES_OR_NO = [("1", _("yes")), ("0", _("no"))]


def _answer() -> forms.TypedChoiceField:
    """A button that says yes and one that says no."""
    return forms.TypedChoiceField(choices=YES_OR_NO, coerce=lambda value: value == "1", widget=forms.HiddenInput)


class CalledForm(ActForm):
    """Whether somebody picked up, and on which telephone."""

    reached = _answer()
    way = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DecideForm(ActForm):
    """Whether an uncertain message arrived."""

    arrived = _answer()


class ChannelForm(ActForm):
    """Another way for the same words."""

    channel = forms.ChoiceField(label=_("Another way"))

    def __init__(self, *args: Any, message: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [channel for channel in open_channels(message.receiver) if channel != message.channel]
        self.fields["channel"].choices = [(channel.value, channel.label) for channel in others]  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """Which of all messages a list shows."""

    word = forms.CharField(label=_("Name or number"), max_length=80, required=False)
    state = forms.ChoiceField(label=_("Position"), required=False, choices=[("", _("all")), *State.choices])

    def apply(self, messages: MessageQuerySet) -> MessageQuerySet:
        """The messages that fit; all that may be listed when nothing is asked."""
        if not self.is_valid():
            return messages.shown_in_lists()
        word, state = self.cleaned_data["word"], self.cleaned_data["state"]
        if state:
            messages = messages.filter(state=state)
        return messages.matching(word) if word else messages.shown_in_lists()
