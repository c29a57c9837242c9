"""Append-only tables, enforced by the database: a migration operation for SQLite and PostgreSQL.

Triggers stop mistakes of the application and attackers who get in through it; the owner of a table can drop them. On
PostgreSQL run migrations as the owner and the site with a separate role, which then cannot even try:

    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO site;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO site;
    REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON accounts_entry FROM site;  -- and on every other append-only table
"""

from typing import Any

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only: UPDATE refused'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only: DELETE refused'); END",
)
SQLITE_UNDO = ("DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete")
POSTGRESQL = (
    "CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '{table} is append-only: % refused', TG_OP "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_refuse()",
)
POSTGRESQL_UNDO = (
    "DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
    "DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
    "DROP FUNCTION IF EXISTS {table}_refuse()",
)


def _run(connection: BaseDatabaseWrapper, table: str, by_vendor: dict[str, tuple[str, ...]]) -> None:
    statements = by_vendor.get(connection.vendor)
    if statements is None:
        raise NotImplementedError(f"No append-only triggers are written for {connection.vendor}.")
    with connection.cursor() as cursor:
        for statement in statements:
            # None: a statement without parameters, so that % in it is literal.
            cursor.execute(statement.format(table=table), None)


def forbid_changes(connection: BaseDatabaseWrapper, table: str) -> None:
    """Make the database refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE on `table`."""
    _run(connection, table, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def allow_changes(connection: BaseDatabaseWrapper, table: str) -> None:
    """Undo `forbid_changes`: to reverse a migration or to empty a test database."""
    _run(connection, table, {"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO})


class AppendOnly(Operation):
    """Migration operation: rows of `table` can be inserted and read, but never changed or removed."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the model state unchanged."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Install the triggers in the database that contains the table."""
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        forbid_changes(schema_editor.connection, self.table)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Remove the triggers."""
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        allow_changes(schema_editor.connection, self.table)

    def describe(self) -> str:
        """Return what `migrate` prints."""
        return f"Make {self.table} append-only in the database"
