"""The database really holds what the models promise: every guard and every constraint, and no guard of nobody."""

import pytest
from django.db import connection

from digibank.guards import Guard
from digibank.operation.schema import guards_in_catalogue, missing_constraints, our_models, promised_guards

pytestmark = pytest.mark.django_db

MODELS = our_models()


def test_the_database_holds_every_guard_and_no_other():
    assert guards_in_catalogue() == promised_guards()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_table_holds_every_constraint(model):
    assert missing_constraints(model) == set()


def test_a_guard_that_is_missing_is_noticed():
    guard = next(c for model in MODELS for c in model._meta.constraints if isinstance(c, Guard))
    table = next(model._meta.db_table for model in MODELS if guard in model._meta.constraints)
    part = guard.catalogue_names(connection.vendor)[0]
    drop = {"sqlite": f"DROP TRIGGER {part}", "postgresql": f"DROP TRIGGER {part} ON {table}"}
    with connection.cursor() as cursor:
        cursor.execute(drop[connection.vendor])

    assert part not in guards_in_catalogue()
