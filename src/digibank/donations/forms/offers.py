"""What is typed about offers, their things, what we judge of them, and what comes in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.donations.flows import OfferState
from digibank.donations.forms.givers import GiverForm, quiet
from digibank.donations.forms.taking_in import offer_depots
from digibank.donations.models import Advice, Decision, Offer, OfferedItem
from digibank.donations.models.offers import OfferQuerySet
from digibank.donations.offering import MOST_ALIKE, Offering
from digibank.inventory.models import AccessoryKind, DeviceClass, UnfitGround
from digibank.organisations.models import OpeningHours, Place

CLASS, PART = "class", "part"


class OfferFilter(forms.Form):
    """Which offers a list shows; without a choice those of which something is still to be done."""

    SHOWN = [("", gettext_lazy("still to do")), *[(state.value, state.label) for state in OfferState]]

    q = forms.CharField(label=gettext_lazy("Donor, number, or a word about the device"), max_length=80, required=False)
    shown = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)

    def apply(self, offers: OfferQuerySet) -> OfferQuerySet:
        """The offers that fit; the open ones when the form is empty or not well filled in."""
        if not self.is_valid():
            return offers.open()
        word, shown = self.cleaned_data["q"], self.cleaned_data["shown"]
        if word:
            offers = offers.matching(word)
        if shown:
            return offers.filter(state=shown)
        return offers if word else offers.open()


class OfferForm(GiverForm):
    """Who offers something by telephone or at the counter, and how it comes."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did we hear of it?"),
        choices=[
            (Offer.Channel.PHONE, Offer.Channel.PHONE.label),
            (Offer.Channel.COUNTER, Offer.Channel.COUNTER.label),
        ],
    )
    depot = forms.ModelChoiceField(Place.objects.none(), label=gettext_lazy("Depot"), empty_label=None)
    drop_off = forms.ModelChoiceField(
        Place.objects.taking_donations().select_related("organisation"),
        label=gettext_lazy("Where does the donor bring it?"),
        required=False,
        empty_label=gettext_lazy("we collect it"),
    )
    preferred_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Good days"),
        coerce=int,
        choices=OpeningHours.Weekday.choices[:5],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    part_of_day = forms.ChoiceField(label=gettext_lazy("Part of the day"), choices=Offer.PartOfDay.choices)
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"),
        max_length=Offer._meta.get_field("remarks").max_length,
        required=False,
        help_text=gettext_lazy("For colleagues only. No passwords, no bank details, no national number."),
    )
    OF_THE_OFFER = ("channel", "drop_off", "preferred_days", "part_of_day", "remarks")

    def __init__(self, *args: Any, depots: list[Place], seat: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_depots(self.fields["depot"], depots, seat=seat)

    def offered(self) -> dict[str, Any]:
        """What is told of the offer itself."""
        return {name: self.cleaned_data[name] for name in self.OF_THE_OFFER}


class ItemForm(ActForm):
    """One thing, or several alike."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OfferedItem.Kind.choices)
    count = forms.IntegerField(label=gettext_lazy("How many alike?"), initial=1, min_value=1, max_value=MOST_ALIKE)
    vendor = forms.CharField(label=gettext_lazy("Maker"), max_length=80, required=False)
    product = forms.CharField(label=gettext_lazy("Product"), max_length=120, required=False)
    serial = forms.CharField(label=gettext_lazy("Serial number"), max_length=80, required=False, widget=quiet())
    works = forms.ChoiceField(
        label=gettext_lazy("Does it work?"),
        choices=[("", gettext_lazy("not told")), *OfferedItem.Works.choices],
        required=False,
    )
    age = forms.ChoiceField(
        label=gettext_lazy("How old is it?"),
        choices=[("", gettext_lazy("not told")), *OfferedItem.Age.choices],
        required=False,
    )
    remarks = forms.CharField(label=gettext_lazy("Remarks"), max_length=200, required=False)

    def offering(self) -> Offering:
        """What was told."""
        return Offering(**{name: value for name, value in self.cleaned_data.items() if name != "once"})


class GroundForm(ActForm):
    """Why something is refused, and where the donor can bring it instead."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why is it refused?"),
        choices=[("", gettext_lazy("nothing is refused")), *UnfitGround.choices],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("In own words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The donor reads this on the receipt."),
    )
    advice = forms.ChoiceField(
        label=gettext_lazy("Where can it go instead?"), choices=Advice.choices, initial=Advice.RECYCLING_PARK
    )

    def because(self) -> dict[str, str]:
        """Ground, reason and advice."""
        return {name: self.cleaned_data[name] for name in ("ground", "reason", "advice")}


