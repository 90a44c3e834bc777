"""What is typed about residents."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.errors import RuleBroken
from digibank.organisations.models import Organisation
from digibank.people import phones
from digibank.people.actions import Way
from digibank.people.models import ContactWay, Person, PersonAccess, StatisticsCard
from digibank.people.models.persons import PersonQuerySet
from digibank.people.models.statistics import NOT_ASKED, OPEN, WILL_NOT_SAY
from digibank.people.queries import Details
from digibank.ui.fields import DayField

FACTS = (
    "name",
    "called",
    "birth_year",
    "interpreter_needed",
    "contact_language",
    "large_print",
    "prefers",
    "protected",
)
NO_BREAK = "\u00a0"
NO_SECRETS = gettext_lazy("No passwords, no bank details, no national number.")


def _phone_input() -> forms.TextInput:
    return forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})


def _postcode_field(*, required: bool) -> forms.RegexField:
    return forms.RegexField(
        r"^[1-9][0-9]{3}$",
        label=gettext_lazy("Postcode"),
        required=required,
        error_messages={"invalid": gettext_lazy("A Belgian postcode has four digits, such as 2390.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
    )


class PeopleFilter(forms.Form):
    """What one looks for in the list."""

    SHOWN = [
        ("", gettext_lazy("everybody")),
        ("interpreter", gettext_lazy("needs an interpreter")),
        ("no_card", gettext_lazy("card not filled in yet")),
        ("opened", gettext_lazy("lives in another municipality")),
    ]

    q = forms.CharField(label=gettext_lazy("Name, number or telephone"), max_length=120, required=False)
    shown = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)

    def apply(self, rows: PersonQuerySet, homes: frozenset[int]) -> PersonQuerySet:
        """The rows that fit; persons who are protected only when their number was typed."""
        typed = self.cleaned_data if self.is_valid() else {}
        rows = rows.matching(typed["q"]) if typed.get("q") else rows.shown_in_lists()
        match typed.get("shown"):
            case "interpreter":
                return rows.filter(interpreter_needed=True)
            case "no_card":
                return rows.filter(card__isnull=True)
            case "opened":
                return rows.exclude(home__in=homes)
        return rows


class FactsForm(ActForm):
    """What is known about a person; only the name must be told."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    called = forms.CharField(
        label=gettext_lazy("How to address"),
        help_text=gettext_lazy("Only when this differs, such as: Mrs Peeters."),
        max_length=60,
        required=False,
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        min_value=1900,
        required=False,
        help_text=gettext_lazy("Helps to tell two persons of one name apart."),
    )
    interpreter_needed = forms.BooleanField(label=gettext_lazy("Needs an interpreter or language help"), required=False)
    contact_language = forms.CharField(
        label=gettext_lazy("Language for that help"), max_length=40, required=False, help_text=NO_SECRETS
    )
    large_print = forms.BooleanField(label=gettext_lazy("Needs papers in large print"), required=False)
    prefers = forms.ChoiceField(
        label=gettext_lazy("How do we tell news?"), choices=Person.Channel.choices, widget=forms.RadioSelect
    )
    protected = forms.BooleanField(
        label=gettext_lazy("Protected: shows in no list, is found by the number only"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_birth_year(self) -> int | None:
        """A year that was."""
        year: int | None = self.cleaned_data["birth_year"]
        if year and year > clock.today().year:
            raise forms.ValidationError(_("This year is still to come. Check it, or leave it empty."))
        return year

    def facts(self) -> dict[str, Any]:
        """What was typed, by the names of the model."""
        return {name: self.cleaned_data[name] for name in FACTS}


class RegisterForm(FactsForm):
    """Somebody new, with the ways to be reached: each may stay empty, one must not."""

    home = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Municipality"), empty_label=None)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False, widget=_phone_input())
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=120, required=False)
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=120, required=False)
    postcode = _postcode_field(required=False)
    town = forms.CharField(label=gettext_lazy("Town"), max_length=60, required=False)
    who = forms.CharField(
        label=gettext_lazy("Through whom"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Somebody who passes it on, and agrees to that."),
    )
    relation = forms.CharField(
        label=gettext_lazy("Who is that"), max_length=60, required=False, help_text=gettext_lazy("Such as: daughter.")
    )
    who_phone = forms.CharField(
        label=gettext_lazy("Telephone of that person"), max_length=30, required=False, widget=_phone_input()
    )
    desk = forms.BooleanField(label=gettext_lazy("Comes by at the desk"), required=False)

    def __init__(self, *args: Any, homes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = self.fields["home"]
        assert isinstance(home, forms.ModelChoiceField)
        home.queryset = Organisation.objects.filter(pk__in=[home.pk for home in homes])
        if len(homes) == 1:
            home.required, home.widget, home.initial = False, forms.HiddenInput(), homes[0]
        self.homes = homes

    def clean_home(self) -> Organisation:
        """The only one there is, without a question."""
        home: Organisation | None = self.cleaned_data["home"]
        return home or self.homes[0]

    def clean_phone(self) -> str:
        """A number that can be called, as it is kept."""
        return _number(self.cleaned_data["phone"])

    def clean_who_phone(self) -> str:
        """The same for somebody else's number."""
        return _number(self.cleaned_data["who_phone"])

    def clean(self) -> dict[str, Any]:
        """An address is whole or absent; somebody in between has a name."""
        cleaned = super().clean() or {}
        parts = ("street", "postcode", "town")
        if any(self.data.get(self.add_prefix(part)) for part in parts):
            for part in parts:
                if not cleaned.get(part) and part not in self.errors:
                    self.add_error(part, _("Complete the address, or leave all of it empty."))
        if (cleaned.get("relation") or cleaned.get("who_phone")) and not cleaned.get("who"):
            self.add_error("who", _("Write down through whom the person is reached."))
        return cleaned

    def ways(self) -> list[Way]:
        """The ways that were told."""
        typed, kinds = self.cleaned_data, ContactWay.Kind
        told = [
            (typed["phone"], Way(kinds.PHONE, typed["phone"])),
            (typed["email"], Way(kinds.EMAIL, typed["email"])),
            (typed["who"], Way(kinds.SOMEONE, typed["who_phone"], typed["who"], typed["relation"])),
            (typed["desk"], Way(kinds.DESK)),
        ]
        return [way for was_told, way in told if was_told]

    def address(self) -> dict[str, str] | None:
        """The address that was told, if any."""
        typed = self.cleaned_data
        return {part: typed[part] for part in ("street", "postcode", "town")} if typed["street"] else None

    def described(self) -> Details:
        """What is compared with who is known already."""
        typed = self.cleaned_data
        return Details.typed(
            name=typed["name"],
            birth_year=typed["birth_year"],
            postcode=typed["postcode"],
            values=[typed["phone"], typed["email"].lower()],
        )


class WayForm(ActForm):
    """One more way to reach somebody."""

    KINDS = [
        (ContactWay.Kind.PHONE, gettext_lazy("telephone")),
        (ContactWay.Kind.EMAIL, gettext_lazy("e-mail")),
        (ContactWay.Kind.SOMEONE, gettext_lazy("through somebody else")),
        (ContactWay.Kind.DESK, gettext_lazy("comes by at the desk")),
    ]

    kind = forms.ChoiceField(label=gettext_lazy("How?"), choices=KINDS, widget=forms.RadioSelect)
    value = forms.CharField(label=gettext_lazy("Telephone or e-mail"), max_length=120, required=False)
    who = forms.CharField(label=gettext_lazy("Through whom"), max_length=120, required=False)
    relation = forms.CharField(label=gettext_lazy("Who is that"), max_length=60, required=False, help_text=NO_SECRETS)

    def clean_who(self) -> str:
        """A name counts only when the way goes through somebody."""
        who: str = self.cleaned_data["who"]
        return who if self.cleaned_data.get("kind") == ContactWay.Kind.SOMEONE else ""


class MoveForm(ActForm):
    """Another address."""

    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=120)
    postcode = _postcode_field(required=True)
    town = forms.CharField(label=gettext_lazy("Town"), max_length=60)
    from_on = DayField(label=gettext_lazy("Lives there from"), initial=clock.today)


class CardForm(ActForm):
    """The card of answers. Each question may be skipped."""

    GROUPS = list(StatisticsCard.TARGET_GROUPS.items())
    ON_PAPER = {
        "age_band": StatisticsCard.AGE_BANDS,
        "gender": StatisticsCard.GENDERS,
        "job_seeker": StatisticsCard.YES_OR_NO,
        "target_groups": [*GROUPS, ("", gettext_lazy("none of these"))],
        "how_came": StatisticsCard.HOW_CAME,
    }

    age_band = forms.ChoiceField(
        label=gettext_lazy("How old are you?"), choices=StatisticsCard.AGE_BANDS, widget=forms.RadioSelect
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Are you a woman, a man or x?"), choices=StatisticsCard.GENDERS, widget=forms.RadioSelect
    )
    job_seeker = forms.ChoiceField(
        label=gettext_lazy("Are you looking for work?"), choices=StatisticsCard.YES_OR_NO, widget=forms.RadioSelect
    )
    target_groups_told = forms.ChoiceField(
        label=gettext_lazy("Was the question about groups answered?"),
        choices=StatisticsCard.WHETHER_ANSWERED,
        widget=forms.RadioSelect,
    )
    target_groups = forms.MultipleChoiceField(
        label=gettext_lazy("What fits you?"),
        help_text=gettext_lazy("More than one may fit."),
        choices=GROUPS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    how_came = forms.ChoiceField(
        label=gettext_lazy("How did you find us?"), choices=StatisticsCard.HOW_CAME, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def on_paper(self) -> list[tuple[str, str, list[str]]]:
        """Each question with its hint and the answers to tick, "will not say" last; what is skipped was not asked."""
        questions = []
        for name, choices in self.ON_PAPER.items():
            told = [str(label) for value, label in choices if value not in (NOT_ASKED, WILL_NOT_SAY)]
            # An answer is never broken over two lines: its box would stand apart from its last words.
            answers = [words.replace(" ", NO_BREAK) for words in (*told, str(dict(OPEN)[WILL_NOT_SAY]))]
            questions.append((str(self.fields[name].label), str(self.fields[name].help_text), answers))
        return questions


class BorderForm(ActForm):
    """Opening a person of another municipality."""

    number = forms.CharField(
        label=gettext_lazy("Number of the person"),
        help_text=gettext_lazy("It stands on the person’s card, such as IN-000042-1."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the person"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("For which municipality"), empty_label=None
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=PersonAccess._meta.get_field("reason").max_length,
        help_text=gettext_lazy("The other municipality can read this. No passwords, no file details."),
    )
    until_on = DayField(label=gettext_lazy("Until"), help_text=gettext_lazy("At most a year from now."))

    def __init__(self, *args: Any, homes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.filter(pk__in=[home.pk for home in homes])
        organisation.initial = homes[0] if homes else None


class HousemateForm(ActForm):
    """Who lives in the same house, by the number: two persons may have one name."""

    number = forms.CharField(
        label=gettext_lazy("Number of who lives there too"),
        help_text=gettext_lazy("It stands on the person’s card, such as IN-000042-1."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _number(typed: str) -> str:
    try:
        return phones.normalised(typed) if typed else ""
    except RuleBroken as no:
        raise forms.ValidationError(str(no)) from no
