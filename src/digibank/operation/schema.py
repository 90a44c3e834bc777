"""Whether the database holds what the models promise: foreign keys, constraints, guards."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from digibank.guards import Guard

GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        " UNION SELECT conname FROM pg_constraint WHERE contype = 'x'"
        " UNION SELECT indexes.relname FROM pg_index JOIN pg_class AS indexes ON indexes.oid = indexrelid"
        " JOIN pg_opclass ON pg_opclass.oid = indclass[0] WHERE opcname = 'gin_trgm_ops'"
    ),
}
DAMAGE = {
    "sqlite": ["PRAGMA foreign_key_check", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"],
    "postgresql": ["SELECT conname FROM pg_constraint WHERE NOT convalidated"],
}


def our_models() -> list[type[models.Model]]:
    """The models of our apps."""
    known: list[type[models.Model]] = list(apps.get_models())
    return [model for model in known if model.__module__.startswith("digibank.") and model._meta.managed]


def guards_in_catalogue() -> list[str]:
    """What the database says of its guards."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS[connection.vendor])
        return sorted(name for (name,) in cursor.fetchall())


def promised_guards() -> list[str]:
    """What the models say of their guards."""
    return sorted(
        name
        for model in our_models()
        for guard in model._meta.constraints
        if isinstance(guard, Guard)
        for name in guard.catalogue_names(connection.vendor)
    )


def missing_constraints(model: type[models.Model]) -> set[str]:
    """Constraints and foreign keys of the model that its table lacks."""
    with connection.cursor() as cursor:
        held = connection.introspection.get_constraints(cursor, model._meta.db_table)
    promised = {constraint.name for constraint in model._meta.constraints if not isinstance(constraint, Guard)}
    pointing = {tuple(facts["columns"]) for facts in held.values() if facts["foreign_key"]}
    keys = [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]
    loose = {key.name for key in keys if (key.column,) not in pointing}
    return (promised - set(held)) | loose


def guards() -> Iterator[str]:
    """Guards that are missing, and guards of nobody."""
    promised, held = set(promised_guards()), set(guards_in_catalogue())
    for name in sorted(promised - held):
        yield f"the guard {name} is missing"
    for name in sorted(held - promised):
        yield f"the guard {name} belongs to nothing"


def constraints() -> Iterator[str]:
    """Constraints and foreign keys that are missing."""
    for model in our_models():
        for name in sorted(missing_constraints(model)):
            yield f"the table of {model._meta.label} lacks {name}"


def damage() -> Iterator[str]:
    """What the database itself finds: broken pages, rows that point nowhere, constraints that were never proven."""
    with connection.cursor() as cursor:
        for question in DAMAGE[connection.vendor]:
            cursor.execute(question)
            for row in cursor.fetchall():
                yield f"the database says: {' '.join(str(word) for word in row)}"
