"""What one page asks of the database and what it answers, written down to be done again by the bare view."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import uuid4, uuid5

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

KEY = "the key of this form"
INSERT = re.compile(r'^INSERT INTO "(\w+)" \(([^)]*)\) .* RETURNING "\w+"\."id"$')
TOKEN = "bench" + "0" * 27


@dataclass(frozen=True)
class MadeBy:
    """Stands where a parameter is the id that an earlier statement of the same request returned."""

    statement: int


@dataclass
class Recorded:
    """One request: how to send it, what came back, and its statements with their parameters."""

    path: str
    cookie: str
    sends: dict[str, str]
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    statements: list[tuple[str, Any]] = field(default_factory=list)


def record(user: str, path: str, sends: dict[str, str] | None) -> Recorded:
    """Ask for the page as this user, three times; the third, when all that is kept in memory is there, counts."""
    client = Client(headers={"host": "localhost"})
    if user:
        client.force_login(get_user_model().objects.get_by_natural_key(user))
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    cookies = {"csrftoken": TOKEN} | ({session.key: session.value} if session else {})
    asked = Recorded(path, "; ".join(f"{name}={value}" for name, value in cookies.items()), sends or {})
    for _time in range(3):
        asked.statements.clear()
        key = uuid4()
        with connection.execute_wrapper(_note(asked.statements)):
            answer = client.get(path) if sends is None else client.post(path, {**sends, "once": str(key)})
        asked.statements = list(_marked(asked.statements, uuid5(key, path).hex))
    asked.status, asked.headers, asked.body = answer.status_code, dict(answer.headers), answer.content
    return asked


def _note(statements: list[tuple[str, Any]]) -> Callable[..., Any]:
    def wrapper(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    return wrapper


def _marked(statements: list[tuple[str, Any]], key: str) -> Iterator[tuple[str, Any]]:
    """The statements with marks where another time has other values: the key of the form, ids of rows just made."""
    made: dict[int, MadeBy] = {}
    for number, (sql, parameters) in enumerate(statements):
        insert = INSERT.match(sql)
        columns = insert[2].replace('"', "").split(", ") if insert else []
        yield sql, [_mark(value, columns[place : place + 1], made, key) for place, value in enumerate(parameters or [])]
        if insert:
            made[_newest(insert[1])] = MadeBy(number)


def _mark(value: Any, column: list[str], made: dict[int, MadeBy], key: str) -> Any:
    if value == key:
        return KEY
    if column and column[0].endswith("_id") and value in made:
        return made[value]
    return value.value if isinstance(value, Enum) else value


def _newest(table: str) -> int:
    """The id of the row that was made last in this table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT MAX("id") FROM "{table}"')  # noqa: S608
        newest: int = cursor.fetchone()[0]
        return newest
