"""The questions themselves. Each is a form; its answers are plain texts and numbers, fit for an address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.donations.models import Offer, OfferedItem
from digibank.donations.offering import MOST_ALIKE
from digibank.donations.photos import redrawn
from digibank.donations.queries import depot_for, drop_off_places
from digibank.errors import RuleBroken
from digibank.organisations.models import OpeningHours, Place
from digibank.people import phones
from digibank.ui.widgets import Shelves
from digibank.website.giving.answers import COLLECT, ORGANISATION, PERSON, UNKNOWN, Answers, Step
from digibank.website.giving.words import hours

Kind, Works, Age = OfferedItem.Kind, OfferedItem.Works, OfferedItem.Age
CHOOSE = {"required": gettext_lazy("Choose an answer.")}
WORKING_DAYS = OpeningHours.Weekday.choices[:5]


class Question(forms.Form):
    """One page. `title` is the question when several fields answer it; `why` says why we ask.

    `is_rough` when not all fields have to be filled in, and the hint says so for all of them.
    """

    title: Any = ""
    is_rough = False
    hint: Any = ""
    why: Any = ""

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = answers


class WhoQuestion(Question):
    """Whether a person gives or an organisation."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who gives?"),
        choices=[
            (PERSON, gettext_lazy("I give it myself")),
            (ORGANISATION, gettext_lazy("A company, school or authority")),
        ],
        widget=Shelves(icons={PERSON: "person", ORGANISATION: "house"}),
        error_messages=CHOOSE,
    )
    why = gettext_lazy("A company often gives many devices. Then we ask how many.")


class WhatQuestion(Question):
    """What kind of thing it is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to give?"),
        help_text=gettext_lazy("Choose one. You can add more at the end."),
        choices=[
            (Kind.LAPTOP, gettext_lazy("A laptop")),
            (Kind.DESKTOP, gettext_lazy("A desktop computer")),
            (Kind.TABLET, gettext_lazy("A tablet")),
            (Kind.PHONE, gettext_lazy("A smartphone")),
            (Kind.SCREEN, gettext_lazy("A flat screen")),
            (Kind.ACCESSORIES, gettext_lazy("Loose parts")),
            (Kind.OTHER, gettext_lazy("Something else")),
        ],
        widget=Shelves(
            icons={
                Kind.LAPTOP: "laptop", Kind.DESKTOP: "desktop", Kind.TABLET: "tablet", Kind.PHONE: "phone-device",
                Kind.SCREEN: "desktop", Kind.ACCESSORIES: "mouse", Kind.OTHER: "more",
            },
            hints={Kind.ACCESSORIES: gettext_lazy("A charger, a mouse, a bag.")},
        ),
        error_messages=CHOOSE,
    )  # fmt: skip


class WorksQuestion(Question):
    """Whether it works."""

    works = forms.ChoiceField(
        label=gettext_lazy("Does it still work?"),
        help_text=gettext_lazy("Broken is no problem. Then we look if we can repair it."),
        choices=[
            (Works.YES, gettext_lazy("Yes")),
            (Works.PARTLY, gettext_lazy("Not quite")),
            (Works.NO, gettext_lazy("No")),
            (UNKNOWN, gettext_lazy("I do not know")),
        ],
        widget=Shelves(icons={Works.YES: "check", Works.PARTLY: "tool", Works.NO: "close", UNKNOWN: "help"}),
        error_messages=CHOOSE,
    )


class AgeQuestion(Question):
    """How old it is."""

    age = forms.ChoiceField(
        label=gettext_lazy("How old is it?"),
        help_text=gettext_lazy("About is good enough."),
        choices=[
            (Age.NEW, gettext_lazy("Less than 5 years")),
            (Age.MIDDLE, gettext_lazy("5 to 10 years")),
            (Age.OLD, gettext_lazy("More than 10 years")),
            (UNKNOWN, gettext_lazy("I do not know")),
        ],
        widget=Shelves(icons={Age.NEW: "star", Age.MIDDLE: "clock", Age.OLD: "history", UNKNOWN: "help"}),
        error_messages=CHOOSE,
    )
    why = gettext_lazy("A very old device is no longer safe on the internet.")


class WhichQuestion(Question):
    """How many, and of which make."""

    count = forms.IntegerField(
        label=gettext_lazy("How many?"),
        initial=1,
        min_value=1,
        max_value=MOST_ALIKE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Write how many. Often that is 1.")},
    )
    vendor = forms.CharField(label=gettext_lazy("Make"), max_length=40, required=False)
    product = forms.CharField(label=gettext_lazy("Type"), max_length=60, required=False)
    title = gettext_lazy("How many, and which make?")
    hint = gettext_lazy("The make stands on the device. You may leave it empty.")


class NumbersQuestion(Question):
    """How many of each kind an organisation has, roughly."""

    title = gettext_lazy("What do you want to give?")
    is_rough = True
    hint = gettext_lazy("Write how many. A rough number is good enough.")
    why = gettext_lazy("Do you have a list with serial numbers? You can give it afterwards.")
    WORDS = {
        Kind.LAPTOP: gettext_lazy("Laptops"),
        Kind.DESKTOP: gettext_lazy("Desktop computers"),
        Kind.TABLET: gettext_lazy("Tablets"),
        Kind.PHONE: gettext_lazy("Smartphones"),
        Kind.SCREEN: gettext_lazy("Flat screens"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, words in self.WORDS.items():
            self.fields[kind] = forms.IntegerField(
                label=words,
                min_value=0,
                max_value=MOST_ALIKE,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """At least one thing."""
        typed = super().clean() or {}
        if not any(typed.values()) and not self.errors:
            self.add_error(Kind.LAPTOP, _("Write a number in at least one place."))
        return {str(kind): count for kind, count in typed.items() if count}


class HowQuestion(Question):
    """How it comes to us."""

    how = forms.ChoiceField(label=gettext_lazy("How does it come to us?"), error_messages=CHOOSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(drop_off_places())
        hints = {
            str(place.pk): f"{place.street}, {place.postcode} {place.town}. {capfirst(hours(place))}"
            for place in places
        }
        icons = {str(place.pk): "place" for place in places}
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        how.widget = Shelves(icons=icons | {COLLECT: "bus"}, hints=hints | {COLLECT: _("We call you first for a day.")})
        how.choices = ways_to_come(places)


class DaysQuestion(Question):
    """On which days we may come."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days may we come?"),
        help_text=gettext_lazy("You may choose more than one."),
        coerce=int,
        choices=[(day, capfirst(label)) for day, label in WORKING_DAYS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one day or more.")},
    )


