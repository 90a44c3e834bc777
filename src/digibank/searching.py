"""Looking for parts of words in many rows: through the index of letters when few rows hold them, else row by row."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models

from digibank.guards import LettersIndexed

LETTERS = 3  # An index of letters knows of no shorter part.
FEW = 200


def holding[Row: models.Model](rows: models.QuerySet[Row], parts: Sequence[str]) -> Any:
    """Those of these rows whose indexed column holds each of these parts, in small letters.

    PostgreSQL chooses by itself how to find them. SQLite does not know how many rows hold a part: the index is asked,
    and when that are many, the first ones are found soonest by reading rows in the order of the list.
    """
    index = next(guard for guard in rows.model._meta.constraints if isinstance(guard, LettersIndexed))
    for part in parts:
        rows = rows.filter(**{f"{index.field}__contains": part})
    known = [part for part in parts if len(part) >= LETTERS]
    if not known or connections[rows.db].vendor != "sqlite":
        return rows
    keys = _first_keys(index.name, known, rows.db)
    return rows.filter(pk__in=keys) if len(keys) <= FEW else rows


def _first_keys(table: str, parts: Sequence[str], database: str) -> list[int]:
    wanted = " ".join('"' + part.replace('"', '""') + '"' for part in parts)
    with connections[database].cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH %s LIMIT %s", [wanted, FEW + 1])  # noqa: S608  ours
        return [key for (key,) in cursor.fetchall()]
