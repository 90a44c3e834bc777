"""Guards: rules that the database itself keeps, written once for SQLite and once for PostgreSQL.

A guard stands in a model's Meta.constraints, so migrations make it, an altered table keeps it, and a test
compares the guards with the catalogue. It names only its own table: on SQLite a trigger that names another
table makes that table's next alteration fail.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table


class Guard(models.BaseConstraint):
    """A constraint with its own SQL per vendor. Subclasses answer `sqlite_sql` and `postgresql_sql`.

    In the SQL, %(table)s stands for the table and %(name)s for the guard's name; a refusal carries that name,
    so that errors.refusing can turn it into a sentence.
    """

    def sqlite_sql(self) -> list[str]:
        """The statements that make the guard on SQLite."""
        raise NotImplementedError

    def postgresql_sql(self) -> list[str]:
        """The statements that make the guard on PostgreSQL."""
        raise NotImplementedError

    def postgresql_removal(self) -> list[str]:
        """The statements that take the guard away on PostgreSQL; SQLite makes the table anew without it."""
        return ["DROP TRIGGER %(name)s ON %(table)s", "DROP FUNCTION %(name)s()"]

    def catalogue_names(self, vendor: str) -> list[str]:
        """What the database's own catalogue calls the parts of this guard."""
        return [self.name]

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """Nothing inside CREATE TABLE; the guard follows as soon as the table stands."""
        assert model is not None
        assert schema_editor is not None
        statements = self.sqlite_sql() if schema_editor.connection.vendor == "sqlite" else self.postgresql_sql()
        schema_editor.deferred_sql += [self._statement(sql, model, schema_editor) for sql in statements]

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """One statement for an existing table; called on PostgreSQL only."""
        assert model is not None
        assert schema_editor is not None
        return self._statement("; ".join(self.postgresql_sql()), model, schema_editor)

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """One statement that takes the guard away; called on PostgreSQL only."""
        assert model is not None
        assert schema_editor is not None
        return self._statement("; ".join(self.postgresql_removal()), model, schema_editor)

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Forms do not ask a guard: only the database can answer."""

    def _statement(self, sql: str, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Statement:
        return Statement(sql, table=Table(model._meta.db_table, editor.quote_name), name=self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guard) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


class AppendOnly(Guard):
    """Rows may be added, never changed and never taken away."""

    def sqlite_sql(self) -> list[str]:
        """One trigger for each of the two verbs."""
        return [
            f"CREATE TRIGGER %(name)s_{verb.lower()} BEFORE {verb} ON %(table)s"
            " BEGIN SELECT RAISE(ABORT, '%(name)s'); END"
            for verb in ("UPDATE", "DELETE")
        ]

    def postgresql_sql(self) -> list[str]:
        """A function that refuses, and the trigger that asks it."""
        return [
            refusing_function("RAISE EXCEPTION '%(name)s' USING ERRCODE = '23514', CONSTRAINT = '%(name)s';"),
            "CREATE TRIGGER %(name)s BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s()",
        ]

    def catalogue_names(self, vendor: str) -> list[str]:
        """Two triggers on SQLite, one on PostgreSQL."""
        return [f"{self.name}_update", f"{self.name}_delete"] if vendor == "sqlite" else [self.name]


class ClosedOnce(Guard):
    """Rows may be added and closed once: `fixed` columns never change, and after `closed` is filled in nothing does.

    Names are those of columns, such as device_id. No row is ever taken away.
    """

    def __init__(self, *, closed: str, name: str, fixed: tuple[str, ...] = (), **rest: Any) -> None:
        super().__init__(name=name, **rest)
        self.fixed, self.closed = tuple(fixed), closed

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"fixed": self.fixed, "closed": self.closed}

    def sqlite_sql(self) -> list[str]:
        """One trigger for each of the two verbs."""
        wrong = " OR ".join([f"OLD.{self.closed} IS NOT NULL", *(f"NEW.{one} IS NOT OLD.{one}" for one in self.fixed)])
        refuse = "BEGIN SELECT RAISE(ABORT, '%(name)s'); END"
        return [
            f"CREATE TRIGGER %(name)s_update BEFORE UPDATE ON %(table)s WHEN {wrong} {refuse}",
            f"CREATE TRIGGER %(name)s_delete BEFORE DELETE ON %(table)s {refuse}",
        ]

    def postgresql_sql(self) -> list[str]:
        """A function that looks and refuses, and the trigger that asks it."""
        changed = (f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in self.fixed)
        wrong = " OR ".join(["TG_OP = 'DELETE'", f"OLD.{self.closed} IS NOT NULL", *changed])
        refuse = "RAISE EXCEPTION '%(name)s' USING ERRCODE = '23514', CONSTRAINT = '%(name)s';"
        return [
            refusing_function(f"IF {wrong} THEN {refuse} END IF;"),
            "CREATE TRIGGER %(name)s BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s()",
        ]

    def catalogue_names(self, vendor: str) -> list[str]:
        """Two triggers on SQLite, one on PostgreSQL."""
        return [f"{self.name}_update", f"{self.name}_delete"] if vendor == "sqlite" else [self.name]


class OnlyFades(Guard):
    """Rows may be added and are never taken away. Of their columns only those in `fades` change: to nothing.

    `fixed` are all others. For what is written once and holds free text about somebody who may be forgotten.
    """

    def __init__(self, *, fixed: tuple[str, ...], fades: tuple[str, ...], name: str, **rest: Any) -> None:
        super().__init__(name=name, **rest)
        self.fixed, self.fades = tuple(fixed), tuple(fades)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"fixed": self.fixed, "fades": self.fades}

    def sqlite_sql(self) -> list[str]:
        """One trigger for each of the two verbs."""
        wrong = self._wrong("IS NOT")
        refuse = "BEGIN SELECT RAISE(ABORT, '%(name)s'); END"
        return [
            f"CREATE TRIGGER %(name)s_update BEFORE UPDATE ON %(table)s WHEN {wrong} {refuse}",
            f"CREATE TRIGGER %(name)s_delete BEFORE DELETE ON %(table)s {refuse}",
        ]

    def postgresql_sql(self) -> list[str]:
        """A function that looks and refuses, and the trigger that asks it."""
        refuse = "RAISE EXCEPTION '%(name)s' USING ERRCODE = '23514', CONSTRAINT = '%(name)s';"
        return [
            refusing_function(f"IF TG_OP = 'DELETE' OR {self._wrong('IS DISTINCT FROM')} THEN {refuse} END IF;"),
            "CREATE TRIGGER %(name)s BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s()",
        ]

    def catalogue_names(self, vendor: str) -> list[str]:
        """Two triggers on SQLite, one on PostgreSQL."""
        return [f"{self.name}_update", f"{self.name}_delete"] if vendor == "sqlite" else [self.name]

    def _wrong(self, differs: str) -> str:
        # In quotes: a column may be called as a word of SQL, such as "where".
        changed = [f'NEW."{one}" {differs} OLD."{one}"' for one in self.fixed]
        written = [f"""(NEW."{one}" {differs} OLD."{one}" AND NEW."{one}" <> '')""" for one in self.fades]
        return " OR ".join([*changed, *written])


class NoOverlap(Guard):
    """Two rows with the same `fields` never overlap in time; periods are half-open, an empty end lasts for ever.

    `of` is "date", "time" or "moment"; `where` is SQL that says which rows count, such as "ended_at IS NULL"; several
    with AND.
    """

    def __init__(
        self,
        *,
        fields: tuple[str, ...],
        starts: str,
        ends: str,
        name: str,
        of: str = "date",
        where: str = "",
        **rest: Any,
    ) -> None:
        super().__init__(name=name, **rest)
        self.fields, self.starts, self.ends, self.of, self.where = tuple(fields), starts, ends, of, where

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For migrations."""
        path, args, kwargs = super().deconstruct()
        kwargs |= {"fields": self.fields, "starts": self.starts, "ends": self.ends, "of": self.of, "where": self.where}
        return path, args, kwargs

    def sqlite_sql(self) -> list[str]:
        """A trigger for new rows and one for changed rows; both look for a row that overlaps."""
        same = "".join(f" AND other.{field} = NEW.{field}" for field in self.fields)
        each = self.where.split(" AND ") if self.where else []
        counts = "".join(f" AND other.{one} AND NEW.{one}" for one in each)
        clash = (
            f"SELECT RAISE(ABORT, '%(name)s') WHERE EXISTS (SELECT 1 FROM %(table)s AS other"  # noqa: S608  names are ours
            f" WHERE other.id IS NOT NEW.id{same}{counts}"
            f" AND other.{self.starts} < COALESCE(NEW.{self.ends}, '9999-12-31')"
            f" AND NEW.{self.starts} < COALESCE(other.{self.ends}, '9999-12-31'))"
        )
        return [
            f"CREATE TRIGGER %(name)s_{verb.lower()} BEFORE {verb} ON %(table)s BEGIN {clash}; END"
            for verb in ("INSERT", "UPDATE")
        ]

    def postgresql_sql(self) -> list[str]:
        """An exclusion constraint; the extension gives equality to GiST."""
        period = f"daterange({self.starts}, {self.ends})"
        if self.of == "time":
            period = f"int4range(extract(epoch from {self.starts})::int, extract(epoch from {self.ends})::int)"
        if self.of == "moment":
            period = f"tstzrange({self.starts}, {self.ends})"
        same = "".join(f"{field} WITH =, " for field in self.fields)
        where = f" WHERE ({self.where})" if self.where else ""
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f"ALTER TABLE %(table)s ADD CONSTRAINT %(name)s EXCLUDE USING gist ({same}{period} WITH &&){where}",
        ]

    def postgresql_removal(self) -> list[str]:
        """An ordinary constraint is dropped as one."""
        return ["ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"]

    def catalogue_names(self, vendor: str) -> list[str]:
        """Two triggers on SQLite, one constraint on PostgreSQL."""
        return [f"{self.name}_insert", f"{self.name}_update"] if vendor == "sqlite" else [self.name]


