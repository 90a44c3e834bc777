"""What every page of a list by file needs: forms whose repeated send is one act, and what the page shows."""

from typing import Any

from django import forms
from django.http import HttpRequest

from digibank.accounts.posting import ActForm
from digibank.sheets.forms import ColumnsForm, CommitForm, FileForm, RowsForm, WordsForm
from digibank.sheets.kinds import Kind
from digibank.sheets.models import Plan
from digibank.sheets.showing import shown


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


def list_context(
    request: HttpRequest, plan: Plan, kind: Kind, *, may_choose: bool, **refused: forms.Form
) -> dict[str, Any]:
    """What the page of a list shows; a form that was refused stands in its place with what was chosen."""
    context: dict[str, Any] = {
        "plan": plan,
        "shown": shown(plan, kind, request),
        "may_choose": may_choose and not plan.is_committed,
        "columns_form": ListColumnsForm(plan=plan, kind=kind),
        "words_form": ListWordsForm(plan=plan, kind=kind),
        "rows_form": ListRowsForm(plan=plan),
        "commit_form": ListCommitForm(initial={"seen": plan.digest}),
    }
    return context | refused
