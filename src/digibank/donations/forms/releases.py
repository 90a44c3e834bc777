"""What is typed about devices that an account locks. Never a password: there is no field for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.donations.models import Donation, Lock
from digibank.inventory.flows import GONE, LEFT_US
from digibank.inventory.models import Device

ANSWERS = [
    ("released", gettext_lazy("The donor says it is released")),
    ("cannot", gettext_lazy("The donor cannot release it")),
    ("for_parts", gettext_lazy("May serve for parts")),
]


class AskForm(ActForm):
    """Which device of the donation is locked, and by what."""

    device = forms.ModelChoiceField(
        Device.objects.none(), label=gettext_lazy("Device"), empty_label=gettext_lazy("Choose")
    )
    lock = forms.ChoiceField(
        label=gettext_lazy("What locks it?"),
        choices=Lock.choices,
        help_text=gettext_lazy("Never write a password down here or elsewhere. The donor types it."),
    )

    def __init__(self, *args: Any, donation: Donation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["device"]
        assert isinstance(choice, forms.ModelChoiceField)
        listed = donation.releases.filter(flag__cleared_at__isnull=True)
        here = Device.objects.filter(given_with__donation=donation).exclude(state__in=(*GONE, *LEFT_US))
        free = here.exclude(flags__in=listed.values("flag"))
        choice.queryset = free.select_related("device_class").order_by("pk")
        choice.label_from_instance = _called  # type: ignore[method-assign,assignment]


def _called(device: Device) -> str:
    """The number on the label first: that is what lies in front of the technician."""
    return f"{device.number} {device.title}"


class AnswerForm(ActForm):
    """What the donor said."""

    answer = forms.ChoiceField(choices=ANSWERS)


class LookForm(ActForm):
    """What a technician found."""

    found = forms.ChoiceField(choices=[("free", gettext_lazy("free")), ("locked", gettext_lazy("still locked"))])


class ReleaseFilter(forms.Form):
    """Which locked devices a list shows."""

    SHOWN = (
        ("open", gettext_lazy("on the list")),
        ("to_check", gettext_lazy("to look at")),
        ("to_remind", gettext_lazy("to remind")),
        ("too_late", gettext_lazy("longer than 30 days")),
        ("all", gettext_lazy("all")),
    )

    shown = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)

    def apply(self, rows: Any) -> Any:
        """The releases that fit: those on the list when nothing was chosen."""
        shown = (self.cleaned_data["shown"] if self.is_valid() else "") or "open"
        return rows if shown == "all" else getattr(rows, shown)()