class LettersIndexed(Guard):
    """Any three letters of this text column lead to its rows, however many rows there are; see searching.py.

    PostgreSQL uses the index for `contains` by itself. SQLite keeps the letters in a table beside it.
    """

    def __init__(self, *, field: str, name: str, **rest: Any) -> None:
        super().__init__(name=name, **rest)
        self.field = field

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field}

    def sqlite_sql(self) -> list[str]:
        """A table of letters, three triggers that keep it the same as the column, and what is there already."""
        add = f"INSERT INTO %(name)s(rowid, {self.field}) VALUES (NEW.id, NEW.{self.field});"  # noqa: S608  ours
        drop = f"INSERT INTO %(name)s(%(name)s, rowid, {self.field}) VALUES ('delete', OLD.id, OLD.{self.field});"  # noqa: S608
        return [
            f"CREATE VIRTUAL TABLE IF NOT EXISTS %(name)s USING fts5({self.field}, content=%(table)s,"
            " content_rowid='id', tokenize='trigram')",
            f"CREATE TRIGGER %(name)s_insert AFTER INSERT ON %(table)s BEGIN {add} END",
            f"CREATE TRIGGER %(name)s_delete AFTER DELETE ON %(table)s BEGIN {drop} END",
            f"CREATE TRIGGER %(name)s_update AFTER UPDATE ON %(table)s"
            f" WHEN NEW.{self.field} IS NOT OLD.{self.field} BEGIN {drop} {add} END",
            "INSERT INTO %(name)s(%(name)s) VALUES ('rebuild')",
        ]

    def postgresql_sql(self) -> list[str]:
        """An index of trigrams."""
        return [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            f"CREATE INDEX %(name)s ON %(table)s USING gin ({self.field} gin_trgm_ops)",
        ]

    def postgresql_removal(self) -> list[str]:
        """An index is dropped as one."""
        return ["DROP INDEX %(name)s"]

    def catalogue_names(self, vendor: str) -> list[str]:
        """Three triggers on SQLite, one index on PostgreSQL."""
        parts = ("insert", "update", "delete")
        return [f"{self.name}_{part}" for part in parts] if vendor == "sqlite" else [self.name]


def refusing_function(body: str) -> str:
    """A PostgreSQL trigger function with this body, named after its guard."""
    # OR REPLACE: a dropped table takes its trigger with it, not the function.
    return (
        "CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql"
        f" AS $guard$ BEGIN {body} RETURN NEW; END $guard$"
    )
