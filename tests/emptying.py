"""Emptying the test database after a test with real commits, although some of its tables refuse every DELETE."""

from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.migrations.loader import MigrationLoader

from accounts.appendonly import AppendOnly, allow_changes, forbid_changes
from cases.review import evidence

stock_flush = BaseDatabaseOperations.execute_sql_flush


def append_only_tables() -> list[str]:
    """The tables that migrations made append-only."""
    migrations = MigrationLoader(None).disk_migrations.values()
    return [step.table for migration in migrations for step in migration.operations if isinstance(step, AppendOnly)]


def flush(operations: Any, sql_list: list[str]) -> None:
    """What Django runs to empty a database, with the append-only tables open for that moment."""
    connection = operations.connection
    tables = set(append_only_tables()) & set(connection.introspection.table_names())
    guarded = evidence.TABLE in connection.introspection.table_names()
    for table in tables:
        allow_changes(connection, table)
    if guarded:
        evidence.uninstall(connection)
    stock_flush(operations, sql_list)
    for table in tables:
        forbid_changes(connection, table)
    if guarded:
        evidence.install(connection)


def install() -> None:
    """Use `flush` for the whole test run."""
    BaseDatabaseOperations.execute_sql_flush = flush
