"""What became of the handovers of a year: counts for each municipality, and never a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.rights import Can
from digibank.helpdesk import figures as counting
from digibank.helpdesk import following
from digibank.helpdesk.flows import HandoverState
from digibank.helpdesk.models import Autonomy, Origin, Result, TalkAnswer
from digibank.helpdesk.tasks import NEWEST, tasks_of
from digibank.organisations.models import Organisation

YEARS = 5  # So many years back there is something to choose.

type Row = tuple[object, int | None]


class YearForm(forms.Form):
    """The figures of one year."""

    jaar = forms.ChoiceField(label=gettext_lazy("Year"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.today().year
        self.fields["jaar"].choices = [(year, year) for year in range(now, now - YEARS, -1)]  # type: ignore[attr-defined]
        self.fields["jaar"].initial = now

    @property
    def year(self) -> int:
        """The year that was asked for; this year when none was, or one that is not there."""
        asked = self.cleaned_data["jaar"] if self.is_valid() else ""
        return int(asked or clock.today().year)


@require_safe
@needs(Can.FOLLOW_HANDOVERS)
def figures(request: StaffRequest) -> HttpResponse:
    """How handovers of a year ended, what people told after three months, and what they said then and now."""
    form = YearForm(request.GET or None)
    told = [(town, _told(town, form.year)) for town in following.municipalities(request.user)]
    return render(request, "helpdesk/figures.html", {"filter": form, "year": form.year, "towns": told})


def _told(town: Organisation, year: int) -> dict[str, object]:
    """All counts of this town in this year; what could point at somebody stays away (policy WO-16)."""
    within: dict[str, Any] = {"from_on": date(year, 1, 1), "until_on": date(year + 1, 1, 1)}
    compared = counting.then_and_now(town, **within)
    myself = TalkAnswer.Says.SELF
    return {
        "ends": _rows(counting.handovers_by_end(town, **within), dict(HandoverState.choices)),
        "origins": _rows(counting.helped_by_origin(town, **within), dict(Origin.choices)),
        "hands": _rows(counting.helped_by_whom(town, **within), dict(Autonomy.choices) | {"not_said": _("not told")}),
        "results": _rows(counting.results(town, **within), _result_words()),
        "tasks": [
            (task.words, *(counting.suppressed(side)[myself] for side in (found.then, found.now)))
            for task in tasks_of(NEWEST)
            if (found := compared.get(task.code))
        ],
    }


def _rows(counts: Mapping[str, int], words: Mapping[str, object]) -> list[Row]:
    return [(words[name], count) for name, count in counting.suppressed(counts).items()]


def _result_words() -> dict[str, object]:
    return dict(Result.StillUses.choices) | {"not_said": _("not told"), "not_reached": _("not reached")}
