"""What is scanned and pressed on the screen of a task card."""

from django import forms
from django.utils.translation import gettext_lazy as _

from digibank.accounts.posting import ActForm
from digibank.workforce.kinds import HelpKind


class TakeForm(ActForm):
    """Which device comes next: the one that was scanned, or any."""

    number = forms.CharField(
        label=_("Scan a device, or press Start"),
        max_length=80,
        required=False,
        error_messages={"max_length": _("This is no label of a device.")},
    )


class TaskScanForm(ActForm):
    """The label of a device."""

    number = forms.CharField(
        label=_("Scan the label"),
        max_length=80,
        error_messages={
            "required": _("Scan the label of the device."),
            "max_length": _("This is no label of a device."),
        },
    )


class StepForm(ActForm):
    """The step that was shown when it was said to be done."""

    step = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class HelpForm(ActForm):
    """What is the matter."""

    what = forms.ChoiceField(
        label=_("What is the matter?"),
        choices=HelpKind.choices,
        error_messages={"required": _("Choose a picture."), "invalid_choice": _("Choose a picture.")},
    )
