"""Lists that go out as CSV: a sample, and the rows that do not come in with the reason why."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse
from django.utils.translation import gettext as _

from digibank.sheets.headings import rows_below
from digibank.sheets.kinds import Kind, Reason
from digibank.sheets.models import Plan, Verdict
from digibank.sheets.reading import Sheet
from digibank.sheets.reading.sheet import FORMULA_SIGNS

MARK = "\ufeff"  # By this, Excel knows that the letters are UTF-8.


def refused_csv(plan: Plan, kind: Kind, sheet: Sheet) -> bytes:
    """The rows that are wrong or there already, as they stand in the file, with one more column that says why."""
    table = sheet.tables[plan.tab]
    rows = plan.rows.filter(verdict__in=[Verdict.WRONG, Verdict.KNOWN])
    why = {row.number: " ".join(kind.sentence(Reason(*reason)) for reason in row.reasons) for row in rows}
    headings = next((row.cells for row in table.rows if row.number == plan.heading_row), ())
    width = len(plan.titles)
    below = rows_below(table, heading_row=plan.heading_row)
    refused = [[*_filled(row.cells, width), why[row.number]] for row in below if row.number in why]
    # Without headings in the file there are none here, so that the file that is mended is read as the first one was.
    return as_csv([[*_filled(headings, width), _("why")], *refused] if headings else refused)


def sample_csv(kind: Kind, examples: Iterable[Sequence[str]]) -> bytes:
    """A list to fill in: the columns of this kind by name, and some rows."""
    return as_csv([[str(column.label) for column in kind.columns], *examples])


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a file that Excel and LibreOffice open with a double click, and in which nothing is a formula."""
    text = StringIO()
    # All cells in quotes, as OWASP asks: so none of them is cut by a sign inside it.
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (MARK + text.getvalue()).encode()


def csv_file(content: bytes, name: str) -> HttpResponse:
    """A file to keep; nothing of it stays behind in the browser."""
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (policy T-06). Our own reader takes the sign away again.

    *Source: OWASP, CSV injection.*
    """
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
