"""The bare view: the recorded statements, then the recorded answer."""

import pickle
from contextlib import nullcontext
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from bare.recording import KEY, MadeBy, Recorded

RECORDED: dict[str, Recorded] = {
    recorded.path: recorded
    for recorded in pickle.loads((Path(settings.VAR) / "recorded").read_bytes()).values()  # noqa: S301
}


def replay(request: HttpRequest) -> HttpResponse:
    """Answer as was recorded for this address, after the same work in the database."""
    recorded = RECORDED[request.path]
    request.POST  # noqa: B018  A form is read, as any view would.
    begins = any(sql.startswith("BEGIN") for sql, _parameters in recorded.statements)
    with transaction.atomic() if begins else nullcontext(), connection.cursor() as cursor:
        _do_again(cursor, recorded)
    return HttpResponse(recorded.body, status=recorded.status, headers=recorded.headers)


def _do_again(cursor: CursorWrapper, recorded: Recorded) -> None:
    """All statements, with what must be new each time in its place."""
    key = uuid4().hex
    made: dict[MadeBy, int] = {}
    for number, (sql, parameters) in enumerate(recorded.statements):
        if sql.startswith("BEGIN"):
            continue
        cursor.execute(sql, [key if value == KEY else made.get(value, value) for value in parameters] or None)
        rows = cursor.fetchall() if cursor.description else []
        if rows and sql.startswith("INSERT"):
            made[MadeBy(number)] = rows[0][0]


urlpatterns = [re_path("^", replay)]
application = get_wsgi_application()