class JudgeForm(GroundForm):
    """All good except what is ticked."""

    refused = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Tick only what you refuse"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    where = forms.ChoiceField(label=gettext_lazy("Where did you look?"), choices=Decision.Where.choices)

    def __init__(self, *args: Any, items: Iterable[OfferedItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refused = self.fields["refused"]
        assert isinstance(refused, forms.TypedMultipleChoiceField)
        refused.choices = [(item.pk, _described(item)) for item in items]


class RefuseForm(GroundForm):
    """Refuse at the door: how many, why, and where they can go."""

    ground = forms.ChoiceField(label=gettext_lazy("Why is it refused?"), choices=UnfitGround.choices)
    count = forms.IntegerField(label=gettext_lazy("How many?"), min_value=1)
    field_order = ("count", "ground")


class ReceiveForm(ActForm):
    """What is here: as what, how many, and what came with it."""

    came_as = forms.ChoiceField(label=gettext_lazy("What is it?"))
    count = forms.IntegerField(label=gettext_lazy("How many are here?"), min_value=1, max_value=MOST_ALIKE)
    vendor = forms.CharField(label=gettext_lazy("Maker"), max_length=80, required=False)
    product = forms.CharField(label=gettext_lazy("Product"), max_length=120, required=False)
    serial = forms.CharField(
        label=gettext_lazy("Serial number"),
        max_length=80,
        required=False,
        widget=quiet(),
        help_text=gettext_lazy("Only for one device."),
    )
    accessories = forms.MultipleChoiceField(
        label=gettext_lazy("What came with it"),
        choices=AccessoryKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_different = forms.BooleanField(label=gettext_lazy("Something else came than was offered"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        came_as = self.fields["came_as"]
        assert isinstance(came_as, forms.ChoiceField)
        self.classes = {str(known.pk): known for known in DeviceClass.objects.all()}
        devices = [(f"{CLASS}:{key}", known.name) for key, known in self.classes.items()]
        parts = [(f"{PART}:{kind}", label) for kind, label in AccessoryKind.choices]
        came_as.choices = [(_("Gets a number"), devices), (_("Loose part, is counted"), parts)]

    @property
    def device_class(self) -> DeviceClass | None:
        """The class of the devices; None for loose parts."""
        what, key = self.cleaned_data["came_as"].split(":")
        return self.classes[key] if what == CLASS else None

    @property
    def part(self) -> str:
        """The kind of the loose parts."""
        return str(self.cleaned_data["came_as"].split(":")[1])

    def device(self) -> dict[str, Any]:
        """What is told of the devices."""
        return {name: self.cleaned_data[name] for name in ("vendor", "product", "serial", "accessories")}


class ExtraForm(ReceiveForm):
    """Something that came along and was not offered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_different"]


class SettleForm(ActForm):
    """What was agreed with the donor about one or more differences."""

    items = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What did you talk about?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what you talked about.")},
    )
    settlement = forms.ChoiceField(label=gettext_lazy("What was agreed?"), choices=OfferedItem.Settlement.choices)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, differences: Iterable[OfferedItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = self.fields["items"]
        assert isinstance(items, forms.TypedMultipleChoiceField)
        items.choices = [(item.pk, f"{_counted(item)}: {_difference(item)}") for item in differences]
        items.initial = [key for key, _words in items.choices]


def first_guess(item: OfferedItem, classes: Iterable[DeviceClass]) -> str:
    """As what a thing will probably come in."""
    if item.kind in (OfferedItem.Kind.SCREEN, OfferedItem.Kind.ACCESSORIES):
        return f"{PART}:{AccessoryKind.SCREEN if item.kind == OfferedItem.Kind.SCREEN else AccessoryKind.CHARGER}"
    return next((f"{CLASS}:{known.pk}" for known in classes if known.shape == item.shape), "")


def _counted(item: OfferedItem) -> str:
    told = f"{item.get_kind_display()} {item.vendor} {item.product}".strip()
    many = f"{item.count} × {told}" if item.count > 1 else told
    return f"{many} ({item.serial})" if item.serial else many


def _described(item: OfferedItem) -> str:
    """With what the donor told of it: what one needs to judge."""
    told = [_counted(item), item.get_works_display(), item.get_age_display(), item.remarks]
    return ", ".join(str(words) for words in told if words)


def _difference(item: OfferedItem) -> str:
    return _("was not offered") if item.is_extra else str(item.get_reception_display())
