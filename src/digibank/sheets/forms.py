"""What is chosen about a list: the file, which column is which, what words mean, and which rows stay out."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from digibank.errors import RuleBroken
from digibank.files.uploads import read_upload
from digibank.sheets.kinds import OUT, Kind
from digibank.sheets.models import Plan
from digibank.sheets.reading import MOST_BYTES, Sheet, read_sheet

MOST_WORDS = 40  # Asked on one page; the commonest first, the others come after these.


class FileForm(forms.Form):
    """A list as a file. What it holds is read while the form is checked, before anything is written: `sheet`."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("A file of Excel or LibreOffice, or CSV. At most 5 MB and 20,000 rows."),
        error_messages={"required": _("Choose the file with the list."), "empty": _("This file is empty.")},
    )
    content: bytes
    sheet: Sheet

    def clean_file(self) -> Any:
        """The file, once it could be read as a list."""
        file = self.cleaned_data["file"]
        try:
            self.content = read_upload(file, limit_bytes=MOST_BYTES, field="file")
            self.sheet = read_sheet(self.content)
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from no
        return file


class ColumnsForm(forms.Form):
    """For each column of this kind of list, where it stands in the file."""

    def __init__(self, *args: Any, plan: Plan, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [("", _("not in this list")), *((str(index), title) for index, title in enumerate(plan.titles))]
        for column in kind.columns:
            initial = str(plan.columns.get(column.name, ""))
            self.fields[column.name] = forms.ChoiceField(
                label=column.label, choices=places, initial=initial, required=False
            )
        self.names = [column.name for column in kind.columns]

    def columns(self) -> dict[str, int]:
        """The number of the column in the file, for each that was chosen."""
        return {name: int(self.cleaned_data[name]) for name in self.names if self.cleaned_data.get(name)}


class WordsForm(forms.Form):
    """For each word that nobody knows, what it is. Empty means: still to be said."""

    def __init__(self, *args: Any, plan: Plan, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words: dict[str, tuple[str, str]] = {}
        asked = [(name, word, rows) for name, words in plan.asked.items() for word, rows in words.items()]
        for number, (name, word, rows) in enumerate(asked[:MOST_WORDS]):
            field = f"word-{number}"
            self.words[field] = (name, word)
            choices = [("", _("choose")), *kind.column(name).choices, (OUT, _("leave these out"))]
            self.fields[field] = forms.ChoiceField(label=_question(word, rows), choices=choices, required=False)
            # The place of a word among those asked is no name: it must be the same word when the answer comes.
            self.fields[f"is-{number}"] = forms.CharField(
                widget=forms.HiddenInput, initial=word, required=False, strip=False
            )

    def clean(self) -> dict[str, Any]:
        """Answers for words that are no longer asked would land on others."""
        typed = super().clean() or {}
        for field, (_name, word) in self.words.items():
            if typed.get(field) and typed.get(field.replace("word", "is")) != word:
                raise forms.ValidationError(_("The list changed just now. Look at the words again."))
        return typed

    def answers(self) -> dict[str, dict[str, str]]:
        """What each word means, by column."""
        given: dict[str, dict[str, str]] = {}
        for field, (name, word) in self.words.items():
            if self.cleaned_data.get(field):
                given.setdefault(name, {})[word] = self.cleaned_data[field]
        return given


def _question(word: str, rows: int) -> str:
    sentence = _("“%(word)s”, rows: %(rows)s") if word else _("rows where nothing stands: %(rows)s")
    return str(sentence) % {"word": word, "rows": rows}


class RowsForm(forms.Form):
    """Rows of the list by number, and whether they stay out or come along after all."""

    LEAVE, TAKE = "leave", "take"

    rows = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Tick one row or more first.")}, label=_("Rows")
    )
    what = forms.ChoiceField(choices=[(LEAVE, _("Leave out")), (TAKE, _("Take along"))])

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["rows"]
        assert isinstance(rows, forms.TypedMultipleChoiceField)
        # Only the numbers that were sent are asked for: a list may have thousands.
        sent = (
            [int(number) for number in cast(QueryDict, self.data).getlist("rows") if number.isdecimal()]
            if self.is_bound
            else []
        )
        known = plan.rows.filter(number__in=sent).values_list("number", flat=True)
        rows.choices = [(number, str(number)) for number in known]


class CommitForm(forms.Form):
    """That the list may come in as it was shown: `seen` is the hash of what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