class HoursQuestion(Question):
    """In which part of the day we may come."""

    part_of_day = forms.ChoiceField(
        label=gettext_lazy("When may we come?"),
        choices=[
            (Offer.PartOfDay.MORNING, gettext_lazy("In the morning")),
            (Offer.PartOfDay.AFTERNOON, gettext_lazy("In the afternoon")),
            (Offer.PartOfDay.ANY, gettext_lazy("Both are good")),
        ],
        widget=Shelves(icons=dict.fromkeys(Offer.PartOfDay.values, "clock")),
        error_messages=CHOOSE,
    )


class ContactQuestion(Question):
    """Who it is and how we reach them; as little as we can do with (policy D-02, D-08)."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    contact = forms.CharField(label=gettext_lazy("Whom do we ask for?"), max_length=120)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=120)
    postcode = forms.CharField(
        label=gettext_lazy("Postcode"), max_length=10, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    town = forms.CharField(label=gettext_lazy("Town"), max_length=60)
    title = gettext_lazy("How can we reach you?")
    why = gettext_lazy("We use this only to talk about your gift. No e-mail is needed.")
    COMPLETES = {
        "name": "name", "phone": "tel", "street": "street-address", "postcode": "postal-code", "town": "address-level2",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.answers.is_organisation:
            self.fields["name"].label = _("Name of the organisation")
        else:
            del self.fields["contact"]
        for name in () if self.answers.is_collected else ("street", "postcode", "town"):
            del self.fields[name]
        if not self.answers.is_collected:
            self.fields["phone"].required = False
            self.fields["name"].required = self.answers.is_organisation
        if not self.answers.is_organisation and not self.answers.is_collected:
            self.hint = _("You need not say who you are. We can call you when we know your number.")
        for name in self.COMPLETES.keys() & self.fields.keys():
            own_name = name == "name" and self.answers.is_organisation
            self.fields[name].widget.attrs["autocomplete"] = "organization" if own_name else self.COMPLETES[name]

    def clean_phone(self) -> str:
        """A number that can be called, as it is kept."""
        typed: str = self.cleaned_data["phone"]
        try:
            return phones.normalised(typed) if typed else ""
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from no

    def clean(self) -> dict[str, Any]:
        """A telephone is of somebody."""
        typed = super().clean() or {}
        if typed.get("phone") and not typed.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write your name too. Then we know whom we call."))
        return typed


class SendForm(ActForm):
    """What may be added before it is sent: a word and a photo."""

    remarks = forms.CharField(
        label=gettext_lazy("Do you want to say something else?"),
        max_length=Offer._meta.get_field("remarks").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = forms.FileField(
        label=gettext_lazy("Do you have a photo?"),
        help_text=gettext_lazy("We keep no place where it was taken."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self) -> bytes | None:
        """The photo drawn anew, so that it tells no place."""
        upload = self.cleaned_data["photo"]
        try:
            return redrawn(upload) if upload else None
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from no


QUESTIONS: dict[Step, type[Question]] = {
    Step.WHO: WhoQuestion,
    Step.WHAT: WhatQuestion,
    Step.WORKS: WorksQuestion,
    Step.AGE: AgeQuestion,
    Step.WHICH: WhichQuestion,
    Step.NUMBERS: NumbersQuestion,
    Step.HOW: HowQuestion,
    Step.DAYS: DaysQuestion,
    Step.HOURS: HoursQuestion,
    Step.CONTACT: ContactQuestion,
}


def ways_to_come(places: Iterable[Place] | None = None) -> list[tuple[str, str]]:
    """How it may come to us: to each of these places (all, when none are given), or collected when we can."""
    shown = drop_off_places() if places is None else places
    ways = [(str(place.pk), _("I bring it: %(place)s") % {"place": place.name}) for place in shown]
    return [*ways, (COLLECT, _("Please come and get it"))] if depot_for(None) else ways
