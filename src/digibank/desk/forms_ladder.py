"""What is done about a late loan, as part of a version of the lending rules."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from digibank.organisations.models import USUAL_LADDER, LadderStep, Regulation

_PREFIX = "ladder_"
_LATEST_DAY = 365


class LadderForm(forms.Form):
    """After how many days late each means is used; its fields stand in the form of the whole version."""

    def __init__(self, *args: Any, latest: Regulation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {step.means: step.after_days for step in latest.ladder} if latest else dict(USUAL_LADDER)
        for means in LadderStep.Means:
            self.fields[f"{_PREFIX}{means}"] = forms.IntegerField(
                label=_("Late loan, days after the last day: %(means)s") % {"means": means.label},
                min_value=1,
                max_value=_LATEST_DAY,
                required=False,
                initial=known.get(means, ""),
                help_text=_("Leave it empty when it is not done."),
            )


def ladder_in(typed: dict[str, Any]) -> Mapping[str, int]:
    """Takes the steps out of what was typed. With none at all the usual ladder holds."""
    days = {means.value: typed.pop(f"{_PREFIX}{means}") for means in LadderStep.Means}
    return {means: after for means, after in days.items() if after}
