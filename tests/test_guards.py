"""The database really holds what the models promise: every guard and every constraint, and no guard of nobody."""

import pytest
from django.apps import apps
from django.db import connection

from digibank.guards import Guard

pytestmark = pytest.mark.django_db

GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        " UNION SELECT conname FROM pg_constraint WHERE contype = 'x'"
    ),
}
MODELS = [model for model in apps.get_models() if model.__module__.startswith("digibank.")]


def in_catalogue() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        return sorted(name for (name,) in cursor.fetchall())


def test_the_database_holds_every_guard_and_no_other():
    promised = [
        name
        for model in MODELS
        for guard in model._meta.constraints
        if isinstance(guard, Guard)
        for name in guard.catalogue_names(connection.vendor)
    ]

    assert in_catalogue() == sorted(promised)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_table_holds_every_constraint(model):
    promised = {c.name for c in model._meta.constraints if not isinstance(c, Guard)}

    with connection.cursor() as cursor:
        held = connection.introspection.get_constraints(cursor, model._meta.db_table)

    assert promised - set(held) == set()


def test_a_guard_that_is_missing_is_noticed():
    guard = next(c for model in MODELS for c in model._meta.constraints if isinstance(c, Guard))
    table = next(model._meta.db_table for model in MODELS if guard in model._meta.constraints)
    part = guard.catalogue_names(connection.vendor)[0]
    drop = {"sqlite": f"DROP TRIGGER {part}", "postgresql": f"DROP TRIGGER {part} ON {table}"}
    with connection.cursor() as cursor:
        cursor.execute(drop[connection.vendor])

    assert part not in in_catalogue()
