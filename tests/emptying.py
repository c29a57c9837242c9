"""Emptying the test database after a test with real commits, although some of its tables refuse every DELETE."""

from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.migrations.loader import MigrationLoader

from cases.review import triggers
from casetracker.db.triggers import AppendOnly, allow_changes, forbid_changes

stock_flush = BaseDatabaseOperations.execute_sql_flush


def append_only_tables() -> list[str]:
    """The tables that migrations made append-only."""
    migrations = MigrationLoader(None).disk_migrations.values()
    return [step.table for migration in migrations for step in migration.operations if isinstance(step, AppendOnly)]


def flush(operations: Any, sql_list: list[str]) -> None:
    """What Django runs to empty a database, with the append-only tables open for that moment."""
    connection = operations.connection
    tables = set(append_only_tables()) & set(connection.introspection.table_names())
    guarded = triggers.TABLE in connection.introspection.table_names()
    for table in tables:
        allow_changes(connection, table)
    if guarded:
        triggers.uninstall(connection)
        triggers.uninstall(connection, triggers.REFUSALS_OF_LISTS)
    stock_flush(operations, sql_list)
    for table in tables:
        forbid_changes(connection, table)
    if guarded:
        triggers.install(connection)
        triggers.install(connection, triggers.REFUSALS_OF_LISTS)


def install() -> None:
    """Use `flush` for the whole test run."""
    BaseDatabaseOperations.execute_sql_flush = flush
