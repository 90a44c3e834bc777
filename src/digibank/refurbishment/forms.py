"""What is chosen and typed in the workshop."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.audit.models import Actor
from digibank.donations.models import Donation
from digibank.inventory.models import AccessoryKind, Device, DeviceClass, StorageMedium
from digibank.organisations.models import Place
from digibank.refurbishment.condition import Condition
from digibank.refurbishment.evidence.signs import statement_for
from digibank.refurbishment.evidence.techniques import TABLE, Technique
from digibank.refurbishment.evidence.witnessed import RESETS, WAYS
from digibank.refurbishment.grades import Outcome
from digibank.refurbishment.models import (
    CHECKED_BY,
    MAY_BE_ABSENT,
    Check,
    Erasure,
    Installation,
    Trial,
    checks_for,
)
from digibank.refurbishment.models.erasures import WITNESSED
from digibank.ui.fields import DayField


class LogForm(ActForm):
    """What a tool wrote. Which medium it is about is asked only when it may be unclear."""

    log = forms.FileField(
        label=_("What the erasing tool wrote"),
        help_text=_("One log of nwipe may hold several disks of this device. Other files are about one."),
    )
    medium = forms.ModelChoiceField(
        label=_("About which medium?"),
        queryset=StorageMedium.objects.none(),
        required=False,
        empty_label=_("the log tells by its serial numbers"),
    )

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_media = device.media.inside().to_erase()
        choice = self.fields["medium"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = open_media
        choice.label_from_instance = _called  # type: ignore[method-assign,assignment]
        if len(open_media) < 2:  # noqa: PLR2004  one medium needs no choice
            del self.fields["medium"]


def _called(medium: StorageMedium) -> str:
    return " ".join(word for word in (medium.number, medium.product, medium.serial) if word)


class SeenForm(ActForm):
    """What a second person has looked at, word for word."""

    signs = forms.MultipleChoiceField(
        label=_("I looked at this myself"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you have looked at yourself.")},
    )

    def __init__(self, *args: Any, erasure: Erasure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"seen_{erasure.pk}_%s"})
        self.erasure = erasure
        choice = self.fields["signs"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = [(name.value, statement_for(name)) for name in erasure.unsaid]


class ProofForm(ActForm):
    """What a tool wrote about one medium, with what was read back afterwards."""

    log = forms.FileField(
        label=_("What the erasing tool wrote"),
        help_text=_("A file of nwipe, nvme sanitize-log, nvme format, hdparm, mmc or cryptsetup, as it came."),
    )
    technique = forms.ChoiceField(label=_("What was done?"), required=False)
    sample = forms.FileField(
        label=_("Sample that was read back"),
        required=False,
        help_text=_("What read_sample.py printed after the erasure. Not needed with nwipe."),
    )

    def __init__(self, *args: Any, medium: StorageMedium, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "proof_%s"})
        possible = [
            (technique.value, row.title)
            for technique, row in TABLE.items()
            if medium.kind in row.levels and technique not in (Technique.OVERWRITTEN, *WITNESSED)
        ]
        choice = self.fields["technique"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("the file tells")), *possible]


class ResetForm(ActForm):
    """A device that was put back as it came from the factory."""

    system = forms.ChoiceField(
        label=_("What was reset?"), choices=[(system.value, reset.title) for system, reset in RESETS.items()]
    )
    seen = forms.BooleanField(
        label=_("It starts as new, no account locks it, and SIM and memory card are out"),
        error_messages={"required": _("Look at each of these before you go on.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "reset_%s"})


class DestructionForm(ActForm):
    """A medium that was destroyed."""

    way = forms.ChoiceField(
        label=_("How was it destroyed?"), choices=[(way.value, words) for way, words in WAYS.items()]
    )
    destroyed_on = DayField(label=_("On which day?"), required=False, help_text=_("Empty means today."))
    firm = forms.CharField(
        label=_("Which firm did it?"), max_length=80, required=False, help_text=_("Empty when you did it yourself.")
    )
    certificate = forms.FileField(label=_("Certificate of the firm, as PDF"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "destroyed_%s"})


class ExemptionForm(ActForm):
    """Why less than the required level is enough here."""

    reason = forms.CharField(
        label=_("Why is this enough?"),
        max_length=200,
        help_text=_("No names, no passwords. It stands on the attestation."),
    )

    def __init__(self, *args: Any, erasure: Erasure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"exempt_{erasure.pk}_%s"})
        self.erasure = erasure


class RereadForm(ActForm):
    """What a colleague read back of an erased medium."""

    sample = forms.FileField(label=_("Sample that you read back"), help_text=_("What read_sample.py printed."))


class InstallForm(ActForm):
    """The system that stands on the device now."""

    system = forms.CharField(label=_("System"), max_length=40, widget=forms.TextInput(attrs={"list": "systems"}))
    version = forms.CharField(label=_("Version"), max_length=40, required=False)
    licence = forms.ChoiceField(label=_("Licence"), choices=Installation.Licence.choices)
    updates_until = DayField(
        label=_("Safe until"), required=False, help_text=_("The last day with updates. No loan ends later.")
    )
    updates_unknown_because = forms.CharField(
        label=_("Nobody knows until when? Why not?"), max_length=200, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("No passwords and no codes."))


class ScanForm(ActForm):
    """An action card, or the label of another device."""

    q = forms.CharField(label=_("Scan"), max_length=80)


def last_install(by: Actor) -> dict[str, Any]:
    """What this colleague installed last today: whoever installs ten alike types it once."""
    today = Installation.objects.filter(installed_by=by, installed_at__gte=clock.now() - timedelta(hours=12))
    last = today.order_by("-pk").first()
    names = ("system", "version", "licence", "updates_until", "updates_unknown_because")
    return {name: getattr(last, name) for name in names} if last else {}


def tried_good(condition: Condition) -> dict[str, Any]:
    """What the tests of this life say of the list of the quality check, ticked already."""
    known = [(CHECKED_BY[Trial(test.kind)], test.outcome) for test in condition.tests if test.kind in CHECKED_BY]
    return {
        "good": [check.value for check, outcome in known if outcome == Outcome.GOOD],
        "absent": [check.value for check, outcome in known if outcome == Outcome.ABSENT and check in MAY_BE_ABSENT],
    }


class QualityForm(ActForm):
    """What is in order, what the device never had, and what is wrong."""

    good = forms.MultipleChoiceField(label=_("This is in order"), widget=forms.CheckboxSelectMultiple, required=False)
    absent = forms.MultipleChoiceField(
        label=_("This device never had"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("What is wrong?"),
        max_length=200,
        required=False,
        help_text=_("Only when something is not in order. Then the device goes back to the bench."),
    )

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        looked_at = checks_for(device.device_class)
        for name, checks in (
            ("good", looked_at),
            ("absent", tuple(check for check in looked_at if check in MAY_BE_ABSENT)),
        ):
            choice = self.fields[name]
            assert isinstance(choice, forms.MultipleChoiceField)
            choice.choices = [(check.value, _capital(check)) for check in checks]


def _capital(check: Check) -> str:
    return str(check.label).capitalize()


class StationForm(ActForm):
    """Which table of which workshop reports by stick."""

    place = forms.ModelChoiceField(label=_("Device workshop"), queryset=Place.objects.none(), empty_label=None)
    name = forms.CharField(
        label=_("Name of the station"), help_text=_("As colleagues call it, such as: table 1."), max_length=40
    )

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=organisations)
        choice = self.fields["place"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = depots.select_related("organisation")

    def clean_name(self) -> str:
        """On one line: it stands in the file for the stick."""
        return " ".join(self.cleaned_data["name"].split())


class LabelForm(ActForm):
    """The label of the device that a report is about."""

    device = forms.CharField(
        label=_("Label of the device"),
        max_length=40,
        help_text=_("Scan it, or type the number, such as DB-000012-3."),
        widget=forms.TextInput(attrs={"data-scan": True, "autocomplete": "off", "spellcheck": "false"}),
    )


class NewDeviceForm(ActForm):
    """The device that a report is about, when it has no number yet."""

    device_class = forms.ModelChoiceField(label=_("Class"), queryset=DeviceClass.objects.all(), empty_label=None)
    vendor = forms.CharField(label=_("Maker"), max_length=80, required=False)
    product = forms.CharField(label=_("Product"), max_length=120, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    accessories = forms.MultipleChoiceField(
        label=_("What came with it"),
        choices=AccessoryKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    donation = forms.ModelChoiceField(
        label=_("Came in with donation"),
        queryset=Donation.objects.none(),
        required=False,
        empty_label=_("none of these"),
    )

    def __init__(self, *args: Any, donations: QuerySet[Donation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["donation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = donations
        choice.label_from_instance = _by_number_and_day  # type: ignore[method-assign,assignment]


def _by_number_and_day(donation: Donation) -> str:
    # Not by donor: whoever works at the bench needs no name (policy N-06).
    return f"{donation.number}, {date_format(donation.received_on, 'j F Y')}"


class AsideForm(ActForm):
    """Why no device waits for a report."""

    because = forms.CharField(
        label=_("Why?"),
        max_length=200,
        help_text=_("Such as: the computer went back to the donor. No passwords and no codes."),
    )
