"""A rule that says no, and how a database's no becomes one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import DatabaseError, IntegrityError, connections, models, router, transaction


class RuleBroken(Exception):
    """A rule says no. The message is one sentence for the person at the desk: why, and what can be done now.

    `field` names the form field the sentence belongs to, when there is one.
    """

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


@contextmanager
def refusing(model: type[models.Model], constraint: str, message: Any, *, field: str | None = None) -> Iterator[None]:
    """Turn the database's refusal by `constraint` of `model` into a RuleBroken; other refusals pass on.

    The block runs in its own savepoint, so that the transaction around it stays usable after the refusal.
    """
    using = router.db_for_write(model)
    try:
        with transaction.atomic(using=using):
            yield
    except DatabaseError as error:
        if not _is_refusal_by(error, model, constraint, connections[using].vendor):
            raise
        raise RuleBroken(message, field=field) from error


def _is_refusal_by(error: DatabaseError, model: type[models.Model], name: str, vendor: str) -> bool:
    if vendor == "postgresql":
        diagnosis = getattr(error.__cause__, "diag", None)
        return getattr(diagnosis, "constraint_name", None) == name
    if not isinstance(error, IntegrityError):
        return False
    text = str(error)
    if text in (f"CHECK constraint failed: {name}", name, f"UNIQUE constraint failed: index '{name}'"):
        return True
    # SQLite names the columns of a unique index, not the index.
    for constraint in model._meta.constraints:
        if constraint.name == name and isinstance(constraint, models.UniqueConstraint):
            columns = [cast("models.Field[Any, Any]", model._meta.get_field(f)).column for f in constraint.fields]
            return text == "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{c}" for c in columns)
    return False
