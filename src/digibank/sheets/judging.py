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
    values = {column.name: _meant(column, cells, answers.get(column.name, {})) for column in kind.columns}
    return Line(row.number, cells, values)


def _meant(column: Column, cells: Mapping[str, str], answers: Mapping[str, str]) -> str:
    cell = cells.get(column.name, "")
    return answers.get(word(cell), "") or column.understand(cell, cells)


def word(text: str) -> str:
    """A word as it is asked about: capitals make no other word."""
    return text.casefold()


def _judge(kind: Kind, line: Line, opinion: Opinion, *, seen: dict[tuple[str, str], int], is_out: bool) -> Judged:
    words_out = tuple(
        Reason(column.name, "word_left_out", line.cells.get(column.name, ""))
        for column in kind.columns
        if column.choices and line.values[column.name] == OUT
    )
    if is_out or words_out:
        return Judged(line.number, line.cells, Verdict.LEFT_OUT, {}, words_out or (Reason("", "left_out"),))
    if wrong := (*(reason for column in kind.columns for reason in _faults(column, line)), *opinion.wrong):
        return Judged(line.number, line.cells, Verdict.WRONG, {}, wrong)
    if known := (*opinion.known, *_doubles(kind, line, opinion, seen)):
        return Judged(line.number, line.cells, Verdict.KNOWN, {}, known)
    return Judged(line.number, line.cells, Verdict.COMING, opinion.item, ())


def _faults(column: Column, line: Line) -> list[Reason]:
    cell, meant = line.cells.get(column.name, ""), line.values[column.name]
    if len(cell) > column.longest:
        return [Reason(column.name, "too_long", str(column.longest))]
    if not cell:
        return [Reason(column.name, "missing")] if column.required and not meant else []
    return [Reason(column.name, "unknown_word", cell)] if column.choices and not meant else []


def _doubles(kind: Kind, line: Line, opinion: Opinion, seen: dict[tuple[str, str], int]) -> list[Reason]:
    """Of two rows about the same thing the first comes in, and the second names it."""
    found = []
    for column in kind.columns:
        value = opinion.distinct.get(column.name, line.values[column.name])
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
    """For each column with choices, the words that nobody knows and in how many rows they stand, commonest first.

    The empty word stands for rows where the column is empty.
    """
    asked: dict[str, Counter[str]] = {column.name: Counter() for column in kind.columns if column.choices}
    for row in rows:
        for reason in row.reasons:
            if reason.column in asked and reason.code in ("unknown_word", "missing"):
                asked[reason.column][word(reason.detail)] += 1
    return {name: dict(words.most_common()) for name, words in asked.items() if words}


def kept(rows: Sequence[Judged]) -> list[PlanRow]:
    """The rows as they are kept; their plan is still to be named."""
    return [
        PlanRow(number=row.number, cells=row.cells, verdict=row.verdict, item=row.item, reasons=row.told[-1])
        for row in rows
    ]
