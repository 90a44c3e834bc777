"""Long lists in pages of fifty, by key: page 2,000 is as fast as page 1, and nothing shifts while somebody reads."""

from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest

SIZE = 50
# A key of 18 digits always fits in the database.
LONGEST_KEY = 18


@dataclass(frozen=True)
class Page[Row: models.Model]:
    """One page of a list, newest on top, with the addresses of its neighbours (empty when there is none)."""

    rows: list[Row]
    newer_url: str
    older_url: str


def page_of[Row: models.Model](rows: models.QuerySet[Row], request: HttpRequest) -> Page[Row]:
    """The page of `rows` that this request asks for with ?voor=KEY (older) or ?na=KEY (newer)."""
    before, after = _key(request, "voor"), _key(request, "na")
    if after is not None:
        found, more_newer = _cut(rows.filter(pk__gt=after).order_by("pk"))
        found.reverse()
        more_older = bool(found) and rows.filter(pk__lt=found[-1].pk).exists()
    else:
        older = rows if before is None else rows.filter(pk__lt=before)
        found, more_older = _cut(older.order_by("-pk"))
        more_newer = before is not None and bool(found) and rows.filter(pk__gt=found[0].pk).exists()
    if not found and (before is not None or after is not None):
        # The rows that were here left the list meanwhile.
        return _page(*_cut(rows.order_by("-pk")), more_newer=False, request=request)
    return _page(found, more_older, more_newer=more_newer, request=request)


def _cut[Row: models.Model](rows: models.QuerySet[Row]) -> tuple[list[Row], bool]:
    """The first fifty, and whether there are more.

    The keys come first and alone: of a list of thousands the database then reads fifty rows, not all of them.
    """
    keys = list(rows.values_list("pk", flat=True)[: SIZE + 1])
    return list(rows.filter(pk__in=keys[:SIZE])), len(keys) > SIZE


def _page[Row: models.Model](
    found: list[Row], more_older: bool, *, more_newer: bool, request: HttpRequest
) -> Page[Row]:
    return Page(
        rows=found,
        newer_url=_url(request, na=found[0].pk) if more_newer else "",
        older_url=_url(request, voor=found[-1].pk) if more_older else "",
    )


def _key(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_KEY else None


def _url(request: HttpRequest, **wanted: int) -> str:
    query = request.GET.copy()
    for name in ("voor", "na"):
        query.pop(name, None)
    for name, key in wanted.items():
        query[name] = str(key)
    return f"?{query.urlencode()}"
