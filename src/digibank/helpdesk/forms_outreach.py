"""What is typed about outreach."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.posting import ActForm
from digibank.helpdesk.models import Outreach, OutreachPromise
from digibank.helpdesk.models.outreach import MOST_SPOKEN_TO
from digibank.organisations.models import Organisation
from digibank.ui.fields import DayField
from digibank.ui.templatetags.ui import short_day

WEEK = timedelta(days=7)


def _count(label: Any, **details: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_SPOKEN_TO, **details)


class OutreachForm(ActForm):
    """Where we went, and how many we spoke to."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Organisation.objects.none(), empty_label=None
    )
    held_on = DayField(label=gettext_lazy("Day"))
    where = forms.CharField(
        label=gettext_lazy("Where?"), max_length=120, help_text=gettext_lazy("Such as: the Friday market, food aid.")
    )
    partner = forms.ModelChoiceField(
        label=gettext_lazy("With which partner?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("without a partner"),
    )
    went = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who of us went?"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose who of us went.")},
    )
    spoken_to = _count(gettext_lazy("How many people did you speak to?"))
    older = _count(gettext_lazy("Of them, older people"), required=False)
    other_language = _count(gettext_lazy("Of them, in another language"), required=False)
    with_children = _count(gettext_lazy("Of them, with children along"), required=False)

    def __init__(self, *args: Any, organisations: Any, partners: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in [("organisation", organisations), ("partner", partners), ("went", colleagues)]:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["held_on"].initial = clock.today()

    def outreach(self) -> dict[str, Any]:
        """What was typed, as `note_outreach` takes it; a group that is left empty counts nobody."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("once", "organisation")}
        groups = {name: typed[name] or 0 for name in ("older", "other_language", "with_children")}
        return typed | groups | {"went": list(typed["went"])}


class PromiseForm(ActForm):
    """What was promised there."""

    kind = forms.ChoiceField(label=gettext_lazy("What do we do?"), choices=OutreachPromise.Kind.choices)
    what = forms.CharField(
        label=gettext_lazy("What did you promise?"),
        max_length=200,
        help_text=gettext_lazy("No names. Register who wants a call, and write the number of their card."),
    )
    owner = forms.ModelChoiceField(label=gettext_lazy("Who does it?"), queryset=User.objects.none(), empty_label=None)
    by_on = DayField(label=gettext_lazy("By which day?"))

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["by_on"].initial = clock.today() + WEEK


class MetAtForm(ActForm):
    """Which outreach a resident names."""

    outreach = forms.ModelChoiceField(
        label=gettext_lazy("Where did we meet?"), queryset=Outreach.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, outreach: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outreach"]
        field.queryset = outreach
        field.label_from_instance = lambda one: f"{short_day(one.held_on)} · {one.where}"
