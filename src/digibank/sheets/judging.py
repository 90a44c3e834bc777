"""What would come of each row: the same answer for the same file, choices and database, in preview and in commit."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from digibank.sheets.kinds import OUT, Column, Kind, Line, Opinion, Reason
from digibank.sheets.models import PlanRow, Verdict
from digibank.sheets.reading import Row

type Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Judged:
    """A row with its verdict, what would be written, and why not."""

    number: int
    cells: dict[str, str]
    verdict: str
    item: dict[str, Any]
    reasons: tuple[Reason, ...]

    @property
    def told(self) -> list[Any]:
        """All of it as plain texts and lists, as it is kept."""
        return [self.number, self.cells, self.verdict, self.item, [[r.column, r.code, r.detail] for r in self.reasons]]


def judged(
    kind: Kind,
    about: int,
    rows: Sequence[Row],
    *,
    columns: Mapping[str, int],
    answers: Answers,
    left_out: Collection[int],
) -> list[Judged]:
    """Every row with its verdict. `columns` says where each column stands; `answers` what an unknown word means."""
    lines = [_line(kind, row, columns, answers) for row in rows]
    opinions = kind.judge(about, lines)
    seen: dict[tuple[str, str], int] = {}
    out = frozenset(left_out)
    return [
        _judge(kind, line, opinion, seen=seen, is_out=line.number in out)
        for line, opinion in zip(lines, opinions, strict=True)
    ]


def _line(kind: Kind, row: Row, columns: Mapping[str, int], answers: Answers) -> Line:
    cells = {name: row.cells[index] for name, index in columns.items() if index < len(row.cells) and row.cells[index]}
    values = {
        column.name: answers.get(column.name, {}).get(word(cells[column.name])) or column.recognise(cells[column.name])
        for column in kind.columns
        if column.name in cells
    }
    return Line(row.number, cells, values)


def word(text: str) -> str:
    """A word as it is asked about: capitals make no other word."""
    return text.casefold()


def _judge(kind: Kind, line: Line, opinion: Opinion, *, seen: dict[tuple[str, str], int], is_out: bool) -> Judged:
    verdict, item, reasons = Verdict.COMING, opinion.item, ()
    word_out = [
        Reason(column.name, "word_left_out", line.cells[column.name])
        for column in kind.columns
        if column.choices and line.values.get(column.name) == OUT
    ]
    wrong = [reason for column in kind.columns for reason in _faults(column, line)]
    if is_out or word_out:
        verdict, reasons = Verdict.LEFT_OUT, tuple(word_out) or (Reason("", "left_out"),)
    elif wrong or opinion.wrong:
        verdict, reasons = Verdict.WRONG, (*wrong, *opinion.wrong)
    elif known := (*opinion.known, *_doubles(kind, line, seen)):
        verdict, reasons = Verdict.KNOWN, known
    return Judged(line.number, line.cells, verdict, item if verdict == Verdict.COMING else {}, reasons)


def _faults(column: Column, line: Line) -> list[Reason]:
    cell = line.cells.get(column.name, "")
    if not cell:
        return [Reason(column.name, "missing")] if column.required else []
    if len(cell) > column.longest:
        return [Reason(column.name, "too_long", str(column.longest))]
    if column.choices and not line.values[column.name]:
        return [Reason(column.name, "unknown_word", cell)]
    return []


def _doubles(kind: Kind, line: Line, seen: dict[tuple[str, str], int]) -> list[Reason]:
    """Of two rows about the same thing the first comes in, and the second names it."""
    found = []
    for column in kind.columns:
        value = line.values.get(column.name, "")
        if not (column.distinct and value):
            continue
        first = seen.setdefault((column.name, value), line.number)
        if first != line.number:
            found.append(Reason(column.name, "double", str(first)))
    return found


def digest_of(rows: Sequence[Judged]) -> str:
    """The hash of all rows with their verdicts: equal when exactly the same would happen."""
    told = json.dumps([row.told for row in rows], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(told.encode()).hexdigest()


def unknown_words(kind: Kind, rows: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """For each column with choices, the words that nobody knows and in how many rows they stand, commonest first."""
    asked: dict[str, Counter[str]] = {column.name: Counter() for column in kind.columns if column.choices}
    for row in rows:
        for reason in row.reasons:
            if reason.code == "unknown_word":
                asked[reason.column][word(reason.detail)] += 1
    return {name: dict(words.most_common()) for name, words in asked.items() if words}


def kept(rows: Sequence[Judged]) -> list[PlanRow]:
    """The rows as they are kept; their plan is still to be named."""
    return [
        PlanRow(number=row.number, cells=row.cells, verdict=row.verdict, item=row.item, reasons=row.told[-1])
        for row in rows
    ]
