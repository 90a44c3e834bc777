"""What is typed and chosen about requests, loans and returns."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.agenda.forms import moment_words
from digibank.agenda.models import Slot
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory.models import Accessory, AccessoryKind, Device
from digibank.lending.borrowing import ToShow
from digibank.lending.drawings import Drawing, read_drawing
from digibank.lending.flows import LoanKind, LoanState
from digibank.lending.forms_borrowing import choices_of
from digibank.lending.forms_returns import AskedForm
from digibank.lending.models import Loan, Return
from digibank.lending.models.loans import LoanQuerySet
from digibank.lending.signing import bound, refuse_damaged
from digibank.organisations.models import Place

NO_SECRETS = gettext_lazy("No passwords, no bank details, no national number.")
CALL = "call"
PART = "part_"
ALL_PARTS = "all_parts"  # The name of the button that says so.
ON_SCREEN = "on_screen"  # The name of the one that says so and goes on to the pad.


class LoanFilter(forms.Form):
    """Which loans a list shows."""

    SHOWN = [
        ("", gettext_lazy("all")),
        ("running", gettext_lazy("lent")),
        ("overdue", gettext_lazy("late")),
        ("soon", gettext_lazy("end within two weeks")),
        ("leases_over", gettext_lazy("lease-purchases past their last part")),
        ("prepared", gettext_lazy("to be signed")),
        ("elsewhere", gettext_lazy("brought back at another desk")),
    ]

    q = forms.CharField(label=gettext_lazy("Number or name"), max_length=120, required=False)
    shown = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)

    def apply(self, loans: LoanQuerySet) -> LoanQuerySet:
        """The loans that fit; all of them when the form is empty or not well filled in."""
        if not self.is_valid():
            return loans
        word, shown = self.cleaned_data["q"], self.cleaned_data["shown"]
        if word:
            loans = loans.matching(word)
        lists = {
            "overdue": loans.overdue,
            "soon": loans.due_soon,
            "elsewhere": loans.brought_elsewhere,
            "leases_over": loans.leases_over,
        }
        if shown in lists:
            return lists[shown]()
        return loans.filter(state=LoanState(shown)) if shown else loans


class ScanForm(forms.Form):
    """Which device is lent."""

    scan = forms.CharField(
        label=gettext_lazy("Scan the device to lend"),
        max_length=80,
        help_text=gettext_lazy("Or type the number on its label, such as DB-004217-7."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "data-scan": ""}),
    )


class HandoverForm(ActForm):
    """When somebody shows how the device works: a moment, or a call later on with the reason."""

    slot = forms.ChoiceField(label=gettext_lazy("First help"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why is no moment chosen now?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Only when we call the person later. No passwords, no bank details, no national number."
        ),
    )

    def __init__(self, *args: Any, offered: Iterable[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(slot.pk): slot for slot in offered}
        field: Any = self.fields["slot"]
        field.choices = [(key, moment_words(slot)) for key, slot in self.offered.items()]
        field.choices += [(CALL, _("We call later to choose a moment"))]
        field.initial = next(iter(self.offered), CALL)
        field.error_messages["invalid_choice"] = _("This moment is full or called off. Choose another one.")

    def handover(self) -> dict[str, Any]:
        """What was chosen, as the actions take it."""
        typed = self.cleaned_data
        return {"slot": self.offered.get(typed["slot"]), "call_reason": typed["reason"]}


class PrepareForm(HandoverForm):
    """What goes along with the device. Nothing is ticked before somebody looked; one button says that all is there."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What goes along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Is all of it here? Then tick nothing."),
    )

    seen = forms.MultipleChoiceField(
        label=gettext_lazy("What did you see?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Look, tick, give it back. Copy nothing and write no number."),
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("As what?"), required=False, initial=LoanKind.LOAN, widget=forms.RadioSelect
    )

    field_order = ["kind", "seen", "parts", "slot", "reason"]

    def __init__(
        self,
        *args: Any,
        device: Device,
        missing: Iterable[ToShow] = (),
        kinds: Sequence[LoanKind] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in kinds]
        if len(kind.choices) <= 1:
            del self.fields["kind"]
        seen: Any = self.fields["seen"]
        seen.choices = choices_of(missing)
        if not seen.choices:
            del self.fields["seen"]
        there = device.accessories.filter(state=Accessory.State.PRESENT).values_list("kind", flat=True)
        parts: Any = self.fields["parts"]
        parts.choices = [(kind, AccessoryKind(kind).label) for kind in there]

    def clean_parts(self) -> list[str]:
        """The kinds that go along: all that are there, or the ticked ones."""
        ticked: list[str] = self.cleaned_data["parts"]
        parts: Any = self.fields["parts"]
        return [kind for kind, _label in parts.choices] if {ALL_PARTS, ON_SCREEN} & set(self.data) else ticked


