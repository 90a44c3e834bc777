"""What is chosen about a list of an offer, each with the key that makes a repeated send one act."""

from digibank.accounts.posting import ActForm
from digibank.sheets.forms import ColumnsForm, CommitForm, FileForm, RowsForm, WordsForm


class ListFileForm(FileForm, ActForm):
    """The list itself."""


class ListColumnsForm(ColumnsForm, ActForm):
    """Which column is which."""


class ListWordsForm(WordsForm, ActForm):
    """What unknown words mean."""


class ListRowsForm(RowsForm, ActForm):
    """Which rows stay out."""


class ListCommitForm(CommitForm, ActForm):
    """That it may come in."""
