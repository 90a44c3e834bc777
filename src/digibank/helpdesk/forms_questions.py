"""What is typed about questions that wait for an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.helpdesk.forms import NO_SECRETS, NO_WISH
from digibank.helpdesk.models import Partner
from digibank.helpdesk.models.questions import Source
from digibank.workforce.topics import Topic

BY_HAND = [(source.value, source.label) for source in Source if source != Source.WEB]


class AskForm(ActForm):
    """A question that somebody asked us."""

    source = forms.ChoiceField(label=gettext_lazy("How did it come?"), choices=BY_HAND)
    text = forms.CharField(
        label=gettext_lazy("The question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_SECRETS,
    )
    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=NO_WISH + Topic.choices, required=False)
    person = forms.CharField(
        label=gettext_lazy("Number on the card"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Then the answer goes by the person’s own way."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reach = forms.CharField(
        label=gettext_lazy("How do we reach who asks?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A telephone, an e-mail or an address. Not needed with a card."),
    )
    for_expert = forms.BooleanField(label=gettext_lazy("Nobody here knows it: for the expert"), required=False)


class ExpertForm(ActForm):
    """A question that a helper does not know."""

    text = forms.CharField(
        label=gettext_lazy("The question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_SECRETS,
    )
    reach = forms.CharField(
        label=gettext_lazy("How do we reach the visitor?"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A telephone, an e-mail or an address. Not needed with a card."),
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["reach"]


class AnswerForm(ActForm):
    """The answer, in plain words."""

    answer = forms.CharField(
        label=gettext_lazy("The answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=NO_SECRETS,
    )


class PassQuestionOnForm(ActForm):
    """Who answers it instead."""

    passed_to = forms.ChoiceField(label=gettext_lazy("Who answers it"), choices=Partner.choices)