class TakeBackForm(AskedForm):
    """How the device and its parts come back; in order, unless something else is chosen.

    Without `desks` nobody chooses where: it comes back where it was scanned.
    """

    condition = forms.ChoiceField(
        label=gettext_lazy("The device"),
        choices=Return.Condition.choices,
        initial=Return.Condition.OK,
        widget=forms.RadioSelect,
    )
    place = forms.ModelChoiceField(label=gettext_lazy("Desk"), queryset=Place.objects.none(), empty_label=None)
    note = forms.CharField(
        label=gettext_lazy("What did you see?"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("It stands on the return slip. No passwords, no bank details, no national number."),
    )

    def __init__(self, *args: Any, loan: Loan, desks: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if desks is None:
            del self.fields["place"]
        else:
            self.fields["place"].queryset = desks  # type: ignore[attr-defined]
        self.part_fields = [f"{PART}{part.kind}" for part in loan.given_parts]
        for part in loan.given_parts:
            self.fields[f"{PART}{part.kind}"] = forms.ChoiceField(
                label=part.get_kind_display(),
                choices=Accessory.State.choices,
                initial=Accessory.State.PRESENT,
                widget=forms.RadioSelect,
            )
        self.order_fields([*self.part_fields, "condition", "files_saved", "signed_out", "place", "note"])

    def check(self) -> dict[str, Any]:
        """What was found, as `take_back` takes it."""
        typed = self.cleaned_data
        parts = {name.removeprefix(PART): typed[name] for name in self.part_fields}
        return {"parts": parts, "asked": self.asked()} | {
            name: typed[name] for name in ("condition", "place", "note") if name in typed
        }


class LostForm(ActForm):
    """The device is lost."""

    note = forms.CharField(label=gettext_lazy("What happened?"), max_length=400, required=False, help_text=NO_SECRETS)


class StolenForm(LostForm):
    """The device is stolen."""

    police_report = forms.CharField(
        label=gettext_lazy("Number of the report to the police"),
        max_length=40,
        help_text=gettext_lazy("It stands on the paper that the police gave."),
    )

    field_order = ["police_report", "note"]


class SignedForm(ActForm):
    """Somebody signed the paper with this SHA-256: the one on the page, or the one that was printed from it."""

    signs = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, paper: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper

    def clean(self) -> dict[str, Any]:
        """Read the paper here, where nothing is locked yet; without one the act itself says what to do."""
        typed = super().clean() or self.cleaned_data
        if self.paper:
            try:
                refuse_damaged(bound(self.paper, typed.get("signs", "")))
            except RuleBroken as no:
                raise forms.ValidationError(str(no)) from no
        return typed


class DrawForm(SignedForm):
    """A signature that is drawn on the pad. What was drawn stays on the pad when the form comes back."""

    strokes = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-strokes": ""}))

    def clean_strokes(self) -> Drawing:
        """The strokes, when they are a drawing."""
        try:
            return read_drawing(self.cleaned_data["strokes"])
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from no


class UnsignedForm(SignedForm):
    """Why no borrower signs the return slip."""

    because = forms.ChoiceField(label=gettext_lazy("Why does nobody sign?"), choices=Return.Unsigned.choices)
