"""A plan on a page: totals, filters, and its rows in pages of fifty."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from digibank.sheets.kinds import Kind, Reason
from digibank.sheets.models import Plan, PlanRow, Verdict

SIZE = 50
TONES = {Verdict.COMING: "ok", Verdict.WRONG: "stop", Verdict.KNOWN: "wait", Verdict.LEFT_OUT: "rest"}
# In the address, in Dutch: it is read aloud and sent to colleagues.
FILTERS = {"komt": Verdict.COMING, "fout": Verdict.WRONG, "dubbel": Verdict.KNOWN, "weg": Verdict.LEFT_OUT}
ALL_ROWS = "alles"


@dataclass(frozen=True)
class Filter:
    """One choice of rows, with how many there are."""

    title: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Cell:
    """What stands in one column of a row, and what is wrong with that."""

    label: str
    text: str
    reasons: list[str]


@dataclass(frozen=True)
class ShownRow:
    """One row of the list: its number in the file, its cells, what becomes of it and why."""

    number: int
    cells: list[Cell]
    tone: str
    verdict: str
    reasons: list[str]

    @property
    def why(self) -> str:
        """All reasons in one text."""
        return " ".join([*(reason for cell in self.cells for reason in cell.reasons), *self.reasons])


@dataclass(frozen=True)
class Shown:
    """One page of a plan."""

    plan: Plan
    headings: list[str]
    rows: list[ShownRow]
    filters: list[Filter]
    number: int
    pages: int
    before_url: str
    after_url: str
    whole_url: str


def shown(plan: Plan, kind: Kind, request: HttpRequest) -> Shown:
    """The rows that this request asks for: ?rijen=fout chooses, ?blad=2 turns the page, ?blad=alles is for paper."""
    wanted = request.GET.get("rijen", "")
    verdict = FILTERS.get(wanted)
    rows = plan.rows.filter(verdict=verdict) if verdict else plan.rows.all()
    count = plan.count_of(verdict) if verdict else plan.total
    pages = max(1, ceil(count / SIZE))
    page = request.GET.get("blad", "")
    number = min(int(page), pages) if page.isdecimal() and len(page) < len(str(10**6)) and int(page) else 1
    found = rows if page == ALL_ROWS else rows[(number - 1) * SIZE : number * SIZE]
    names = [column.name for column in kind.columns if column.name in plan.columns]
    return Shown(
        plan=plan,
        headings=[kind.label_of(name) for name in names],
        rows=[_row(row, kind, names) for row in found],
        filters=_filters(plan, wanted if verdict else ""),
        number=number,
        pages=1 if page == ALL_ROWS else pages,
        before_url=_url(wanted, number - 1) if number > 1 else "",
        after_url=_url(wanted, number + 1) if number < pages and page != ALL_ROWS else "",
        whole_url=_url(wanted, ALL_ROWS) if pages > 1 and page != ALL_ROWS else "",
    )


def _row(row: PlanRow, kind: Kind, names: list[str]) -> ShownRow:
    reasons = [Reason(*told) for told in row.reasons]
    cells = [
        Cell(
            kind.label_of(name),
            row.cells.get(name, ""),
            [kind.sentence(reason) for reason in reasons if reason.column == name],
        )
        for name in names
    ]
    return ShownRow(
        number=row.number,
        cells=cells,
        tone=TONES[Verdict(row.verdict)],
        verdict=str(Verdict(row.verdict).label),
        reasons=[kind.sentence(reason) for reason in reasons if reason.column not in names],
    )


def _filters(plan: Plan, current: str) -> list[Filter]:
    titles = {"komt": _("Comes in"), "fout": _("Wrong"), "dubbel": _("There already"), "weg": _("Left out")}
    every = Filter(_("All rows"), plan.total, _url("", 1), current == "")
    return [
        every,
        *(
            Filter(titles[word], plan.count_of(verdict), _url(word, 1), current == word)
            for word, verdict in FILTERS.items()
            if plan.count_of(verdict) or current == word
        ),
    ]


def _url(wanted: str, page: Any) -> str:
    words = [f"rijen={wanted}" if wanted in FILTERS else "", f"blad={page}" if page != 1 else ""]
    return "?" + "&".join(word for word in words if word)
