"""What a chapter says about its lists: which columns they have, when a row is right, and what is done with the rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from digibank.audit.models import Actor

# What a person answers for a word whose rows stay out.
OUT = "-"


def _as_written(cell: str, _cells: Mapping[str, str]) -> str:
    return cell


@dataclass(frozen=True)
class Column:
    """One thing that a list may tell about each row.

    `headings` are the words above such a column, in Dutch, English and French. `understand` gets a cell and all cells
    of its row by name, and gives what is meant. With `choices` that is a code, or nothing: what is not understood is
    asked once per word. `distinct` says that two rows with the same value are about the same thing.
    """

    name: str
    label: Any
    headings: tuple[str, ...]
    longest: int = 80
    required: bool = False
    distinct: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    understand: Callable[[str, Mapping[str, str]], str] = _as_written


@dataclass(frozen=True)
class Reason:
    """Why a row does not come in: a code with a sentence, about which column, and what the sentence names."""

    column: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the list: its number in the file, what stands there, and what its columns understand by that."""

    number: int
    cells: dict[str, str]
    values: dict[str, str]


@dataclass(frozen=True)
class Opinion:
    """What the chapter thinks of a line: what would be written, what is wrong with it, why it is there already.

    `distinct` gives for a distinct column what it means together with the others, such as a number and whose it is.
    """

    item: dict[str, Any] = field(default_factory=dict)
    wrong: tuple[Reason, ...] = ()
    known: tuple[Reason, ...] = ()
    distinct: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of list. `judge` and `commit` get the key of the record that the list is for.

    `judge` answers for many lines at once, in their order and with few questions to the database, and changes nothing.
    `commit` gets the items of the lines that come in; it runs inside the transaction that finishes the plan.
    """

    code: str
    columns: tuple[Column, ...]
    judge: Callable[[int, Sequence[Line]], Sequence[Opinion]]
    commit: Callable[[int, Sequence[dict[str, Any]], Actor], None]
    sentences: Mapping[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    def sentence(self, reason: Reason) -> str:
        """The reason for people."""
        words = self.sentences.get(reason.code) or SENTENCES[reason.code]
        return str(words) % {"detail": reason.detail, "column": self.label_of(reason.column)}

    def label_of(self, name: str) -> str:
        """What the column is called; nothing for a reason about the whole row."""
        return next((str(column.label) for column in self.columns if column.name == name), "")


SENTENCES = {
    "missing": _("“%(column)s” is empty. Fill it in, or choose which column it is."),
    "too_long": _("“%(column)s” is longer than %(detail)s signs. Make it shorter."),
    "unknown_word": _("We do not know “%(detail)s”. Say above the list what it is."),
    "double": _("The same stands in row %(detail)s already."),
    "word_left_out": _("You leave out what is called “%(detail)s”."),
    "left_out": _("You leave out this row."),
}
