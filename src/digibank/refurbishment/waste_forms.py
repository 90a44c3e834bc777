"""What is weighed, ticked and chosen about waste."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.inventory.models import MEDIUM_NUMBERS, Device, EeeCategory, StorageMedium
from digibank.logistics.forms import NumbersField
from digibank.organisations.models import Organisation, Place
from digibank.refurbishment.models import (
    DISPOSAL_GROUNDS,
    Disposal,
    FactorSet,
    LooseKind,
    Origin,
    Recycler,
)
from digibank.refurbishment.waste import Line, Period, Stream
from digibank.refurbishment.weights import kilograms
from digibank.ui.fields import DayField, KilosField

FIRST_YEAR = 2000


class DisposeForm(ActForm):
    """Why a device becomes waste, how heavy it is, and in which category."""

    ground = forms.ChoiceField(label=gettext_lazy("Why is it not used again?"), choices=DISPOSAL_GROUNDS)
    grams = KilosField(
        label=gettext_lazy("Weight in kg"), help_text=gettext_lazy("On the scale, without charger. Such as 2,35.")
    )
    category = forms.TypedChoiceField(label=gettext_lazy("Category"), choices=EeeCategory.choices, coerce=int)
    origin = forms.ChoiceField(
        label=gettext_lazy("Household or professional"),
        choices=Origin.choices,
        help_text=gettext_lazy("A computer of a company counts as household, unless it is made for work only."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("No names, no passwords. This stands in the reuse record."),
    )


class HandOverForm(ActForm):
    """What a recycler takes along."""

    disposals = forms.MultipleChoiceField(
        label=gettext_lazy("These devices go along"), widget=forms.CheckboxSelectMultiple, required=False
    )
    recycler = forms.ModelChoiceField(
        label=gettext_lazy("Recycler"), queryset=Recycler.objects.none(), empty_label=gettext_lazy("Choose")
    )
    document_number = forms.CharField(
        label=gettext_lazy("Number of the waste document"),
        max_length=40,
        help_text=gettext_lazy("It stands on the paper of the driver."),
    )
    collected_on = DayField(label=gettext_lazy("Left on"), initial=clock.today)
    paper = forms.FileField(
        label=gettext_lazy("The paper itself"),
        required=False,
        help_text=gettext_lazy("A PDF or a photo. It may come later."),
    )
    drives = NumbersField(
        label=gettext_lazy("Destroyed drives"),
        series=MEDIUM_NUMBERS,
        wrong=gettext_lazy("This is no number of a drive: %(wrong)s."),
        required=False,
        help_text=gettext_lazy("Scan the sticker of each drive."),
    )
    drives_grams = KilosField(label=gettext_lazy("The drives together, in kg"), required=False)
    cables_grams = KilosField(label=gettext_lazy("Chargers and cables, in kg"), required=False)
    input_grams = KilosField(label=gettext_lazy("Keyboards and mice, in kg"), required=False)
    parts_grams = KilosField(label=gettext_lazy("Other parts, in kg"), required=False)
    batteries_grams = KilosField(label=gettext_lazy("Batteries, in kg"), required=False)

    def __init__(self, *args: Any, waiting: Iterable[Disposal], recyclers: Any, known: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {str(disposal.pk): disposal for disposal in waiting}
        self.known = known
        choice, firm = self.fields["disposals"], self.fields["recycler"]
        assert isinstance(choice, forms.MultipleChoiceField)
        assert isinstance(firm, forms.ModelChoiceField)
        choice.choices = [(key, _in_words(disposal)) for key, disposal in self.waiting.items()]
        choice.initial = list(self.waiting)
        firm.queryset = recyclers

    def clean_disposals(self) -> list[Disposal]:
        """The disposals that were ticked."""
        return [self.waiting[key] for key in self.cleaned_data["disposals"]]

    def clean_drives(self) -> list[StorageMedium]:
        """The drives with these numbers, as far as one may see them."""
        keys: set[int] = self.cleaned_data["drives"]
        found = list(self.known.filter(pk__in=keys))
        unknown = sorted(MEDIUM_NUMBERS.of(key) for key in keys - {drive.pk for drive in found})
        if unknown:
            raise forms.ValidationError(_("We do not find %(numbers)s.") % {"numbers": ", ".join(unknown)})
        return found

    @property
    def loose_grams(self) -> dict[str, int]:
        """What was weighed loose, by kind."""
        weighed = {kind.value: self.cleaned_data[f"{kind.value}_grams"] for kind in LooseKind}
        return {kind: grams for kind, grams in weighed.items() if grams}


def _in_words(disposal: Disposal) -> str:
    device = disposal.device
    return f"{device.number} {device.title}, {kilograms(disposal.grams)} kg"


class PaperForm(ActForm):
    """A paper of the recycler."""

    paper = forms.FileField(label=gettext_lazy("Paper of the recycler"), help_text=gettext_lazy("A PDF or a photo."))


class RecyclerForm(ActForm):
    """A firm that may take waste from us."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("For the depots of"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(label=gettext_lazy("Name of the firm"), max_length=80)
    registration = forms.CharField(
        label=gettext_lazy("Registration number"),
        max_length=40,
        help_text=gettext_lazy("As collector, trader or broker of waste (OVAM)."),
    )

    def __init__(self, *args: Any, depots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.filter(pk__in=depots.values("organisation"))


class DepotFilter(forms.Form):
    """Of which depot something is shown; of all without an answer."""

    depot = forms.ModelChoiceField(
        label=gettext_lazy("Depot"), queryset=Place.objects.none(), required=False, empty_label=gettext_lazy("all")
    )

    def __init__(self, *args: Any, depots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["depot"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = depots
        self.depots = depots
        self.chosen = self.cleaned_data if self.is_valid() else {}

    @property
    def places(self) -> list[Place]:
        """The depots that are asked for."""
        depot = self.chosen.get("depot")
        return [depot] if depot else list(self.depots)


class RegisterFilter(DepotFilter):
    """Which lines of the register are shown."""

    first = DayField(label=gettext_lazy("From"), required=False)
    last = DayField(label=gettext_lazy("Up to and including"), required=False)
    stream = forms.ChoiceField(
        label=gettext_lazy("In or out"),
        required=False,
        choices=[("", gettext_lazy("all")), (Stream.IN, gettext_lazy("in")), (Stream.OUT, gettext_lazy("out"))],
    )
    category = forms.TypedChoiceField(
        label=gettext_lazy("Category"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("all")), *EeeCategory.choices],
    )

    @property
    def period(self) -> Period:
        """The days that are asked for; this year without an answer."""
        return _period(self.chosen)

    def apply(self, lines: Iterable[Line]) -> list[Line]:
        """The lines that fit."""
        stream, category = self.chosen.get("stream"), self.chosen.get("category")
        return [
            line
            for line in lines
            if (not stream or line.stream == stream) and (category is None or line.category == category)
        ]


class YearFilter(DepotFilter):
    """Of which year and depot the figures are shown."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=2100, required=False)

    @property
    def asked(self) -> int:
        """The year that is asked for; this year without an answer."""
        year: int = self.chosen.get("year") or clock.today().year
        return year


def dispose_initial(device: Device) -> dict[str, object]:
    """What the form shows before anything is chosen."""
    return {"category": device.device_class.eee_category.value, "origin": Origin.HOUSEHOLD}


class EffectFilter(forms.Form):
    """Of which days and under which factors the effect is shown."""

    first = DayField(label=gettext_lazy("First lent from"), required=False)
    last = DayField(label=gettext_lazy("Up to and including"), required=False)
    version = forms.ModelChoiceField(
        label=gettext_lazy("Factors"),
        queryset=FactorSet.objects.none(),
        required=False,
        empty_label=gettext_lazy("those of today"),
    )

    def __init__(self, *args: Any, sets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["version"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = sets
        self.sets = sets
        self.chosen = self.cleaned_data if self.is_valid() else {}

    @property
    def factor_set(self) -> FactorSet | None:
        """The version that is asked for; without an answer the one that holds today."""
        chosen: FactorSet | None = self.chosen.get("version") or self.sets.on(clock.today()).first()
        return chosen

    @property
    def period(self) -> Period:
        """The days that are asked for; this year without an answer."""
        return _period(self.chosen)


class FactorsForm(ActForm):
    """A set of factors as a file."""

    file = forms.FileField(
        label=gettext_lazy("A file of your own"),
        required=False,
        help_text=gettext_lazy("JSON, in kilograms. Without a file you take our proposal over."),
    )


class KilometresForm(ActForm):
    """What our van drove for one device alone."""

    count = forms.IntegerField(label=gettext_lazy("How many kilometres?"), min_value=1, max_value=500)


def _period(chosen: dict[str, Any]) -> Period:
    """From the first day up to the last, as chosen; the days of this year so far without an answer."""
    today = clock.today()
    first = chosen.get("first") or date(today.year, 1, 1)
    return Period(first, max(first, chosen.get("last") or today))
